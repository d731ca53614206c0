"""The one family of errors. Each carries the exit code of the command line, which alone prints it."""


class EditionError(Exception):
    """Says what is wrong, where, and what to do about it; never shown as a traceback."""

    exit_code = 1


class SourceError(EditionError):
    """The source cannot be read as text: empty, binary, wrongly encoded or missing."""

    exit_code = 3


class ConfigError(EditionError):
    """`edition.toml` asks for something that cannot be done; the file, the key and the words are named."""

    exit_code = 4


class LawError(EditionError):
    """A law of the edition does not hold. Nothing is written: this is a defect of the program, not of the book."""

    exit_code = 5


class TypesetError(EditionError):
    """The PDF, the EPUB or a booklet could not be made whole: a note lost, a face or a glyph missing."""

    exit_code = 6


class OutputError(EditionError):
    """The folder for the finished files cannot be written."""

    exit_code = 7
