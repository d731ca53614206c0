"""What a note says, as far as it tells where it is called: what it explains, names and cites."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from math import log

from edition.lexicon import WORD, Lexicon

_REFERENCE = re.compile(
    r"\b(?:pp?|vols?|ch|chap|ed|edit|no|nr|ss?|bd|t|tome|tomo|lib|cap|art|p[áa]g|с|стр|т|гл|σ|σελ|τ)\.?\s?(?:\d|[ivxlc]+\b)"
    r"|\b(?:ibid|ib|idem|op\. ?cit|loc\. ?cit|passim|cited|quoted|zit|cité|citado|citato|ebenda|ebd|a\. ?a\. ?o|цит"
    r"|там же|ό\.π)\b|^(?:see|siehe|vgl|voir|véase|vedi|cf|см|βλ)\b|,\s(?:[ivxlc]+|\d+)[,.]",
    re.IGNORECASE,
)
"""What only a reference to a book says."""
_YEAR = re.compile(r"\b1[4-9]\d\d\b|\b20\d\d\b")
_TITLE = re.compile(r"[\"“„«*][^\W\d_a-zß-ÿа-я][^\"”“»*]{8,}[\"”“»*]")
"""Words in quotation marks or italics that begin with a capital: the title of a book, as a rule."""
_HEADWORD = re.compile(r"(?:[^\W\d_]{1,3} )?([^\W\d_]{4,}(?: [^\W\d_]+){0,2})\s?(?:[,:;=–—-]|\()")
"""Up to three words set off at a note's beginning, with an article or without, as a dictionary sets off a word."""
_SIGNED = re.compile(r"(?<=[.!?”\"»*)\]])\s*\*?[\[(][^\[\]()]{3,90}[\])]\.?\*?\s*$|\s?[—–]\s?(?:[^\W\d_]\.\s?){1,4}$")
"""Who wrote the note: in brackets at its end, or initials behind a dash. It does not tell where the note is called."""
_MEANING = re.compile(
    r"\W*(?:(?:that is|namely|viz|not the|i mean|o sea|nicht (?:der|die|das))\b|i\. ?e\.|d\. ?h\.|т\. ?е\."
    r"|by .{3,40} (?:is|are) meant|unter .{3,40} wird|das heißt|nämlich|gemeint|c['’]est[- ]à[- ]dire|à savoir|es decir"
    r"|cioè|ossia|vale a dire|isto é|ou seja|то есть|δηλαδή)",
    re.IGNORECASE,
)
"""How a note begins that says what the words before its mark mean."""
_TERM = re.compile(r"[\W_]{0,2}[\"“„«‚‘*]([^\"”“»’*]{3,40})[\"”“»’*]")
_COMMON = 5.2
"""Of a word in a thousand or so: too common to tell what a text is about (log10 in a milliard)."""
_EXAMPLE = re.compile(
    r"(?:for example|for instance|e\.\s?g\.|zum beispiel|z\.\s?b\.|par exemple|por ejemplo|ad esempio|por exemplo"
    r"|например|για παράδειγμα)",
    re.IGNORECASE,
)
EVERYDAY = 5.9
"""Of the words that sentences are made of, and names, titles and figures are not."""
_SENTENCE, _MIXED, _BARE = 0.5, 0.37, 0.28
"""How many of a note's first words are such: it is no reference at all, none by its look, one by its look alone."""
_SHORT = 25
"""Words of a note that may be a reference by its look alone."""
_FADING = 25
"""After how many words of a note a word of it tells half as much of where it is called."""


@dataclass(frozen=True, slots=True)
class Remark:
    """What a note says, as far as it tells what it is a note to."""

    words: frozenset[str]
    names: frozenset[str]
    lead: frozenset[str]
    """The stems of its first words that are not among the book's commonest."""
    term: tuple[str, ...]
    """The stems of the words in quotation marks or italics that it begins with: what it explains."""
    rare: Mapping[str, float]
    """The stems of its words with how rare they are in the book, the earlier in the note the more."""
    dwells: Mapping[str, float]
    """The same, and more for those that it repeats."""
    cites: bool
    """It names a source: it is a reference and no sentence."""
    explains: bool
    """It begins by saying what the words before it mean."""
    example: bool


def read_remark(body: str, lexicon: Lexicon) -> Remark:
    """Return what a note of this text says."""
    body = _SIGNED.sub("", body) or body
    words = WORD.findall(body)
    explains = _MEANING.match(body) is not None
    cites = not explains and names_source(body, lexicon)
    quoted = _TERM.match(body) or (None if cites else _HEADWORD.match(body))
    term = [w for w in WORD.findall(quoted.group(1)) if len(w) > 3 and lexicon.zipf(w) < EVERYDAY] if quoted else []
    first = [w for w in WORD.findall(body[:80]) if len(w) > 3 and lexicon.zipf(w) < _COMMON]
    rare: dict[str, float] = {}
    for n, word in enumerate(words):
        if len(word) > 2 and lexicon.zipf(word) < _COMMON:
            own = rarity(frozenset({word.lower()}), lexicon)
            rare.setdefault(stem_of(word), min(3.0, own) / (1 + n / _FADING))
    repeated = Counter(map(stem_of, words))
    return Remark(
        frozenset(w.lower() for w in words if len(w) > 3),
        frozenset(proper(body, lexicon)),
        frozenset(map(stem_of, first[:3])),
        tuple(map(stem_of, term)),
        rare,
        {stem: value * (1 + log(repeated[stem])) for stem, value in rare.items()},
        cites,
        explains,
        _EXAMPLE.match(body) is not None,
    )


def names_source(body: str, lexicon: Lexicon) -> bool:
    """Tell whether a note is a reference: names, titles and figures with few of the words that make a sentence."""
    words = WORD.findall(body[:90])
    everyday = sum(lexicon.zipf(w) >= EVERYDAY for w in words) / max(1, len(words))
    if _REFERENCE.search(body[:90]):
        return everyday < _SENTENCE
    if _YEAR.search(body[:140]) or _TITLE.search(body[:140]):
        return everyday < _MIXED
    return everyday < _BARE and len(body.split()) <= _SHORT


def rarity(words: frozenset[str], lexicon: Lexicon) -> float:
    """Return how rare words are in the book, summed, at most 20 nats: a word in a thousand is none."""
    total = max(2, lexicon.counts.total())
    return min(20.0, sum(max(0.0, log(total / max(1, lexicon.counts[word])) - 5.0) for word in words))


def stem_of(word: str) -> str:
    """Return what a word has in common with its other forms, as far as its first letters tell."""
    return word.lower()[:6].rstrip("s")


def proper(text: str, lexicon: Lexicon) -> set[str]:
    """Return the names in a text: words with a capital that the book never writes small."""
    return {word for word in WORD.findall(text) if is_name(word, lexicon)}


def is_name(word: str, lexicon: Lexicon) -> bool:
    """Tell whether a word is a name: with a capital where the book never writes it small."""
    low = word.lower()
    return (
        word[0].isupper()
        and len(word) > 2
        and lexicon.counts[low] <= lexicon.capitals[low] + 3
        and lexicon.zipf(word) < _COMMON
    )
