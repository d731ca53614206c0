"""How to print, fold, cut and bind an imposition: one page of plain text for any scheme."""

import re
from dataclasses import dataclass

from edition.signatures import UNFOLDED, Flip, Plan, blanks_of, spans
from edition.xhtml import environment

FOLDED_TWICE = frozenset({"2x4x1", "2x4x2", "ea4x4", "1x8x2"})
"""Schemes whose sheets are folded across, too, so that some leaves must be slit open."""
STACKED = frozenset({"4up", "4up-cut", "1x4x2cutfoldbind"})
"""Schemes whose sheets are cut in two before they are folded."""


@dataclass(frozen=True, slots=True)
class Sheetwork:
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


def instruct(work: Sheetwork) -> str:
    """Return the instructions, in ASCII, at most 80 columns wide and 60 lines long."""
    plan = work.plan
    scheme = plan.fold.scheme
    folded = max(1, plan.signature // 4)
    halves = 2 if scheme in {"4up", "4up-cut"} else 1
    text = (
        environment()
        .get_template("instructions.txt.j2")
        .render(
            work=work,
            plan=plan,
            scheme=scheme,
            sheets=plan.sheets,
            blanks=plan.total - plan.pages,
            where=_where(plan),
            folded=folded,
            halves=halves,
            signatures=plan.total // plan.signature,
            kind=_kind(scheme),
        )
    )
    # Parts that a scheme leaves out leave blank lines.
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


def _kind(scheme: str) -> str:
    """Return how a scheme is made into a book, for the template."""
    if scheme in UNFOLDED or scheme.startswith("1repeat"):
        return "cut"
    if scheme in FOLDED_TWICE:
        return "quarto"
    if scheme == "1x4x2cutfoldbind":
        return "sections"
    if scheme == "onepagezine":
        return "zine"
    return "saddle"


def _where(plan: Plan) -> str:
    """Return in words where the blanks are."""
    numbers = tuple(position + 1 for position in blanks_of(plan))
    if not numbers:
        return ""
    if plan.fold.cover and not plan.fold.flyleaves and numbers[-1] == plan.total - 1:
        return "before the last one"
    if numbers[-1] == plan.total and len(list(spans(numbers))) == 1:
        return "at the end"
    ranges = ", ".join(f"{first}-{last}" if last > first else f"{first}" for first, last in spans(numbers))
    return f"(as leafed: {ranges})"
