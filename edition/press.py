"""A PDF imposed, or taken apart again, as files: all that are wanted or none, and none over another unasked."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from edition.errors import EditionError, OutputError, SourceError

if TYPE_CHECKING:
    from edition.imposer import Imposed, Job
    from edition.qpdf import Pdf
    from edition.unimposer import Blanks, Unimposed
    from edition.ways import Known


class Extras(NamedTuple):
    """What is made beside an imposition."""

    fronts: bool = False
    """The fronts alone, as `OUT-fronts.pdf`."""
    backs: bool = False
    reversed_backs: bool = False
    """The backs the last first, for printers that lay their sheets face up."""
    picture: Path | None = None
    """An SVG of the sheets."""


Write = Callable[[Path], None]


@contextmanager
def opened(path: Path) -> "Iterator[Pdf]":
    """Yield the PDF in a file; raises SourceError, naming the file, for one that is none, damaged or locked."""
    from edition.qpdf import PasswordError, PdfError, open_pdf

    try:
        with open_pdf(path) as book:
            yield book
    except PasswordError as error:
        raise SourceError(
            f"{path}: is encrypted and opens with a password only. "
            "Save it without one, for example with qpdf --decrypt --password=... in.pdf out.pdf."
        ) from error
    except PdfError as error:
        raise SourceError(
            f"{path}: is damaged, or no PDF ({_first(error)}). "
            "Fetch it again, or try to mend it with qpdf in.pdf out.pdf."
        ) from error
    except OSError as error:
        raise SourceError(f"{path}: cannot be read ({error.strerror}). Name a PDF file.") from error
    except SourceError:
        raise
    except EditionError as error:
        raise type(error)(f"{path}: {error}") from error


def _first(error: Exception) -> str:
    return str(error).partition("\n")[0]


def impose_file(path: Path, out: Path, job: "Job", extras: Extras, *, force: bool) -> "tuple[Imposed, list[Path]]":
    """Write the imposition of a PDF, how to print it, and the extras; return what was done and the files.

    Raises SourceError for a file that is no open PDF, OutputError where one would be written over without `force`, and
    EditionError where the pages do not fit.
    """
    from edition.imposer import impose_pages, keep_sides
    from edition.instructions import Sheetwork, instruct
    from edition.leaflet import make_leaflet
    from edition.qpdf import save

    halves = {0: beside(out, "fronts"), 1: beside(out, "backs")}
    halves = {parity: name for parity, name in halves.items() if (extras.fronts, extras.backs)[parity]}
    told, leaflet = beside(out, "printing", ".txt"), beside(out, "printing", ".pdf")
    targets = [out, told, leaflet, *halves.values(), *([extras.picture] if extras.picture else [])]
    refuse_targets(path, targets, force=force)
    with opened(path) as book, written(targets, force=force) as work:
        done = impose_pages(book, job)
        if done.plan.one_sided and halves:
            raise EditionError(f"scheme {job.fold.scheme}: is printed on one side. Leave out --fronts and --backs.")
        save(book, work[out])
        for parity, name in halves.items():
            with opened(work[out]) as half:
                keep_sides(half, parity)
                if parity and extras.reversed_backs:
                    half.pages.reverse()
                save(half, work[name])
        files = ((out.name, "the sheets"), *((name.name, _what(parity)) for parity, name in halves.items()))
        trimmed = any(abs(a - b) > 1 for a, b in zip(done.forme.block, (0, 0, *done.forme.sheet), strict=True))
        sheetwork = Sheetwork(
            path.stem,
            files,
            done.plan,
            done.flip,
            done.forme.landscape,
            trimmed=trimmed,
            crept=job.measures.creep > 0,
            separate=bool(halves),
        )
        work[told].write_text(instruct(sheetwork), encoding="utf-8", newline="\n")
        work[leaflet].write_bytes(make_leaflet(sheetwork, done.forme))
        if extras.picture:
            from edition.diagram import draw_sheets

            work[extras.picture].write_text(draw_sheets(done.plan, done.forme), encoding="utf-8", newline="\n")
    return done, targets


def _what(parity: int) -> str:
    return "the backs alone" if parity else "the fronts alone"


def beside(out: Path, part: str, suffix: str = "") -> Path:
    """Return the name of a file that belongs to another: `zine-2up.pdf` → `zine-2up-fronts.pdf`."""
    return out.with_name(f"{out.stem}-{part}{suffix or out.suffix}")


def refuse_targets(source: Path, targets: list[Path], *, force: bool) -> None:
    """Raise OutputError for a target that is the source itself, a folder, named twice, or there without `force`."""
    for target in targets:
        if target.exists() and source.exists() and target.samefile(source):
            raise OutputError(f"{target}: is the file to be read, and is not written over. Name another with --output.")
        if target.is_dir():
            raise OutputError(f"{target}: is a folder. Name a file with --output.")
        if targets.count(target) > 1:
            raise OutputError(f"{target}: would be written twice. Name different files.")
        if target.exists() and not force:
            raise OutputError(f"{target}: exists already. Name another with --output, or replace it with --force.")


@contextmanager
def written(targets: list[Path], *, force: bool) -> Iterator[dict[Path, Path]]:
    """Yield a file to write for every target, and put them all into place at the end; on an error none is left.

    They wait in a hidden folder beside the first target. Raises OutputError where a folder cannot be written.
    """
    work: Path | None = None
    try:
        work = Path(tempfile.mkdtemp(prefix=".making-", dir=targets[0].parent))
        files = {target: work / f"{number}{target.suffix}" for number, target in enumerate(targets)}
        yield files
        for target, file in files.items():
            if not force and target.exists():
                raise OutputError(f"{target}: has come into being meanwhile. Name another with --output.")
            shutil.move(file, target)
    except OSError as error:
        raise OutputError(
            f"{error.filename or targets[0]}: cannot be written ({error.strerror}). Name another place with --output."
        ) from error
    finally:
        if work is not None:
            shutil.rmtree(work, ignore_errors=True)


def unimpose_file(
    path: Path, out: Path, known: "Known", blanks: "Blanks", count: int | None, *, force: bool
) -> "Unimposed":
    """Write the pages of a booklet's PDF in reading order and return what was done.

    Raises as `impose_file` does, and EditionError where the order is not sure.
    """
    from edition.qpdf import save
    from edition.unimposer import read_sheets, unimpose_sheets

    refuse_targets(path, [out], force=force)
    with opened(path) as book, written([out], force=force) as work:
        data = path.read_bytes()
        sheets = read_sheets(str(path), data, known, len(book.pages))
        done = unimpose_sheets(book, data, sheets, blanks, count)
        save(book, work[out])
    return done
