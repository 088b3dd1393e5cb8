"""Looks of the workbook's cells. A cell's style is named by what it says: `style("money", "total")`."""

from __future__ import annotations

from functools import cache
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format

INK, MUTED, RULE, PALE, WHITE = "#17202E", "#5B6B82", "#D9DEE7", "#F3F5F8", "#FFFFFF"
BLUE, GREEN, RUST, PURPLE, SKY = "#2F55C8", "#0F7C73", "#B8500F", "#7A5BB5", "#A9BBEF"
INPUT = "#FFF9E5"
FONT = "Arial"

_BASE: dict[str, Any] = {"font_name": FONT, "font_size": 9, "font_color": INK, "valign": "vcenter"}
_STYLES: dict[str, dict[str, Any]] = {
    "text": {},
    "wrap": {"text_wrap": True},
    "muted": {"font_color": MUTED},
    "strong": {"bold": True},
    "right": {"align": "right"},
    "centre": {"align": "center"},
    "indent": {"indent": 1},
    "cover": {"font_size": 26, "bold": True, "font_color": BLUE},
    "lead": {"font_size": 13},
    "title": {"font_size": 16, "bold": True, "font_color": BLUE},
    "finding": {"font_size": 11},
    "basis": {"font_size": 8, "font_color": MUTED},
    "block": {"font_size": 11, "bold": True, "font_color": BLUE},
    "head": {"bold": True, "font_color": WHITE, "bg_color": BLUE, "align": "right", "text_wrap": True},
    "head_left": {"align": "left", "text_wrap": False},
    "cell": {"bottom": 1, "bottom_color": RULE},
    "total": {"bold": True, "top": 1, "top_color": INK, "bottom": 1, "bottom_color": INK, "bg_color": PALE},
    # The convention of finance: what is typed is blue on cream, what is calculated is black.
    "input": {"font_color": "#1F3FA8", "bg_color": INPUT},
    "sign": {"bottom": 1, "bottom_color": MUTED},
    "link": {"font_color": BLUE, "underline": 1},
    "money": {"num_format": '#,##0;"−"#,##0;–', "align": "right"},
    "cents": {"num_format": '#,##0.00;"−"#,##0.00;–', "align": "right"},
    "each": {"num_format": '#,##0.00;"−"#,##0.00', "align": "right"},
    "change": {"num_format": '+#,##0;"−"#,##0;–', "align": "right"},
    "count": {"num_format": '#,##0;"−"#,##0', "align": "right"},
    "ratio": {"num_format": '0.00;"−"0.00', "align": "right"},
    "share": {"num_format": '0.0%;"−"0.0%', "align": "right"},
    "growth": {"num_format": '+0.0%;"−"0.0%;0.0%', "align": "right"},
    "small_growth": {"num_format": '+0.00%;"−"0.00%;0.00%', "align": "right"},
    "months": {"num_format": '0.0;"−"0.0', "align": "right"},
    "date": {"align": "left"},
    "date_en": {"num_format": "[$-409]mmm d, yyyy"},
    "date_zh_CN": {"num_format": '[$-804]yyyy"年"m"月"d"日"'},
    "date_ru": {"num_format": "[$-419]dd.mm.yyyy"},
    "short": {"font_color": RUST, "bold": True},
    "hidden_number": {"num_format": ";;;"},
    "whole_number": {"num_format": '#,##0;"−"#,##0', "align": "right"},
    "plain_number": {"num_format": "0.######", "align": "right"},
    # Months are real dates, said in the language of the file and not of the machine that opens it.
    "month_en": {"num_format": "[$-409]mmm yy"},
    "month_zh_CN": {"num_format": '[$-804]yy"年"m"月"'},
    "month_ru": {"num_format": "[$-419]mmm yy"},
}


class Styles:
    """Formats of one file, each made once."""

    def __init__(self, file: Workbook) -> None:
        self._format = cache(self._made)
        self._file = file

    def __call__(self, *names: str) -> Format:
        """The look that the named styles make together; later ones win."""
        return self._format(names)

    def _made(self, names: tuple[str, ...]) -> Format:
        looks = dict(_BASE)
        for name in names:
            looks |= _STYLES[name]
        return self._file.add_format(looks)


def plain(value: float | None) -> str:
    """The style of a number without a unit: a whole one in groups of three, else with the digits it has."""
    return "whole_number" if value is not None and value == int(value) else "plain_number"
