"""Every note at its mark: matched where the mark survives, placed by the evidence and queried where it was lost."""

import re
from bisect import bisect_right
from dataclasses import dataclass, replace
from math import exp

from edition.apparatus import Finding
from edition.blocks import MARK, read_label
from edition.errors import ConfigError
from edition.evidence import Place, ends, proper, score
from edition.lexicon import Lexicon
from edition.paragraphs import Assembly
from edition.shapes import Draft
from edition.source import Span


@dataclass(frozen=True, slots=True)
class Call:
    """A note with its place in the text."""

    note: int
    """The index of the note in the assembly."""
    place: Place
    inferred: bool


@dataclass(frozen=True, slots=True)
class _Candidate:
    place: Place
    score: float


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
    marks = _surviving(assembly)
    found = _match(assembly, marks)
    found |= dict(_decided(assembly, label, offset) for label, offset in decided)
    _match_plain(assembly, found)
    inside = _stands_before_stops(assembly, list(found.values()))
    findings: list[Finding] = []
    inferred: dict[int, Place] = {}
    for note in range(len(assembly.notes)):
        if note not in found:
            place, finding = _infer(assembly, lexicon, note, {**found, **inferred}, inside=inside)
            inferred[note] = place
            findings.append(finding)
    calls = [Call(note, place, False) for note, place in found.items()] + [
        Call(note, place, True) for note, place in inferred.items()
    ]
    stray = [mark for mark in marks if mark not in found.values()]
    findings += [_stray(assembly, mark) for mark in stray]
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


def folio_at(draft: Draft, at: int) -> int:
    """Return the page on which a character of the draft's tape stands."""
    starts = [place for place, _ in draft.breaks]
    index = bisect_right(starts, at) - 1
    return draft.breaks[index][1] if index >= 0 else draft.folio


def _surviving(assembly: Assembly) -> list[Place]:
    """Return the marks that type shows, and those that can be nothing else."""
    marks = set()
    for n, draft in enumerate(assembly.text):
        marks |= {Place(n, start, end) for start, end in draft.marks}
        shown = {at for start, end in draft.marks for at in range(start, end)}
        marks |= {Place(n, *m.span()) for m in MARK.finditer(draft.tape.text) if shown.isdisjoint(range(*m.span()))}
    return sorted(marks, key=lambda mark: (mark.draft, mark.start))


def _match(assembly: Assembly, marks: list[Place]) -> dict[int, Place]:
    """Return the surviving mark of each note: the same label on the same page, or else the only one with that label."""
    found: dict[int, Place] = {}
    labels = [read_label(assembly.text[m.draft].tape.text[m.start : m.end]) for m in marks]
    for same_page in (True, False):
        for note, (label, folio, _) in enumerate(assembly.notes):
            if note in found:
                continue
            free = [m for m, own in zip(marks, labels, strict=True) if own == label and m not in found.values()]
            near = [m for m in free if folio_at(assembly.text[m.draft], m.start) == folio]
            if near:
                found[note] = near[0]
            elif not same_page and len(free) == 1:
                found[note] = free[0]
    return found


def _match_plain(assembly: Assembly, found: dict[int, Place]) -> None:
    """Add the marks that stand as plain figures or asterisks right behind a word on the note's page."""
    for note, (label, folio, _) in enumerate(assembly.notes):
        if note in found or not label:
            continue
        behind = r"(?<=[^\W\d_])|(?<=[.,;:!?\"'”’»)\]])"
        pattern = re.compile(rf"(?:{behind}){re.escape(label)}(?![\d*\w])(?!\.\d)")
        hits = [
            Place(n, m.start(), m.end())
            for n, draft in enumerate(assembly.text)
            for m in pattern.finditer(draft.tape.text)
            if folio_at(draft, m.start()) == folio
            and not (label.startswith("*") and draft.tape.text.count("*") % 2 == 0)
        ]
        if len(hits) == 1:
            found[note] = hits[0]


_STOPS = ".,;:!?…"


def _stands_before_stops(assembly: Assembly, marks: list[Place]) -> bool:
    """Tell whether this book's marks stand before full stops and commas, as German ones do, and not behind them."""
    texts = [(assembly.text[m.draft].tape.text, m) for m in marks]
    before = sum(text[m.end : m.end + 1] in _STOPS and m.end < len(text) for text, m in texts)
    behind = sum(text[: m.start].rstrip()[-1:] in _STOPS for text, m in texts)
    return before > behind


def _infer(
    assembly: Assembly, lexicon: Lexicon, note: int, known: dict[int, Place], *, inside: bool
) -> tuple[Place, Finding]:
    """Return the likeliest place of a lost mark, and the query that says which others there are.

    `inside` puts it before the stop that ends the words.
    """
    _, folio, paragraphs = assembly.notes[note]
    body = " ".join(draft.tape.text for draft in paragraphs)
    candidates = [
        _Candidate(place, score(assembly, lexicon, place, body)) for place in _window(assembly, note, folio, known)
    ]
    if not candidates:
        drafts = [n for n, d in enumerate(assembly.text) if d.kind not in ("break", "contents")]
        last = max((n for n in drafts if assembly.text[n].folio <= folio), default=drafts[0])
        candidates = [
            _Candidate(Place(last, len(assembly.text[last].tape.text), len(assembly.text[last].tape.text)), 0.0)
        ]
    candidates.sort(key=lambda c: (-c.score, c.place.draft, c.place.end))
    if inside:
        candidates = [replace(c, place=_before_stop(assembly, c.place)) for c in candidates]
    best = candidates[0]
    total = sum(exp(c.score - best.score) for c in candidates)
    finding = Finding(
        "mark",
        words_before(assembly, best.place),
        words_before(assembly, best.place),
        tuple(words_before(assembly, c.place) for c in candidates[1:7]),
        min(0.85, 1 / total),
        "the mark of this note is lost; its page and its neighbours are known",
        note,
    )
    return best.place, finding


def _before_stop(assembly: Assembly, place: Place) -> Place:
    text = assembly.text[place.draft].tape.text[: place.end]
    end = len(text.rstrip(_STOPS)) or place.end
    return Place(place.draft, end, end)


def words_before(assembly: Assembly, place: Place) -> Span:
    """Return where the last six words before a place stand, on the page that it is on."""
    tape = assembly.text[place.draft].tape
    end = place.start
    start = max((at + 1 for at, _ in tape.gaps if at < end), default=0)
    words = list(re.finditer(r"\S+", tape.text[start:end]))[-6:]
    return tape.span(start + words[0].start(), end) if words else tape.span(start, end)


def _window(assembly: Assembly, note: int, folio: int, known: dict[int, Place]) -> list[Place]:
    """Return the places on the note's page, between the marks of its neighbours, where a mark could stand."""
    before = max((k for k in known if k < note), default=None)
    after = min((k for k in known if k > note), default=None)
    low = (known[before].draft, known[before].end) if before is not None else (-1, -1)
    high = (known[after].draft, known[after].start) if after is not None else (len(assembly.text), 0)
    return [
        Place(n, end, end)
        for n, draft in enumerate(assembly.text)
        if low[0] <= n <= high[0] and draft.kind not in ("break", "contents")
        for end in ends(draft.tape.text)
        if low < (n, end) < high and folio_at(draft, max(0, end - 1)) == folio
    ]


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
