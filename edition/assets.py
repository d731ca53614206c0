"""The files that ship with the code: templates, styles and faces, in a wheel or in a checkout."""

from pathlib import Path

from edition.errors import TypesetError

PACKAGE = Path(__file__).resolve().parent
PLACES = (PACKAGE, PACKAGE.parent)
"""A wheel carries styles and faces inside the package; a checkout has them at its top."""


def path(name: str) -> Path:
    """Return the path of an existing file or folder, named from the top: `fonts/Regular.otf`, `styles/print.css`.

    Raises TypesetError naming what is missing.
    """
    relative = Path(name)
    if not relative.is_absolute() and ".." not in relative.parts:
        for place in PLACES:
            if (place / relative).exists():
                return place / relative
    raise TypesetError(f"{name}: is missing from this installation. Install edition again; no other file can stand in.")


def read(name: str) -> str:
    """Return the text of a file that `path` finds."""
    return path(name).read_text(encoding="utf-8")
