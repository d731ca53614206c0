"""Every note at its mark: matched where the mark survives, placed by the evidence and queried where it was lost."""

import re
from bisect import bisect_right
from dataclasses import dataclass
from math import exp, log

from edition.apparatus import Finding
from edition.blocks import MARK, read_label
from edition.lexicon import WORD, Lexicon
from edition.paragraphs import Assembly, Draft
from edition.source import Span

_SENTENCE_END = re.compile(r"[.!?…][\"'”’»)\]]*(?=\s|$|[⁰¹²³⁴-⁹$\[])")
_CLAUSE_END = re.compile(r"[,;:—–][\"'”’»]?(?=\s|$)|[\"”»](?=[\s,;:—–])|(?<=[^\W\d_])(?=[,;:)—–])")
_QUOTED = re.compile(r"[\"”»'’][)\]]?$")
_CITATION = re.compile(
    r"\b(?:pp?|vol|ch|chap|ed|edit|ibid|op|loc|no|nr|s|bd|t|trans|cited|quoted|zit|cité|citado|citato|see|siehe|vgl|voir|véase|vedi|cf|цит|см|там же)\b|\d{4}",
    re.IGNORECASE,
)
_QUOTATION_NOTE = re.compile(r"^(?:(?:as )?quoted|cited|zit|cité|citado|citato|цит)", re.IGNORECASE)
_EXAMPLE_NOTE = re.compile(
    r"^(?:for example|for instance|e\.\s?g\.|zum beispiel|z\.\s?b\.|par exemple|por ejemplo|ad esempio|por exemplo|например)",
    re.IGNORECASE,
)
_GENERAL = re.compile(
    r"\b(?:some|sometimes|many|most|often|people|usually|einige|manche|viele|oft|certains|souvent|algunos|muchos|alcuni|spesso|некоторые|часто)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a note is called: after tape character `end` of a draft; the mark itself, where there is one, starts at `start`."""

    draft: int
    start: int
    end: int


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


def place_notes(assembly: Assembly, lexicon: Lexicon) -> Calls:
    """Return a call for every note, each note once, in reading order of the notes' pages."""
    marks = _surviving(assembly)
    found = _match(assembly, marks)
    _match_plain(assembly, found)
    findings: list[Finding] = []
    inferred: dict[int, Place] = {}
    for note in range(len(assembly.notes)):
        if note not in found:
            place, finding = _infer(assembly, lexicon, note, {**found, **inferred})
            inferred[note] = place
            findings.append(finding)
    calls = [Call(note, place, False) for note, place in found.items()] + [
        Call(note, place, True) for note, place in inferred.items()
    ]
    stray = [mark for mark in marks if mark not in found.values()]
    findings += [_stray(assembly, mark) for mark in stray]
    calls.sort(key=lambda call: (call.place.draft, call.place.end, call.note))
    return Calls(tuple(calls), tuple(findings))


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


def _infer(assembly: Assembly, lexicon: Lexicon, note: int, known: dict[int, Place]) -> tuple[Place, Finding]:
    """Return the likeliest place of a lost mark, and the query that says which others there are."""
    _, folio, paragraphs = assembly.notes[note]
    body = " ".join(draft.tape.text for draft in paragraphs)
    candidates = [
        _Candidate(place, _score(assembly, lexicon, place, body)) for place in _window(assembly, note, folio, known)
    ]
    if not candidates:
        last = max((n for n, d in enumerate(assembly.text) if d.folio <= folio), default=0)
        candidates = [
            _Candidate(Place(last, len(assembly.text[last].tape.text), len(assembly.text[last].tape.text)), 0.0)
        ]
    candidates.sort(key=lambda c: (-c.score, c.place.draft, c.place.end))
    best = candidates[0]
    total = sum(exp(c.score - best.score) for c in candidates)
    finding = Finding(
        "mark",
        words_before(assembly, best.place),
        words_before(assembly, best.place),
        tuple(words_before(assembly, c.place) for c in candidates[1:5]),
        min(0.97, 1 / total),
        "the mark of this note is lost; its page and its neighbours are known",
        note,
    )
    return best.place, finding


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
    places = []
    for n, draft in enumerate(assembly.text):
        if not low[0] <= n <= high[0]:
            continue
        for end in _ends(draft.tape.text):
            if low < (n, end) < high and folio_at(draft, max(0, end - 1)) == folio:
                places.append(Place(n, end, end))
    return places


def _ends(text: str) -> list[int]:
    sentences = {m.end() for m in _SENTENCE_END.finditer(text) if _ends_sentence(text, m)}
    clauses = {m.end() for m in _CLAUSE_END.finditer(text)}
    return sorted(sentences | clauses | {len(text.rstrip())})


def _ends_sentence(text: str, stop: re.Match[str]) -> bool:
    """Tell whether a full stop ends a sentence: not after an initial or a short title, not before a small letter or a figure."""
    following = text[stop.end() :].lstrip(" \n\"“‘'«„([*")[:1]
    before = re.search(r"[^\W_]*$", text[: stop.start()])
    word = before.group() if before else ""
    abbreviated = stop.group()[0] == "." and (
        len(word) == 1 or (len(word) <= 3 and word[:1].isupper()) or word in ("p", "pp", "vol", "chap")
    )
    return not abbreviated and not following.islower() and not following.isdigit()


def _score(assembly: Assembly, lexicon: Lexicon, place: Place, body: str) -> float:
    """Return how well the note's text fits a place, in nats."""
    draft = assembly.text[place.draft]
    text = draft.tape.text
    before = text[: place.end]
    ends = [m.end() for m in _SENTENCE_END.finditer(text) if m.end() <= place.end and _ends_sentence(text, m)]
    is_sentence = bool(ends) and ends[-1] == place.end or place.end == len(text.rstrip())
    starts = [end for end in ends if end < place.end]
    quoted = _QUOTED.search(before) is not None
    sentence = before if quoted else before[starts[-1] if starts else 0 :]
    score = 0.0 if is_sentence else -2.4
    score += 0.7 if place.end >= len(text.rstrip()) else 0.0
    score += _names(body, sentence, text, lexicon) + _overlap(body, sentence, lexicon)
    if _EXAMPLE_NOTE.match(body):
        score += 1.2 if is_sentence and _GENERAL.search(sentence) else -0.3
    if _proper(body[:40], lexicon) & _proper(before, lexicon):
        score += 1.0
    if _CITATION.search(body) and quoted:
        score += 1.4 + (0.8 if draft.kind == "quote" and place.end >= len(text.rstrip()) else 0.0)
    if _QUOTATION_NOTE.match(body):
        score += 1.0 if quoted else -1.0
        introduction = (
            assembly.text[place.draft - 1].tape.text[-120:] if draft.kind == "quote" and place.draft else sentence
        )
        score += 0.7 if _has_name(introduction, lexicon) else 0.0
    if draft.kind == "heading":
        score -= 1.5
    return score


def _proper(text: str, lexicon: Lexicon) -> set[str]:
    """Return the names in a text: words with a capital that the book never writes small."""
    return {
        w
        for w in WORD.findall(text)
        if w[0].isupper()
        and len(w) > 2
        and lexicon.counts[w.lower()] <= lexicon.capitals[w.lower()] + 3
        and lexicon.zipf(w) < 5.2
    }


def _has_name(text: str, lexicon: Lexicon) -> bool:
    return any(
        lexicon.capitals[w.lower()] >= 1
        and lexicon.zipf(w) < 4.5
        and lexicon.counts[w.lower()] == lexicon.capitals[w.lower()]
        for w in _proper(text, lexicon)
    )


def _names(body: str, sentence: str, paragraph: str, lexicon: Lexicon) -> float:
    names = _proper(body, lexicon)
    near = names & set(WORD.findall(sentence))
    far = names & set(WORD.findall(paragraph))
    return 1.1 * min(2, len(near)) + 0.5 * min(2, len(far))


def _overlap(body: str, sentence: str, lexicon: Lexicon) -> float:
    """Return how many rare words the note shares with the sentence, each weighed by its rarity in the book."""
    total = max(2, lexicon.counts.total())
    own = {w.lower() for w in WORD.findall(body) if len(w) > 3}
    shared = own & {w.lower() for w in WORD.findall(sentence) if len(w) > 3}
    return min(2.5, sum(0.12 * max(0.0, log(total / max(1, lexicon.counts[w])) - 3.0) for w in shared))


def _stray(assembly: Assembly, mark: Place) -> Finding:
    tape = assembly.text[mark.draft].tape
    words = words_before(assembly, mark)
    quote = Span(words.start, tape.span(mark.start, mark.end).end)
    return Finding("note", quote, words, (), 0.5, "this mark has no note: it is printed as it stands")


_REFERENCE = re.compile(r"\b(?:notes?|fn|n|anm|anmerkung|fußnote|nota|прим)\.?\s*\(?(\d{1,3})\)?", re.IGNORECASE)


def reference_slips(assembly: Assembly, lexicon: Lexicon) -> list[Finding]:
    """Return the references from note to note whose names stand in another note than the one they give."""
    bodies = {label: " ".join(d.tape.text for d in paragraphs) for label, _, paragraphs in assembly.notes}
    names = {label: _proper(body, lexicon) for label, body in bodies.items()}
    slips = []
    for label, _, paragraphs in assembly.notes:
        for draft in paragraphs:
            for m in _REFERENCE.finditer(draft.tape.text):
                own = _proper(draft.tape.text[max(0, m.start() - 120) : m.start()], lexicon)
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
