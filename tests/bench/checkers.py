"""What the checkers of others say of every book here: `python -m tests.bench.checkers [--write] [WORD…]`.

The seeds and all booklets of `dev/`, or those whose names hold a WORD, are built in memory and shown to each checker.
A checker that is not installed is named as such, and never counts as content. `--write` records the table in
`checkers.txt`. The exit code is 1 where anything failed.
"""

import os
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from edition.build import OUTPUTS, make, read_book
from edition.checkers import Outcome, ask_all
from edition.restore import restore

TOP = Path(__file__).resolve().parent.parent.parent
TABLE = Path(__file__).resolve().parent / "checkers.txt"
SAID = ("PDF/UA-1 and PDF/A-3a", "qpdf", "fonts embedded", "EPUBCheck", "Nu", "Ace")


def books(words: list[str]) -> list[Path]:
    """Return the folders of the books whose names hold one of the words; all where there are none."""
    found = sorted([*(TOP / "seeds").iterdir(), *(TOP / "tests" / "bench" / "dev").iterdir()])
    return [path for path in found if path.is_dir() and any(word in path.name for word in words or [""])]


def asked(path: Path) -> list[Outcome]:
    """Return what is said of the files of one book."""
    edition = restore(read_book(path))
    with tempfile.TemporaryDirectory() as name:
        for file, data in make(edition, OUTPUTS).items():
            (Path(name) / file).write_bytes(data)
        return list(ask_all(Path(name)))


def row(name: str, outcomes: list[Outcome]) -> str:
    """Return a line: of how many files each checker was asked and is content with, or that it is away."""
    states = defaultdict(list)
    for outcome in outcomes:
        states[outcome.name.partition(": ")[0]].append(outcome.state)
    cells = [
        "away" if "unchecked" in states[said] else f"{states[said].count('held')}/{len(states[said])}" for said in SAID
    ]
    return f"{name:<44}" + "".join(f"{cell:>{len(said) + 2}}" for said, cell in zip(SAID, cells, strict=True))


def complaints(name: str, outcomes: list[Outcome]) -> Iterator[str]:
    """Yield what failed."""
    yield from (f"{name}: {one.name}: {one.note}" for one in outcomes if one.state == "FAILED")


def main() -> None:
    """Ask and print."""
    os.environ["PATH"] = os.pathsep.join([str(TOP / "tests" / "js" / "node_modules" / ".bin"), os.environ["PATH"]])
    os.environ.setdefault("PUPPETEER_EXECUTABLE_PATH", "/usr/bin/chromium")
    words = [word for word in sys.argv[1:] if word != "--write"]
    lines, failed = [f"{'files without a complaint / files':<44}" + "".join(f"  {said}" for said in SAID)], list[str]()
    print(lines[0], flush=True)
    for path in books(words):
        outcomes = asked(path)
        lines.append(row(path.name, outcomes))
        failed += complaints(path.name, outcomes)
        print(lines[-1], flush=True)
    lines += ["", *(failed or ["Nothing failed."])]
    print("\n".join(lines[-len(failed or [0]) - 1 :]))
    if "--write" in sys.argv:
        TABLE.write_text("\n".join(lines) + "\n", encoding="utf-8")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
