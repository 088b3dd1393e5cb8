"""The catalogues: complete for the files, and with the same blanks to fill as the English."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from planner.domain.errors import say
from planner.domain.kpis import KPIS
from planner.presentation.language import (
    CATALOGUES,
    LANGUAGES,
    SOURCE,
    _,
    catalogue,
    ngettext,
    speaking,
    told,
)

TRANSLATED = [language for language in LANGUAGES if language != SOURCE]
MARKS = frozenset(("_", "N_", "say", "ngettext"))
ROOT = Path(__file__).parents[2]


def areas(language: str) -> list[Catalog]:
    """The catalogue of each area of the app."""
    read = []
    for path in sorted((CATALOGUES / language / "LC_MESSAGES").glob("*.po")):
        with path.open("rb") as source:
            read.append(read_po(source, locale=language))
    return read


def read(language: str) -> list[Message]:
    """Every message of a language, without the headers."""
    return [message for area in areas(language) for message in area if message.id]


@cache
def asked(folder: Path) -> set[str]:
    """First forms of all messages that the code of a folder asks for, those inside f-strings too."""
    found = set()
    for path in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MARKS:
                first = node.args[0] if node.args else None
                if isinstance(first, ast.Constant) and isinstance(first.value, str):
                    found.add(first.value)
    return found


def blanks(text: str) -> list[str]:
    return sorted(set(re.findall(r"\{[^}]*\}", text)))


def forms(message: Message) -> tuple[list[str], list[str]]:
    """A message's English and translated forms."""
    english = list(message.id) if isinstance(message.id, tuple | list) else [message.id]
    translated = list(message.string) if isinstance(message.string, tuple | list) else [message.string]
    return [str(text) for text in english], [str(text) for text in translated]


@pytest.mark.parametrize("language", TRANSLATED)
def test_translations_keep_the_blanks_of_the_english(language: str) -> None:
    for message in read(language):
        english, translated = forms(message)
        for text in translated if english[0] else ():
            assert blanks(text) == blanks(english[-1]), english[0]


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_message_is_translated_once(language: str) -> None:
    keys = [forms(message)[0][0] for message in read(language)]
    assert sorted(keys) == sorted(set(keys))


@pytest.mark.parametrize("language", TRANSLATED)
def test_the_areas_are_the_same_in_every_language(language: str) -> None:
    names = {path.name for path in (CATALOGUES / language / "LC_MESSAGES").glob("*.po")}
    assert names == {path.name for path in (CATALOGUES / TRANSLATED[0] / "LC_MESSAGES").glob("*.po")}


@pytest.mark.parametrize("language", TRANSLATED)
def test_everything_that_is_said_is_translated(language: str) -> None:
    """Screens, files and errors; what the code asks for and no catalogue knows would be read in English."""
    known = {forms(message)[0][0] for message in read(language) if all(forms(message)[1])}
    said = asked(ROOT / "planner") | asked(ROOT / "pages")
    assert sorted(said - known) == []


def test_what_is_refused_can_be_told_in_every_language() -> None:
    """An error made with a bare text would be read in English; one made with `say` has a pattern."""
    errors, bare = {"PlannerError"}, []
    trees = {path: ast.parse(path.read_text()) for path in (ROOT / "planner").rglob("*.py")}
    nodes = [(path, node) for path, tree in trees.items() for node in ast.walk(tree)]
    for _generation in range(3):  # an error of an error of an error
        errors |= {
            node.name
            for _path, node in nodes
            if isinstance(node, ast.ClassDef) and {getattr(base, "id", "") for base in node.bases} & errors
        }
    for path, node in nodes:
        # A mismatch is made of its kind, and says its sentence itself.
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in errors - {"LabelMismatch"}:
            first = node.args[0] if node.args else None
            parts = [first.body, first.orelse] if isinstance(first, ast.IfExp) else [first]
            if any(isinstance(part, ast.Constant | ast.JoinedStr | ast.BinOp) for part in parts):
                bare.append(f"{path.relative_to(ROOT)}:{node.lineno}")
    assert bare == []


def heads() -> list[tuple[str, list[str]]]:
    """Where a row is made as a mapping of heads to cells, and the heads as they are asked for."""
    found = []
    for path in (ROOT / "planner").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Dict):
                calls = [key for key in node.keys if isinstance(key, ast.Call) and key.args]
                texts = [call.args[0] for call in calls if getattr(call.func, "id", "") == "_"]
                words = [str(text.value) for text in texts if isinstance(text, ast.Constant)]
                found.append((f"{path.name}:{node.lineno}", words))
    return found


@pytest.mark.parametrize("language", TRANSLATED)
def test_no_two_columns_of_a_table_are_called_the_same(language: str) -> None:
    """The second would take the place of the first."""
    with speaking(language):
        same = [where for where, words in heads() if len({_(word) for word in words}) < len(words)]
    assert same == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_key_figure_has_its_words(language: str) -> None:
    with speaking(language):
        for kpi in KPIS.values():
            assert kpi.label == "ROAS" or _(kpi.label) != kpi.label
            assert _(kpi.formula) != kpi.formula


def test_an_abbreviation_at_the_end_of_a_sentence_brings_no_second_stop() -> None:
    """ "тыс." ends in a stop of its own; three dots and English are left as they are."""
    with speaking("ru"):
        words = _("Moving money between channels brings {gain} for the same {base}.")
        assert words.format(gain="+5 тыс.", base="1 080 тыс.").endswith("1 080 тыс.")
        assert words.format(gain="+5", base="1 080").endswith("1 080.")
        assert words.format(gain="+5", base="тыс...").endswith("тыс....")
        said = say(
            "{where}: {name} must be a number above 0, not {value}.", where="A1", name="x", value="2 тыс."
        )
        assert told(said).endswith("2 тыс.")
    assert _("{a} and {b}.").format(a="x", b="etc.") == "x and etc.."


def test_russian_has_three_forms() -> None:
    one, many = "{count} change, the latest on {day}", "{count} changes, the latest on {day}"
    with speaking("ru"):
        endings = [ngettext(one, many, count).split()[1] for count in (1, 3, 5, 21)]
    assert endings == ["изменение,", "изменения,", "изменений,", "изменение,"]


def test_the_source_language_needs_no_catalogue() -> None:
    assert catalogue(SOURCE).gettext("Budget") == "Budget"
