"""Which words a language has, and which this book has: the evidence for mending words."""

import gzip
import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from itertools import chain, pairwise, repeat
from pathlib import Path

import msgpack

from edition.errors import EditionError

WORD = re.compile(r"[^\W\d_]+(?:[\u2019'\u2010-][^\W\d_]+)*")
"""A word with the hyphens and apostrophes inside it."""

FUNCTION_WORDS = {
    "en": "the of and to in that is was it for as with his on be by not are from which but this have they had",
    "de": "der die und in den von zu das mit sich des auf ist im dem nicht ein eine als auch es an werden aus daß dass",
    "fr": "de la le et les des en un du une que est pour qui dans par plus pas au sur ne se ce il sont",
    "es": "de la que el en y los se del las un por con no una su para es al lo como más pero sus",
    "it": "di che e la il un a per in una non del è con le si da dei i della al sono nel gli come",
    "pt": "de a o que e do da em um para com não uma os no se na por mais as dos como mas ao das",
    "nl": "de van het een en in is dat op te zijn met voor niet aan er om ook als bij door maar uit",
    "sv": "och i att det som en på är av för med den till inte har om ett men var sig så från de",
    "pl": "w i na z nie się do to że jest o jak za od po przez co ale dla tego czy tym był",
    "ru": "и в не на что он с как это по но из у за от же все так его к был для бы мы",
    "el": "και το να του η της με που την από για τα είναι των σε ο οι στο θα τη στην τον δεν τις",
}
"""The commonest words of each language, written out: enough to tell the languages apart on a page of prose."""
FEWEST = 10
"""Words that a text needs to tell its language."""


def detect_language(text: str, default: str = "en") -> str:
    """Return the language whose commonest words are the largest share of the text's words.

    It is `default` where that share is below 8 %, and for fewer than FEWEST words.
    """
    words = [word.lower() for word in WORD.findall(text[:40_000])]
    if len(words) < FEWEST:
        return default
    counts = Counter(words)
    shares = {lang: sum(counts[w] for w in set(listed.split())) / len(words) for lang, listed in FUNCTION_WORDS.items()}
    best = max(shares, key=lambda lang: shares[lang])
    return best if shares[best] >= 0.08 else default


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
    file = next((f for size in ("large", "small") if (f := data / f"{size}_{name}.msgpack.gz").is_file()), None)
    if file is None:
        return {}
    _, *bins = msgpack.loads(gzip.decompress(file.read_bytes()), raw=False)
    levels = chain.from_iterable(repeat(9 - number / 100, len(words)) for number, words in enumerate(bins))
    return dict(zip(chain.from_iterable(bins), levels, strict=True))


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The words of the language and the words of the book, in lower case."""

    language: str
    counts: Counter[str]
    """How often each word stands in the book."""
    listed: dict[str, float]
    hyphenated: dict[str, str]
    """Words of the book that have a hyphen, by their letters alone."""
    pairs: Counter[tuple[str, str]]
    """How often two words stand next to each other in the book."""
    capitals: Counter[str]
    """How often a word stands capitalised where no sentence begins."""
    letters: frozenset[str] = frozenset()
    """What the words of the book are written with, hyphens and apostrophes among them."""

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
    letters = frozenset(chain.from_iterable(counts))
    return Lexicon(language, counts, frequencies(language), hyphenated, pairs, capitals, letters)
