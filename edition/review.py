"""The apparatus as files: complete as JSON, and as plain text for an editor to read beside the book."""

import json
from dataclasses import asdict
from pathlib import PurePath
from textwrap import fill

from edition.apparatus import Apparatus, Emendation
from edition.book import Edition

WIDTH = 72
"""Characters to a line of the plain text."""


def apparatus_json(edition: Edition) -> str:
    """Return the whole apparatus as JSON: UTF-8, two spaces deep, the same text for the same edition anywhere."""
    apparatus, arrangement = edition.apparatus, edition.arrangement
    lists: dict[str, object] = {
        name: [asdict(entry) for entry in getattr(apparatus, name)]
        for name in ("queries", "slips", "emendations", "hyphens", "marks")
    }
    content: dict[str, object] = {
        "book": {"slug": edition.book.slug} | asdict(edition.metadata),
        "source": {"name": PurePath(edition.book.source.name).name, "sha256": edition.book.source.sha256},
        "imposition": asdict(arrangement),
        "account": account(edition),
        "silent": dict(apparatus.silent),
        **lists,
    }
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def account(edition: Edition) -> dict[str, int | dict[str, int]]:
    """Return the characters of the source and where each of them went; the parts sum to the whole."""
    apparatus = edition.apparatus
    return {
        "source": len(edition.book.source.text),
        "kept": apparatus.kept,
        "emended": apparatus.emended,
        "set_aside": dict(apparatus.set_aside),
    }


def apparatus_text(edition: Edition) -> str:
    """Return the apparatus as plain text, 72 columns wide, the questions to the editor first."""
    apparatus = edition.apparatus
    parts = [
        heading(edition),
        section("Queries", QUERIES, queries(apparatus)),
        section("Slips", SLIPS, [hang(one) for one in slips(apparatus)]),
        section("Emendations", EMENDATIONS, [hang(entry(one)) for one in apparatus.emendations]),
        section("Ambiguous line-end hyphens", HYPHENS, [hang(entry(one)) for one in apparatus.hyphens]),
        section("Inferred note marks", MARKS, [hang(one) for one in marks(apparatus)]),
        section("Silent changes", SILENT, [f"{count} × {what}" for what, count in apparatus.silent]),
        section("Account", ACCOUNT, sums(edition)),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


QUERIES = (
    "Where the evidence does not decide, the edition prints the likelier reading and asks. "
    "Answer in edition.toml with an [[answer]] of find, read and why."
)
SLIPS = "What the author or the printer seems to have got wrong. It stands as it is and asks nothing."
EMENDATIONS = "What the edition reads] what the source has, a line end as /. The rule stands in brackets."
HYPHENS = "Words that a line end (/) divided, as they are printed here] as the source has them."
MARKS = "Notes whose mark the source lost, and the words after which this edition set it."
SILENT = "Changes made everywhere and only counted."
ACCOUNT = "Every character of the source is printed as it stands, printed otherwise, or set aside, exactly once."


def heading(edition: Edition) -> str:
    """Return the title of the list and what it was made from."""
    data, source = edition.metadata, edition.book.source
    by = f", by {data.author}" if data.author else ""
    lines = [wrap(f"Apparatus to {data.title}{by}"), "=" * WIDTH, f"Source: {PurePath(source.name).name}"]
    return "\n".join([*lines, f"SHA-256 {source.sha256}"])


def section(title: str, about: str, entries: list[str]) -> str:
    """Return one list under its title, or nothing for an empty list."""
    if not entries:
        return ""
    return "\n".join([title, "-" * WIDTH, wrap(about), "", *entries])


def queries(apparatus: Apparatus) -> list[str]:
    """Return each question: its place and why it is asked, then what is printed and what might be, line by line."""
    entries = []
    for q in apparatus.queries:
        about = f"mark of note {q.note}" if q.kind == "mark" else f"{q.kind} “{q.quote}”"
        head = hang(f"{place(q.page, q.paragraph)} {about}. {sentence(q.why)} Confidence {q.confidence:.2f}.")
        words = ("after:", "or after:") if q.kind == "mark" else ("printed:", "or:")
        choices = zip((words[0], *[words[1]] * len(q.alternatives)), (q.printed, *q.alternatives), strict=True)
        entries.append("\n".join([head, *(hang(f"{word:<9} {choice}", 4, 14) for word, choice in choices)]))
    return entries


def slips(apparatus: Apparatus) -> list[str]:
    """Return each suspected slip, with what was perhaps meant."""
    return [
        f"{place(s.page, s.paragraph)} “{s.quote}”"
        + (f": perhaps “{s.suggestion}”" if s.suggestion else "")
        + f". {sentence(s.why)}"
        for s in apparatus.slips
    ]


def entry(one: Emendation) -> str:
    """Return an emendation in the form editors use: `¶ 12 reading] source`."""
    reading, source = ("/".join(text.split("\n")).strip() or "nothing" for text in (one.reading, one.source))
    return f"{place(one.page, one.paragraph)} {reading}] {source} ({one.rule})"


def marks(apparatus: Apparatus) -> list[str]:
    """Return each inferred mark, with the words before it."""
    return [
        f"{place(m.page, m.paragraph)} note {m.note}, after: {m.before} (confidence {m.confidence:.2f})"
        for m in apparatus.marks
    ]


def sums(edition: Edition) -> list[str]:
    """Return the account of the source's characters, which balances."""
    apparatus = edition.apparatus
    total = f"{len(edition.book.source.text)} characters in the source"
    aside = [f"{count} set aside: {why}" for why, count in apparatus.set_aside]
    return [total, f"{apparatus.kept} printed as they stand", f"{apparatus.emended} printed otherwise", *aside]


def place(page: int, paragraph: int) -> str:
    """Return where an entry belongs: its paragraph, or its page where it stands outside the numbered text."""
    return f"¶ {paragraph}" if paragraph else f"p. {page}"


def sentence(words: str) -> str:
    """Return the words as a sentence of their own."""
    words = words.strip()
    return words[:1].upper() + words[1:] + ("" if words.endswith((".", "?", "!")) or not words else ".")


def wrap(text: str) -> str:
    """Return the text broken into lines of 72 columns at spaces alone."""
    return fill(" ".join(text.split()), WIDTH, break_long_words=False, break_on_hyphens=False)


def hang(text: str, first: int = 0, later: int = 4) -> str:
    """Return an entry whose first line stands in by so many columns, and the later ones by more."""
    return fill(
        text.replace("\n", " "),
        WIDTH,
        initial_indent=" " * first,
        subsequent_indent=" " * later,
        break_long_words=False,
        break_on_hyphens=False,
    )
