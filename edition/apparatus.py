"""The account of the edition, derived from its leaves: what is printed otherwise, what is set aside, and what is asked.

The form of the lists is Tanselle's, *Some Principles for Editorial Apparatus* (Studies in Bibliography 25, 1972).
"""

from dataclasses import dataclass
from typing import Literal

from edition.source import Span

Kind = Literal["order", "cut", "join", "hyphen", "mark", "note", "reading"]


@dataclass(frozen=True, slots=True)
class Finding:
    """A question or a slip as a stage files it, at a place of the source."""

    kind: Kind | Literal["slip"]
    span: Span
    printed: str | Span
    """What the edition reads; for a mark, where the words before its place stand in the source."""
    alternatives: tuple[str | Span, ...]
    """What it might read instead, likeliest first."""
    confidence: float
    why: str
    """The evidence in a few plain words."""
    note: int | None = None
    """The note's number, for marks."""


@dataclass(frozen=True, slots=True)
class Query:
    """A question to the editor: the edition prints the likelier reading and says so."""

    kind: Kind
    page: int
    paragraph: int
    note: int | None
    quote: str
    printed: str
    alternatives: tuple[str, ...]
    confidence: float
    why: str


@dataclass(frozen=True, slots=True)
class Slip:
    """What the author or the printer seems to have got wrong. It stands as it is and asks nothing."""

    page: int
    paragraph: int
    quote: str
    suggestion: str
    why: str


@dataclass(frozen=True, slots=True)
class Emendation:
    """Words printed otherwise than in the source: `¶ 12 reading] source`."""

    page: int
    paragraph: int
    reading: str
    source: str
    rule: str


@dataclass(frozen=True, slots=True)
class InferredMark:
    """A note whose mark the source lost, and where this edition put it."""

    note: int
    page: int
    paragraph: int
    before: str
    """The words before the mark."""
    confidence: float


@dataclass(frozen=True, slots=True)
class Apparatus:
    """All lists, in reading order, and the sums that must balance."""

    emendations: tuple[Emendation, ...]
    hyphens: tuple[Emendation, ...]
    """Ambiguous line-end hyphens: the words as they are printed here."""
    marks: tuple[InferredMark, ...]
    queries: tuple[Query, ...]
    slips: tuple[Slip, ...]
    silent: tuple[tuple[str, int], ...]
    """Silent changes: the class in plain words, how often."""
    kept: int
    """Characters printed as they stand."""
    emended: int
    """Characters printed otherwise."""
    set_aside: tuple[tuple[str, int], ...]
    """Characters set aside, by reason."""
