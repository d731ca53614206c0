"""The calls `edition impose` and `edition unimpose`: their options, typed, and what they say when they are done."""

import argparse
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from edition.errors import EditionError

if TYPE_CHECKING:
    from edition.imposer import Imposed, Job
    from edition.unimposer import Unimposed

T = TypeVar("T")
SCHEMES = {
    "2up": "folded in the middle and stapled: the usual booklet",
    "duplex2up": "2up with the fronts turned, for printers that flip on the long edge",
    "pdfcpu": "2up with the backs turned",
    "2down": "one page above the other, bound at the head like a calendar",
    "4up": "two booklet sheets on a side: cut the pile, lay the upper on the lower",
    "4up-cut": "two booklet sheets on a side, to be taken by turns after the cut",
    "2side": "two pages side by side in order, not folded",
    "2x4x1": "one sheet folded twice: 8 pages",
    "2x4x2": "two sheets folded twice together: 16 pages",
    "ea4x4": "two sheets folded twice, one inside the other: 16 pages",
    "1x8x2": "one sheet folded three times: 16 pages",
    "1x4x2cutfoldbind": "cut, folded once and stacked: sections of 4 pages",
    "onepagezine": "eight pages on one side of one sheet, folded and slit",
    "1repeat2side": "one page twice, side by side, to be cut",
    "1repeat2top": "one page twice, one above the other, to be cut",
    "1repeat4": "one page four times, to be cut",
    "1repeat8": "one page eight times, to be cut",
}
"""What is imposed, in a few words each. A test holds the names against the table."""
ORDERS = ("as-printed", "reversed", "backs-first", "innermost-first", "fronts-then-backs", "last-side-first")
IMPOSE = """\
schemes:
{schemes}

examples:
  edition impose zine.pdf                              A5 pages become an A4 booklet, zine-2up.pdf
  edition impose zine.pdf --paper a4 --scale shrink    A4 pages, made small enough for half of A4
  edition impose zine.pdf --flip long                  for a printer that flips on the long edge
  edition impose book.pdf --signature 16               in bundles of 16 pages, to be sewn
  edition impose book.pdf --signature 40-80 --cover --creep 80g --marks fold,sewing,collation
  edition impose zine.pdf --scheme onepagezine --paper a4 --scale shrink --sheets zine.svg

Pages are never made larger or smaller unless --scale says so. Links, tags and bookmarks cannot be kept.
"""
UNIMPOSE = """\
examples:
  edition unimpose zine-booklet.pdf                    finds the order by itself, writes zine-booklet-pages.pdf
  edition unimpose scan.pdf --scheme 2up --signature 16
  edition unimpose zine-booklet.pdf --blanks keep

schemes: {schemes}

Where the order is not sure, that is said; where it is a guess, nothing is written. The likeliest ways are named
then, as options to give.
"""


def add_calls(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add both calls to the parser; `options.call` does the work and yields what there is to say."""
    _add_impose(commands)
    _add_unimpose(commands)


def _add_impose(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    schemes = "\n".join(f"  {name:18}{words}" for name, words in SCHEMES.items())
    impose = commands.add_parser(
        "impose",
        help="lay the pages of any PDF out on sheets, to print and fold",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog=IMPOSE.format(schemes=schemes),
    )
    impose.add_argument("pdf", type=Path, metavar="IN.pdf")
    _add_output(impose, "IN-SCHEME.pdf")
    impose.add_argument("--scheme", choices=SCHEMES, default="2up", metavar="NAME", help="see below (default: 2up)")
    impose.add_argument(
        "--signature",
        type=signature,
        default=0,
        metavar="N|A-B",
        help="pages folded together; 0: all (default); A-B: chosen to waste few blanks",
    )
    impose.add_argument("--cover", action="store_true", help="the last page stays last: blanks go before it")
    impose.add_argument("--flyleaves", type=int, default=0, metavar="N", help="blank leaves before and after")
    impose.add_argument("--binding", choices=("left", "right"), default="left", help="right for right-to-left books")
    _add_paper(impose)
    _add_files(impose)
    impose.set_defaults(call=impose_call)


def _add_paper(impose: argparse.ArgumentParser) -> None:
    """Add the options that measure."""
    impose.add_argument(
        "--paper", type=read("read_paper"), metavar="SIZE", help="a4, letter, … or 297x210 (mm); default: what fits"
    )
    impose.add_argument(
        "--scale",
        type=scale,
        default="keep",
        metavar="HOW",
        help="keep (refuse what does not fit; default), shrink, fit, crop, or a percentage",
    )
    impose.add_argument("--flip", choices=("short", "long"), help="the edge on which the printer flips the paper")
    impose.add_argument(
        "--creep",
        type=read("read_thickness"),
        default=0.0,
        metavar="PAPER",
        help="paper's thickness or weight (0.1mm, 80g): inner pages are moved towards the fold by it",
    )
    impose.add_argument(
        "--bleed", type=read("read_length"), default=0.0, metavar="MM", help="print so much more all round"
    )
    impose.add_argument(
        "--gap", type=read("read_length"), default=0.0, metavar="MM", help="between pages that are cut apart"
    )
    impose.add_argument(
        "--marks", type=marks, default=frozenset(), metavar="LIST", help="any of crop,fold,sewing,collation, or all"
    )
    impose.add_argument(
        "--box", choices=("trim", "crop", "media"), default="trim", help="which of the PDF's boxes is the page"
    )


def _add_files(impose: argparse.ArgumentParser) -> None:
    impose.add_argument("--sheets", type=Path, metavar="FILE.svg", help="draw the sheets with the pages' numbers")
    impose.add_argument("--fronts", action="store_true", help="write the fronts as a file of their own, too")
    impose.add_argument("--backs", action="store_true", help="write the backs as a file of their own, too")
    impose.add_argument("--reverse-backs", action="store_true", help="the last back first (with --backs)")


def _add_output(call: argparse.ArgumentParser, name: str) -> None:
    call.add_argument("-o", "--output", type=Path, metavar="OUT.pdf", help=f"where to (default: {name} beside it)")
    call.add_argument("--force", action="store_true", help="replace files that are there")
    call.add_argument("--quiet", action="store_true", help="say nothing but errors")


def _add_unimpose(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    call = commands.add_parser(
        "unimpose",
        help="cut the sheets of a booklet's PDF into single pages, in reading order",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog=UNIMPOSE.format(schemes=", ".join(name for name in SCHEMES if not name.startswith("1repeat"))),
    )
    call.add_argument("pdf", type=Path, metavar="IN.pdf")
    _add_output(call, "IN-pages.pdf")
    call.add_argument("--scheme", metavar="NAME", help="how it was imposed (default: found)")
    call.add_argument("--signature", type=int, metavar="N", help="pages folded together; 0: all (default: found)")
    call.add_argument("--order", choices=ORDERS, metavar="ORDER", help=f"of the sheets: {', '.join(ORDERS)}")
    call.add_argument("--binding", choices=("left", "right"), help="default: found")
    call.add_argument("--pages", type=int, metavar="N", help="how many there are, blanks at the end left out")
    call.add_argument(
        "--blanks",
        choices=("padding", "keep", "drop"),
        default="padding",
        help="drop those that only fill the sheets (default), keep all, or drop all",
    )
    call.set_defaults(call=unimpose_call)


def read(name: str) -> Callable[[str], object]:
    """Return a reader of `paper` as a type of argument: what it refuses is a wrong call."""

    def reader(words: str) -> object:
        from edition import paper

        try:
            return getattr(paper, name)(words)
        except EditionError as error:
            raise argparse.ArgumentTypeError(str(error)) from error

    return reader


def signature(words: str) -> int | tuple[int, int]:
    """Return a number of pages, or a range to choose from."""
    try:
        low, dash, high = words.partition("-")
        found = (int(low), int(high)) if dash else int(low)
    except ValueError as error:
        raise argparse.ArgumentTypeError(
            f"{words!r} is no number of pages. Give 16, or a range such as 40-80."
        ) from error
    return found


def scale(words: str) -> str | float:
    """Return a way to fit pages in, or a factor."""
    if words in ("keep", "crop", "shrink", "fit"):
        return words
    number = words.removesuffix("%")
    try:
        percent = float(number)
    except ValueError:
        percent = 0.0
    if not 1 <= percent <= 1000:
        raise argparse.ArgumentTypeError(f"{words!r}: give keep, shrink, fit, crop, or a percentage such as 94%.")
    return percent / 100


def marks(words: str) -> frozenset[str]:
    """Return the marks that a comma-separated list names."""
    known = ("crop", "fold", "sewing", "collation")
    names = frozenset(known if words == "all" else (word.strip() for word in words.split(",")))
    if unknown := names - set(known):
        raise argparse.ArgumentTypeError(f"unknown: {', '.join(sorted(unknown))} (known: {', '.join(known)}, all)")
    return names


def impose_call(options: argparse.Namespace) -> Iterator[str]:
    """Impose, and yield what there is to say: the files, then what to know of them."""
    from edition.press import Extras, impose_file

    out = options.output or options.pdf.with_name(f"{options.pdf.stem}-{options.scheme}.pdf")
    backs = options.backs or options.reverse_backs
    extras = Extras(options.fronts, backs, options.reverse_backs, options.sheets)
    done, files = impose_file(options.pdf, out, _job(options), extras, force=options.force)
    yield from map(str, files)
    yield from _said(done)


def _job(options: argparse.Namespace) -> "Job":
    from edition.formes import Measures
    from edition.imposer import Job
    from edition.signatures import Fold

    fold = Fold(options.scheme, options.signature, options.cover, options.flyleaves, options.binding == "right")
    measures = Measures(options.paper, options.scale, options.bleed, options.gap, creep=options.creep)
    return Job(fold, measures, options.flip, options.marks, options.box)


def _said(done: "Imposed") -> Iterator[str]:
    from edition.paper import describe
    from edition.signatures import blanks_of

    plan = done.plan
    sheets = f"{plan.sheets} {'sheet' if plan.sheets == 1 else 'sheets'} of {describe(done.forme.sheet)}"
    yield f"{plan.pages} {'page' if plan.pages == 1 else 'pages'} on {sheets}."
    blanks = tuple(position + 1 for position in blanks_of(plan))
    if blanks:
        hint = "" if plan.fold.cover else " (--cover: the last page stays last)"
        yield f"Blank, as leafed: {_numbers(blanks)}{hint}."
    factors = [factor for factor in done.forme.factors if factor != 1]
    if factors:
        low, high = min(factors), max(factors)
        size = f"{low:.0%}" if round(low, 2) == round(high, 2) else f"{low:.0%} to {high:.0%}"
        yield f"{len(factors)} {'page is' if len(factors) == 1 else 'pages are'} printed at {size}."
    if done.flip:
        yield f"Print on both sides at 100 %, flipped on the {done.flip} edge."
    else:
        yield "Print on one side at 100 %."
    lost = [*done.lost, *([f"{done.links} links"] if done.links else [])]
    if lost:
        yield f"Not kept, since pages become parts of sheets: {', '.join(lost)}."


def unimpose_call(options: argparse.Namespace) -> Iterator[str]:
    """Take a booklet apart, and yield what there is to say: the file, then what to know of it."""
    from edition.foliation import SURE
    from edition.press import unimpose_file
    from edition.ways import LIKELY, Known

    out = options.output or options.pdf.with_name(f"{options.pdf.stem}-pages.pdf")
    right = None if options.binding is None else options.binding == "right"
    # Where nothing may be said, nothing may be doubtful.
    known = Known(options.scheme, options.signature, options.order, right, SURE if options.quiet else LIKELY)
    done = unimpose_file(options.pdf, out, known, options.blanks, options.pages, force=options.force)
    yield str(out)
    yield from _told(done)


def _told(done: "Unimposed") -> Iterator[str]:
    yield f"{done.pages} pages, imposed as {done.way}."
    if done.rivals:
        yield f"The order is likely, not sure ({done.confidence:.0%}): leaf through before you use it."
        yield f"If it is wrong, say how the sheets were imposed: {'; or '.join(done.rivals)}."
    if done.missing:
        yield f"The pages go by their folios. No page bears {_numbers(done.missing)}: look whether a sheet is missing."
    if done.dropped:
        yield f"Left out as blank: {_numbers(done.dropped)} (as leafed; --blanks keep keeps them)."
    if done.kept:
        yield f"Kept though blank: {_numbers(done.kept)}."
    lost = [*done.lost, *([f"{done.links} links"] if done.links else [])]
    if lost:
        yield f"Not kept: {', '.join(lost)}."


def _numbers(numbers: tuple[int, ...]) -> str:
    from edition.signatures import spans

    return ", ".join(f"{a}-{b}" if b > a else f"{a}" for a, b in spans(numbers))
