"""Turn the garbled text of a printed booklet into a clean edition: PDF, EPUB and a booklet to print."""

__version__ = "0.1.0"
