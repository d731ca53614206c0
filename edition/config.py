"""`edition.toml`: what an editor decides about one book. What the text itself tells is found, never asked for here."""

import re
import tomllib
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from edition.book import Answer, Book, Output
from edition.errors import ConfigError
from edition.formats import DEFAULT, FORMATS
from edition.imposition import SCHEMES
from edition.source import Source, read_source

NAME = "edition.toml"
TYPES: dict[type, str] = {
    str: "text in quotes",
    int: "a whole number",
    bool: "true or false",
    list: "text in quotes, or several in brackets",
}


@dataclass(frozen=True, slots=True)
class Key:
    """What may stand under one key of a table."""

    type: type = str
    required: bool = False
    check: Callable[[Any], bool] = bool
    hint: str = "must say something; leave the key out otherwise"
    """How to mend a value that `check` refuses."""


def is_utc_stamp(value: str) -> bool:
    """Tell whether the text is a moment in UTC to the second, as EPUB 3.3 asks of `dcterms:modified`."""
    if not re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", value):
        return False
    try:
        datetime.fromisoformat(value)
    except ValueError:
        return False
    return True


def is_identifier(value: str) -> bool:
    """Tell whether the text is a URN (RFC 8141) or a web address; a `urn:uuid:` must hold a UUID."""
    scheme, _, rest = value.partition(":")
    if value.lower().startswith("urn:uuid:"):
        try:
            uuid.UUID(value[9:])
        except ValueError:
            return False
        return len(value) == len("urn:uuid:") + 36
    if scheme.lower() == "urn":
        return re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9-]{1,31}:[!-~]+", rest) is not None
    return re.fullmatch(r"https?://[!-~]+", value) is not None


def is_language(value: str) -> bool:
    """Tell whether the text has the form of a BCP 47 tag: a language, then script, region and variants."""
    return (
        re.fullmatch(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|\d{3}))?(-([a-z0-9]{5,8}|\d[a-z0-9]{3}))*", value)
        is not None
    )


def is_sum(value: str) -> bool:
    """Tell whether the text is a SHA-256 in hexadecimal."""
    return re.fullmatch(r"[0-9a-fA-F]{64}", value) is not None


def is_date(value: str) -> bool:
    """Tell whether the text is a year, a month of a year or a day: `2005`, `2005-03`, `2005-03-08`."""
    return re.fullmatch(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?", value) is not None


def are_formats(names: list[object]) -> bool:
    """Tell whether all are names of formats, one at least, and none stands twice."""
    known = [name for name in names if isinstance(name, str) and name in FORMATS]
    return 0 < len(names) == len(set(known))


def is_position(value: str) -> bool:
    """Tell whether the text is a place in a series, as EPUB 3.3 asks of `group-position`: `3`, `2.5`, `1.2.1`."""
    return re.fullmatch(r"[0-9]+(\.[0-9]+)*", value) is not None


TABLES: dict[str, dict[str, Key]] = {
    "source": {
        "file": Key(required=True),
        "sha256": Key(required=True, check=is_sum, hint="must be 64 hexadecimal digits, as sha256sum prints them"),
    },
    "book": {
        "title": Key(),
        "subtitle": Key(),
        "author": Key(),
        "author_sort": Key(),
        "date": Key(check=is_date, hint='must be a year or a day, such as "2005" or "2005-03-08"'),
        "language": Key(check=is_language, hint='must be a language tag, such as "en" or "pt-BR"'),
        "rights": Key(),
        "publisher": Key(),
        "source": Key(),
        "series": Key(),
        "series_index": Key(check=is_position, hint='must be a number in quotes, such as "3" or "2.5"'),
        "identifier": Key(
            required=True,
            check=is_identifier,
            hint='must be a URN or a web address, such as "urn:uuid:…" or "https://…"',
        ),
        "modified": Key(
            required=True,
            check=is_utc_stamp,
            hint='must be a moment in UTC, such as "2026-03-08T12:00:00Z": no clock is read',
        ),
    },
    "imposition": {
        "scheme": Key(check=SCHEMES.__contains__, hint=f"must be one of {', '.join(SCHEMES)}"),
        "pages": Key(int, check=lambda n: n > 0, hint="must be the number of pages with the blanks, 1 or more"),
    },
    "output": {
        "paragraph_numbers": Key(bool, check=lambda _: True),
        "format": Key(list, check=are_formats, hint=f"must be one of {', '.join(FORMATS)}, or several, each once"),
    },
    "answer": {
        "find": Key(required=True),
        "read": Key(required=True, check=lambda _: True),
        "why": Key(required=True),
    },
}
"""Every key there is. `[[answer]]` may stand any number of times, the others once."""


@dataclass(frozen=True, slots=True)
class Places:
    """Where the tables and keys of one file stand, for messages that lead to the line."""

    file: Path
    lines: dict[tuple[str, int, str], int]
    """(table, its occurrence from 0, key or "" for its head) → line number from 1."""

    def error(self, message: str, table: str = "", key: str = "", nth: int = 0) -> ConfigError:
        """Return the error, to raise, that names file and line."""
        line = self.lines.get((table, nth, key)) or self.lines.get((table, nth, "")) or 0
        return ConfigError(f"{self.file}{f', line {line}' if line else ''}: {message}")


def read_config(file: Path, slug: str) -> Book:
    """Return the book that a configuration describes, its source read and held against the sum it pins.

    Raises ConfigError naming file, line and key for whatever cannot be done, SourceError for a source that is no text.
    """
    text, data = load(file)
    places = Places(file, dict(key_lines(text)))
    check_tables(data, places)
    book, made = data.get("book", {}), data.get("imposition", {})
    source = pinned_source(data["source"], places)
    return Book(
        slug=slug,
        source=source,
        given=dict(book),
        scheme=made.get("scheme"),
        pages=made.get("pages"),
        answers=read_answers(data.get("answer", []), source, places),
        output=read_output(data.get("output", {})),
        config=text,
    )


def read_output(found: dict[str, Any]) -> Output:
    """Return what the editor chose for the printed forms."""
    names = found.get("format", [DEFAULT])
    formats = (names,) if isinstance(names, str) else tuple(names)
    return Output(paragraph_numbers=found.get("paragraph_numbers", False), formats=formats)


def load(file: Path) -> tuple[str, dict[str, Any]]:
    """Return the text of a TOML file and what it says."""
    try:
        text = file.read_bytes().decode("utf-8")
    except OSError as error:
        raise ConfigError(f"{file}: cannot be read ({error.strerror}).") from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"{file}: is not UTF-8 (byte {error.start}). Save it as UTF-8.") from error
    try:
        return text, tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{file}: is not TOML: {error}. Text stands in quotes, one key to a line.") from error


def key_lines(text: str) -> list[tuple[tuple[str, int, str], int]]:
    """Return where each table and key stands; a line inside a text of several lines may be taken for one too."""
    found: list[tuple[tuple[str, int, str], int]] = []
    table, count = "", dict.fromkeys([""], 0)
    for number, line in enumerate(text.split("\n"), 1):
        if head := re.match(r"\s*\[\[?\s*([\w-]+)\s*\]", line):
            table = head[1]
            count[table] = count.get(table, -1) + 1
            found.append(((table, count[table], ""), number))
        elif key := re.match(r'\s*"?([\w-]+)"?\s*[=.]', line):
            found.append(((table, count[table], key[1]), number))
    return found


def check_tables(data: dict[str, Any], places: Places) -> None:
    """Refuse an unknown table or key, a missing one, and a value that is not what its key takes."""
    for name in data:
        if name not in TABLES:
            known = ", ".join(f"[{table}]" for table in TABLES)
            where = (name, "") if (name, 0, "") in places.lines else ("", name)
            raise places.error(f"unknown table or key `{name}`. Known tables: {known}.", *where)
    for name, keys in TABLES.items():
        found = data.get(name, [] if name == "answer" else {})
        if name == "answer":
            if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
                raise places.error("answers stand each under its own [[answer]].", "answer")
            for nth, one in enumerate(found):
                check_table(name, one, keys, places, nth)
        elif isinstance(found, dict):
            check_table(name, found, keys, places, 0)
        else:
            raise places.error(f"`{name}` is a table: write [{name}] on a line of its own, once.", "", name)


def check_table(name: str, found: dict[str, Any], keys: dict[str, Key], places: Places, nth: int) -> None:
    """Refuse what one table may not say."""
    for key, value in found.items():
        if key not in keys:
            raise places.error(f"unknown key `{key}` in [{name}]. Known keys: {', '.join(keys)}.", name, key, nth)
        if wrong := fault(value, keys[key]):
            raise places.error(f"`{key}` in [{name}] {wrong}.", name, key, nth)
    for key, rule in keys.items():
        if rule.required and key not in found:
            raise places.error(f"[{name}] lacks `{key}`. `edition new` writes it for a source.", name, "", nth)


def fault(value: object, rule: Key) -> str:
    """Return what is wrong with a value: its type, a control character, what the key's own check says; else nothing."""
    if rule.type is list and isinstance(value, str):
        # One stands for a list of it.
        value = [value]
    if type(value) is not rule.type:
        return f"must be {TYPES[rule.type]}"
    if isinstance(value, str) and re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]", value):
        return "holds a control character, which no book can print"
    return "" if rule.check(value) else rule.hint


def pinned_source(table: dict[str, str], places: Places) -> Source:
    """Return the source that the configuration names, from its own folder, if its bytes are those it pins."""
    folder = places.file.parent
    path = folder / table["file"]
    if not path.resolve().is_relative_to(folder.resolve()):
        raise places.error(
            f"`{table['file']}` lies outside the book's folder. Copy the source into it.", "source", "file"
        )
    if not path.is_file():
        raise places.error(f"there is no file `{table['file']}` beside it.", "source", "file")
    source = read_source(path)
    if source.sha256 != table["sha256"].lower():
        message = (
            f"{path} has the SHA-256 {source.sha256}, but {table['sha256']} is pinned. "
            "If the file was changed on purpose, read the book again and pin the new sum."
        )
        raise places.error(message, "source", "sha256")
    return source


def read_answers(found: list[dict[str, str]], source: Source, places: Places) -> tuple[Answer, ...]:
    """Return the editor's answers, each of which finds its words exactly once and none of another's."""
    taken: list[tuple[int, int, str]] = []
    for nth, one in enumerate(found):
        starts = occurrences(source.text, one["find"])
        if not starts:
            raise places.error(f"`find` matches nothing in {source.name}: {one['find']!r}.", "answer", "find", nth)
        if len(starts) > 1:
            lines = ", ".join(str(source.line(start)) for start in starts)
            message = (
                f"`find` matches {len(starts)} times in {source.name} (lines {lines}): {one['find']!r}. Quote more."
            )
            raise places.error(message, "answer", "find", nth)
        start, end = starts[0], starts[0] + len(one["find"])
        for other_start, other_end, other in taken:
            if start < other_end and other_start < end:
                raise places.error(f"`find` overlaps another answer's: {other!r}.", "answer", "find", nth)
        taken.append((start, end, one["find"]))
    return tuple(Answer(one["find"], one["read"], one["why"]) for one in found)


def occurrences(text: str, words: str) -> list[int]:
    """Return every place where the words begin, overlapping ones too."""
    found = []
    at = text.find(words)
    while at >= 0:
        found.append(at)
        at = text.find(words, at + 1)
    return found
