"""A first `edition.toml` for a source: the sum pinned, the decisions to make laid out, nothing that the text tells."""

import json
from pathlib import Path

from edition.book import Edition
from edition.config import NAME
from edition.errors import OutputError

FOUND = ("title", "subtitle", "author", "date", "language", "rights", "publisher", "source")
"""Keys shown as the text gives them, for the editor to overrule."""


def start(edition: Edition, file: Path, seeds: Path) -> Path:
    """Write the configuration of a source and return its path.

    A file called `source` gets it beside it; any other is copied, byte for byte, into a folder of its own under
    `seeds`. Nothing that exists is overwritten: raises OutputError.
    """
    own = file.stem == "source"
    folder = file.parent if own else seeds / edition.book.slug
    source, target = folder / f"source{file.suffix}", folder / NAME
    for path in (target,) if own else (target, source):
        if path.exists():
            raise OutputError(f"{path}: exists already, and an editor's decisions are not overwritten. Edit it.")
    text = configuration(edition, source.name)
    try:
        if not own:
            folder.mkdir(parents=True, exist_ok=True)
            source.write_bytes(file.read_bytes())
        target.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise OutputError(f"{error.filename}: cannot be written ({error.strerror}).") from error
    return target


def configuration(edition: Edition, name: str) -> str:
    """Return the text of the file: what must be decided stands, what the text tells is shown as comments."""
    data = edition.metadata
    shown = [f"# {key} = {quoted(getattr(data, key))}" for key in FOUND if getattr(data, key)]
    lines = [
        "[source]",
        f"file = {quoted(name)}",
        f"sha256 = {quoted(edition.book.source.sha256)}",
        "",
        "[book]",
        "# What the text itself tells. Take the # away only to say otherwise.",
        *shown,
        "# The name of this edition for good: a reader's device knows the book by it.",
        f"identifier = {quoted(data.identifier)}",
        "# The moment of this edition, in UTC. No clock is read: change it when you publish anew.",
        f"modified = {quoted(data.modified)}",
        "",
        "[output]",
        "paragraph_numbers = false",
        "",
        "# Answer a query of apparatus.txt by quotation; `find` must match the source exactly once.",
        "# [[answer]]",
        '# find = "the words as the source has them"',
        '# read = "the words as they are to be printed"',
        '# why = "the reason"',
    ]
    return "\n".join(lines) + "\n"


def quoted(text: str) -> str:
    """Return the text as a TOML string: JSON's escapes, and one for the character that JSON lets stand."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
