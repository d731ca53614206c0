"""The fragments put together to paragraphs, across the page ends that cut them in two."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from edition.apparatus import Finding
from edition.assurance import BEGINNING, STRAINED
from edition.blocks import Fragment
from edition.continuations import Continuations, Lines, read_lines
from edition.leaves import Order
from edition.shapes import Draft, Kind
from edition.source import Source, Span
from edition.structures import tell_structures
from edition.tape import JOIN, Tape, lay_tape


@dataclass(slots=True)
class Assembly:
    """The text and the notes as drafts, with what is doubtful of how they were joined."""

    text: list[Draft]
    notes: list[tuple[str, int, list[Draft]]]
    """Label, folio and paragraphs of each note, in reading order."""
    findings: list[Finding] = field(default_factory=list)
    lines: Lines | None = None


def assemble(
    source: Source, fragments: tuple[Fragment, ...], order: Order, decided: tuple[tuple[int, bool], ...] = ()
) -> Assembly:
    """Return the paragraphs in reading order, those that a page turn cut in two put together again.

    `decided` are the editor's: where a fragment begins in the source, and whether a paragraph begins with it.
    """
    begins, lines = dict(decided), read_lines(source, fragments, order)
    continuations, assembly = Continuations(order, lines), Assembly([], [], lines=lines)
    run: list[int] = []
    folios: dict[int, int] = {}
    last: int | None = None
    for leaf in order.leaves:
        for n, atom in enumerate(leaf.text):
            start, own = order.atoms[atom].span.start, fragments[order.atoms[atom].fragment]
            opens = begins.get(start, own.opens)
            if run and not _joined(continuations, run[-1], atom, opens, turned=n == 0):
                assembly.text.append(_draft(source, fragments, order, run, folios))
                run = []
            if n == 0:
                folios[atom] = leaf.folio
            if last is not None and start not in begins:
                if n == 0 and opens is None:
                    chance = continuations.chance(last, atom)
                    _ask_join(source, order, assembly, run, (last, atom), max(chance, 1 - chance))
                elif start == own.span.start:
                    _ask_join(source, order, assembly, run, (last, atom), own.sure)
            run.append(atom)
            last = atom
    if run:
        assembly.text.append(_draft(source, fragments, order, run, folios))
    assembly.notes = _notes(source, fragments, order)
    if all(draft.kind == "break" for draft in assembly.text):
        # Where nothing else is left, the notes are the text.
        assembly.text += [replace(d, kind="paragraph") for _, _, drafts in assembly.notes for d in drafts]
        assembly.notes = []
    assembly.findings += _doubtful_cuts(source, order) + _doubtful_turns(source, order)
    assembly.findings += _doubtful_seams(source, fragments, order)
    assembly.text = tell_structures(assembly.text, order.joins.lexicon)
    return assembly


def _joined(continuations: Continuations, i: int, j: int, opens: bool | None, *, turned: bool) -> bool:
    """Tell whether fragment `j` goes on with the paragraph of `i`; what type shows of it decides."""
    order = continuations.order
    if "break" in (order.atoms[i].kind, order.atoms[j].kind):
        return False
    if j in order.joins.glued and j == i + 1:
        return True
    if opens is not None:
        return not opens
    return turned and continuations.chance(i, j) >= 0.5


def _ask_join(
    source: Source, order: Order, assembly: Assembly, run: list[int], pair: tuple[int, int], confidence: float
) -> None:
    """File a query where it is open whether a new paragraph begins with the second of two atoms."""
    last, atom = pair
    if confidence >= 0.98 or order.joins.is_heading(atom):
        return
    span = order.atoms[atom].span
    words = " ".join(source.at(span).split()[:6])
    joined, apart = f"… {_tail(source, order.atoms[last].span)} {words}", f"¶ {words}"
    printed, other = (joined, apart) if run else (apart, joined)
    closed = order.joins.ends[last].state == "closed"
    where = "with a full sentence" if closed else "here"
    why = f"a line ends {where}: the source does not say whether the paragraph ends with it"
    assembly.findings.append(
        Finding("join", Span(span.start, span.start + len(words)), printed, (other,), confidence, why)
    )


def _doubtful_cuts(source: Source, order: Order) -> list[Finding]:
    """Return a query for every cut that might lie elsewhere."""
    findings = []
    for doubt in order.doubts:
        if doubt.confidence >= 0.98:
            continue
        first, last = order.atoms[doubt.first].span, order.atoms[doubt.last - 1].span
        words = " ".join(source.at(first).split()[:8])
        why = f"read as text of page {doubt.folio}, it might be of page {doubt.other}, its neighbour in the source"
        printed, other = (
            f"{_before(source, order, doubt.first, folio)} | {words}" for folio in (doubt.folio, doubt.other)
        )
        quote = Span(first.start, min(last.end, first.start + 120))
        findings.append(Finding("cut", quote, printed, (other,), doubt.confidence, why))
    return findings


def _doubtful_turns(source: Source, order: Order) -> list[Finding]:
    """Return a query for the order where another is near, and for every page turn that might go on otherwise."""
    findings = []
    if order.confidence < 0.98 and order.leaves:
        first = next((leaf.text[0] for leaf in order.leaves if leaf.text), 0)
        names = dict.fromkeys(rival.name for rival in order.rivals)
        why = "another arrangement of the pages reads nearly as well: look whether the text runs on at every page turn"
        printed = order.hypothesis.name if order.hypothesis else "the source's own order"
        others = tuple(name for name in names if name != printed)[:3] or ("another order",)
        findings.append(Finding("order", _opening(order, first), printed, others, order.confidence, why))
    for turn in order.turns:
        if turn.confidence >= 0.98:
            continue
        place, words = turn.place, " ".join(source.at(order.atoms[turn.place.first].span).split()[:6])
        printed = f"… {_tail(source, order.atoms[place.last].span)} {words}"
        others = tuple(
            f"… {_tail(source, order.atoms[i].span)} {words}" if i != BEGINNING else f"(the text begins:) {words}"
            for i in turn.others
        )
        strained = place.cost >= STRAINED
        why = "these words do not read on well" if strained else "another arrangement of the pages reads otherwise here"
        why = "the folios show that a page is missing here" if turn.gap else why
        findings.append(Finding("order", _opening(order, place.first), printed, others, turn.confidence, why))
    return findings


def _opening(order: Order, atom: int) -> Span:
    """Return the span of a fragment's first words."""
    span = order.atoms[atom].span
    return Span(span.start, min(span.end, span.start + 80))


_REACH = 90
"""Characters before the first place where a page may begin, and behind the last, that a query quotes: a line or two."""
_WIDEST = 700
"""Characters between them at most, half a page: nobody looks through more."""


def _doubtful_seams(source: Source, fragments: tuple[Fragment, ...], order: Order) -> list[Finding]:
    """Return a query for every place inside a block where two pages part and might do so at another word."""
    begins = {order.atoms[leaf.text[0]].span.start: leaf.folio for leaf in order.leaves if leaf.text}
    findings = []
    for seam in order.seams:
        if seam.confidence >= 0.98 or seam.at not in begins:
            continue
        block = fragments[next(a.fragment for a in order.atoms if a.span.start == seam.at)].span
        near = [at for at in seam.others if abs(at - seam.at) < _WIDEST and block.start < at < block.end]
        low = max(block.start, min((seam.at, *near)) - _REACH)
        high = min(block.end, max((seam.at, *near)) + _REACH)
        low = source.text.find(" ", low, seam.at) + 1 if low > block.start else low
        printed, *others = (_parted(source, low, high, at) for at in (seam.at, *near) if low < at < high)
        why = f"page {begins[seam.at]} begins inside a block: the source does not show where"
        findings.append(Finding("cut", Span(low, high), printed, tuple(others), seam.confidence, why))
    return findings


def _parted(source: Source, low: int, high: int, at: int) -> str:
    return f"{' '.join(source.text[low:at].split())} | {' '.join(source.text[at:high].split())}"


def _before(source: Source, order: Order, atom: int, folio: int) -> str:
    """Return the last words before a fragment if it stands on this page: of its neighbour, or of the page before."""
    here = next((leaf for leaf in order.leaves if leaf.folio == folio), None)
    if here is not None and atom in here.text and here.text[0] != atom:
        return _tail(source, order.atoms[atom - 1].span)
    if here is not None and here.text and here.text[0] > atom:
        last = _last_atom(order, folio)
        return _tail(source, order.atoms[last].span) if last is not None else ""
    return (
        _tail(source, order.atoms[here.text[-1]].span)
        if here is not None and here.text and here.text[0] != atom
        else ""
    )


def _last_atom(order: Order, folio: int) -> int | None:
    last = None
    for leaf in order.leaves:
        if leaf.folio == folio:
            break
        last = leaf.text[-1] if leaf.text else last
    return last


def _tail(source: Source, span: Span) -> str:
    return " ".join(source.at(span).split()[-4:])


def _draft(
    source: Source, fragments: tuple[Fragment, ...], order: Order, run: list[int], folios: dict[int, int]
) -> Draft:
    """Return the paragraph of these atoms, with the places where its pages begin."""
    spans: list[Span] = []
    breaks: list[tuple[int, int]] = []
    cuts: list[int] = []
    length = 0
    for n, i in enumerate(run):
        span = order.atoms[i].span
        if n and i in order.joins.glued and i == run[n - 1] + 1:
            start = spans[-1].start
            length += span.end - spans[-1].end
            if i in folios:
                breaks.append((length - len(span), folios[i]))
            spans[-1] = Span(start, span.end)
            continue
        if spans and fragments[order.atoms[run[n - 1]].fragment].cut:
            cuts.append(length)
        length += bool(spans)
        if i in folios:
            breaks.append((length, folios[i]))
        length += len(span)
        spans.append(span)
    kind: Kind = "break" if order.atoms[run[0]].kind == "break" else "paragraph"
    folio = next(leaf.folio for leaf in order.leaves if run[0] in leaf.text)
    tape = lay_tape(source, spans)
    first = fragments[order.atoms[run[0]].fragment]
    if first.verse:
        kind = "verse"
    elif first.level and len(run) == 1:
        kind = "heading"
    italics, marks = _shown([fragments[order.atoms[i].fragment] for i in run], tape)
    paged = tuple((place, f) for place, f in breaks if f)
    return Draft(kind, tape, paged, folio, first.level, italics, marks, cuts=tuple(cuts))


def _shown(fragments: list[Fragment], tape: Tape) -> tuple[tuple[tuple[int, int], ...], tuple[tuple[int, int], ...]]:
    """Return the places of a tape that type shows as emphasised, and as note marks."""
    places = {offset: at for at, offset in enumerate(tape.at) if offset != JOIN}

    def put(spans: Iterable[Span]) -> tuple[tuple[int, int], ...]:
        found = [(places[s.start], places[s.end - 1] + 1) for s in spans if s.start in places and s.end - 1 in places]
        return tuple(sorted(set(found)))

    own = list(dict.fromkeys(fragments))
    return put(s for f in own for s in f.italics), put(s for f in own for s in f.marks)


def _notes(source: Source, fragments: tuple[Fragment, ...], order: Order) -> list[tuple[str, int, list[Draft]]]:
    """Return the notes in the order of their pages, the rest of one that was carried over behind its beginning."""
    notes: list[tuple[str, int, list[list[int]]]] = []
    rests = [(leaf.folio, i) for leaf in order.leaves for i in leaf.notes if not order.atoms[i].label]
    for leaf in order.leaves:
        notes += [(order.atoms[i].label, leaf.folio, [[i]]) for i in leaf.notes if order.atoms[i].label]
    for folio, i in rests:
        _continue_note(order, notes, folio, i, fragments[order.atoms[i].fragment].opens)
    _mend_notes(order, notes)

    def draft(run: list[int], folio: int) -> Draft:
        tape = lay_tape(source, [order.atoms[i].span for i in run])
        italics, _ = _shown([fragments[order.atoms[i].fragment] for i in run], tape)
        return Draft("note", tape, (), folio, 0, italics)

    return [(label, folio, [draft(run, folio) for run in runs]) for label, folio, runs in notes]


def _mend_notes(order: Order, notes: list[tuple[str, int, list[list[int]]]]) -> None:
    """Give notes that stop inside a sentence their end, if one of a page beside has a paragraph too many."""
    for _, folio, runs in notes:
        end = order.joins.ends[runs[-1][-1]]
        if end.state not in ("open", "hyphen") or not end.word.islower():
            # It stops at no word, as figures and addresses do.
            continue
        spare = [other for _, page, other in notes if abs(page - folio) < 2 and other is not runs and len(other) > 1]
        if len(spare) == 1 and order.joins.ends[spare[0][-2][-1]].state == "closed":
            runs[-1] += spare[0].pop()


def _continue_note(
    order: Order, notes: list[tuple[str, int, list[list[int]]]], folio: int, i: int, opens: bool | None
) -> None:
    """Put the rest of a note behind its beginning: the note above it on the page, an open one, or the last.

    Of several on its page, or on this and the one before, the one that breaks off and reads on best.
    """
    own = [n for n in notes if n[1] == folio and n[2][0][0] < i]
    ends = order.joins.ends
    open_ends = [n for n in own if order.joins.breaks_off(n[2][-1][-1])] if not opens else []
    if open_ends:
        min(reversed(open_ends), key=lambda n: order.joins.turn(n[2][-1][-1], i))[2][-1].append(i)
        return
    broken = [n for n in notes if n[1] <= folio and ends[n[2][-1][-1]].state not in ("closed", "abbreviation")]
    near = [n for n in broken if n[1] >= folio - 1] or broken[-1:]
    if opens and own:
        own[-1][2].append([i])
    elif own:
        own[-1][2][-1].append(i)
    elif near:
        min(reversed(near), key=lambda n: order.joins.turn(n[2][-1][-1], i))[2][-1].append(i)
    elif notes:
        ([n for n in notes if n[1] < folio] or notes)[-1][2][-1].append(i)
    else:
        notes.append(("", folio, [[i]]))
