"""How likely a sentence begins a paragraph, by the signs before it: as in the book where that is sure."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from math import log

FIRM = 8.0
"""How many sentences' worth the usual share of a sign has against what was counted."""
MOST = 2.5
"""Nats that signs tell at most."""
_STOP = re.compile(r"([.!?:…])([\"'”’»“)\]]?)[*_\d\s⁰¹²³⁴⁵⁶⁷⁸⁹†‡]*\Z")
_INNER = re.compile(r"(?<=[^\W\d_A-Z])[.!?:…][\"'”’»“)\]]*\d{0,2} (?=([\"'“‘„«¿¡(]*)([^\W\d_]+))")


def _signs(before: str, after: str) -> str:
    stop = _STOP.search(before.rstrip())
    opened = after.startswith(tuple("\"'“‘„«—–"))
    return f"{stop.group(1)}{'”' * bool(stop.group(2))} {'“' * opened}" if stop else ""


@dataclass(frozen=True, slots=True)
class Openings:
    """What was counted: the signs between sentences, where a paragraph begins and where none does."""

    begun: Counter[str] = field(default_factory=Counter)
    within: Counter[str] = field(default_factory=Counter)

    def evidence(self, before: str, after: str) -> float:
        """Return how much likelier, in nats, a paragraph begins between two texts for the signs there."""
        signs = _signs(before, after)
        begun, within = self.begun.total(), self.within.total()
        usual = (self.begun[signs] + self.within[signs] + 1) / (begun + within + 2)
        told = log((self.begun[signs] + FIRM * usual) / (begun + FIRM))
        told -= log((self.within[signs] + FIRM * usual) / (within + FIRM))
        return max(-MOST, min(MOST, told))


def count_openings(paragraphs: Iterable[tuple[str, str]], texts: Iterable[str]) -> Openings:
    """Return what the book tells: by paragraphs that surely end and begin, and by the sentences within its lines."""
    begun = Counter(_signs(before, after) for before, after in paragraphs)
    within: Counter[str] = Counter()
    for text in texts:
        for m in _INNER.finditer(text):
            if m.group(2)[0].isupper():
                within[_signs(text[: m.end()], m.group(1))] += 1
    return Openings(begun, within)
