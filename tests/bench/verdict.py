"""What a restored edition got wrong: the figures of `score.py`, read off its document, and what no query quotes."""

import json
import re
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from rapidfuzz.distance import Levenshtein

from edition.apparatus import Query
from edition.book import Edition
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
    Text,
    ThematicBreak,
    Verse,
    inlines_of,
    plain,
    reading,
)
from tests.bench import score
from tests.bench.booklets import Booklet

COLUMNS = (
    "breaks",
    "word_errors",
    "paragraphs",
    "notes",
    "marks_kept",
    "marks_lost",
    "quotes",
    "italics",
    "queries/page",
    "silent",
)


@dataclass
class Reader:
    """Reads a document as `score.read_epub` reads an EPUB."""

    edition: Edition
    parts: list[str]
    targets: dict[str, str]

    def block(self, block: Block) -> None:
        match block:
            case Paragraph() | Heading():
                self.parts.append(score.PARA)
                self.inlines(block.inlines)
                self.parts.append(score.PARA)
            case BlockQuote():
                for inner in block.blocks:
                    self.block(inner)
            case ListBlock():
                for item in block.items:
                    for inner in item:
                        self.block(inner)
            case Verse():
                self.parts.append(score.PARA)
                for line in block.lines:
                    self.inlines(line)
                    self.parts.append(" " if line else score.PARA)
                self.parts.append(score.PARA)
            case ThematicBreak():
                pass

    def inlines(self, inlines: Iterable[Inline]) -> None:
        for inline in inlines:
            match inline:
                case Text():
                    self.parts.append(reading(self.edition.book.source, inline))
                case Emphasis():
                    self.parts.append(score.ITALIC)
                    self.inlines(inline.inlines)
                    self.parts.append(score.ROMAN)
                case SmallCaps():
                    self.inlines(inline.inlines)
                case LineBreak():
                    self.parts.append(" ")
                case PageBreak():
                    pass
                case Note():
                    self.note(inline)

    def note(self, note: Note) -> None:
        name = f"note-{note.number}"
        self.parts.append(f"{score.MARK}{name}{score.MARK}")
        source = self.edition.book.source
        text = " ".join(plain(source, inlines_of(block)) for block in note.blocks)
        text = re.sub(r"[↩↑⏎]\ufe0e?", "", " ".join(text.split()))
        self.targets[name] = re.sub(r"^[\[(]?\d{1,3}[\])]?[.:]?\s+(?=\D)", "", text)


def read_document(edition: Edition) -> Reader:
    """Return what a reading system would see of the edition."""
    reader = Reader(edition, [], {})
    for block in edition.document.bodymatter:
        reader.block(block)
    return reader


Decision = tuple[str, float, bool]
"""Of a query: its kind, its confidence, and whether what is printed is right."""


@dataclass
class Verdict:
    """What is wrong with one edition."""

    figures: dict[str, float]
    silent: list[tuple[str, str]]
    """Kind and words of each error that no query quotes."""
    decisions: list[Decision]
    misses: list[tuple[str, str, float, int | None]]
    """Of each mark that is not in its place: the note, how much of its text is right, and how many words it is off."""
    words: list[tuple[str, ...]]
    """Words that differ, with those around them: what is wrong, the truth, the edition."""


def judge(booklet: Booklet, lost: list[str], edition: Edition) -> Verdict:
    """Return what is wrong with an edition of a booklet whose extraction lost these marks."""
    reader = read_document(edition)
    text = "".join(reader.parts)
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "truth.json"
        path.write_text(json.dumps(booklet.text.truth()), encoding="utf-8")
        (Path(name) / "case.json").write_text(json.dumps({"lost_marks": lost}), encoding="utf-8")
        real = score.read_epub
        score.read_epub = lambda _: (text, reader.targets)
        try:
            figures, misses, words = score.score(str(path), "")
        finally:
            score.read_epub = real
    queries = edition.apparatus.queries
    compared = Compared(booklet, text, queries)
    silent = compared.silent_words() + compared.silent_joins() + compared.silent_notes(misses, reader.targets)
    row = {column: float(figures.get(column, 1.0)) for column in COLUMNS}
    row["queries/page"] = sum(query.kind != "mark" for query in queries) / len(booklet.pages)
    row["silent"] = float(len(silent))
    if compared.longest_change() < 4:
        # Where a text repeats itself, too few of its runs of four words are unique, and the gaps count as jumps.
        row["breaks"] = 0.0
    if figures["covered"] < 0.5 and figures["words"] > 50:
        row["breaks"] = max(row["breaks"], 1.0)
    wrong = {_nearest(reader.targets, booklet.text.notes[miss[0]]) for miss in misses}
    return Verdict(row, silent, decisions(booklet, queries, wrong), misses, words)


def _nearest(targets: dict[str, str], note: str) -> int:
    """Return the number of the edition's note that is most like a note of the truth, 0 where there is none."""
    name = max(targets, key=lambda name: score.similarity(note, targets[name]), default="note-0")
    return int(name.split("-")[1])


class Compared:
    """The words of truth and edition side by side, and what the queries quote."""

    def __init__(self, booklet: Booklet, text: str, queries: tuple[Query, ...]) -> None:
        self.booklet, self.queries = booklet, queries
        truth, text = score.without_titles(booklet.text.truth(), text)
        words, _, self.starts = score.tokens(score.truth_text(truth))
        out, _, self.out_starts = score.tokens(text)
        self.truth, self.out = [w[0] for w in words], [w[0] for w in out]
        self.changes = Levenshtein.opcodes(self.truth, self.out)
        quoted = [_words(" ".join((q.quote, q.printed, *q.alternatives))) for q in queries]
        self.pairs = {pair for words in quoted for pair in pairwise(words)}
        self.singles = {word for words in quoted for word in words if len(word) > 5}

    def longest_change(self) -> int:
        """Return the words of the longest change."""
        return max(
            (max(o.src_end - o.src_start, o.dest_end - o.dest_start) for o in self.changes if o.tag != "equal"),
            default=0,
        )

    def _told(self, first: int, last: int) -> bool:
        """Tell whether a query quotes two of these words of the edition together, or a long one between."""
        window = self.out[max(0, first) : last]
        return any(pair in self.pairs for pair in pairwise(window)) or any(w in self.singles for w in window[1:-1])

    def silent_words(self) -> list[tuple[str, str]]:
        """Return each change of words or of their order that no query quotes."""
        errors = []
        for o in self.changes:
            if o.tag == "equal" or self._told(o.dest_start - 2, o.dest_end + 2):
                continue
            true = " ".join(self.truth[max(0, o.src_start - 2) : o.src_end + 2])
            printed = " ".join(self.out[max(0, o.dest_start - 2) : o.dest_end + 2])
            long = max(o.src_end - o.src_start, o.dest_end - o.dest_start) > 25
            errors.append(("order" if long else "word", f"{true[:80]} → {printed[:80]}"))
        return errors

    def silent_joins(self) -> list[tuple[str, str]]:
        """Return each paragraph that begins where it should not, or does not where it should, with no query."""
        back: dict[int, int] = {}
        for o in self.changes:
            if o.tag == "equal":
                back.update((o.src_start + k, o.dest_start + k) for k in range(o.src_end - o.src_start))
        errors = []
        for k, i in back.items():
            if (i in self.out_starts) != (k in self.starts) and not self._told(i - 2, i + 2):
                kind = "split" if i in self.out_starts else "run on"
                around = " ".join(self.out[max(0, i - 4) : i]), " ".join(self.out[i : i + 4])
                errors.append(("join", f"{kind}: {around[0]} | {around[1]}"))
        return errors

    def silent_notes(
        self, misses: list[tuple[str, str, float, int | None]], targets: dict[str, str]
    ) -> list[tuple[str, str]]:
        """Return each note or mark that is wrong and in no query."""
        asked = {query.note for query in self.queries if query.kind in ("mark", "note")}
        errors = []
        for number, start, like, off in misses:
            if _nearest(targets, self.booklet.text.notes[number]) in asked:
                continue
            if not any(pair in self.pairs for pair in pairwise(_words(start)[:6])):
                errors.append(("mark" if like >= 0.97 else "note", f"{number} {start} {like} {off}"))
        return errors


def _words(text: str) -> list[str]:
    return [folded for folded in map(score.fold, text.split()) if folded]


def decisions(booklet: Booklet, queries: tuple[Query, ...], wrong_marks: set[int]) -> list[Decision]:
    """Return of every query that the truth decides whether what is printed is right.

    It is where its words, paragraph ends included, stand so in the truth; it is not where an alternative does.
    """
    parts = [text for block in booklet.text.blocks for text in ("¶", re.sub(r"\[\^\d+\]|\*", "", block["text"]))]
    truth = f" {' '.join(_signs(' '.join(parts)))} "
    found: list[Decision] = []
    for query in queries:
        if query.kind == "mark":
            found.append(("mark", query.confidence, query.note not in wrong_marks))
            continue
        printed = _stands(query.printed, truth)
        if printed or any(_stands(other, truth) for other in query.alternatives):
            found.append((query.kind, query.confidence, printed))
    return found


def _signs(text: str) -> list[str]:
    """Return words and paragraph signs; the bar that shows where a page ends is neither."""
    return [sign for sign in ("¶" if part == "¶" else score.fold(part) for part in text.split()) if sign]


def _stands(text: str, truth: str) -> bool:
    signs = _signs(text)
    return bool(signs) and f" {' '.join(signs)} " in truth
