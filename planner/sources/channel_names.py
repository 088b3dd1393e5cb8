"""A file's channel labels to plan channels: sure by spelling and translation, else a suggestion.

Vendors ("Facebook", "Яндекс Директ") only suggest: the same vendor sells search, video and display.
A misspelt name only suggests, too: "Padi Search" may be a typing error or another channel.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher

from planner.domain.actuals import LabelMatch
from planner.sources.channel_words import CONCEPTS, VENDORS
from planner.sources.words import fold

SURE = 0.9
_CLOSE = 0.55

_NOT_WORDS = re.compile(r"[^\w]+")


def key(label: str) -> str:
    """Spelling without case, punctuation and "and": "Radio / audio" and "radio & Audio" are one."""
    words = _NOT_WORDS.sub(" ", fold(label).replace("&", " ")).split()
    return " ".join(word for word in words if word not in ("and", "и", "和"))


def _sorted_key(label: str) -> str:
    return " ".join(sorted(key(label).split()))


_BY_WORD = {_sorted_key(word): concept for concept, words in CONCEPTS.items() for word in words.split("|")}
_BY_VENDOR = {key(word): concept for concept, words in VENDORS.items() for word in words.split("|")}


def concept_of(label: str) -> str | None:
    """The kind of channel a label names in any of the three languages, None for proper names."""
    return _BY_WORD.get(_sorted_key(label))


class ChannelNames:
    """Labels to channels of one plan; `given` answers come from a saved mapping and win."""

    def __init__(self, channels: Sequence[str] | None, given: Mapping[str, str | None] | None = None) -> None:
        self._channels = tuple(channels) if channels is not None else None
        self._given = {key(label): channel for label, channel in (given or {}).items()}
        self._exact: dict[str, str] = {}
        self._sorted: dict[str, list[str]] = {}
        self._concepts: dict[str, list[str]] = {}
        for channel in self._channels or ():
            self._exact.setdefault(key(channel), channel)
            self._sorted.setdefault(_sorted_key(channel), []).append(channel)
            for concept in _concepts_of_channel(channel):
                self._concepts.setdefault(concept, []).append(channel)
        self._cache: dict[str, LabelMatch] = {}
        self._by_words: dict[str, LabelMatch | None] = {}

    @property
    def channels(self) -> tuple[str, ...] | None:
        """The plan's channels, None where any label is a channel of its own."""
        return self._channels

    def ignored(self, label: str) -> bool:
        """Whether the mapping says to leave this label out."""
        return self._given.get(key(label), "") is None

    @property
    def open(self) -> bool:
        """Whether any label is a channel of its own (no plan given)."""
        return self._channels is None

    def order(self, channel: str) -> int:
        """Place in the plan; labels outside come last."""
        channels = self._channels or ()
        return channels.index(channel) if channel in channels else len(channels)

    def knows(self, label: str) -> bool:
        """Whether a label is surely a channel: of the plan, or without a plan by its word."""
        if self.open:
            return key(label) in self._given or concept_of(label) is not None
        sure = self._sure(label)
        return sure is not None and sure.channel is not None

    def match(self, label: str) -> LabelMatch:
        """The plan channel of a label, or None with suggestions and the confidence of the first."""
        if (known := self._cache.get(label)) is None:
            known = self._cache[label] = self._match(label)
        return known

    def _match(self, label: str) -> LabelMatch:
        if sure := self._sure(label):
            return sure
        if self._channels is None:
            return LabelMatch(label, " ".join(label.split()), 1.0)
        return self._suggest(label)

    def _sure(self, label: str) -> LabelMatch | None:
        """What the mapping or the label's words say; None where only its spelling could be compared.

        Comparing spellings is slow, and asked of every cell of a text file it would be most of the reading.
        """
        if label not in self._by_words:
            self._by_words[label] = self._said(label)
        return self._by_words[label]

    def _said(self, label: str) -> LabelMatch | None:
        plain = key(label)
        if plain in self._given:
            return LabelMatch(label, self._given[plain], 1.0)
        if plain in self._exact:
            return LabelMatch(label, self._exact[plain], 1.0)
        for found, confidence in (
            (self._sorted.get(_sorted_key(label), []), 0.98),
            (self._of_concept(label), 0.95),
            (self._covering(label), 0.93),
        ):
            if len(found) == 1:
                return LabelMatch(label, found[0], confidence)
        return None

    def _of_concept(self, label: str) -> list[str]:
        """The channels of the same kind as the label."""
        return self._concepts.get(concept_of(label) or "", [])

    def _covering(self, label: str) -> list[str]:
        """The channels that the parts of a label mean: "Email and loyalty" is "Email/CRM/loyalty"."""
        found: dict[str, None] = {}
        for part in _parts(label):
            channels = self._concepts.get(concept_of(part) or "")
            if not channels:
                return []
            found |= dict.fromkeys(channels)
        return list(found)

    def _suggest(self, label: str) -> LabelMatch:
        vendor = _BY_VENDOR.get(key(label))
        related = [*self._of_concept(label), *(self._concepts.get(vendor, []) if vendor else [])]
        if concept_of(label) == "search" or vendor == "search":
            related += self._concepts.get("search_generic", []) + self._concepts.get("search_brand", [])
        near = sorted(
            ((_closeness(label, channel), channel) for channel in self._channels or ()), reverse=True
        )
        close = [channel for ratio, channel in near if ratio >= _CLOSE]
        options = tuple(dict.fromkeys([*related, *close]))[:3]
        confidence = 0.0
        if options:
            confidence = 0.6 if options[0] in related else round(min(0.85, near[0][0]), 2)
        return LabelMatch(label, None, confidence, options)


def _concepts_of_channel(channel: str) -> set[str]:
    """What a plan channel covers: its name, and each part of "Email/CRM/loyalty" that is a known word."""
    return {concept for part in (channel, *_parts(channel)) if (concept := concept_of(part))}


def _parts(label: str) -> list[str]:
    return re.split(r"\s*[/,+&|]\s*|\s+(?:and|и)\s+", fold(label))


def _closeness(label: str, channel: str) -> float:
    return SequenceMatcher(None, key(label), key(channel)).ratio()
