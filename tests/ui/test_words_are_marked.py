"""Every visible word of a screen is marked for translation: found by reading the screens' own code."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SCREENS = sorted(
    [*(ROOT / "planner" / "ui").rglob("*.py"), *(ROOT / "pages").glob("*.py"), ROOT / "app.py"],
    key=str,
)
WIDGETS = """
markdown write title header subheader caption text error warning info success toast button checkbox
toggle radio selectbox multiselect slider select_slider text_input text_area number_input date_input
file_uploader download_button link_button expander tabs metric popover segmented_control pills
form_submit_button status spinner dialog badge progress TextColumn NumberColumn CheckboxColumn
SelectboxColumn DateColumn ProgressColumn LinkColumn MultiselectColumn
"""
SHOWS_ITS_FIRST = frozenset(WIDGETS.split())
SHOWN_KEYWORDS = frozenset(("label", "help", "title", "placeholder", "text", "alt", "caption"))
MARKUP = re.compile(r":material/\w+:|:[a-z]+\[|<[^>]*>|&\w+;")


def words(node: ast.expr) -> str | None:
    """The literal words of an expression that is not marked; None where there are none."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        text = node.value
    elif isinstance(node, ast.JoinedStr):
        text = " ".join(str(part.value) for part in node.values if isinstance(part, ast.Constant))
    else:
        return None
    return text if re.search(r"[A-Za-z]{2}", MARKUP.sub("", text)) else None


def shown(call: ast.Call) -> Iterator[ast.expr]:
    """The expressions of a call that a person reads."""
    if isinstance(call.func, ast.Attribute) and call.func.attr in SHOWS_ITS_FIRST and call.args:
        first = call.args[0]
        yield from first.elts if isinstance(first, ast.List | ast.Tuple) else (first,)
    yield from (keyword.value for keyword in call.keywords if keyword.arg in SHOWN_KEYWORDS)


def unmarked(source: str) -> list[str]:
    """Visible words without a mark, with their lines."""
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    found = [(node.lineno, words(node)) for call in calls for node in shown(call)]
    return [f"line {line}: {text}" for line, text in found if text is not None]


@pytest.mark.parametrize("screen", SCREENS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_visible_word_is_marked(screen: Path) -> None:
    assert unmarked(screen.read_text()) == []


def test_a_bare_word_is_found_and_a_marked_one_is_not() -> None:
    assert unmarked('st.button("Save")') == ["line 1: Save"]
    assert unmarked('st.tabs(["One", _("Two")])') == ["line 1: One"]
    assert unmarked('column.metric(_("A"), help=f"of {year} months")') == ["line 1: of   months"]
    assert unmarked('st.button(_("Save"), icon=":material/save:", key="save")') == []
