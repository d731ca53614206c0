"""Booklets set, imposed, extracted and restored again by the hundred: `python -m tests.bench.roundtrip [--count N]`.

The same seed makes the same booklets. `--case N` makes one alone and shows what went wrong; `--write` records the
tables in `roundtrip.txt` and `calibration.txt`.
"""

import argparse
import json
import time
from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from random import Random
from statistics import median

from edition.book import Book
from edition.restore import restore
from edition.source import decode
from tests.bench.booklets import Booklet, make_booklet
from tests.bench.extracts import LEVELS, Gather, Imposed, impose, read_pdf, schemes, write_pdf, write_sheets
from tests.bench.verdict import COLUMNS, Decision, Verdict, judge

TABLE = Path(__file__).resolve().parent / "roundtrip.txt"
CURVE = TABLE.with_name("calibration.txt")
PER_BOOKLET = 8
WORST = {"breaks": 99.0, "word_errors": 1000.0, "silent": 99.0}


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
LINES = ("pdftotext", "pdftotext-raw", "pdftotext-layout", "pymupdf", "pymupdf-sort")
"""Every way to plain text with line ends; `--extraction lines` takes them in turn, turned pages included."""
ALONE = {"default": "pdftotext", "raw": "pdftotext-raw", "layout": "pdftotext-layout"} | {
    name: name for name in LINES if name.startswith("pymupdf")
}
"""Those that `--extraction` takes alone, turned pages included."""


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
        if kind == "lines":
            kind = LINES[n % len(LINES)]
        elif kind in ALONE:
            kind = ALONE[kind]
        elif kind == "pdftotext":
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
        return read_pdf(pdf, case.extraction), []
    gather = Gather(case.gather, rng.random() < 0.15, rng.random() < 0.3)
    return write_sheets(booklet, sides, damage, gather, rng).encode(), damage.lost


@dataclass
class Outcome:
    """What became of one case."""

    case: Case
    language: str
    pages: int
    verdict: Verdict
    found: str
    queries: list[str]
    seconds: float
    crash: str = ""

    @property
    def figures(self) -> dict[str, float]:
        return self.verdict.figures


def run(case: Case) -> Outcome:
    """Return what becomes of one case."""
    booklet = make_booklet(case.booklet)
    sides = impose(booklet, case.scheme)
    data, lost = extract(case, booklet, sides)
    start = time.perf_counter()
    language, pages = booklet.text.language, len(booklet.pages)
    try:
        edition = restore(Book("case", decode("source", data)))
    except Exception as error:  # noqa: BLE001 - a crash is a result
        verdict = Verdict(dict.fromkeys(COLUMNS, 0.0) | WORST, [], [], [], [])
        return Outcome(case, language, pages, verdict, "crash", [], time.perf_counter() - start, repr(error))
    seconds = time.perf_counter() - start
    verdict = judge(booklet, lost, edition)
    queries = [
        f"{q.kind} p{q.page} ¶{q.paragraph} n{q.note} {q.quote[:90]!r} → {q.printed[-50:]!r} / "
        f"{[other[-40:] for other in q.alternatives]} {q.confidence}"
        for q in edition.apparatus.queries
    ]
    a = edition.arrangement
    found = f"{a.scheme} T={a.pages} s={a.signature} conf={a.confidence:.2f}"
    return Outcome(case, language, pages, verdict, found, queries, seconds)


def run_all(wanted: list[Case], jobs: int) -> Iterator[Outcome]:
    """Yield what becomes of the cases in their order; those of one booklet go to one process."""
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
    head = f"{outcome.case} [{outcome.language} {outcome.pages}p {outcome.seconds:.1f}s]"
    return f"{head} {outcome.found} {figures} {outcome.crash}"


def main() -> None:
    """Run, print, and record where asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--case", type=int, action="append")
    ways = ("sheet", "pdf", "pdftotext", "lines", *ALONE, "mixed")
    parser.add_argument("--extraction", default="sheet", choices=ways)
    parser.add_argument("--only", help="a word of the case's name, such as .side. or 4up")
    parser.add_argument("--dump", type=Path)
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    count = max([args.count, *(n + 1 for n in args.case or ())])
    wanted = [c for c in cases(count, args.seed, args.extraction) if not args.case or c.number in args.case]
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
        table, curve = summary(outcomes), calibration(outcomes)
        print(table, curve, sep="\n")
        if args.write:
            options = f"--count {args.count} --seed {args.seed} --extraction {args.extraction}"
            head = f"Made by `python -m tests.bench.roundtrip {options} --write`."
            TABLE.write_text(f"{head} Mean/median; whole: cases without a break.\n\n{table}", encoding="utf-8")
            CURVE.write_text(f"{head}\n\n{curve}", encoding="utf-8")


BANDS = (0.0, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 1.0)


def calibration(outcomes: list[Outcome]) -> str:
    """Return, for each kind of query and each band of confidence, how often what is printed is right."""
    made: dict[str, list[Decision]] = defaultdict(list)
    for outcome in outcomes:
        for decision in outcome.verdict.decisions:
            made[decision[0]].append(decision)
    lines = [f"{'kind':<10}{'confidence':<14}{'queries':>8}{'said':>8}{'right':>8}"]
    for kind in sorted(made):
        for low, high in pairwise(BANDS):
            own = [d for d in made[kind] if low < d[1] <= high]
            if own:
                said, right = (sum(d[n] for d in own) / len(own) for n in (1, 2))
                lines.append(f"{kind:<10}{f'{low:g}-{high:g}':<14}{len(own):>8}{said:>8.3f}{right:>8.3f}")
    return "\n".join(lines) + "\n"


def explain(outcome: Outcome) -> None:
    """Print what went wrong with a case."""
    for kind, what in outcome.verdict.silent[:40]:
        print("  silent", kind, what)
    for miss in outcome.verdict.misses[:20]:
        print("  miss", *miss)
    for detail in outcome.verdict.words[:20]:
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
