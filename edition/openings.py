"""How likely a sentence begins a paragraph, by the signs before it and its first word: as in the book where sure."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from math import log

FIRM = 8.0
"""How many sentences' worth the usual share of a sign has against what was counted."""
WORDY = 3.0
"""How many sentences' worth the usual share of a first word has."""
MOST = 2.5
"""Nats that signs, or a word, tell at most."""
_STOP = re.compile(r"([.!?:…])([\"'”’»“)\]]?)[*_\d\s⁰¹²³⁴⁵⁶⁷⁸⁹†‡]*\Z")
_INNER = re.compile(r"(?<=[^\W\d_A-Z])[.!?:…][\"'”’»“)\]]*\d{0,2} (?=([\"'“‘„«¿¡(]*)([^\W\d_]+))")
_WORD = re.compile(r"[^\W\d_]+")


def _signs(before: str, after: str) -> str:
    stop = _STOP.search(before.rstrip())
    opened = after.startswith(tuple("\"'“‘„«—–"))
    return f"{stop.group(1)}{'”' * bool(stop.group(2))} {'“' * opened}" if stop else ""


def _first(after: str) -> str:
    word = _WORD.search(after)
    return word.group().lower() if word else ""


@dataclass(slots=True)
class Counts:
    """How often each of some things was seen where a paragraph begins, and where none does."""

    begun: Counter[str] = field(default_factory=Counter)
    within: Counter[str] = field(default_factory=Counter)

    def tell(self, seen: str, firm: float) -> float:
        """Return how much likelier, in nats, a paragraph begins where that is seen; `firm` holds it to none."""
        begun, within = self.begun.total() + 1, self.within.total() + 1
        usual = begun / (begun + within)
        told = log(self.begun[seen] + firm * usual) - log(self.within[seen] + firm * (1 - usual))
        told -= log(begun) - log(within)
        return max(-MOST, min(MOST, told))


@dataclass(frozen=True, slots=True)
class Openings:
    """What was counted: the signs between sentences and their first words."""

    signs: Counts = field(default_factory=Counts)
    words: Counts = field(default_factory=Counts)

    def evidence(self, before: str, after: str) -> float:
        """Return how much likelier, in nats, a paragraph begins between two texts for the signs and the word there."""
        return self.signs.tell(_signs(before, after), FIRM) + self.words.tell(_first(after), WORDY)


def count_openings(paragraphs: Iterable[tuple[str, str]], texts: Iterable[str]) -> Openings:
    """Return what the book tells: by paragraphs that surely end and begin, and by the sentences within its lines."""
    found = Openings()
    for before, after in paragraphs:
        found.signs.begun[_signs(before, after)] += 1
        found.words.begun[_first(after)] += 1
    for text in texts:
        for m in _INNER.finditer(text):
            if m.group(2)[0].isupper():
                found.signs.within[_signs(text[: m.end()], m.group(1))] += 1
                found.words.within[m.group(2).lower()] += 1
    return found
