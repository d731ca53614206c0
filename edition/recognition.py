"""The reader that fits a source: a PDF by its type, text with line ends by its lines, other text by its blocks."""

from edition.blocks import Recognised, recognise_blocks
from edition.copies import drop_copied_pages, tell_copies
from edition.lexicon import Lexicon
from edition.lines import has_hard_lines, recognise_lines
from edition.source import Source


def recognise(source: Source, lexicon: Lexicon, *, scheme: str | None = None, pages: int | None = None) -> Recognised:
    """Return the source's blocks in its own order: every character outside them is white space.

    `scheme` and `pages` are an editor's, for pages that nothing else tells.
    """
    if source.layout is not None:
        # Here, so that a text needs nothing that reads PDFs.
        from edition.typography import recognise_pdf

        return drop_copied_pages(recognise_pdf(source, source.layout))
    if has_hard_lines(source):
        return recognise_lines(source, lexicon, scheme=scheme, count=pages)
    return tell_copies(source, recognise_blocks(source))
