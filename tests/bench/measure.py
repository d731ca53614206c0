"""How near every booklet comes whose truth is known: `python -m tests.bench.measure [--write] [CASE…]`.

Only the EPUB is made of each, and scored by `score.py`. With `--write` the table goes to `figures.txt`: do that after a
change that makes figures better, or worse for a reason that the commit gives.
"""

import sys
import tempfile
import time
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from edition.build import read_book
from edition.epub import make_epub
from edition.errors import SourceError
from edition.restore import Stages, run
from tests.bench.score import score

TOP = Path(__file__).resolve().parent.parent.parent
HERE = Path(__file__).resolve().parent
TABLE = HERE / "figures.txt"
SEED = "workers-power"
COLUMNS = (
    "breaks",
    "word_errors",
    "paragraphs",
    "notes",
    "marks_kept",
    "marks_lost",
    "quotes",
    "italics",
    "queries",
)
Row = dict[str, float]


def cases() -> list[str]:
    """Return the names of all booklets, the seed first."""
    return [SEED, *sorted(folder.name for folder in (HERE / "dev").iterdir() if folder.is_dir())]


def folder_of(case: str) -> Path:
    """Return the folder that holds the case's source."""
    return TOP / "seeds" / SEED if case == SEED else HERE / "dev" / case


def truth_of(case: str) -> Path:
    """Return the case's truth."""
    return (TOP / "tests" / "books" / SEED if case == SEED else HERE / "dev" / case) / "truth.json"


@cache
def restored(case: str) -> Stages:
    """Return what every stage makes of the case; raises SourceError for one that cannot be read."""
    return run(read_book(folder_of(case)))


@cache
def figures(case: str) -> Row | None:
    """Return the case's figures, or None where its source is refused."""
    try:
        edition = restored(case).edition
    except SourceError:
        return None
    with tempfile.TemporaryDirectory() as name:
        epub = Path(name) / "book.epub"
        epub.write_bytes(make_epub(edition))
        found, _, _ = score(str(truth_of(case)), str(epub))
    found["queries"] = len(edition.apparatus.queries)
    return {column: float(found.get(column, 1.0)) for column in COLUMNS}


def show(rows: Iterable[tuple[str, Row | None]]) -> str:
    """Return the table as text, a line for each case."""
    lines = [f"{'case':<38}" + "".join(f"{column:>12}" for column in COLUMNS)]
    for case, row in rows:
        told = "".join(f"{row[column]:>12g}" for column in COLUMNS) if row else f"{'refused':>12}"
        lines.append(f"{case:<38}{told}")
    return "\n".join(lines) + "\n"


def recorded() -> dict[str, Row | None]:
    """Return the recorded figures of each case."""
    rows: dict[str, Row | None] = {}
    for line in TABLE.read_text(encoding="utf-8").splitlines()[1:]:
        case, *values = line.split()
        rows[case] = None if values == ["refused"] else dict(zip(COLUMNS, map(float, values), strict=True))
    return rows


def main() -> None:
    """Measure, print, and record where asked."""
    wanted = [word for word in sys.argv[1:] if word != "--write"] or cases()
    rows = []
    for case in wanted:
        start = time.perf_counter()
        rows.append((case, figures(case)))
        print(f"{case}: {time.perf_counter() - start:.1f} s", file=sys.stderr)
    print(show(rows), end="")
    if "--write" in sys.argv[1:]:
        whole = (recorded() if TABLE.exists() else {}) | dict(rows)
        TABLE.write_text(show((case, whole[case]) for case in cases() if case in whole), encoding="utf-8")


if __name__ == "__main__":
    main()
