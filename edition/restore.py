"""The whole way from a book to its edition. Writes nothing."""

from dataclasses import dataclass

from edition.account import derive
from edition.answers import read_answers
from edition.apparatus import Finding
from edition.blocks import Fragment
from edition.book import Arrangement, Book, Edition, Metadata, default_identifier
from edition.compose import compose
from edition.document import Document, Paragraph, plain
from edition.furniture import BYLINE
from edition.imprint import found_at, publisher_of, rights_of, year_of
from edition.languages import detect_language
from edition.leaves import Order
from edition.lexicon import Lexicon, read_lexicon
from edition.notes import Calls, place_notes, reference_slips
from edition.order import find_order
from edition.paragraphs import Assembly, assemble
from edition.recognition import recognise
from edition.source import Span


@dataclass(frozen=True, slots=True)
class Stages:
    """What every stage made of one book."""

    book: Book
    lexicon: Lexicon
    fragments: tuple[Fragment, ...]
    order: Order
    assembly: Assembly
    calls: Calls
    edition: Edition


def restore(book: Book) -> Edition:
    """Return the edition of a book; its apparatus balances, or LawError is raised."""
    return run(book).edition


def run(book: Book) -> Stages:
    """Return the edition with what each stage made on the way."""
    source = book.source
    language = book.given.get("language") or detect_language(source.text)
    lexicon = read_lexicon(language, source.text)
    recognised = recognise(source, lexicon, scheme=book.scheme, pages=book.pages)
    fragments = recognised.fragments
    decisions = read_answers(source, book.answers)
    order = find_order(source, recognised, lexicon, scheme=book.scheme, pages=book.pages, follows=decisions.follows)
    assembly = assemble(source, fragments, order, decisions.opens)
    calls = place_notes(assembly, lexicon, decisions.marks)
    document, found = compose(source, recognised, order, assembly, calls, lexicon, decisions.readings)
    asked = (*assembly.findings, *calls.findings, *found, *reference_slips(assembly, lexicon))
    findings = [finding for finding in asked if not _answered(finding, decisions.spans)]
    apparatus = derive(source, document, findings, {call.note: n for n, call in enumerate(calls.calls, 1)})
    edition = Edition(book, _metadata(book, document, language), document, apparatus, _arrangement(order))
    return Stages(book, lexicon, fragments, order, assembly, calls, edition)


def _answered(finding: Finding, spans: tuple[Span, ...]) -> bool:
    """Tell whether the editor has decided on these words."""
    return any(finding.span.start < span.end and span.start < finding.span.end for span in spans)


def _metadata(book: Book, document: Document, language: str) -> Metadata:
    """Return the catalogue's data: what the editor gives, otherwise what the title page says."""
    read: dict[str, str] = {}
    for block in document.frontmatter:
        if isinstance(block, Paragraph) and block.role:
            read.setdefault(block.role, " ".join(plain(book.source, block.inlines).split()))
    given = book.given
    known = [plain(book.source, block.inlines) for block in document.frontmatter if isinstance(block, Paragraph)]
    lines = [
        line
        for block in document.backmatter
        if isinstance(block, Paragraph)
        for line in plain(book.source, block.inlines).split("\n")
    ]
    title = given.get("title") or read.get("title") or book.slug.replace("-", " ").capitalize()
    return Metadata(
        title=title,
        subtitle=given.get("subtitle", read.get("subtitle", "")),
        author=given.get("author", BYLINE.sub("", read.get("author", ""))),
        author_sort=given.get("author_sort", ""),
        date=given.get("date", year_of(read.get("date", ""))),
        language=language,
        rights=given.get("rights", rights_of(lines + known)),
        source=given.get("source", found_at(lines)),
        publisher=given.get("publisher", read.get("imprint", "") or publisher_of(lines, known)),
        series=given.get("series", ""),
        series_index=given.get("series_index", ""),
        identifier=given["identifier"] if "identifier" in given else default_identifier(book.source),
        **({"modified": given["modified"]} if "modified" in given else {}),
    )


def _arrangement(order: Order) -> Arrangement:
    hypothesis = order.hypothesis
    if hypothesis is None:
        return Arrangement("none", 0, 0, (), order.confidence)
    printed = {leaf.folio for leaf in order.leaves}
    printed |= {1} if order.furniture.title else set()
    printed |= {hypothesis.pages} if order.furniture.colophon else set()
    return Arrangement(
        hypothesis.scheme, hypothesis.pages, hypothesis.signature, tuple(sorted(printed)), order.confidence
    )
