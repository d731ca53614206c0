"""What an EPUB costs beside Pandoc's: `python -m tests.bench.against_pandoc [PAGES]`, five runs in turn, medians.

The text is random prose of so many A5 pages (400 if nothing is said), a note to every fifth sentence and a heading
every forty paragraphs; Pandoc gets the same as Markdown, with its notes. Measured are seconds of processor time, of a
process from its start to the file: `edition` from the document to the finished, read-back EPUB, and with the one for
Kobo. Restoring a text and laying out the PDF are other work, which Pandoc does not do, and not in it.
"""

import os
import random
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

TOP = Path(__file__).resolve().parent.parent.parent
RUNS = 5
LETTERS = 1900
"""Of an A5 page."""
OURS = """
import sys
from pathlib import Path
sys.path[:0] = [sys.argv[1], sys.argv[1] + "/tests"]
from tests.bench.against_pandoc import book
edition, _ = book(int(sys.argv[2]))
{}
"""
NOTHING = ""
ONE = "from edition.epub import make_epub; epub = make_epub(edition); Path(sys.argv[3]).write_bytes(epub)"
BOTH = f"""{ONE}
from edition.kepub import make_kepub; Path(sys.argv[3] + ".kepub").write_bytes(make_kepub(edition, epub))"""


def book(pages: int) -> tuple[object, str]:
    """Return an edition of so many pages and the same as Markdown."""
    from sample import WORDS, Run, Scribe, edition_of

    from edition.document import Block, Paragraph

    chance, pen = random.Random(pages), Scribe()
    body: list[Block] = []
    markdown, notes = ["---\ntitle: A Sample\nlang: en\n---"], list[str]()

    def prose(low: int, high: int) -> str:
        return " ".join(chance.choices(WORDS, k=chance.randint(low, high))).capitalize() + "."

    while pen.at < pages * LETTERS:
        if len(body) % 40 == 0:
            title = prose(2, 5)
            body.append(pen.heading(title))
            markdown.append(f"# {title}")
        runs: list[Run] = []
        line = ""
        for _ in range(chance.randint(3, 9)):
            sentence = prose(6, 22)
            runs.append(pen.keep(sentence))
            line += sentence
            if chance.random() < 0.2:
                text = prose(5, 30)
                runs.append(pen.note(text))
                notes.append(f"[^{pen.notes}]: {text}")
                line += f"[^{pen.notes}]"
            runs.append(pen.keep(" "))
            line += " "
        body.append(Paragraph(pen.runs(*runs), pen.count()))
        pen.drop("\n\n")
        markdown.append(line)
    return edition_of(pen, tuple(body)), "\n\n".join([*markdown, *notes]) + "\n"


def used(command: list[str]) -> float:
    """Return the seconds of processor time that a command takes, its children's included."""
    child = subprocess.Popen(command, cwd=TOP)
    _, status, usage = os.wait4(child.pid, 0)
    if status:
        raise SystemExit(f"{command}: ended with {status}")
    return usage.ru_utime + usage.ru_stime


def main() -> None:
    """Measure and print."""
    if not shutil.which("pandoc"):
        raise SystemExit("pandoc is not installed: apt-get install pandoc")
    pages = int(sys.argv[1]) if len(sys.argv) > 1 else 400
    sys.path.insert(0, str(TOP / "tests"))
    with tempfile.TemporaryDirectory() as name:
        text, ours = Path(name) / "text.md", str(Path(name) / "ours.epub")
        text.write_text(book(pages)[1], encoding="utf-8")
        theirs = ["pandoc", str(text), "-o", str(Path(name) / "theirs.epub"), "--toc"]
        commands = [
            [sys.executable, "-c", OURS.format(end), str(TOP), str(pages), ours] for end in (NOTHING, ONE, BOTH)
        ]
        rows = [tuple(map(used, (*commands, theirs))) for _ in range(RUNS)]
        # What made the text is taken off again: Pandoc finds its own ready.
        rows = [(one - bare, both - bare, pandoc) for bare, one, both, pandoc in rows]
    columns = list(zip(*rows, strict=True))
    print(f"{pages} pages, seconds of processor time, medians of {RUNS}")
    for name, column in zip(("edition, EPUB", "edition, EPUB and Kobo's", "pandoc, EPUB"), columns, strict=True):
        print(f"{name:<26}{median(column):6.2f}   (each: {', '.join(f'{one:.2f}' for one in column)})")


if __name__ == "__main__":
    main()
