"""Marks taken away by lot and sought again: `python -m tests.bench.hidden [FOLDER] [--write]`.

The texts are the seed and those of `dev/`, or all in the form of `truth.json` in a folder. Each is cut into pages by
the number of its words, the notes gathered page by page or under two pages, and some marks are taken away, several
times over; order and pages are given. The first table is of the weights as they are in `evidence.py`, in part fitted
to these texts; the second of weights fitted to the other texts alone. `--write` records both in `hidden.txt`.
"""

import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from math import exp, sqrt
from pathlib import Path
from random import Random
from statistics import pvariance

from edition import evidence
from edition.assignment import Key
from edition.bounds import Bounds
from edition.evidence import WEIGHTS, Place, features
from edition.lexicon import read_lexicon
from edition.notes import offered, runs_of
from edition.paragraphs import Assembly
from edition.search import Search
from edition.shapes import Draft, Kind
from edition.source import Span
from edition.tape import JOIN, Tape

TOP = Path(__file__).resolve().parent.parent.parent
HERE = Path(__file__).resolve().parent
CALL = re.compile(r"\[\^(\d+)\]")
SUPERIOR = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
KINDS: dict[str, Kind] = {"heading": "heading", "quote": "quote"}
DRAWS = 8
KIN = {"manifest-de": "manifesto"}
"""Texts that say the same: held out together."""
Truth = dict
Candidates = list[tuple[Key, dict[str, float]]]


class Setter:
    """Sets a text on pages and takes marks away: `known` and `hidden` are the places of each note's mark."""

    def __init__(self, truth: Truth, rng: Random) -> None:
        self.truth, self.rng = truth, rng
        self.room, self.share, self.side = rng.randint(220, 400), rng.choice((0.4, 0.4, 0.7)), rng.choice((1, 2, 2))
        self.source: list[str] = []
        self.length = self.folio = self.words = 0
        self.text: list[Draft] = []
        self.notes: list[tuple[str, int, list[Draft]]] = []
        self.waiting: list[tuple[str, int]] = []
        self.known: dict[int, Place] = {}
        self.hidden: dict[int, Place] = {}
        self._turn()
        for block in truth["blocks"]:
            self._set_block(block)
        self.folio += self.folio % self.side
        self._turn()
        assembly = Assembly(self.text, self.notes)
        lexicon = read_lexicon(truth["lang"], "".join(self.source))
        self.search = Search(assembly, lexicon, self.known, Bounds(assembly))

    def _put(self, piece: str) -> range:
        self.source.append(piece)
        self.length += len(piece)
        return range(self.length - len(piece), self.length)

    def _turn(self) -> None:
        """Begin a new page; under the old one, or it and the one before, stand the notes."""
        if self.folio % self.side == 0:
            for key, own in self.waiting:
                self._put(f"\n\n{key.translate(SUPERIOR)} ")
                body = self.truth["notes"][key]
                self.notes.append((key, own, [Draft("note", Tape(body, tuple(self._put(body)), ()), (), own)]))
            self.waiting.clear()
        self.folio, self.words = self.folio + 1, 0

    def _set_block(self, block: dict[str, str]) -> None:
        letters, at = [], []
        gaps: list[tuple[int, Span]] = []
        breaks: list[tuple[int, int]] = []
        self._put("\n\n")
        for word in block["text"].split():
            white = self.length
            if self.words >= self.room:
                self._turn()
                self._put("\n\n")
                breaks.append((len(at) + bool(at), self.folio))
                if at:
                    gaps.append((len(at), Span(white, self.length)))
                    letters.append(" ")
                    at.append(JOIN)
            elif at:
                letters.append(" ")
                at += self._put(" ")
            self.words += 1
            for piece in re.split(r"(\[\^\d+\])", word):
                printed = self._call(piece, len(at)) if CALL.fullmatch(piece) else piece
                letters.append(printed)
                at += self._put(printed)
        first = breaks[0][1] if breaks and not breaks[0][0] else self.folio - len(breaks)
        tape = Tape("".join(letters), tuple(at), tuple(gaps))
        self.text.append(Draft(KINDS.get(block["kind"], "paragraph"), tape, tuple(breaks), first))

    def _call(self, call: str, at: int) -> str:
        """Return the mark of a note, or nothing where it is taken away."""
        note, key = len(self.notes) + len(self.waiting), call[2:-1]
        self.waiting.append((key, self.folio))
        mark = "" if self.rng.random() < self.share else key.translate(SUPERIOR)
        (self.known if mark else self.hidden)[note] = Place(len(self.text), at, at + len(mark))
        return mark

    def word_at(self, draft: int, end: int) -> tuple[int, int]:
        """Return behind which word of a draft a place is: stops and quotation marks are no words."""
        text = self.text[draft].tape.text
        return draft, sum(m.start() < end for m in re.finditer(r"[^\s—–]+", text))


@dataclass
class Sought:
    """A mark that was sought: which of the places it was, how sure the first was, how many others are offered."""

    text: str
    rank: int
    chance: float
    others: int


def seek(truth: Truth, draw: int) -> Iterator[Sought]:
    """Yield what becomes of each mark that this draw takes away."""
    setter = Setter(truth, Random(f"{truth['id']}/{draw}"))
    for run in runs_of(sorted(setter.hidden)):
        for note, chances in zip(run, setter.search.place(run), strict=True):
            true = setter.word_at(setter.hidden[note].draft, setter.hidden[note].end)
            words = [setter.word_at(place.draft, place.end) for place, _ in chances]
            rank = words.index(true) if true in words else len(words)
            others = offered([chance for _, chance in chances])
            yield Sought(truth["id"], rank, chances[0][1], others)


def lessons(truth: Truth, draw: int) -> Iterator[tuple[list[dict[str, float]], int]]:
    """Yield what speaks for each place of each mark that was taken away, and which of them is the true one."""
    setter = Setter(truth, Random(f"{truth['id']}/{draw}"))
    search = setter.search
    for note, place in setter.hidden.items():
        remark, sites = search.candidates(note)
        true = setter.word_at(place.draft, place.end)
        words = [setter.word_at(*key) for key in sites]
        if true in words and len(words) > 1:
            yield [dict(features(site, remark, search.lexicon)) for site in sites.values()], words.index(true)


def fit(taught: list[tuple[list[dict[str, float]], int]], ridge: float = 4.0, steps: int = 150) -> dict[str, float]:
    """Return the weights under which the true places are likeliest (a conditional logit; steps as Adam makes them).

    `ridge` holds every term back by how much it tells places apart, whatever it is measured in.
    """
    names = sorted({name for places, _ in taught for place in places for name in place} - {"sentence"})
    everywhere = [place for places, _ in taught for place in places]
    held = {name: ridge * pvariance([place.get(name, 0.0) for place in everywhere]) for name in names}
    weights = dict.fromkeys(names, 0.0)
    mean, spread = dict.fromkeys(names, 0.0), dict.fromkeys(names, 0.0)
    for step in range(1, steps + 1):
        slope = {name: -held[name] * weights[name] for name in names}
        for places, true in taught:
            scores = [sum(weights.get(name, 0.0) * value for name, value in place.items()) for place in places]
            best = max(scores)
            fits = [exp(score - best) for score in scores]
            total = sum(fits)
            for n, (place, own) in enumerate(zip(places, fits, strict=True)):
                pull = (n == true) - own / total
                for name, value in place.items():
                    if value and name in slope:
                        slope[name] += pull * value / DRAWS
        for name in names:
            mean[name] = 0.9 * mean[name] + 0.1 * slope[name]
            spread[name] = 0.99 * spread[name] + 0.01 * slope[name] ** 2
            size = sqrt(spread[name] / (1 - 0.99**step)) + 1e-9
            weights[name] += 0.1 * mean[name] / (1 - 0.9**step) / size
    return weights


@contextmanager
def weighed(weights: dict[str, float]) -> Iterator[None]:
    """Weigh the evidence otherwise for a while."""
    evidence.WEIGHTS = weights
    try:
        yield
    finally:
        evidence.WEIGHTS = WEIGHTS


def held_out(truths: list[Truth]) -> list[Sought]:
    """Return what becomes of the marks of each text under weights fitted to the others."""
    taught = {truth["id"]: [lesson for draw in range(DRAWS) for lesson in lessons(truth, draw)] for truth in truths}
    found: list[Sought] = []
    for truth in truths:
        own = KIN.get(truth["id"], truth["id"])
        others = [lesson for name, all_ in taught.items() if KIN.get(name, name) != own for lesson in all_]
        with weighed(fit(others)):
            found += [sought for draw in range(DRAWS) for sought in seek(truth, draw)]
    return found


BANDS = (0.0, 0.2, 0.3, 0.5, 0.7, 0.8, 1.0)


def show(found: list[Sought]) -> str:
    """Return the tables: by text, and by how sure the first choice is."""
    rows: dict[str, list[Sought]] = defaultdict(list)
    for sought in found:
        rows[sought.text].append(sought)
    lines = [f"{'text':<22}{'marks':>7}{'first':>8}{'offered':>9}{'others':>8}"]
    for name, own in [*sorted(rows.items()), ("all", found)]:
        first = sum(s.rank == 0 for s in own) / len(own)
        among = sum(s.rank <= s.others for s in own) / len(own)
        others = sum(s.others for s in own) / len(own)
        lines.append(f"{name:<22}{len(own):>7}{first:>8.3f}{among:>9.3f}{others:>8.1f}")
    lines.append(f"\n{'confidence':<22}{'marks':>7}{'said':>8}{'right':>9}")
    for low, high in pairwise(BANDS):
        own = [s for s in found if low < s.chance <= high]
        if own:
            said, right = sum(s.chance for s in own) / len(own), sum(s.rank == 0 for s in own) / len(own)
            lines.append(f"{f'{low:g}-{high:g}':<22}{len(own):>7}{said:>8.3f}{right:>9.3f}")
    return "\n".join(lines) + "\n"


def texts(*folders: Path) -> list[Truth]:
    """Return the texts with notes in these folders, each once."""
    found: dict[str, Truth] = {}
    for path in (path for folder in folders for path in sorted(folder.rglob("*.json"))):
        truth = json.loads(path.read_text(encoding="utf-8"))
        if isinstance(truth, dict) and truth.get("notes") and truth.get("blocks"):
            truth.setdefault("id", path.parent.name)
            found.setdefault(truth["id"], truth)
    return list(found.values())


def main() -> None:
    """Measure, print, and record where asked."""
    words = [word for word in sys.argv[1:] if word != "--write"]
    truths = texts(*(map(Path, words) if words else (HERE / "dev", TOP / "tests" / "books")))
    as_they_are = show([sought for truth in truths for draw in range(DRAWS) for sought in seek(truth, draw)])
    table = f"{as_they_are}\nWeights fitted to the other texts alone:\n\n{show(held_out(truths))}"
    print(table, end="")
    if "--write" in sys.argv[1:]:
        told = "first: the first choice is right; offered: it or one of the others in its query is; others: their mean."
        head = f"Made by `python -m tests.bench.hidden --write`.\n{told}\n\n"
        (HERE / "hidden.txt").write_text(head + table, encoding="utf-8")


if __name__ == "__main__":
    main()
