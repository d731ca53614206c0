"""Where a printer may have broken words at the ends of lines, and so how much a line has to hold at least."""

import re
from dataclasses import dataclass, field
from functools import cache

import pyphen

from edition.widths import USUAL, Widths

HYPHEN = 0.34
"""The width of a hyphen in em."""
LETTERS = 5
"""Letters of the shortest word that is broken."""
_WORD = re.compile(r"[^\W\d_]+")
_BROKEN = re.compile(r"(?<=[^\W_])[-\u2010](?=[^\W_])|(?<=[^\W_])[—–](?=\S)|/(?=\w)")


@cache
def _patterns(language: str) -> pyphen.Pyphen | None:
    name = pyphen.language_fallback(language)
    return pyphen.Pyphen(lang=name, left=2, right=2) if name else None


@dataclass(frozen=True, slots=True)
class Syllables:
    """The places at which words of a language may be broken; none where the language has no patterns."""

    language: str
    _known: dict[str, tuple[int, ...]] = field(default_factory=dict)

    def places(self, word: str) -> tuple[int, ...]:
        """Return the characters of a word before which a hyphen may be set at a line's end."""
        found = self._known.get(word)
        if found is None:
            patterns = _patterns(self.language) if len(word) >= LETTERS else None
            found = tuple(map(int, patterns.positions(word))) if patterns else ()
            if not found and len(word) >= LETTERS and "\u0400" <= word[0] <= "\u052f":
                # A word in Cyrillic letters, in a book of another language.
                patterns = _patterns("ru")
                found = tuple(map(int, patterns.positions(word))) if patterns else ()
            self._known[word] = found
        return found

    def breaks(self, text: str) -> list[int]:
        """Return the places of a text at which a word may be broken with a hyphen that it does not have."""
        return [m.start() + at for m in _WORD.finditer(text) for at in self.places(m.group())]


@dataclass(frozen=True, slots=True)
class Ruler:
    """How wide the characters of a book are, and where its printer broke words."""

    widths: Widths = USUAL
    syllables: Syllables | None = None
    """None where no word is broken."""

    def measure(self, text: str) -> float:
        """Return the width of a text in em, unjustified."""
        return self.widths.measure(text)

    def parts(self, text: str) -> list[int]:
        """Return the places at which a line may end though no hyphen is set there: behind hyphens, dashes, slashes."""
        return [m.end() for m in _BROKEN.finditer(text)]

    def first(self, text: str) -> float:
        """Return the width of the least with which a text may have begun on the line above: a word, or part of one."""
        word = text.split(maxsplit=1)[0]
        ends = self.parts(word)[:1]
        least = self.measure(word[: ends[0]] if ends else word)
        if self.syllables is not None:
            broken = self.syllables.breaks(word)[:1]
            least = min([least, *(self.measure(word[:at]) + HYPHEN for at in broken)])
        return least
