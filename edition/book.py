"""What passes between the stages: the book as it is given, and the edition made of it."""

import uuid
from dataclasses import dataclass, field

from edition.apparatus import Apparatus
from edition.document import Document
from edition.formats import DEFAULT
from edition.source import Source


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a library's catalogue asks of the edition. Empty strings stand for what nobody knows."""

    title: str
    subtitle: str = ""
    author: str = ""
    author_sort: str = ""
    """The author as filed: `Austen, Jane`. Empty: made from `author`."""
    date: str = ""
    """Of the text, as the title page gives it: `2005`."""
    language: str = "en"
    """A BCP 47 tag."""
    rights: str = ""
    publisher: str = ""
    source: str = ""
    """Where the text was found, as the colophon says it."""
    series: str = ""
    """The series that the book belongs to."""
    series_index: str = ""
    """Its place in the series: `3`, or `2.5` for what came between."""
    identifier: str = ""
    """A URN. Without configuration a UUIDv5 of the source's SHA-256."""
    modified: str = "2000-01-01T00:00:00Z"
    """Of this edition, in UTC. Without configuration a constant: no clock is read."""


@dataclass(frozen=True, slots=True)
class Answer:
    """An editor's decision: print `read` where the source has `find`, which must stand in it exactly once."""

    find: str
    read: str
    why: str


@dataclass(frozen=True, slots=True)
class Output:
    """The editor's choices for the printed forms."""

    paragraph_numbers: bool = False
    """Print the paragraph numbers in the margin."""
    formats: tuple[str, ...] = (DEFAULT,)
    """The sizes of page, by their names in `edition.formats`; the first one is the book's own."""


@dataclass(frozen=True, slots=True)
class Book:
    """One source and what its editor decided; `given` holds the metadata keys that the configuration sets."""

    slug: str
    source: Source
    given: dict[str, str] = field(default_factory=dict)
    scheme: str | None = None
    """The imposition scheme where the editor fixes it; otherwise it is found."""
    pages: int | None = None
    """The page count, blanks included, where the editor fixes it."""
    answers: tuple[Answer, ...] = ()
    output: Output = field(default_factory=Output)
    config: str = ""
    """The text of its `edition.toml`, if it has one."""


@dataclass(frozen=True, slots=True)
class Arrangement:
    """How the source's pages were found to stand."""

    scheme: str
    """A name of `edition.imposition`, or `none`."""
    pages: int
    """With the blanks; 0 where the source shows no pages."""
    signature: int
    """Pages folded together; 0 where there are none."""
    printed: tuple[int, ...]
    """The folios that carry text, in rising order."""
    confidence: float


@dataclass(frozen=True, slots=True)
class Edition:
    """The restored book: everything that the printed forms are made from."""

    book: Book
    metadata: Metadata
    document: Document
    apparatus: Apparatus
    arrangement: Arrangement


NAMESPACE = uuid.UUID("5f0c6a6e-6a0b-5d0e-9a35-2f9a1b6f7c11")
"""Of this project's own names: fixed for good, or every reader's device would take a rebuilt book for another one."""


def default_identifier(source: Source) -> str:
    """Return the URN of an unconfigured book: the same source has the same name on every machine (UUIDv5, RFC 9562)."""
    return uuid.uuid5(NAMESPACE, source.sha256).urn
