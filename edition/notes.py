"""Every note at its mark: matched where the mark survives, placed by the evidence and queried where it was lost."""

import re
from dataclasses import dataclass
from itertools import accumulate, pairwise

from edition.apparatus import Finding
from edition.bounds import Bounds, folio_at
from edition.errors import ConfigError
from edition.evidence import Place
from edition.lexicon import Lexicon
from edition.matching import match_marks
from edition.paragraphs import Assembly
from edition.remarks import proper
from edition.search import Search
from edition.source import Span


@dataclass(frozen=True, slots=True)
class Call:
    """A note with its place in the text."""

    note: int
    """The index of the note in the assembly."""
    place: Place
    inferred: bool


@dataclass(frozen=True, slots=True)
class Calls:
    """One call for every note, and the questions."""

    calls: tuple[Call, ...]
    findings: tuple[Finding, ...]


def place_notes(assembly: Assembly, lexicon: Lexicon, decided: tuple[tuple[str, int], ...] = ()) -> Calls:
    """Return a call for every note, each note once, in reading order of the notes' pages.

    `decided` are the editor's: the label of a note, and the source offset behind which it is called. Raises ConfigError
    for a label that no note has, or a place outside the text.
    """
    bounds = Bounds(assembly)
    found, stray = match_marks(assembly, bounds)
    told = dict(_decided(assembly, label, offset) for label, offset in decided)
    found |= told
    inside = _stands_before_stops(assembly, list(found.values()))
    searched = Search(assembly, lexicon, found, bounds)
    findings: list[Finding] = []
    inferred: dict[int, Place] = {}
    for run in runs_of([note for note in range(len(assembly.notes)) if note not in found]):
        for note, chances in zip(run, searched.place(run), strict=True):
            places = [(_before_stop(assembly, p) if inside else p, chance) for p, chance in chances]
            inferred[note] = places[0][0]
            findings.append(_ask(assembly, note, places))
    calls = [Call(note, place, False) for note, place in found.items()] + [
        Call(note, place, True) for note, place in inferred.items()
    ]
    findings += [_stray(assembly, mark) for mark in stray if mark not in found.values()]
    findings += _confusable(assembly, bounds, {n: place for n, place in found.items() if n not in told}, inferred)
    calls.sort(key=lambda call: (call.place.draft, call.place.end, call.note))
    return Calls(tuple(calls), tuple(findings))


def _decided(assembly: Assembly, label: str, offset: int) -> tuple[int, Place]:
    """Return the note that the editor names and its place."""
    note = next((n for n, (own, _, _) in enumerate(assembly.notes) if own == label), None)
    if note is None:
        raise ConfigError(f"answer with [^{label}]: no note of the source is called {label}.")
    for n, draft in enumerate(assembly.text):
        if offset - 1 in draft.tape.at:
            end = draft.tape.at.index(offset - 1) + 1
            return note, Place(n, end, end)
    raise ConfigError(f"answer with [^{label}]: its words are not in the text of the edition.")


EITHER = 0.9
"""How often of two notes with one label the right one has been given the mark that is left: for 37 of 41."""


def _confusable(
    assembly: Assembly, bounds: Bounds, found: dict[int, Place], inferred: dict[int, Place]
) -> list[Finding]:
    """Return the queries for marks that a note without one might claim as well: one with the same label beside it.

    Or one on the next page, since a note runs over that is called low on a full page.
    """
    findings = []
    lost: dict[str, list[int]] = {}
    for note in inferred:
        lost.setdefault(assembly.notes[note][0], []).append(note)
    for note, place in found.items():
        draft = assembly.text[place.draft]
        source, folio = draft.tape.at[place.start], folio_at(draft, place.start)
        rivals = [
            other
            for other in lost.get(assembly.notes[note][0], [])
            if bounds.stretch(other).start <= source < bounds.stretch(other).end
            or folio == assembly.notes[other][1] > 0
        ]
        if bounds.calls(note, place.draft, place.end):
            rivals = [other for other in rivals if bounds.calls(other, place.draft, place.end)]
        if not rivals and folio and _stands_low(assembly, place, folio):
            rivals = [other for other in lost.get(assembly.notes[note][0], []) if assembly.notes[other][1] == folio + 1]
        if rivals:
            words, *others = (words_before(assembly, p) for p in (place, *(inferred[other] for other in rivals)))
            why = "another note with this label has lost its mark: this may be that one's"
            findings.append(Finding("note", words, words, tuple(others), EITHER, why, note))
    return findings


def _stands_low(assembly: Assembly, place: Place, folio: int) -> bool:
    """Tell whether a place is in the lower half of its page: from there a note may run over to the next."""
    above = below = 0
    for n, draft in enumerate(assembly.text):
        starts = [*draft.breaks, (len(draft.tape.text), -1)]
        pages = [(0, starts[0][0], draft.folio), *((a, b, page) for (a, page), (b, _) in pairwise(starts))]
        for start, end, page in pages:
            if page == folio:
                split = end if n < place.draft else start if n > place.draft else min(max(place.end, start), end)
                above, below = above + split - start, below + end - split
    return above >= below


_STOPS = ".,;:!?…"


def _stands_before_stops(assembly: Assembly, marks: list[Place]) -> bool:
    """Tell whether this book's marks stand before full stops and commas, as German ones do, and not behind them."""
    texts = [(assembly.text[m.draft].tape.text, m) for m in marks]
    before = sum(text[m.end : m.end + 1] in _STOPS and m.end < len(text) for text, m in texts)
    behind = sum(text[: m.start].rstrip()[-1:] in _STOPS for text, m in texts)
    return before > behind


def runs_of(notes: list[int]) -> list[list[int]]:
    """Return the notes that follow each other together: between known marks their own rise."""
    runs: list[list[int]] = []
    for note in notes:
        if not runs or note != runs[-1][-1] + 1:
            runs.append([])
        runs[-1].append(note)
    return runs


OFFERED, ENOUGH = 9, 0.93
"""Other places in a query, at most, and how likely the true one is among all before no further one is offered."""
SUREST = 0.9
"""What is said of a place at most: of those that the evidence is surest of, one in ten is wrong."""


def _ask(assembly: Assembly, note: int, chances: list[tuple[Place, float]]) -> Finding:
    """Return the query for a lost mark: where it is printed, and the likeliest other places."""
    words = [words_before(assembly, place) for place, _ in chances[: 1 + offered([chance for _, chance in chances])]]
    why = "the mark of this note is lost; its page and its neighbours are known"
    return Finding("mark", words[0], words[0], tuple(words[1:]), min(SUREST, chances[0][1]), why, note)


def offered(chances: list[float]) -> int:
    """Return how many other places are worth offering besides the first: at least one where there is another."""
    sums = accumulate(chances[: 1 + OFFERED])
    enough = next((n for n, total in enumerate(sums) if n and total >= ENOUGH), OFFERED)
    return min(enough, len(chances) - 1)


def _before_stop(assembly: Assembly, place: Place) -> Place:
    text = assembly.text[place.draft].tape.text[: place.end]
    end = len(text.rstrip(_STOPS)) or place.end
    return Place(place.draft, end, end)


def words_before(assembly: Assembly, place: Place) -> Span:
    """Return where the last six words before a place stand, on the page that it is on."""
    tape = assembly.text[place.draft].tape
    end = place.start
    start = max((at + 1 for at, _ in tape.gaps if at < end), default=0)
    reach = 100
    while True:
        # A paragraph may be a whole book: most of it is not worth reading for six words.
        first = max(start, end - reach)
        words = list(re.finditer(r"\S+", tape.text[first:end]))
        if len(words) > 6 or first == start:
            return tape.span(first + words[-6:][0].start(), end) if words else tape.span(start, end)
        reach *= 2


def _stray(assembly: Assembly, mark: Place) -> Finding:
    tape = assembly.text[mark.draft].tape
    words = words_before(assembly, mark)
    quote = Span(words.start, tape.span(mark.start, mark.end).end)
    return Finding("note", quote, words, (), 0.5, "this mark has no note: it is printed as it stands")


_REFERENCE = re.compile(r"\b(?:notes?|fn|n|anm|anmerkung|fußnote|nota|прим)\.?\s*\(?(\d{1,3})\)?", re.IGNORECASE)


def reference_slips(assembly: Assembly, lexicon: Lexicon) -> list[Finding]:
    """Return the references from note to note whose names stand in another note than the one they give."""
    bodies = {label: " ".join(d.tape.text for d in paragraphs) for label, _, paragraphs in assembly.notes}
    names = {label: proper(body, lexicon) for label, body in bodies.items()}
    slips = []
    for label, _, paragraphs in assembly.notes:
        for draft in paragraphs:
            for m in _REFERENCE.finditer(draft.tape.text):
                own = proper(draft.tape.text[max(0, m.start() - 120) : m.start()], lexicon)
                if m.group(1) in names and own & names[m.group(1)] and m.group(1) != label:
                    continue
                others = [k for k in names if k != label and own & names[k]]
                meant = min(others, key=lambda k: abs(_number(k) - _number(m.group(1))), default=None)
                if meant is not None and m.group(1) in names:
                    why = f"note {m.group(1)} does not name what is spoken of here; note {meant} does"
                    slips.append(
                        Finding(
                            "slip",
                            draft.tape.span(m.start(), m.end()),
                            m.group(),
                            (m.group().replace(m.group(1), meant),),
                            0.8,
                            why,
                        )
                    )
    return slips


def _number(label: str) -> int:
    return int(label) if label.isdigit() else 0
