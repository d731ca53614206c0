"""The command line, the only place that prints: which book, which files, where, how loud; never what the text is."""

import argparse
import gc
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from edition import __version__
from edition.calls import add_calls
from edition.errors import ConfigError, EditionError, OutputError
from edition.progress import Progress

if TYPE_CHECKING:
    from edition.book import Book

SEEDS = Path("seeds")
OUTPUTS = ("pdf", "epub", "booklet", "apparatus")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 0, the code of the error that stopped it, 2 for a wrong call."""
    options = parser().parse_args(arguments)
    try:
        code = int(options.run(options)) if "run" in options else run_call(options)
        sys.stdout.flush()
    except EditionError as error:
        print(f"edition: {error}", file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        print("edition: stopped; what was not finished was not written.", file=sys.stderr)
        return 130
    except BrokenPipeError:
        # The reader of a pipe has gone: what is left in the buffer must not raise again on the way out.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141
    return code


def parser() -> argparse.ArgumentParser:
    """Return the parser of the whole command line."""
    top = argparse.ArgumentParser(
        prog="edition",
        description="Turn the garbled text of a printed booklet into a clean edition: PDF, EPUB, and booklet to print.",
        epilog="A BOOK is a folder with an edition.toml, or a PDF or a text file by itself.",
    )
    top.add_argument("--version", action="version", version=f"edition {__version__}")
    commands = top.add_subparsers(title="commands", metavar="COMMAND", required=True)

    build = commands.add_parser("build", help="make the files of books (of all under ./seeds when none is named)")
    build.add_argument("books", nargs="*", type=Path, metavar="BOOK")
    build.add_argument("--dist", type=Path, default=Path("dist"), metavar="DIR", help="where to (default: ./dist)")
    build.add_argument(
        "--only", action="append", type=outputs, metavar="WHAT", help=f"make less: any of {', '.join(OUTPUTS)}"
    )
    build.add_argument(
        "--format", action="append", type=formats, metavar="FORMAT", help="other sizes of page than the book's own"
    )
    build.add_argument("--fronts", action="store_true", help="write the booklets' fronts as files of their own, too")
    build.add_argument("--backs", action="store_true", help="write the booklets' backs as files of their own, too")
    build.add_argument("--reverse-backs", action="store_true", help="the last back first (with --backs)")
    build.add_argument("--quiet", action="store_true", help="say nothing but errors")
    build.set_defaults(run=run_build)

    check = commands.add_parser("check", help="hold a book against every law and checker to be found here")
    check.add_argument("book", type=Path, metavar="BOOK")
    check.set_defaults(run=run_check)

    show = commands.add_parser("show", help="print what a stage makes of a book")
    show.add_argument("stage", metavar="STAGE", help="a stage; any other word lists them")
    show.add_argument("book", type=Path, metavar="BOOK")
    show.set_defaults(run=run_show)

    new = commands.add_parser("new", help="write an edition.toml for a source")
    new.add_argument("source", type=Path, metavar="SOURCE")
    new.set_defaults(run=run_new)

    add_calls(commands)
    return top


def outputs(words: str) -> frozenset[str]:
    """Return the outputs that a comma-separated list names."""
    names = frozenset(word.strip() for word in words.split(","))
    if unknown := names - set(OUTPUTS):
        raise argparse.ArgumentTypeError(f"unknown: {', '.join(sorted(unknown))} (known: {', '.join(OUTPUTS)})")
    return names


def formats(words: str) -> tuple[str, ...]:
    """Return the formats that a comma-separated list names, each once."""
    from edition.formats import FORMATS

    names = tuple(dict.fromkeys(word.strip() for word in words.split(",")))
    if unknown := set(names) - set(FORMATS):
        raise argparse.ArgumentTypeError(f"unknown: {', '.join(sorted(unknown))} (known: {', '.join(FORMATS)})")
    return names


def run_build(options: argparse.Namespace) -> int:
    """Make the files of every book named; the books before a faulty one are finished, those after it untouched."""
    from edition.build import read_book

    only = frozenset[str]().union(*options.only) if options.only else frozenset(OUTPUTS)
    if halves := halves_of(options):
        if "booklet" not in only:
            refuse("--fronts and --backs are of booklets. Name `booklet` in --only, or leave that out.")
        only |= halves
    books = [read_book(path) for path in options.books or seeds()]
    refuse_twins(books)
    if options.format:
        books = [in_formats(book, tuple(dict.fromkeys(chain(*options.format)))) for book in books]
    for book in books:
        build_one(book, only, options)
    return 0


def halves_of(options: argparse.Namespace) -> frozenset[str]:
    """Return which sides of the booklets are wanted as files of their own."""
    given = {"fronts": options.fronts, "backs": options.backs, "reversed backs": options.reverse_backs}
    return frozenset(side for side, wanted in given.items() if wanted)


def in_formats(book: "Book", names: tuple[str, ...]) -> "Book":
    """Return a book that is to be set in these formats."""
    from dataclasses import replace

    return replace(book, output=replace(book.output, formats=names))


def build_one(book: "Book", only: frozenset[str], options: argparse.Namespace) -> None:
    """Make the files of one book and say what there is."""
    from edition.beside import restoring
    from edition.build import TYPESET, folding, load_typesetter, publish

    progress = Progress(sys.stderr, options.quiet, book.slug)
    try:
        progress("reading the pages into order")
        with restoring(book) as restored:
            if only & TYPESET:
                # What goes wrong here goes wrong again, and is told, where the pages are to be set.
                with suppress(EditionError):
                    load_typesetter()
            edition = restored()
        files = publish(edition, options.dist, only, progress)
    finally:
        progress.clear()
    if not options.quiet:
        asked = len(edition.apparatus.queries)
        print(f"{options.dist / book.slug}: {len(files)} files, {asked} {'query' if asked == 1 else 'queries'}")
        if "booklet" in only and not folding(edition):
            print(f"No booklet: pages of {', '.join(book.output.formats)} are not half a sheet of common paper.")


def seeds() -> list[Path]:
    """Return every book's folder under ./seeds."""
    found = sorted(path.parent for path in SEEDS.glob("*/edition.toml"))
    if not found:
        raise ConfigError(f"{SEEDS}: there is no book here. Name a text file, or go to the folder that holds {SEEDS}/.")
    return found


def refuse_twins(books: "list[Book]") -> None:
    """Refuse two books whose files would go to one folder."""
    slugs = [book.slug for book in books]
    for slug in slugs:
        if slugs.count(slug) > 1:
            raise OutputError(f"{slug}: two books have this name, and one folder cannot hold both. Build them apart.")


def run_check(options: argparse.Namespace) -> int:
    """Print what held, what failed and what could not be checked; 1 if anything failed."""
    from edition.check import check, failed, table

    progress = Progress(sys.stderr, book=options.book.resolve().name)
    try:
        outcomes = check(options.book, progress)
    finally:
        progress.clear()
    print(table(outcomes))
    return 1 if failed(outcomes) else 0


def run_show(options: argparse.Namespace) -> int:
    """Print one stage of a book."""
    from edition.build import read_book
    from edition.show import STAGES, show

    if options.stage not in STAGES:
        refuse(f"unknown stage `{options.stage}`. Stages: {', '.join(STAGES)}.")
    print(show(options.stage, read_book(options.book)), end="")
    return 0


def run_new(options: argparse.Namespace) -> int:
    """Write an edition.toml and say where."""
    from edition.build import bare_book
    from edition.restore import restore
    from edition.start import start

    if not options.source.is_file():
        raise ConfigError(f"{options.source}: there is no such file. Name the text of a booklet.")
    print(start(restore(bare_book(options.source)), options.source, SEEDS))
    return 0


def run_call(options: argparse.Namespace) -> int:
    """Impose or un-impose a PDF and say what there is."""
    for line in options.call(options):
        if not options.quiet:
            print(line)
    return 0


def run() -> NoReturn:
    """Run one command as a process, and end it with the code."""
    # What a command makes lives to its end: looking for garbage so often finds none.
    gc.set_threshold(50_000)
    code = main()
    sys.stderr.flush()
    if "weasyprint" in sys.modules:
        sys.exit(code)
    # What a PDF was made of need not be taken apart piece by piece. The typesetter has folders to clear away.
    os._exit(code)


def refuse(message: str) -> NoReturn:
    """End a call that is wrong, as the parser itself does."""
    print(f"edition: {message}", file=sys.stderr)
    raise SystemExit(2)
