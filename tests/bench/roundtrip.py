"""Booklets set, imposed, extracted and restored again by the hundred: `python tests/bench/roundtrip.py [--count N]`.

The same seed makes the same booklets. `--case N` makes one alone and shows what went wrong; `--write` records the table.
"""

import argparse
import json
import re
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from statistics import median

TOP = Path(__file__).resolve().parent.parent.parent
if str(TOP) not in sys.path:
    sys.path.insert(0, str(TOP))

from rapidfuzz.distance import Levenshtein  # noqa: E402

from edition.book import Book, Edition  # noqa: E402
from edition.document import (  # noqa: E402
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
from edition.restore import restore  # noqa: E402
from edition.source import decode  # noqa: E402
from tests.bench import score  # noqa: E402
from tests.bench.booklets import Booklet, make_booklet  # noqa: E402
from tests.bench.extracts import LEVELS, Gather, Imposed, impose, schemes, write_pdf, write_sheets, write_text  # noqa: E402

TABLE = Path(__file__).resolve().parent / "roundtrip.txt"
PER_BOOKLET = 8
COLUMNS = ("breaks", "word_errors", "paragraphs", "notes", "marks_kept", "marks_lost", "quotes", "italics", "queries/page", "silent")
KINDS = ("order", "word", "join", "note", "mark")


@dataclass(frozen=True)
class Case:
    """One way of one booklet to its extraction."""

    number: int
    booklet: str
    scheme: Imposed
    extraction: str
    level: str
    gather: str
    mark: str

    def __str__(self) -> str:
        return f"{self.number:>4} {self.scheme.name}.{self.extraction}.{self.level}.{self.gather}.{self.mark}"


UPRIGHT = {"none", "2up", "2side", "2down", "4up", "4up-cut", "1x4x2cutfoldbind"}
"""Schemes without turned pages: poppler makes no text of the others."""


def cases(count: int, seed: int, extraction: str = "sheet") -> list[Case]:
    """Return the cases of a seed: schemes and levels in turn, the rest by lot; `mixed` is every way of extraction."""
    ways = schemes()
    found = []
    for n in range(count):
        rng = Random(f"{seed}/{n}")
        level = ("mild", "seed", "glued", "seed", "mild", "glued", "seed", "harsh")[n % 8]
        gather = rng.choice(("side", "side", "side", "page", "inline"))
        mark = rng.choice(("sup",) * 7 + ("bracket", "caret", "latex", "html", "plain"))
        scheme = ways[(n * 7 + n // len(ways)) % len(ways)]
        kind = ("sheet", "pdf", "sheet", "pdftotext", "sheet")[n % 5] if extraction == "mixed" else extraction
        if kind == "pdftotext" and scheme.scheme not in UPRIGHT:
            kind = "pdf"
        if kind == "pdftotext":
            kind = rng.choice(("pdftotext", "pdftotext", "pdftotext-raw", "pdftotext-layout"))
        if kind != "sheet":
            level, gather, mark = "mild", "foot", "sup"
        found.append(Case(n, f"{seed}/booklet/{n // PER_BOOKLET}", scheme, kind, level, gather, mark))
    return found


def extract(case: Case, booklet: Booklet, sides: list) -> tuple[bytes, list[str]]:
    """Return what the extraction gives and the notes whose marks it lost."""
    rng = Random(f"{case.booklet}/{case.number}")
    damage = replace(LEVELS[case.level], style=case.mark, guillemets=rng.random() < 0.4, lost=[])
    if case.extraction != "sheet":
        pdf = write_pdf(booklet, sides, blanks=rng.random() < 0.7)
        return (pdf if case.extraction == "pdf" else write_text(pdf, case.extraction.removeprefix("pdftotext"))), []
    gather = Gather(case.gather, rng.random() < 0.15, rng.random() < 0.3)
    return write_sheets(booklet, sides, damage, gather, rng).encode(), damage.lost


# ---- scoring


@dataclass
class Reader:
    """Reads a document as `score.read_epub` reads an EPUB, and the booklet's page of every word besides."""

    edition: Edition
    parts: list[str]
    targets: dict[str, str]
    pages: list[tuple[int, int]]
    """Number of parts, and the page that begins there."""

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
                    self.pages.append((len(self.parts), inline.page))
                case Note():
                    name = f"note-{inline.number}"
                    self.parts.append(f"{score.MARK}{name}{score.MARK}")
                    source = self.edition.book.source
                    text = " ".join(plain(source, inlines_of(block)) for block in inline.blocks)
                    text = re.sub(r"[↩↑⏎]\ufe0e?", "", " ".join(text.split()))
                    self.targets[name] = re.sub(r"^[\[(]?\d{1,3}[\])]?[.:]?\s+(?=\D)", "", text)

    def page_of(self, part: int) -> int:
        return next((page for at, page in reversed(self.pages) if at <= part), 0)


def read_document(edition: Edition) -> Reader:
    """Return what a reading system would see of the edition."""
    reader = Reader(edition, [], {}, [])
    for block in edition.document.bodymatter:
        reader.block(block)
    return reader


@dataclass
class Outcome:
    """What became of one case."""

    case: Case
    language: str
    pages: int
    figures: dict[str, float]
    silent: list[tuple[str, str]]
    """Kind and words of each error that no query quotes."""
    found: str
    queries: list[str]
    detail: list
    misses: list
    seconds: float
    crash: str = ""


def judge(case: Case, booklet: Booklet, lost: list[str], edition: Edition) -> Outcome:
    """Return the figures of an edition against the booklet's truth."""
    reader = read_document(edition)
    truth = booklet.text.truth()
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "truth.json"
        path.write_text(json.dumps(truth), encoding="utf-8")
        (Path(name) / "case.json").write_text(json.dumps({"lost_marks": lost}), encoding="utf-8")
        real = score.read_epub
        score.read_epub = lambda _: ("".join(reader.parts), reader.targets)
        try:
            figures, misses, detail = score.score(str(path), "")
        finally:
            score.read_epub = real
    silent = silent_errors(booklet, edition, reader, misses)
    queries = edition.apparatus.queries
    count = len(booklet.pages)
    row = {column: float(figures.get(column, 1.0)) for column in COLUMNS}
    row["queries/page"] = len([q for q in queries if q.kind != "mark"]) / count
    row["silent"] = float(len(silent))
    if figures["covered"] < 0.5 and figures["words"] > 50:
        row["breaks"] = max(row["breaks"], 1.0)
    a = edition.arrangement
    found = f"{a.scheme} T={a.pages} s={a.signature} conf={a.confidence:.2f}"
    shown = [f"{q.kind} p{q.page} ¶{q.paragraph} n{q.note} {q.quote[:90]!r} → {q.printed[-50:]!r} / {[x[-40:] for x in q.alternatives]} {q.confidence}" for q in queries]
    return Outcome(case, booklet.text.language, count, row, silent, found, shown, detail, misses, 0.0)


def silent_errors(booklet: Booklet, edition: Edition, reader: Reader, misses: list) -> list[tuple[str, str]]:
    """Return every error of order, word, join, note and mark whose words no query quotes."""
    text = "".join(reader.parts)
    t, text = score.without_titles(booklet.text.truth(), text)
    tw, tm, ts = score.tokens(score.truth_text(t))
    ow, om, os_ = score.tokens(text)
    a, b = [w[0] for w in tw], [w[0] for w in ow]
    ops = Levenshtein.opcodes(a, b)
    asked = [[f for f in map(score.fold, " ".join((q.quote, q.printed, *q.alternatives)).split()) if f] for q in edition.apparatus.queries]
    bigrams = {pair for words in asked for pair in zip(words, words[1:], strict=False)}
    singles = {w for words in asked for w in words if len(w) > 5}

    def told(first: int, last: int) -> bool:
        window = b[max(0, first) : last]
        return any(p in bigrams for p in zip(window, window[1:], strict=False)) or any(w in singles for w in b[max(0, first + 1) : last - 1])

    errors: list[tuple[str, str]] = []
    to_truth: dict[int, int] = {}
    for o in ops:
        if o.tag == "equal":
            to_truth.update((o.dest_start + k, o.src_start + k) for k in range(o.src_end - o.src_start))
        elif not told(o.dest_start - 2, o.dest_end + 2):
            what = f"{' '.join(a[max(0, o.src_start - 2) : o.src_end + 2])[:80]} → {' '.join(b[max(0, o.dest_start - 2) : o.dest_end + 2])[:80]}"
            errors.append(("order" if max(o.src_end - o.src_start, o.dest_end - o.dest_start) > 25 else "word", what))
    starts = {to_truth[i]: i for i in os_ if i in to_truth}
    back = {k: i for i, k in to_truth.items()}
    for k in sorted(set(starts) ^ ts):
        i = back.get(k)
        if i is not None and not told(i - 2, i + 2):
            kind = "split" if k in starts else "run on"
            errors.append(("join", f"{kind}: {' '.join(b[max(0, i - 4) : i])} | {' '.join(b[i : i + 4])}"))
    asked_notes = {q.note for q in edition.apparatus.queries if q.kind in ("mark", "note")}
    for number, want, best, delta in misses:
        near = max(reader.targets, key=lambda name: score.similarity(booklet.text.notes[number], reader.targets[name]), default="")
        known = near and int(near.split("-")[1]) in asked_notes
        head = [score.fold(w) for w in want.split()[:6]]
        quoted = any(p in bigrams for p in zip(head, head[1:], strict=False))
        if not known and not quoted:
            errors.append(("mark" if best >= 0.97 else "note", f"{number} {want} {best} {delta}"))
    return errors


def run(case: Case) -> Outcome:
    """Return what becomes of one case."""
    booklet = make_booklet(case.booklet)
    sides = impose(booklet, case.scheme)
    data, lost = extract(case, booklet, sides)
    start = time.perf_counter()
    try:
        edition = restore(Book("case", decode("source.txt", data)))
    except Exception as error:  # noqa: BLE001 - a crash is a result
        worst = dict.fromkeys(COLUMNS, 0.0) | {"breaks": 99.0, "word_errors": 1000.0, "silent": 99.0}
        return Outcome(case, booklet.text.language, len(booklet.pages), worst, [], "crash", [], [], [], 0.0, repr(error))
    outcome = judge(case, booklet, lost, edition)
    outcome.seconds = time.perf_counter() - start
    return outcome


def run_all(wanted: list[Case], jobs: int) -> Iterator[Outcome]:
    """Yield what becomes of the cases in their order; cases of one booklet go to one process, where it is laid out once."""
    if jobs < 2:
        yield from map(run, wanted)
        return
    with ProcessPoolExecutor(jobs) as pool:
        yield from pool.map(run, wanted, chunksize=PER_BOOKLET)


# ---- tables


def summary(outcomes: list[Outcome]) -> str:
    """Return the tables by level, by scheme, by language, and by what else the extraction does."""
    groups = {
        "extraction and level": lambda o: f"{o.case.extraction}.{o.case.level}",
        "scheme": lambda o: o.case.scheme.name,
        "language": lambda o: o.language,
        "notes": lambda o: o.case.gather,
        "marks": lambda o: o.case.mark,
        "all": lambda _: "all",
    }
    lines = []
    for title, key in groups.items():
        rows: dict[str, list[Outcome]] = defaultdict(list)
        for outcome in outcomes:
            rows[key(outcome)].append(outcome)
        lines.append(f"{title:<24}{'cases':>7}{'whole':>7}" + "".join(f"{c:>13}" for c in COLUMNS))
        for name in sorted(rows):
            own = rows[name]
            whole = sum(o.figures["breaks"] == 0 for o in own)
            lines.append(f"  {name:<22}{len(own):>7}{whole:>7}" + "".join(f"{_mean(own, c):>13}" for c in COLUMNS))
        lines.append("")
    return "\n".join(lines)


def _mean(own: list[Outcome], column: str) -> str:
    values = [o.figures[column] for o in own]
    return f"{sum(values) / len(values):.3f}/{median(values):.3g}"


def show(outcome: Outcome) -> str:
    """Return one case as a line."""
    figures = " ".join(f"{c}={outcome.figures[c]:.4g}" for c in COLUMNS)
    return f"{outcome.case} [{outcome.language} {outcome.pages}p {outcome.seconds:.1f}s] {outcome.found} {figures} {outcome.crash}"


def main() -> None:
    """Run, print, and record where asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--case", type=int, action="append")
    parser.add_argument("--extraction", default="sheet", choices=("sheet", "pdf", "pdftotext", "mixed"))
    parser.add_argument("--only", help="a word of the case's name, such as .side. or 4up")
    parser.add_argument("--dump", type=Path)
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    wanted = [c for c in cases(max([args.count, *(n + 1 for n in args.case or ())]), args.seed, args.extraction) if not args.case or c.number in args.case]
    wanted = [c for c in wanted if not args.only or args.only in str(c)]
    outcomes = []
    for outcome in run_all(wanted, args.jobs):
        case = outcome.case
        outcomes.append(outcome)
        print(show(outcome), flush=True)
        if args.case:
            explain(outcome)
            if args.dump:
                dump(case, args.dump)
    if not args.case:
        table = summary(outcomes)
        print(table)
        if args.write:
            command = f"python tests/bench/roundtrip.py --count {args.count} --seed {args.seed} --extraction {args.extraction} --write"
            TABLE.write_text(f"Made by `{command}`. Mean/median; whole: cases without a break.\n\n{table}", encoding="utf-8")


def explain(outcome: Outcome) -> None:
    """Print what went wrong with a case."""
    for kind, what in outcome.silent[:40]:
        print("  silent", kind, what)
    for miss in outcome.misses[:20]:
        print("  miss", *miss)
    for detail in outcome.detail[:20]:
        print("  word", *detail, sep=" | ")
    for query in outcome.queries:
        print("  query", query)


def dump(case: Case, folder: Path) -> None:
    """Write the case's source and how it was made."""
    folder.mkdir(parents=True, exist_ok=True)
    booklet = make_booklet(case.booklet)
    sides = impose(booklet, case.scheme)
    data, lost = extract(case, booklet, sides)
    (folder / ("source.pdf" if case.extraction == "pdf" else "source.txt")).write_bytes(data)
    told = {"scheme": case.scheme.name, "pages": len(booklet.pages), "sides": sides, "lost_marks": lost}
    (folder / "case.json").write_text(json.dumps(told), encoding="utf-8")
    (folder / "truth.json").write_text(json.dumps(booklet.text.truth(), ensure_ascii=False), encoding="utf-8")


if __name__ == "__main__":
    main()
