"""Which words a language has, and which this book has: the evidence for mending words."""

import gzip
import re
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from importlib.util import find_spec
from itertools import chain, pairwise
from pathlib import Path

import msgpack

from edition.errors import EditionError

WORD = re.compile(r"[^\W\d_]+(?:[\u2019'\u2010-][^\W\d_]+)*")
"""A word with the hyphens and apostrophes inside it."""
KEPT = 3
"""How often a quotation mark or a dash stands in a book before it is taken for one that the extraction keeps."""
LISTS = {"bs": "sh", "hr": "sh", "no": "nb", "sr": "sh"}
"""Languages whose list of words has another name."""


@cache
def frequencies(language: str) -> dict[str, float]:
    """Return log10 of each common word's occurrences per milliard words; empty where wordfreq has no list.

    The list is read from wordfreq's data as its `read_cBpack` does (one bin of words for every hundredth of a factor of
    ten): importing the package itself takes as long as restoring a booklet.
    """
    package = find_spec("wordfreq")
    if package is None or package.origin is None:
        raise EditionError("wordfreq is not installed, and with it the words of the languages. Install edition anew.")
    data = Path(package.origin).parent / "data"
    name = language.split("-")[0]
    name = LISTS.get(name, name)
    file = next((f for size in ("large", "small") if (f := data / f"{size}_{name}.msgpack.gz").is_file()), None)
    if file is None:
        return {}
    _, *bins = msgpack.loads(gzip.decompress(file.read_bytes()), raw=False)
    levels: dict[str, float] = {}
    for number, words in enumerate(bins):
        levels |= dict.fromkeys(words, 9 - number / 100)
    return levels


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The words of the language and the words of the book, in lower case."""

    language: str
    """Without its region: what is said of English holds of `en-GB`, too."""
    counts: Counter[str]
    """How often each word stands in the book."""
    listed: dict[str, float]
    hyphenated: dict[str, str]
    """Words of the book that have a hyphen, by their letters alone."""
    pairs: Counter[tuple[str, str]]
    """How often two words stand next to each other in the book."""
    capitals: Counter[str]
    """How often a word stands capitalised where no sentence begins."""
    quotes: frozenset[str] = frozenset()
    """The quotation marks that the extraction kept, each at least three times."""
    dashes: bool = False
    """The extraction kept dashes, and so those between figures, too: a hyphen there is the book's own."""
    letters: frozenset[str] = frozenset()
    """What the words of the book are written with, hyphens and apostrophes among them."""

    leads: Counter[str] = field(default_factory=Counter)
    """In how many words with one hyphen a first half stands."""
    tails: Counter[str] = field(default_factory=Counter)
    """The same of second halves."""
    droppable: frozenset[str] = frozenset()
    """Those of `hyphenated` with small letters behind their hyphens, as where an extraction drops them."""
    families: dict[str, tuple[int, int, int]] = field(default_factory=dict)
    """By the letters that words with a hyphen begin with: where it stands, how many words have it, how many do not."""

    def joined(self, first: str) -> int:
        """Return how many words of the book are this first half written together with a common word."""
        size = len(first)
        closed = [word for word in self.counts if len(word) > size + 3 and word.startswith(first) and "-" not in word]
        return sum(self.zipf(word[size:]) >= 3 for word in closed)

    def zipf(self, word: str) -> float:
        """Return the word's frequency as log10 per milliard words; 0 where it is not listed."""
        return max(0.0, self.listed.get(word.lower(), 0.0))

    def knows(self, word: str) -> bool:
        """Tell whether the word is common enough to be one, or stands twice in the book."""
        return self.zipf(word) >= 1.5 or self.counts[word.lower()] >= 2


def read_lexicon(language: str, text: str) -> Lexicon:
    """Return the lexicon of a book in this language with this text."""
    tokens = [
        (match.group().replace("\u2019", "'").replace("\u2010", "-"), match.start()) for match in WORD.finditer(text)
    ]
    counts = Counter(word.lower() for word, _ in tokens)
    pairs = Counter((a.lower(), b.lower()) for (a, _), (b, _) in pairwise(tokens))
    capitals = Counter(
        word.lower()
        for word, at in tokens
        if word[:1].isupper() and text[max(0, at - 2) : at - 1].isalpha() and text[at - 1 : at] == " "
    )
    hyphenated = {word.replace("-", ""): word for word in counts if "-" in word.strip("-")}
    quotes = frozenset(mark for mark in "“”„«»" if text.count(mark) >= KEPT)
    dashes = text.count("–") + text.count("—") >= KEPT
    letters = frozenset(chain.from_iterable(counts))
    halves = [halves for word in hyphenated.values() if len(halves := word.split("-")) == 2]
    return Lexicon(
        language.split("-")[0].lower(),
        counts,
        frequencies(language),
        hyphenated,
        pairs,
        capitals,
        quotes,
        dashes,
        letters,
        Counter(first for first, _ in halves),
        Counter(second for _, second in halves),
        frozenset(word.replace("-", "").lower() for word, _ in tokens if _SMALL.fullmatch(word)),
        _families(halves, counts),
    )


_SMALL = re.compile(r"[^\W\d_]+(?:-[^\W\d_A-ZÄÖÜ][^\W\d_]*)+")
STEM = 5
"""Letters behind a hyphen that tell a family of words."""


def _families(halves: list[list[str]], counts: Counter[str]) -> dict[str, tuple[int, int, int]]:
    """Return the families of words with one hyphen, and how many words of each have it and have it not."""
    cuts = {first + second[:STEM]: len(first) for first, second in halves if first and len(second) >= STEM}
    own: Counter[str] = Counter()
    closed: Counter[str] = Counter()
    for first, second in halves:
        own[first + second[:STEM]] += counts[f"{first}-{second}"]
    for word, count in counts.items():
        if "-" not in word:
            for stem in {word[:length] for length in range(STEM + 1, len(word) + 1)} & cuts.keys():
                closed[stem] += count
    return {stem: (cut, own[stem], closed[stem]) for stem, cut in cuts.items()}
