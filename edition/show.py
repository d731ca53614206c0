"""Any stage of a book as text: what `edition show` prints, and the golden form of the tests."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import assert_never

from edition.book import Book
from edition.document import (
    Block,
    BlockQuote,
    Emphasis,
    Heading,
    Inline,
    LineBreak,
    ListBlock,
    Note,
    PageBreak,
    Paragraph,
    SmallCaps,
    Table,
    Text,
    ThematicBreak,
    Verse,
    reading,
)
from edition.restore import Stages, run
from edition.review import apparatus_text
from edition.source import Source


def show(stage: str, book: Book) -> str:
    """Return what one of STAGES made of the book, a line or more for each thing it made, ending with a line end."""
    return STAGES[stage](run(book)).rstrip("\n") + "\n"


def _source(stages: Stages) -> str:
    source = stages.book.source
    return f"{len(source.text)} characters, SHA-256 {source.sha256}\n\n{source.text}"


def _blocks(stages: Stages) -> str:
    source = stages.book.source
    return "\n".join(
        f"{f.kind:<5} {f.label:<3} {f.span.start:>7}-{f.span.end:<7} {_brief(source.at(f.text_span))}"
        for f in stages.fragments
    )


def _order(stages: Stages) -> str:
    order, source = stages.order, stages.book.source
    found = stages.edition.arrangement
    lines = [f"{found.scheme}, {found.pages} pages, signature {found.signature}, confidence {found.confidence:.4f}"]
    lines += [f"{role:<9} {_brief(source.at(stages.fragments[i].span))}" for i, role in order.furniture.title]
    for leaf in order.leaves:
        lines.append(f"page {leaf.folio}")
        lines += [f"  text  {_brief(source.at(order.atoms[i].span))}" for i in leaf.text]
        lines += [f"  note  {order.atoms[i].label:<3} {_brief(source.at(order.atoms[i].span))}" for i in leaf.notes]
    lines += [f"colophon  {_brief(source.at(stages.fragments[i].span))}" for i in order.furniture.colophon]
    lines += [f"doubt: page {d.folio} or {d.other}, {d.confidence:.3f}" for d in order.doubts if d.confidence < 0.98]
    return "\n".join(lines)


def _notes(stages: Stages) -> str:
    lines = []
    for number, call in enumerate(stages.calls.calls, 1):
        label, folio, paragraphs = stages.assembly.notes[call.note]
        before = stages.assembly.text[call.place.draft].tape.text[: call.place.end][-50:]
        how = "placed" if call.inferred else "marked"
        lines.append(f"{number:>3} ({label}) page {folio}, {how} after: {before!r}: {_brief(paragraphs[0].tape.text)}")
    return "\n".join(lines) or "no notes"


def _document(stages: Stages) -> str:
    source, document = stages.book.source, stages.edition.document
    parts = (("front", document.frontmatter), ("body", document.bodymatter), ("back", document.backmatter))
    return "\n".join(
        f"{name} matter\n" + "\n".join(dump(source, block, 1) for block in blocks) for name, blocks in parts
    )


def dump(source: Source, block: Block, depth: int = 0) -> str:
    """Return a block as an indented tree; what is printed otherwise stands in braces."""
    pad = "  " * depth
    match block:
        case Heading():
            return f"{pad}heading {block.level}: {_inlines(source, block.inlines)}"
        case Paragraph():
            name = f"¶ {block.number}" if block.number else block.role or "paragraph"
            return f"{pad}{name}: {_inlines(source, block.inlines)}"
        case BlockQuote():
            return f"{pad}quotation\n" + "\n".join(dump(source, inner, depth + 1) for inner in block.blocks)
        case Verse():
            return f"{pad}verse {block.number}\n" + "\n".join(
                f"{pad}  {_inlines(source, line)}" for line in block.lines
            )
        case ListBlock():
            items = (dump(source, inner, depth + 1) for item in block.items for inner in item)
            return f"{pad}list\n" + "\n".join(items)
        case Table():
            rows = (" | ".join(_inlines(source, cell) for cell in row) for row in block.rows)
            return f"{pad}table {block.number}{' with a head' * block.headed}\n" + "\n".join(
                f"{pad}  {row}" for row in rows
            )
        case ThematicBreak():
            return f"{pad}break"
        case _:
            assert_never(block)


def _inlines(source: Source, inlines: tuple[Inline, ...]) -> str:
    out = []
    for inline in inlines:
        match inline:
            case Text():
                out.append(reading(source, inline).replace("\n", " "))
            case Emphasis():
                out.append(f"*{_inlines(source, inline.inlines)}*")
            case SmallCaps():
                out.append(_inlines(source, inline.inlines))
            case LineBreak():
                out.append(" / ")
            case PageBreak():
                out.append(f"[page {inline.page}]")
            case Note():
                blocks = " ".join(dump(source, block).strip() for block in inline.blocks)
                out.append(f"[note {inline.number}{' placed' if inline.inferred else ''}: {blocks}]")
            case _:
                assert_never(inline)
    return "".join(out)


def _brief(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) < 90 else f"{flat[:50]} … {flat[-35:]}"


STAGES: Mapping[str, Callable[[Stages], str]] = MappingProxyType(
    {
        "source": _source,
        "blocks": _blocks,
        "order": _order,
        "notes": _notes,
        "document": _document,
        "apparatus": lambda stages: apparatus_text(stages.edition),
    }
)
"""What `edition show` can print."""
