"""How often words stand next to each other in a language: what a short book alone cannot show of its seams."""

import gzip
from collections.abc import Container, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from math import log
from pathlib import Path

from edition import assets
from edition.errors import EditionError

_LISTS = {"en": ("frequency_dictionary_en_82_765.txt", "frequency_bigramdictionary_en_243_342.txt")}
"""The files of symspellpy that count the words of a language and the pairs of them."""
_TOTAL = 1_024_908_267_229
"""The words of the corpus that these are counted in: T. Brants, A. Franz, Web 1T 5-gram (LDC2006T13)."""
_TABLES = frozenset(("de", "el", "es", "fr", "it", "pt", "ru"))
"""Languages of which the package counts words, classes of words, and pairs of both; each table says where."""
_LOWEST, _HIGHEST = -4.0, 8.0
"""Nats at most that a pair tells against its words going together, and for it."""


@dataclass(frozen=True, slots=True)
class Collocations:
    """How often words, or classes of them, and pairs of these stand in a language at large."""

    words: dict[str, int]
    """A class is a hyphen and an ending, or 0: any number."""
    pairs: dict[tuple[str, str], int]
    total: int
    """How many words were counted."""
    rarest: int
    """The occurrences of the rarest pair that is told."""
    chance: float
    """How many occurrences more or less tell nothing."""

    def lift(self, before: str, after: str) -> float:
        """Return how much likelier `after` stands behind `before` than elsewhere, in nats; 0 where nothing is known.

        Both are in small letters.
        """
        a, b = self._find(before), self._find(after)
        if not a or not b:
            return 0.0
        expected, seen = self.words[a] * self.words[b] / self.total, self.pairs.get((a, b))
        told = log(((self.rarest / 2 if seen is None else seen) + self.chance) / (expected + self.chance))
        return max(_LOWEST, min(told, 0.0 if seen is None else _HIGHEST))

    def _find(self, word: str) -> str:
        """Return what a word is counted as: itself, or else its class; nothing where it is of none."""
        if word in self.words:
            return word
        if word[:1].isdigit():
            return "0" if "0" in self.words else ""
        return next((kind for n in _ENDINGS if len(word) > n + 1 and (kind := f"-{word[-n:]}") in self.words), "")


_ENDINGS = (4, 3, 2, 1)
"""Letters of the ending of a word that has no count of its own, the longest first."""
UNCOUNTED = Collocations({}, {}, 1, 1, 1.0)


def read_collocations(language: str, vocabulary: Container[str]) -> Collocations:
    """Return what is counted of a language, of its words those in `vocabulary` alone; nothing where none are.

    The words are in small letters. English is read from symspellpy's data as they lie there: the package itself would
    index every misspelling.
    """
    if language in _TABLES:
        return _read_table(language)
    if language not in _LISTS:
        return UNCOUNTED
    words, pairs = _LISTS[language]
    rarest, own = _TOTAL, {}
    for pair, count in _counted(pairs):
        rarest = min(rarest, count)
        before, _, after = pair.partition(" ")
        if before in vocabulary and after in vocabulary:
            own[before, after] = count
    counts = {word: count for word, count in _counted(words) if word in vocabulary}
    return Collocations(counts, own, _TOTAL, rarest, 0.01 * rarest)


@cache
def _read_table(language: str) -> Collocations:
    _, total, *lines = gzip.decompress(assets.path(f"pairs/{language}.txt.gz").read_bytes()).decode().splitlines()
    words: dict[str, int] = {}
    pairs: dict[tuple[str, str], int] = {}
    for line in lines:
        first, second, *times = line.split(" ")
        if times:
            pairs[first, second] = int(times[0])
        else:
            words[first] = int(second)
    return Collocations(words, pairs, int(total), min(pairs.values()), 1.0)


def are_phrase(first: str, second: str) -> bool:
    """Tell whether two English words are among the pairs that stand next to each other most often."""
    return f"\n{first} {second} " in _phrases()


@cache
def _phrases() -> str:
    return _path(_LISTS["en"][1]).read_text(encoding="utf-8-sig")


def _counted(name: str) -> Iterator[tuple[str, int]]:
    """Yield the words of each line of a list, and how often they occur."""
    with _path(name).open(encoding="utf-8-sig") as lines:
        for line in lines:
            words, _, count = line.rpartition(" ")
            yield words, int(count)


def _path(name: str) -> Path:
    package = find_spec("symspellpy")
    if package is None or package.origin is None:
        raise EditionError("symspellpy is not installed, and with it the pairs of words. Install edition anew.")
    return Path(package.origin).parent / name
