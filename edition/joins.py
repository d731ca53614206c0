"""How well one fragment's end reads on into another's start: costs in nats, negative where it reads well."""

import re
from dataclasses import dataclass, field

from edition.cohesion import Cohesion
from edition.labels import MARK
from edition.lexicon import WORD, Lexicon
from edition.seams import TOKEN, Seams

_HYPHENS = "-\u2010\u00ad\u00ac"
_OPENERS = "\"'“‘„«»‚([*_¿¡—– "
_CLOSERS = "\"'”’“»«)]*_ "
_ITEM = re.compile(r"\(?(?:[A-Za-z]|\d{1,3}|[ivxIVX]{1,4})[.)]\s|https?://|www\.")
_NUMBERED = re.compile(r"[A-Z]?\.?\d{0,2}(?:\.\d{1,2})+\.?\s+[^\W\d_].*[?!]$")
"""A question that has the number of a section."""
_MARKS_AT_END = re.compile(
    rf"(?:\s*(?:{MARK.pattern}|\(\d{{1,3}}\)|(?<=[^\s\d][.!?…,;:\"”’»)\]])(?:\d{{1,3}}|\*{{1,3}})))+\s*$"
)
_ABBREVIATED = re.compile(r"(?:\b[A-Z][a-z]{0,2}|\b(?:vol|vols|no|nos|pp?|ch|chap|cf|ed|eds|seq|bzw|usw|vgl|Nr|Bd))\.$")


@dataclass(frozen=True, slots=True)
class Edge:
    """One end of a fragment, as a reader meets it."""

    state: str
    """At an end: hyphen, open, comma, colon, dash, closed. At a start: item, lower, upper, digit, caseless, other."""
    word: str
    """The last or first word, or the part of one."""
    quoted: bool
    """True where a quotation mark stands at this end."""
    tokens: tuple[str, ...] = ()
    """The two words or signs nearest to it."""


def read_end(text: str) -> Edge:
    """Return how the text ends, note marks and closing quotation marks looked through."""
    text = _MARKS_AT_END.sub("", text)
    bare = text.rstrip(_CLOSERS)
    words = WORD.findall(text[-60:])
    tokens = tuple(TOKEN.findall(bare[-60:])[-2:])
    quoted = any(c in '"”’»“' for c in text[len(bare) :])
    last = bare[-1:]
    if last and last in _HYPHENS and bare[-2:-1].isalpha():
        return Edge("hyphen", words[-1] if words else "", False)
    states = {",": "comma", ";": "comma", ":": "colon", "—": "dash", "–": "dash", "-": "dash"}
    if states.get(last) == "dash" and bare[:-1].rstrip().endswith(":"):
        return Edge("colon", words[-1] if words else "", quoted, tokens)
    if last in states:
        return Edge(states[last], words[-1] if words else "", quoted, tokens)
    closed = not last or last in ".!?…。؟۔।՞׃" or (quoted and not last.isalnum())
    if last == "." and _ABBREVIATED.search(bare):
        return Edge("abbreviation", words[-1] if words else "", quoted, tokens)
    return Edge("closed" if closed else "open", words[-1] if words else "", quoted, tokens)


def read_start(text: str) -> Edge:
    """Return how the text starts, opening quotation marks looked through."""
    bare = text.lstrip(_OPENERS)
    quoted = any(c in "\"'“‘„«»‚" for c in text[: len(text) - len(bare)])
    first = bare[:1]
    word = WORD.match(bare)
    state = "other"
    if _ITEM.match(bare):
        state = "item"
    elif first.islower():
        state = "lower"
    elif first.isupper():
        state = "upper"
    elif first.isdigit():
        state = "digit"
    elif first.isalpha():
        state = "caseless"
    elif first and first in ".…":
        state = "upper" if bare.lstrip("." + "…" + _OPENERS)[:1].isupper() else "lower"
    elif first and first in ",;:!?)]":
        state = "lower"
    return Edge(state, word.group() if word else "", quoted, tuple(TOKEN.findall(bare[:60])[:2]))


_INSIDE = {
    "hyphen": {"lower": 9.0, "upper": 9.0, "item": 9.0, "digit": 9.0},
    "open": {"lower": 4.5, "upper": 3.0, "digit": 3.0},
    "comma": {"lower": 3.0, "upper": 1.5, "digit": 1.5},
    "dash": {"lower": 3.0, "upper": 0.7},
    "colon": {"lower": 1.5, "upper": 0.0},
    "abbreviation": {"lower": 4.0, "upper": 0.0, "digit": 2.0},
    "closed": {"lower": 5.0, "upper": 0.0},
}
"""The cost of two blocks standing as paragraphs next to each other on one page."""

_TURN = {
    "hyphen": {"lower": -2.0, "upper": 5.0, "item": 6.0, "digit": 6.0},
    "open": {"lower": -2.2, "upper": 2.0, "digit": 0.5, "caseless": -0.5},
    "comma": {"lower": -2.0, "upper": 1.0, "digit": 0.5},
    "dash": {"lower": -1.0, "upper": 0.5},
    "colon": {"lower": 0.0, "upper": 0.3},
    "abbreviation": {"lower": -0.5, "upper": 0.2, "digit": 0.0},
    "closed": {"lower": 5.5, "upper": 0.4, "digit": 0.8},
}
"""The cost of a page of the book ending in one and the next page beginning with the other."""

TOLD = -30.0
"""The cost of what an editor has put behind each other: more than all else that speaks for or against an order."""
_HALVES = {(True, True): 4.7, (True, False): 3.0, (False, True): 4.7, (False, False): 2.0}
"""The cost of two halves of no word that is known, by which of them are words themselves: in seven languages, halves of
one word against an end and a beginning taken at random."""
_HALF = 1.5
"""The cost of a page that begins with what is no word behind one that ends with a whole one, from the same."""
_SEAM = 0.25
"""What each side of a page turn costs that lies where columns were run together: not all that may be are."""
_LOOSE = -0.3
"""The cost of a page turn at a place that stands for those around it: one of them will read on."""
_CLEAN = 0.4
"""What it costs less where the other side goes on, too: most pages end inside a sentence, after all."""
_PARTING = 0.5
"""How much of what speaks for two fragments going on is held against a page's end between them."""
_APART = "¶"
"""What stands between two fragments whose words are no neighbours."""
_TORN = 3.0
"""The cost of half a word inside a page, the other half of which stands elsewhere."""
_NEAREST = 3.0
"""Nats at most that two words tell for standing together, or against it."""
BLINDLY = 3.0
"""What it costs more where columns must have been run together with nothing to say that a sentence goes on."""
_WITH_PARAGRAPH = 1.5
"""What a page that ends with a paragraph costs more where it might as well end anywhere: that happens once in ten."""


@dataclass(slots=True)
class Joins:
    """The costs of putting the fragments of one source next to each other; every cost is worked out once."""

    texts: tuple[str, ...]
    lexicon: Lexicon
    glued: frozenset[int] = frozenset()
    """The fragments that the extraction ran together with the one before."""
    loose: frozenset[int] = frozenset()
    """Those of them whose beginning is any place in a block, and stands for the places around it."""
    barred: frozenset[int] = frozenset()
    """The fragments that a folio or a running head parts from the one before: a page begins with them."""
    told: frozenset[tuple[int, int]] = frozenset()
    """The pairs that an editor has put behind each other."""
    begins: frozenset[int] | None = None
    """The fragments that begin a page, as far as is known; None where the fragments do not stand behind each other."""
    notes: frozenset[int] = frozenset()
    going: frozenset[int] = frozenset()
    """Those that go on with the paragraph above, wherever that stands."""
    ends: list[Edge] = field(init=False)
    starts: list[Edge] = field(init=False)
    _turns: dict[tuple[int, int], float] = field(default_factory=dict)
    _readings: dict[tuple[int, int], float] = field(default_factory=dict)
    _partings: dict[int, float] = field(init=False, default_factory=dict)
    cohesion: Cohesion = field(init=False)
    _depths: list[tuple[int, int]] = field(init=False)
    _headings: list[bool] = field(init=False)
    _headed: bool = field(init=False)
    _seams: Seams | None = None

    def __post_init__(self) -> None:
        self.ends = [read_end(text) for text in self.texts]
        self.starts = [read_start(text) for text in self.texts]
        self._depths = [_quote_depth(text) for text in self.texts]
        self._headings = [self._looks_headed(i) for i in range(len(self.texts))]
        self._headed = any(self._headings)
        self.cohesion = Cohesion(self.texts, self.begins, self.notes)

    def is_heading(self, i: int) -> bool:
        """Tell whether fragment `i` looks like a heading: short, no stop at its end, not a small letter first."""
        return self._headings[i]

    def are_headings(self, first: int, last: int) -> bool:
        """Tell whether the fragments from one to another, half-open, look like headings, all of them."""
        return False not in self._headings[first:last]

    def _looks_headed(self, i: int) -> bool:
        if i in self.loose or i + 1 in self.loose or i in self.going:
            return False
        text = self.texts[i]
        if len(text) >= 110 or self.starts[i].state == "lower":
            return False
        return self.ends[i].state in ("open", "abbreviation") or _NUMBERED.match(text.lstrip("#* ")) is not None

    def is_headless(self, i: int) -> bool:
        """Tell whether fragment `i` is no heading, though there are some: few such texts begin with it."""
        return self._headed and not self._headings[i]

    def inside(self, i: int, j: int) -> float:
        """Return the cost of fragment `j` standing as a new paragraph under `i` on the same page."""
        if j in self.glued:
            half = j not in self.loose and self.starts[j].state == "lower" and self.ends[i].state != "hyphen"
            return _TORN if half and not self.lexicon.knows(self.starts[j].word) else 0.0
        if j in self.barred:
            return 9.0
        end, start = self.ends[i], self.starts[j]
        if start.state == "lower" and start.quoted:
            return 3.0 if end.state == "closed" else 0.7
        if self.is_heading(i) and start.state != "lower":
            return 0.0
        if end.state == "closed" and end.quoted and start.state == "lower":
            return 2.5
        if end.state == "open" and start.quoted and start.state == "upper":
            return 0.7
        return _INSIDE[end.state].get(start.state, 0.3)

    def breaks_off(self, i: int) -> bool:
        """Tell whether fragment `i` ends inside a sentence, as a page does."""
        return self.ends[i].state in ("open", "comma", "dash", "hyphen")

    def begins_badly(self, i: int, j: int) -> bool:
        """Tell whether fragment `j` begins inside a sentence, where `i` has ended one."""
        return self.ends[i].state in ("closed", "colon") and self.starts[j].state == "lower"

    def turn(self, i: int, j: int) -> float:
        """Return the cost of a page that ends with fragment `i` and the next that begins with `j`, by all there is."""
        cost = self._turns.get((i, j))
        if cost is None:
            told = (i, j) in self.told
            cost = self._turns[i, j] = TOLD if told else self.reading(i, j) - self.cohesion.between(i, j)
        return cost

    def parting(self, j: int) -> float:
        """Return the cost of a page's end between fragment `j` and the one before it in the source."""
        cost = self._partings.get(j)
        if cost is None:
            cost = self._partings[j] = _PARTING * self.cohesion.parting(j)
        return cost

    def reading(self, i: int, j: int) -> float:
        """Return the cost of fragment `j` read over a page's end after `i`, whatever the two speak of."""
        cost = self._readings.get((i, j))
        if cost is None:
            loose = i + 1 in self.loose or j in self.loose
            cost = self._loose_turn(i, j) if loose else self._turn(i, j)
            beside = i in self.loose or j + 1 in self.loose
            if beside and not loose and self.ends[i].state == "closed" and not self.is_heading(j):
                cost += _WITH_PARAGRAPH
            self._readings[i, j] = cost
        return cost

    def _loose_turn(self, i: int, j: int) -> float:
        """Return the cost of a page turn of which one side at least lies somewhere inside a block.

        Columns are run together where a sentence breaks off in one and the other goes on with a small letter; where
        they were run together blindly, a page may end and begin there in any way.
        """
        if j == i + 1:
            return _LOOSE - _CLEAN
        if j not in self.loose:
            state = self.starts[j].state
            if self.is_heading(j):
                return _SEAM + BLINDLY
            if state == "upper" and not self.starts[j].quoted:
                return _SEAM + min(BLINDLY, max(0.0, 2.0 + self._capital(self.starts[j].word)))
            return _SEAM - _CLEAN * (state == "lower")
        if i + 1 not in self.loose:
            state = self.ends[i].state
            if self.is_heading(i) or state == "closed":
                return _SEAM + BLINDLY
            return _SEAM - _CLEAN * (state in ("open", "comma", "dash", "hyphen"))
        return 2 * _SEAM

    def _turn(self, i: int, j: int) -> float:
        end, start = self.ends[i], self.starts[j]
        cost = _TURN[end.state].get(start.state, 0.3)
        if end.state == "hyphen":
            return cost + self.halves(end.word, start.word) + self._quotes(i, j)
        if self.is_heading(i) and start.state != "lower":
            return 3.0
        if self.is_heading(j) and end.state == "closed":
            return 0.3
        if end.state in ("open", "comma", "dash"):
            if start.state == "upper" and not start.quoted:
                cost += self._capital(start.word)
            if start.state == "lower" and not self._is_word(start.word, end.word):
                cost += _HALF
            cost += self._neighbours(end, start) + self._quotes(i, j)
        elif end.state == "colon" and start.quoted:
            cost -= 1.2
        return cost

    def halves(self, first: str, second: str) -> float:
        """Return the cost of two halves of a word: low where the book or the language has the whole."""
        first = first.split("-")[-1]
        whole = (first + second).lower()
        if self.lexicon.counts[whole] or self.lexicon.zipf(whole) >= 2:
            return -3.5
        if self.lexicon.counts[f"{first}-{second}".lower()]:
            return -2.0
        if self.lexicon.zipf(whole) > 0:
            return 0.0
        return _HALVES[self.lexicon.knows(first), self.lexicon.knows(second)]

    def _is_word(self, word: str, before: str) -> bool:
        """Tell whether this is a word, not half of one; with the half before it, it may have lost its hyphen."""
        return self.lexicon.knows(word) or self.lexicon.zipf(before + word) > 0

    def _capital(self, word: str) -> float:
        """Return the cost of a capital inside a sentence: none for a name, high for a word that is small elsewhere."""
        seen = self.lexicon.capitals[word.lower()]
        if seen >= 2 or (self.lexicon.language == "de" and self.lexicon.capitals[word.lower()]):
            return -2.0
        if word in ("I", "I'm", "I've"):
            return -1.5
        return 2.0 if self.lexicon.counts[word.lower()] > 3 * max(1, seen) else 0.0

    def _neighbours(self, end: Edge, start: Edge) -> float:
        """Return the cost of these words standing together, from how such words do elsewhere in the book."""
        if self._seams is None:
            self._seams = Seams([token for text in self.texts for token in (*TOKEN.findall(text), _APART)])
        return max(-_NEAREST, min(-self._seams.affinity(end.tokens, start.tokens), _NEAREST))

    def _quotes(self, i: int, j: int) -> float:
        return _balance(self._depths[i], self._depths[j])


def _quote_depth(text: str) -> tuple[int, int]:
    """Return the parity of straight double quotation marks and the depth at which curly ones leave the text."""
    german = "„" in text
    opened = text.count("„" if german else "“") + text.count("«")
    closed = text.count("“" if german else "”") + text.count("»")
    return text.count('"') % 2, opened - closed


def quote_balance(before: str, after: str) -> float:
    """Return the cost of the quotation marks of a sentence that runs on from one text into another."""
    return _balance(_quote_depth(before), _quote_depth(after))


def _balance(before: tuple[int, int], after: tuple[int, int]) -> float:
    straight_i, depth_i = before
    straight_j, depth_j = after
    if straight_i or straight_j:
        return -1.2 if (straight_i + straight_j) % 2 == 0 else 1.2
    if depth_i == depth_j == 0:
        return -0.1
    return -1.5 if depth_i > 0 and depth_i + depth_j == 0 else 1.0
