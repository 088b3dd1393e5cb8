"""Text made comparable: width, case, spaces, yo and punctuation do not tell words apart."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_SPACES = re.compile(r"[\s\u200b\u2060\ufeff_]+")
_EDGES = " \t:;*.,|\"'«»“”"


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Lower case, half width, single spaces, ё as е; punctuation inside stays."""
    plain = unicodedata.normalize("NFKC", text).casefold().replace("ё", "е")
    return _SPACES.sub(" ", plain).strip()


def bare(text: str) -> str:
    """`fold` without punctuation at the edges: "Итого:" and "* Total" lose their marks."""
    return fold(text).strip(_EDGES)


def words_of(text: str) -> frozenset[str]:
    """The words between the "|" of a text, folded: "№ п/п" is "no п/п" as in a header."""
    return frozenset(fold(word) for word in text.split("|"))
