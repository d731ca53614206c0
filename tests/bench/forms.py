"""The forms in which books label notes and extractions write their marks, in booklets cut into pages without setting.

Made in a moment, so that all forms are tried with all numberings: `python -m tests.bench.forms [--count N] [--seed S]`.
"""

import argparse
import re
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from edition.book import Book
from edition.imposition import pad, padded, positions
from edition.restore import restore
from edition.source import decode
from tests.bench.booklets import SIGNS, Booklet, Page, Style
from tests.bench.extracts import SUPERIOR
from tests.bench.texts import CALL, MADE, Text, make_text
from tests.bench.verdict import Verdict, judge

MARKS = {
    "sup": lambda n: n.translate(SUPERIOR),
    "bracket": "[{}]".format,
    "paren": "({})".format,
    "caret": "^{}".format,
    "caret-brace": "^{{{}}}".format,
    "latex": "$^{{{}}}$".format,
    "noise": "$^{{^{{\\rm {}}}$".format,
    "html": "<sup>{}</sup>".format,
    "plain": "{}".format,
}
"""How a figure is written that calls a note."""
LABELS = {
    "same": "",
    "dot": "{}.",
    "bracket": "[{}]",
    "close": "{})",
    "bare": "{}",
    "sup": "sup",
}
"""How it is written before the note; `same` as at its mark."""
NUMBERINGS = ("book", "chapter", "page", "signs")
GATHERINGS = ("page", "side", "inline", "chapter", "end")
"""Notes under each page, after both pages of a side, behind each paragraph, or at the end of chapter or book."""


@dataclass(frozen=True)
class Form:
    """One way to write the notes of a booklet."""

    number: int
    language: str
    mark: str
    label: str
    numbering: str
    gathering: str
    lost: float = 0.0
    paragraphs: float = 0.0
    """How many of the notes have two paragraphs."""
    heading: bool = True
    """Endnotes have a heading of their own."""

    def __str__(self) -> str:
        return f"{self.number:>4} {self.language} {self.mark}.{self.label}.{self.numbering}.{self.gathering}"


@dataclass
class Leaf:
    """One page: blocks of text with keys of notes at their marks, and the keys of its notes."""

    blocks: list[tuple[str, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


NOTES = {
    "en": "Notes",
    "de": "Anmerkungen",
    "fr": "Notes",
    "es": "Notas",
    "it": "Note",
    "pt": "Notas",
    "ru": "Примечания",
}
NOTES |= {"el": "Σημειώσεις"}


def forms(count: int, seed: int) -> list[Form]:
    """Return the forms of a seed: numberings, gatherings and marks in turn, the rest by lot."""
    found = []
    for n in range(count):
        rng = Random(f"{seed}/{n}")
        mark = list(MARKS)[n % len(MARKS)]
        gathering = GATHERINGS[(n // 2) % len(GATHERINGS)]
        numbering = NUMBERINGS[(n // 3) % len(NUMBERINGS)]
        if gathering in ("chapter", "end"):
            numbering = "chapter" if numbering in ("page", "signs") else numbering
            numbering = "book" if gathering == "end" else numbering
        label = "same" if numbering == "signs" else rng.choice(list(LABELS))
        language = rng.choice(("en", "de", *MADE))
        found.append(
            Form(
                n,
                language,
                mark,
                label,
                numbering,
                gathering,
                0.0,
                rng.choice((0.0, 0.0, 0.0, 0.3)),
                rng.random() < 0.5,
            )
        )
    return found


def paginate(text: Text, words: int) -> list[Leaf]:
    """Return the pages of a text, of about so many words; a page may end inside a paragraph, never with a heading."""
    leaves = [Leaf()]
    room = words
    for block in text.blocks:
        rest = block["text"].split(" ")
        while rest:
            if room < 12 or (block["kind"] == "heading" and room < 40):
                leaves.append(Leaf())
                room = words
            take = len(rest) if len(rest) <= room + 8 else room
            part, rest = " ".join(rest[:take]), rest[take:]
            leaves[-1].blocks.append((block["kind"], part))
            leaves[-1].notes += CALL.findall(part)
            room -= take + 10 * len(CALL.findall(part))
    return leaves


def label_notes(text: Text, leaves: list[Leaf], numbering: str) -> None:
    """Set the labels of the notes: through the book, by chapter, by page, or signs by page."""
    count = 0
    for leaf in leaves:
        count = 0 if numbering in ("page", "signs") else count
        for kind, part in leaf.blocks:
            count = 0 if numbering == "chapter" and kind == "heading" else count
            for key in CALL.findall(part):
                count += 1
                text.labels[key] = SIGNS[(count - 1) % len(SIGNS)] if numbering == "signs" else str(count)


class Writer:
    """Writes the pages of one form as an extraction of sheets leaves them."""

    def __init__(self, text: Text, form: Form, rng: Random) -> None:
        self.text, self.form, self.rng = text, form, rng
        self.lost: list[str] = []

    def mark(self, key: str) -> str:
        if self.rng.random() < self.form.lost:
            self.lost.append(key)
            return ""
        label = self.text.labels[key]
        return MARKS[self.form.mark](label) if label.isdigit() else label

    def note(self, key: str) -> list[str]:
        label = self.text.labels[key]
        form = LABELS[self.form.label]
        if not label.isdigit():
            shown = label
        elif not form:
            shown = MARKS[self.form.mark](label)
        else:
            shown = label.translate(SUPERIOR) if form == "sup" else form.format(label)
        first, *others = self.text.notes[key].split("\n")
        return [f"{shown} {first}", *others]

    def write(self, sides: list[list[Leaf]]) -> str:
        out: list[str] = []
        waiting: list[str] = []
        for side in sides:
            under: list[str] = []
            for leaf in side:
                own: list[str] = []
                for kind, part in leaf.blocks:
                    if kind == "heading" and waiting and self.form.gathering == "chapter":
                        own += self.endnotes(waiting)
                        waiting.clear()
                    own.append(CALL.sub(lambda m: self.mark(m[1]), part))
                    if self.form.gathering in ("chapter", "end"):
                        waiting += CALL.findall(part)
                    if self.form.gathering == "inline":
                        own += [p for key in CALL.findall(part) for p in self.note(key)]
                if self.form.gathering == "page":
                    own += [p for key in leaf.notes for p in self.note(key)]
                under += leaf.notes if self.form.gathering == "side" else []
                out += own
            out += [p for key in under for p in self.note(key)]
        out += self.endnotes(waiting)
        return "\n\n".join(out) + "\n"

    def endnotes(self, keys: list[str]) -> list[str]:
        heading = [NOTES[self.text.language]] if self.form.heading and keys else []
        return heading + [p for key in keys for p in self.note(key)]


def make(form: Form, words: int = 2200) -> tuple[Booklet, bytes, list[str]]:
    """Return the booklet of a form, its extraction, and the notes whose marks that lost."""
    rng = Random(f"forms/{form}")
    name = {"en": "wild-apples", "de": "manifest-de"}.get(form.language, form.language)
    text = make_text(name, words, 5.0, rng)
    for key, note in text.notes.items():
        if rng.random() < form.paragraphs and not re.search(r"\n", note):
            text.notes[key] = f"{note}\n{text.notes[rng.choice(list(text.notes))].splitlines()[0]}"
    leaves = paginate(text, rng.choice((200, 260, 320)))
    label_notes(text, leaves, form.numbering)
    sides = [[leaf] for leaf in leaves]
    if form.gathering == "side":
        size = padded("2up", len(leaves), 0)
        vector = pad(range(len(leaves)), size, cover=False)
        slots = [[vector[slot.position] for slot in side] for side in positions("2up", size, 0)]
        sides = [[leaves[page] for page in side if page is not None] for side in slots]
    writer = Writer(text, form, rng)
    source = writer.write(sides)
    style = Style(0, "", 0, 0, False, False, False, False, False, form.numbering)
    booklet = Booklet(text, style, [Page([], "", "") for _ in leaves], None)
    return booklet, source.encode(), writer.lost


def run(form: Form) -> tuple[Verdict, str]:
    """Return what is wrong with the edition of a form, and its queries."""
    booklet, data, lost = make(form)
    # Only the order of the pages takes long to find, and it is not what is asked here.
    scheme = "2up" if form.gathering == "side" else "none"
    edition = restore(Book("case", decode("source", data), scheme=scheme))
    told = "\n".join(f"    {q.kind} n{q.note} {q.quote[:60]!r} {q.confidence}" for q in edition.apparatus.queries)
    return judge(booklet, lost, edition), told


def main() -> None:
    """Run, print a line for each form, and the means by mark, label, numbering and gathering."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=36)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--case", type=int, action="append")
    parser.add_argument("--dump", type=Path)
    args = parser.parse_args()
    rows: dict[str, list[Verdict]] = defaultdict(list)
    for form in forms(args.count, args.seed):
        if args.case and form.number not in args.case:
            continue
        verdict, told = run(form)
        figures = " ".join(
            f"{c}={verdict.figures[c]:.3g}" for c in ("breaks", "word_errors", "notes", "marks_kept", "silent")
        )
        print(f"{form!s:<44}{figures}", flush=True)
        for value in (
            form.mark,
            f"label {form.label}",
            f"numbered by {form.numbering}",
            f"notes by {form.gathering}",
            "all",
        ):
            rows[value].append(verdict)
        if args.case:
            print(*verdict.silent[:20], *verdict.misses[:20], *verdict.words[:10], told, sep="\n")
            if args.dump:
                args.dump.write_bytes(make(form)[1])
    for name, own in rows.items():
        means = (sum(v.figures[c] for v in own) / len(own) for c in ("notes", "marks_kept", "silent"))
        print(f"{name:<24}{len(own):>4}" + "".join(f"{mean:>9.3f}" for mean in means))


if __name__ == "__main__":
    main()
