"""What a build costs: `python -m tests.bench.cost [BOOK]`, five runs of each in turn, the medians printed.

The measure is WeasyPrint alone: a process that imports it, lays the same print HTML out once and writes the PDF. A
build may take 1.5 times that, restoring the text a quarter of the build, and its peak memory stays under 250 MB.

`python -m tests.bench.cost --layout [BOOK]` measures laying out, with the checks of the notes, beside WeasyPrint on
the same HTML and kind of PDF, both as processes that begin with nothing loaded; a tenth more is allowed.

`python -m tests.bench.cost --lengths` restores booklets of 24 to 800 pages, three runs of each, and prints the medians
of processor time beside a quarter of what laying pages out takes, as measured on those of 24 and 100 pages.
"""

import json
import os
import pickle
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

TOP = Path(__file__).resolve().parent.parent.parent
RUNS = 5
ALONE = """
import json, sys
from pathlib import Path
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
html, sheets, base, out = json.loads(Path(sys.argv[1]).read_text())
fonts = FontConfiguration()
styles = [CSS(string=sheet, base_url=base, font_config=fonts) for sheet in sheets]
HTML(string=html, base_url=base).write_pdf(out, stylesheets=styles, font_config=fonts, pdf_variant="pdf/ua-1")
"""
LAID = """
import pickle, sys
from pathlib import Path
from edition.pdf import make_pdf
Path(sys.argv[2]).write_bytes(make_pdf(pickle.loads(Path(sys.argv[1]).read_bytes())))
"""
RESTORE = """
import sys, time
from pathlib import Path
from edition.build import read_book
book = read_book(Path(sys.argv[1]))
start = time.perf_counter()
from edition.restore import restore
restore(book)
print(time.perf_counter() - start)
"""


def environment(folder: Path) -> dict[str, str]:
    """Return one in which Python keeps what it compiled, as it does for a user."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "PYTHONPATH": str(TOP), "PYTHONPYCACHEPREFIX": str(folder / "compiled")}


def timed(command: tuple[str, ...], env: dict[str, str]) -> float:
    """Return the seconds a process takes from start to end."""
    start = time.perf_counter()
    subprocess.run(command, cwd=TOP, env=env, check=True)
    return time.perf_counter() - start


def restored(book: Path, env: dict[str, str]) -> float:
    """Return the seconds that restoring takes in a process of its own, what it imports included."""
    command = [sys.executable, "-c", RESTORE, str(book)]
    return float(subprocess.run(command, cwd=TOP, env=env, check=True, capture_output=True, text=True).stdout)


def peak(command: tuple[str, ...], env: dict[str, str]) -> float:
    """Return the peak memory, in MB, of a process."""
    child = subprocess.Popen(command, cwd=TOP, env=env)
    _, status, usage = os.wait4(child.pid, 0)
    if status:
        raise SystemExit(f"{command}: ended with {status}")
    # Kilobytes on Linux, bytes on macOS.
    return usage.ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)


def prepare(book: Path, folder: Path) -> tuple[str, ...]:
    """Return the command that lays the book's print HTML out by WeasyPrint alone."""
    from edition import assets
    from edition.build import read_book
    from edition.formats import DEFAULT, FORMATS
    from edition.guard import long_notes
    from edition.pdf import styles
    from edition.restore import restore
    from edition.xhtml import render_print

    edition = restore(read_book(book))
    html = render_print(edition, moved=long_notes(edition))
    given = folder / "given.json"
    base = assets.path("fonts").parent.as_uri() + "/"
    given.write_text(json.dumps([html, styles(html, FORMATS[DEFAULT]), base, str(folder / "alone.pdf")]))
    return (sys.executable, "-c", ALONE, str(given))


LENGTHS = (24, 100, 400, 800)
LAID_OUT = (24, 100)


def processor(command: tuple[str, ...], env: dict[str, str]) -> float:
    """Return the seconds of processor time that a process takes."""
    child = subprocess.Popen(command, cwd=TOP, env=env)
    _, status, usage = os.wait4(child.pid, 0)
    if status:
        raise SystemExit(f"{command}: ended with {status}")
    return usage.ru_utime + usage.ru_stime


def measure_lengths() -> None:
    """Print what restoring costs at each length, by a page, beside a quarter of the layout."""
    from tests.bench.lengths import FORMS, timed, write

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        a_page = 0.0
        for pages in LAID_OUT:
            source = folder / f"{pages}.txt"
            source.write_text(write(pages, FORMS[0]), encoding="utf-8")
            layout = processor(prepare(source, folder), environment(folder))
            a_page = layout / pages
            print(f"{pages:>4} pages laid out     {layout:6.2f} s   {a_page:.4f} s a page")
    for pages in LENGTHS:
        for form in FORMS:
            taken = median(timed(write(pages, form))[0] for _ in range(3))
            print(
                f"{pages:>4} pages, {form:<14}{taken:6.2f} s   {taken / pages:.4f} s a page (aim {a_page / 4:.4f})",
                flush=True,
            )


def measure_layout(book: Path) -> None:
    """Print what laying one book out costs, in processor time."""
    from edition.build import read_book
    from edition.restore import restore

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        *start, _, given = prepare(book, folder)
        alone = (*start, ALONE.replace("pdf/ua-1", "pdf/a-3a"), given)
        (folder / "edition").write_bytes(pickle.dumps(restore(read_book(book))))
        ours = (sys.executable, "-c", LAID, str(folder / "edition"), str(folder / "ours.pdf"))
        env = environment(folder)
        processor(alone, env)
        processor(ours, env)
        rows = [(processor(ours, env), processor(alone, env)) for _ in range(RUNS)]
    own, bare = (median(column) for column in zip(*rows, strict=True))
    print(f"laying out        {own:6.2f} s   (each: {', '.join(f'{row[0]:.2f}' for row in rows)})")
    print(f"WeasyPrint alone  {bare:6.2f} s   (each: {', '.join(f'{row[1]:.2f}' for row in rows)})")
    print(f"ratio             {own / bare:6.2f}     (at most 1.1)")


def main() -> None:
    """Measure and print."""
    if "--lengths" in sys.argv[1:]:
        measure_lengths()
        return
    named = [Path(word).resolve() for word in sys.argv[1:] if word != "--layout"]
    book = named[0] if named else TOP / "seeds" / "workers-power"
    if "--layout" in sys.argv[1:]:
        measure_layout(book)
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        alone = prepare(book, folder)
        build = (sys.executable, "-m", "edition", "build", str(book), "--quiet", "--dist", str(folder / "dist"))
        env = environment(folder)
        timed(build, env)
        times = [(timed(build, env), timed(alone, env), restored(book, env)) for _ in range(RUNS)]
        whole, bare, text = (median(column) for column in zip(*times, strict=True))
        memory = peak(build, env)
    print(f"edition build     {whole:6.2f} s   (each: {', '.join(f'{row[0]:.2f}' for row in times)})")
    print(f"WeasyPrint alone  {bare:6.2f} s   (each: {', '.join(f'{row[1]:.2f}' for row in times)})")
    print(f"ratio             {whole / bare:6.2f}     (at most 1.5)")
    print(f"restoring         {text:6.2f} s   {text / whole:.0%} of the build (at most 25 %)")
    print(f"peak memory       {memory:6.0f} MB  (at most 250 MB)")


if __name__ == "__main__":
    main()
