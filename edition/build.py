"""From a book to its files: what to read, what to make, and how it gets into place whole or not at all."""

import re
import shutil
import tempfile
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stdout
from importlib import import_module
from io import StringIO
from pathlib import Path

from edition.book import Book, Edition
from edition.config import NAME, read_config
from edition.errors import ConfigError, OutputError, TypesetError
from edition.formats import FORMATS, Format
from edition.progress import silent
from edition.source import read_source

OUTPUTS = frozenset({"pdf", "epub", "booklet", "apparatus"})
"""What `only` may name. `apparatus.json` is made in any case."""
HALVES = frozenset({"fronts", "backs", "reversed backs"})
"""What `only` may name besides: files of the booklets' fronts and backs, for printers of one side."""
TYPESET = frozenset({"pdf", "booklet", "epub"})
"""Those that set pages; the EPUB lists where they begin."""
Tell = Callable[[str], None]


def read_book(path: Path) -> Book:
    """Return the book in a folder with an `edition.toml`, or the one that a bare source file makes by itself.

    A folder without configuration is as good as the one file in it called `source`. Raises ConfigError and SourceError.
    """
    if path.name == NAME:
        path = path.parent
    if not path.is_dir():
        return bare_book(path)
    if (path / NAME).is_file():
        return read_config(path / NAME, folder_slug(path))
    sources = sorted(file for file in path.glob("source.*") if file.is_file())
    if len(sources) != 1:
        raise ConfigError(f"{path}: has no {NAME}, nor one file called `source`. Name a text file, or a book's folder.")
    return bare_book(sources[0])


def bare_book(file: Path) -> Book:
    """Return the book of a source without configuration: all that an editor might decide is left to the text."""
    source = read_source(file)
    slug = folder_slug(file.parent) if file.stem == "source" else cleaned(file.stem)
    return Book(slug or f"book-{source.sha256[:8]}", source)


def folder_slug(folder: Path) -> str:
    """Return a folder's own name where it can stand in a file's name and a link, else the name cleaned."""
    name = folder.resolve().name
    return name if re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]*", name) else cleaned(name)


def cleaned(name: str) -> str:
    """Return the name in small ASCII letters, digits and single hyphens; nothing where it has none of them."""
    letters = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", letters).strip("-")


def publish(edition: Edition, out: Path, only: frozenset[str] = OUTPUTS, tell: Tell = silent) -> list[Path]:
    """Put the edition's files into `out/<slug>/` and return them; on any failure the folder stays as it was.

    Files of that name are replaced, others left alone, and `out/index.html` lists what is there to download. Raises
    TypesetError and LawError from the making, OutputError where the folder cannot be written.
    """
    slug = edition.book.slug
    with workspace(out) as work:
        files = make(edition, only, tell)
        tell("writing the files")
        page = index(out, slug, files)
        targets = {out / slug / name: data for name, data in files.items()} | {out / "index.html": page.encode()}
        replace_all(work, targets)
    return [out / slug / name for name in files]


def make(edition: Edition, only: frozenset[str], tell: Tell = silent) -> dict[str, bytes]:
    """Return the files asked for by name; each has the same bytes whatever else is made.

    Each size of page is laid out once, for the PDF, its booklets, and the EPUB, which lists where the pages begin.
    """
    from edition import versions
    from edition.review import apparatus_json, apparatus_text

    slug, files = edition.book.slug, dict[str, bytes]()
    pdf = b""
    if only & TYPESET:
        load_typesetter()
        files, pdf = typeset(edition, only, tell)
    if "pdf" in only:
        from edition.specimen import make_specimen

        shown = make_specimen(edition, pdf)
        files |= {f"{slug}-before-after.html": shown.encode()} if shown else {}
    if "epub" in only:
        from edition.epub import make_epub
        from edition.kepub import make_kepub

        tell("packing the EPUB")
        files[f"{slug}.epub"] = make_epub(edition, pdf)
        files[f"{slug}.kepub.epub"] = make_kepub(edition, files[f"{slug}.epub"])
    if files:
        files["versions.json"] = versions.record(files).encode()
    files["apparatus.json"] = apparatus_json(edition).encode()
    if "apparatus" in only:
        files["apparatus.txt"] = apparatus_text(edition).encode()
    return files


def typeset(edition: Edition, only: frozenset[str], tell: Tell) -> tuple[dict[str, bytes], bytes]:
    """Return a PDF of each format asked for, and the booklets of the first one that folds from a common paper; beside
    them the PDF of the first format, whether it is asked for or not, if anything but booklets is.

    Raises TypesetError where booklets alone are asked for and no format folds.
    """
    from edition.pdf import make_pdf

    slug, files, first = edition.book.slug, dict[str, bytes](), b""
    folded = folding(edition)
    if only & TYPESET == {"booklet"} and not folded:
        sizes = ", ".join(name for name, page in FORMATS.items() if page.sheets)
        raise TypesetError(f"A booklet has pages of half a sheet: one of {sizes} must be among its formats.")
    for number, name in enumerate(edition.book.output.formats):
        folds = "booklet" in only and name == folded
        if not ("pdf" in only or folds or ("epub" in only and number == 0)):
            continue
        tell(f"laying out the pages ({name})")
        pdf = make_pdf(edition, FORMATS[name])
        first = pdf if number == 0 else first
        files |= {f"{slug}-{name}.pdf" if number else f"{slug}.pdf": pdf} if "pdf" in only else {}
        files |= booklets(edition, pdf, FORMATS[name], only, tell) if folds else {}
    return files, first


def folding(edition: Edition) -> str:
    """Return the first of an edition's formats of which booklets can be made, or nothing."""
    return next((name for name in edition.book.output.formats if FORMATS[name].sheets), "")


def load_typesetter() -> None:
    """Import WeasyPrint and all else that making files takes, and compile the templates: good to do beside other work.

    Raises TypesetError where Pango or another library is not installed.
    """
    # WeasyPrint prints its own advice.
    with redirect_stdout(StringIO()):
        try:
            import_module("edition.pdf")
        except OSError as error:
            first = str(error).partition("\n")[0].partition(".  ")[0]
            raise TypesetError(f"{first}. Pages are set with Pango: the README says how to install it.") from error
    for name in ("booklet", "epub", "kepub", "specimen", "shelf"):
        import_module(f"edition.{name}")
    from edition.versions import current
    from edition.xhtml import load_templates

    load_templates()
    current()


def booklets(edition: Edition, pdf: bytes, page: Format, only: frozenset[str], tell: Tell) -> dict[str, bytes]:
    """Return a booklet for each paper that the pages fold from, its fronts and backs where they are asked for, and how
    to print and fold it.
    """
    import pypdfium2

    from edition.booklet import SIDES, Work, explain, make_booklet, make_half

    tell("folding the booklets")
    slug, made = edition.book.slug, dict[str, bytes]()
    with pypdfium2.PdfDocument(pdf) as opened:
        pages = len(opened)
    wanted = only | ({"backs"} if "reversed backs" in only else set())
    halves = tuple(side for side in SIDES if side in wanted)
    for paper in page.sheets:
        whole = made[f"{slug}-booklet-{paper}.pdf"] = make_booklet(pdf, paper, page)
        for side in halves:
            backwards = side == "backs" and "reversed backs" in only
            made[f"{slug}-booklet-{paper}-{side}.pdf"] = make_half(whole, side, backwards=backwards)
    return made | explain(Work(slug, pages, edition.metadata.language, page, halves))


def index(out: Path, slug: str, files: dict[str, bytes]) -> str:
    """Return the download page as it is once the files are in place."""
    from edition import shelf

    there = {file.name: file.stat().st_size for file in (out / slug).glob("*") if file.is_file()}
    sizes = there | {name: len(data) for name, data in files.items()}
    return shelf.page([*shelf.read(out, but=slug), shelf.entry(slug, files["apparatus.json"].decode(), sizes)])


@contextmanager
def workspace(out: Path) -> Iterator[Path]:
    """Yield a new folder inside `out`, on the same disk, and remove it again, with whatever of `out` it had to make."""
    missing = [folder for folder in (out, *out.parents) if not folder.exists()]
    try:
        out.mkdir(parents=True, exist_ok=True)
        work = Path(tempfile.mkdtemp(prefix=".making-", dir=out))
    except OSError as error:
        raise unwritable(out, error) from error
    try:
        yield work
    finally:
        shutil.rmtree(work)
        for folder in missing:
            if not any(folder.iterdir()):
                folder.rmdir()


def replace_all(work: Path, targets: dict[Path, bytes]) -> None:
    """Put every file in its place, or none: all are written out whole before the first one is moved."""
    for target in targets:
        if target.is_dir():
            raise OutputError(f"{target}: is a folder, where a file is to go. Move it away, or name another --dist.")
        if target.parent.is_file():
            raise OutputError(
                f"{target.parent}: is a file, where a folder is to go. Move it away, or name another --dist."
            )
    try:
        for number, data in enumerate(targets.values()):
            (work / str(number)).write_bytes(data)
        for target in targets:
            target.parent.mkdir(exist_ok=True)
        for number, target in enumerate(targets):
            (work / str(number)).replace(target)
    except OSError as error:
        raise unwritable(Path(error.filename2 or error.filename or work.parent), error) from error


def unwritable(path: Path, error: OSError) -> OutputError:
    """Return the error, to raise, for a place that refuses to be written."""
    return OutputError(f"{path}: cannot be written ({error.strerror}). Free it, or name another folder with --dist.")
