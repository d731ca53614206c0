"""How to print, fold, cut and bind an imposition: one page of plain text for any scheme.

Its sentences stand here and not in a template: the engine for those takes as long to load as a book to impose.
"""

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple

from edition.signatures import REPEATS, UNFOLDED, Flip, Plan, blanks_of, spans

THICK = 15
"""The most sheets that usual staplers go through."""
STIFF = 8
"""The most sheets that fold well together."""


class Sheetwork(NamedTuple):
    """What somebody with a printer has before them."""

    name: str
    files: tuple[tuple[str, str], ...]
    """Each file with what it is for."""
    plan: Plan
    flip: Flip | None
    """The edge to flip on; None where the backs stay white."""
    landscape: bool
    trimmed: bool = False
    """The pages do not reach the edges of the paper, and are to be cut out."""
    crept: bool = False
    """The pages of inner sheets are moved towards the fold."""
    separate: bool = False
    """Fronts and backs are files of their own."""

    @property
    def scheme(self) -> str:
        """Return the name of the scheme."""
        return self.plan.fold.scheme

    @property
    def signatures(self) -> int:
        """Return how many bundles are folded, each by itself."""
        return self.plan.total // (4 if self.scheme == "1x4x2cutfoldbind" else self.plan.signature)

    @property
    def folded(self) -> int:
        """Return how many sheets, or half sheets, are folded together in a bundle."""
        leaves = {"2x4x1": 8, "1x8x2": 16, "2x4x2": 8, "ea4x4": 8}.get(self.scheme, 4)
        return 1 if self.scheme == "1x4x2cutfoldbind" else self.plan.signature // leaves


def instruct(work: Sheetwork) -> str:
    """Return the instructions, at most 80 columns wide and 60 lines long."""
    make = _CUT if work.scheme in UNFOLDED or work.scheme in REPEATS else _MAKING.get(work.scheme, _SADDLE)
    parts = [[f"HOW TO PRINT AND FOLD {work.name}"], list(_files(work)), list(_copy(work)), list(_printing(work))]
    parts += [list(part(work)) for part in make]
    parts[-1] += _end(work)
    return "\n\n".join("\n".join(part) for part in parts) + "\n"


def _files(work: Sheetwork) -> Iterator[str]:
    width = max(32, *(len(file) for file, _ in work.files))
    return (f"    {file:<{width}}  {what}".rstrip() for file, what in work.files)


def _copy(work: Sheetwork) -> Iterator[str]:
    plan = work.plan
    yield "FOR ONE COPY"
    sheets = "1 sheet" if plan.sheets == 1 else f"{plan.sheets} sheets"
    yield f"    Paper:  {sheets}, printed on {'both sides' if work.flip else 'one side'}"
    blanks = blanks_of(plan)
    yield f"    Pages:  {plan.pages}{f', and {len(blanks)} blank {_where(plan)}' if blanks else ''}"
    if work.scheme in UNFOLDED or work.scheme in REPEATS:
        yield "    Tools:  a guillotine, or a knife and a ruler"
    elif work.scheme == "onepagezine":
        yield "    Tools:  scissors"
    elif work.signatures == 1:
        yield "    Tools:  a ruler or a spoon for the crease; a long-arm stapler, or a needle"
        yield f"            and strong thread{'; a knife' if work.scheme not in _PLAIN else ''}"
    else:
        kind = "half sheet" if work.scheme in _HALVED else "sheet"
        each = f"{work.folded} {kind}{'s' if work.folded > 1 else ''}"
        yield f"    Folds:  {work.signatures} bundles (signatures) of {each} each"
        knife = " a knife;" if work.scheme not in _PLAIN else ""
        yield f"    Tools:  a spoon for the crease;{knife} an awl, a needle and strong"
        yield "            thread; two boards and a brush with glue"


def _where(plan: Plan) -> str:
    """Return in words where the blanks are."""
    numbers = tuple(position + 1 for position in blanks_of(plan))
    runs = list(spans(numbers))
    if plan.fold.cover and len(runs) == 1 and numbers[-1] == plan.total - 1:
        return "before the last one"
    if len(runs) == 1 and numbers[-1] == plan.total:
        return "at the end"
    ranges = ", ".join(f"{first}-{last}" if last > first else f"{first}" for first, last in runs)
    return f"(as leafed: {ranges})"


def _printing(work: Sheetwork) -> Iterator[str]:
    lie = "landscape" if work.landscape else "portrait"
    yield "PRINT"
    yield '    1. Print at actual size: 100 %, not "fit to page". The pages are already'
    yield "       in booklet order: turn off the printer's own booklet or 2-up mode."
    if not work.flip:
        yield f"    2. Print {lie}, on one side."
        return
    tumble = ', "tumble"' if work.flip == "short" and work.landscape else ""
    other = "long" if work.flip == "short" else "short"
    behind = "Front and back must" if work.scheme in REPEATS else "The page behind the"
    stand = "stand the same way up." if work.scheme in REPEATS else "title page must stand the same way up."
    yield f"    2. Print {lie}, on both sides, and flip on the {work.flip.upper()} edge"
    yield f'       ("{work.flip}-edge binding"{tumble}).'
    yield f"    3. Try one sheet first: pages 1 and 2 of the file. {behind}"
    yield f"       {stand} If it stands on its head, the"
    yield f"       printer flipped on the {other} edge: choose the other setting."
    yield ""
    if work.separate:
        yield "    Without two-sided printing: print the file of the fronts, put the stack"
        yield "    back in, then print the file of the backs. Some printers lay the sheets"
        yield "    out in reverse order, and then the backs have to be reversed, too (with"
        yield "    --reverse-backs): try with two sheets."
    else:
        yield "    Without two-sided printing: print the odd pages of the file, put the stack"
        yield "    back in, then print the even pages. Printers differ in how the paper has"
        yield "    to lie; here, too, try with one sheet."


def _cutting(work: Sheetwork) -> Iterator[str]:
    yield "CUT"
    yield "    Knock the sheets square and cut them between the pages:"
    copies = "; each pile is one copy" if work.scheme in REPEATS else ""
    yield f"    {work.plan.columns} across, {work.plan.rows} down{copies}."
    if work.scheme == "2side":
        yield "    Or leave them whole: the pages stand side by side, to be read from sheets."


def _zine(work: Sheetwork) -> Iterator[str]:
    del work
    yield "FOLD AND CUT"
    yield "    1. Fold the sheet in half along its length, and open it again."
    yield "    2. Fold it in half across, print outside, and each end back to that fold;"
    yield "       open all again: eight panels."
    yield "    3. Fold it in half across. From that fold, cut along the long crease, one"
    yield "       panel deep: opened, the slit is two panels long."
    yield "    4. Fold along the length, print outside. Push both ends to the middle: the"
    yield "       slit opens. Fold the leaves round, page 1 in front."


def _sections(work: Sheetwork) -> Iterator[str]:
    del work
    yield "CUT AND FOLD"
    yield "    Cut each sheet across the middle: its upper half comes before its lower"
    yield "    half. Fold each half across the middle, its lowest page number in front,"
    yield "    and lay the folded halves on one another in the order of their pages."


def _quarto(work: Sheetwork) -> Iterator[str]:
    yield "FOLD"
    yield "    Hold a front so that its lowest page stands upright at the lower right."
    if work.scheme == "1x8x2":
        yield "    1. Fold the left half behind the right one."
        yield "    2. Fold the upper half behind the lower one."
        yield "    3. Fold the left side behind the right one."
    else:
        if work.scheme == "2x4x2":
            yield "    Lay the second sheet of a bundle behind the first, and fold both together."
        yield "    1. Fold the upper half behind the lower one."
        yield "    2. Fold the left half behind the right one."
    if work.scheme == "ea4x4":
        yield "    Put every second folded sheet inside the one before it."
    yield "    The lowest page is in front. Crease the folds firmly. The leaves hang"
    where = "the head and at the front" if work.scheme == "1x8x2" else "the head"
    yield f"    together at {where}: slit them open after binding."
    yield "    Leaf through: the page numbers must run on."


def _ordering(work: Sheetwork) -> Iterator[str]:
    kind = "Half sheets" if work.scheme in _HALVED else "Sheets"
    folded = work.folded
    yield "ORDER"
    yield "    Keep the sheets in the order of the file."
    if work.scheme in _HALVED:
        yield "    Cut the whole pile across the middle into an upper and a lower pile."
    if work.scheme == "4up":
        yield "    Lay the upper pile on the lower one: the order is right."
    if work.scheme == "4up-cut":
        yield "    Take half sheets from both by turns, from the upper pile first."
    if work.signatures == 1:
        yield "    The first sheet has the title page and the last page side by side: it"
        yield "    becomes the outside. Each further sheet lies inside the one before it."
        return
    more = ", and so on" if work.signatures > 2 else ""
    first = f"{kind} 1 to {folded} are" if folded > 1 else f"{kind[:-1]} 1 is"
    second = f"{folded + 1} to {2 * folded}" if folded > 1 else "2"
    yield f"    {first} the first bundle, {second} the second{more}."
    yield "    In a bundle the first sheet becomes the outside, and each further sheet"
    yield "    lies inside the one before it."


def _folding(work: Sheetwork) -> Iterator[str]:
    yield "FOLD"
    each = "the sheets square. Fold them" if work.signatures == 1 else "each bundle square. Fold it"
    front = "with the title page in front" if work.signatures == 1 else "with its lowest page number in front"
    if work.scheme == "2down":
        yield f"    Knock {each} across the middle, between the upper"
        yield f"    and the lower page, {front}. Crease the fold firmly."
    else:
        yield f"    Knock {each} across the middle, short edge to short"
        yield f"    edge, {front}. Crease the fold firmly."
    if work.folded > STIFF:
        yield "    So many sheets fold better a few at a time: put them together again after."
    yield "    Leaf through: the page numbers must run on."


def _binding(work: Sheetwork) -> Iterator[str]:
    return _stapling(work) if work.signatures == 1 else _sewing(work)


def _stapling(work: Sheetwork) -> Iterator[str]:
    yield "STAPLE"
    if work.folded > THICK:
        yield f"    {work.folded} sheets are too thick for most staplers: better sew them."
    yield "    Lay it open at the middle, the cover up, and set two staples through the"
    yield "    fold from the outside, a quarter of its length from each end."
    yield "    Or sew: prick three holes in the fold, one in the middle and one a quarter"
    yield "    from each end. Begin inside: out through the middle, in at the top, out at"
    yield "    the bottom, in through the middle; tie the ends over the long stitch."


def _sewing(work: Sheetwork) -> Iterator[str]:
    del work
    yield "BIND"
    yield "    Sew each bundle: prick three holes in the fold, one in the middle and one"
    yield "    a quarter from each end. Begin inside: out through the middle, in at the"
    yield "    top, out at the bottom, in through the middle; tie the ends over the long"
    yield "    stitch."
    yield "    Stack the bundles, press them between two boards with the folds flush,"
    yield "    brush glue over the folds, and let it dry. A strip of cloth or paper over"
    yield "    the back makes it last."


def _end(work: Sheetwork) -> Iterator[str]:
    if work.scheme == "onepagezine" or work.scheme in UNFOLDED or work.scheme in REPEATS:
        return
    if work.crept:
        yield "    Inner pages stand nearer to the fold: trimmed, all margins are equal."
    if work.trimmed:
        yield "    The front edge, head and foot are cut where the pages or their marks end."
    else:
        yield "    The front edge may be trimmed with a sharp knife along a ruler."


_Part = Callable[[Sheetwork], Iterator[str]]
_PLAIN = frozenset({"2up", "duplex2up", "pdfcpu", "2down"})
"""Schemes in which nothing is cut before it is bound."""
_HALVED = frozenset({"4up", "4up-cut"})
"""Schemes whose sheets are cut in two and then folded as booklets are."""
_SADDLE: tuple[_Part, ...] = (_ordering, _folding, _binding)
_CUT: tuple[_Part, ...] = (_cutting,)
_MAKING: Mapping[str, tuple[_Part, ...]] = MappingProxyType(
    {
        **dict.fromkeys(("2x4x1", "2x4x2", "ea4x4", "1x8x2"), (_quarto, _binding)),
        "1x4x2cutfoldbind": (_sections, _sewing),
        "onepagezine": (_zine,),
    }
)
