"""The pages in reading order, each with the fragments that stand on it."""

from dataclasses import dataclass
from itertools import pairwise

from edition.assurance import Rival, Turn
from edition.blocks import PrintedPage, Recognised
from edition.capacity import Atom
from edition.doubts import Doubt
from edition.errors import ConfigError, LawError
from edition.fitting import Seam
from edition.furniture import Furniture
from edition.hypotheses import Hypothesis
from edition.joins import Joins
from edition.setting import Setting
from edition.source import Source


@dataclass(frozen=True, slots=True)
class Leaf:
    """One page of the booklet in the order found: its folio, 0 where there are none, and its atoms by index."""

    folio: int
    text: tuple[int, ...]
    notes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Order:
    """The pages in reading order; together their atoms are all atoms, each once."""

    atoms: tuple[Atom, ...]
    furniture: Furniture
    leaves: tuple[Leaf, ...]
    hypothesis: Hypothesis | None
    """None where the text stands in order and shows no pages."""
    confidence: float
    doubts: tuple[Doubt, ...]
    """Cuts that might lie elsewhere; none where the text stood in order, since no cut can change it."""
    joins: Joins
    rivals: tuple[Rival, ...] = ()
    """The arrangements that it was held against and that read otherwise, the likeliest first."""
    trust: float = 1.0
    """How likely the truth is among the arrangements that were compared at all."""
    turns: tuple[Turn, ...] = ()
    """How sure each page turn is, and each place that reads badly."""
    seams: tuple[Seam, ...] = ()
    """Where pages were run together inside a block."""
    setting: Setting | None = None
    """How its lines were set, where that was asked for the cuts."""


def check_permutation(leaves: tuple[Leaf, ...], atoms: tuple[Atom, ...]) -> None:
    """Raise LawError unless every atom stands on exactly one leaf."""
    if sorted(i for leaf in leaves for i in leaf.text + leaf.notes) != list(range(len(atoms))):
        raise LawError("the order found is no permutation of the source's fragments. This is a defect of the program.")


Follows = tuple[tuple[str, int], ...]
"""The words that end one fragment, and the source offset at which the fragment begins that is read behind it."""


def find_told(atoms: tuple[Atom, ...], texts: tuple[str, ...], follows: Follows) -> frozenset[tuple[int, int]]:
    """Return the pairs of text atoms that the editor has put behind each other."""
    starts = {atom.span.start: j for j, atom in enumerate(atoms) if atom.kind != "note"}
    return frozenset(
        (i, starts[start])
        for words, start in follows
        if start in starts
        for i, text in enumerate(texts)
        if atoms[i].kind != "note" and text.endswith(words)
    )


def check_told(order: Order, follows: Follows) -> None:
    """Raise ConfigError unless each fragment that the editor has put behind some words is read behind them."""
    read = [i for leaf in order.leaves for i in leaf.text]
    before = {order.atoms[j].span.start: order.joins.texts[i] for i, j in pairwise(read)}
    for words, start in follows:
        if start not in before:
            said = "no page and no paragraph begins with its `find`. Quote the first words of one."
        elif not before[start].endswith(words):
            said = "no order of the pages reads so. See whether its words end a page, or fix [imposition]."
        else:
            continue
        raise ConfigError(f"answer with \u2026 {words}: {said}")


def find_gaps(order: Order, pages: tuple[PrintedPage, ...]) -> frozenset[int]:
    """Return the atoms before which a page is missing: the sheets have room for more pages than the source shows."""
    if order.hypothesis is None or not 0 < len(pages) < order.hypothesis.pages:
        return frozenset()
    numbered = {page.folio for page in pages if page.folio}
    filled = [leaf for leaf in order.leaves if leaf.text and leaf.folio in numbered]
    seen = _printed(order.hypothesis, pages)
    return frozenset(
        b.text[0] for a, b in pairwise(filled) if seen and not seen.issuperset(range(a.folio + 1, b.folio))
    )


def _printed(hypothesis: Hypothesis, pages: tuple[PrintedPage, ...]) -> set[int]:
    """Return the folios of the sides that the source shows, of blank pages too: told by those that bear one."""
    sides: dict[int, list[int]] = {}
    for page in pages:
        sides.setdefault(page.side, []).append(page.folio)
    return {
        folio
        for side in hypothesis.sides
        for own in sides.values()
        if len(own) == len(side) and any(own) and all(one in (0, other) for one, other in zip(own, side, strict=True))
        for folio in side
    }


def find_under(source: Source, recognised: Recognised, atoms: tuple[Atom, ...]) -> frozenset[int]:
    """Return the atoms that stand right under the one before: where white space parts blocks, the two are of one."""
    between = [source.text[a.span.end : b.span.start] for a, b in pairwise(atoms)]
    parted = sum(gap.count("\n") > 1 for gap in between)
    if parted < len({page.side for page in recognised.pages}):
        return frozenset()
    return frozenset(n for n, gap in enumerate(between, 1) if gap.count("\n") < 2 and "\f" not in gap)
