"""Reading a book, and putting its files into place whole or not at all."""

import hashlib
import json
import os
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from edition import build, cli, review
from edition.apparatus import Query
from edition.book import Edition, Output, default_identifier
from edition.build import OUTPUTS, cleaned, publish, read_book
from edition.errors import ConfigError, OutputError, SourceError, TypesetError
from edition.review import WIDTH, apparatus_json, apparatus_text
from edition.source import decode
from tests.conftest import SOURCE
from tests.sample import sample_edition

LITTLE = frozenset({"apparatus"})
"""What is made in no time."""
FILES = {
    "sample.pdf",
    "sample.epub",
    "sample.kepub.epub",
    "sample-before-after.html",
    "sample-booklet-a4.pdf",
    "sample-booklet-letter.pdf",
    "sample-printing.pdf",
    "sample-printing.txt",
    "sample-sheets.svg",
    "apparatus.json",
    "apparatus.txt",
    "versions.json",
}


def tree(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("The Lamp.txt", "the-lamp"),
        ("Émile -- ou, De l’éducation (v. 2).txt", "emile-ou-de-leducation-v-2"),
        ("000_3358.txt", "000-3358"),
        ("source.txt", "Some_Folder.2up"),
        ("source.md", "Some_Folder.2up"),
    ],
)
def test_a_bare_file_names_its_book(tmp_path: Path, name: str, slug: str) -> None:
    file = tmp_path / "Some_Folder.2up" / name
    file.parent.mkdir()
    file.write_text(SOURCE, encoding="utf-8")
    book = read_book(file)
    assert (book.slug, book.given, book.source.text) == (slug, {}, SOURCE)


def test_a_name_without_a_letter_becomes_one_that_is_the_source_s_own(tmp_path: Path) -> None:
    file = tmp_path / "灯.txt"
    file.write_text(SOURCE, encoding="utf-8")
    assert read_book(file).slug == f"book-{hashlib.sha256(SOURCE.encode()).hexdigest()[:8]}"


def test_a_slug_can_leave_no_folder(tmp_path: Path) -> None:
    assert cleaned("../..") == ""
    assert cleaned("..\\a/b") == "a-b"
    folder = tmp_path / ".hidden one"
    folder.mkdir()
    (folder / "source.txt").write_text(SOURCE)
    assert read_book(folder).slug == "hidden-one"


def test_a_folder_without_configuration_is_its_source(tmp_path: Path) -> None:
    (tmp_path / "source.txt").write_text(SOURCE)
    assert read_book(tmp_path) == read_book(tmp_path / "source.txt")


def test_a_folder_that_is_no_book_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="nor one file called `source`"):
        read_book(tmp_path)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"no\.txt: cannot be read \(No such file or directory\)"):
        read_book(tmp_path / "no.txt")


def test_the_identifier_is_the_source_s_for_good() -> None:
    found = default_identifier(decode("anywhere.txt", b"The Lamp\n"))
    assert found == "urn:uuid:d085bd84-6871-5fb2-bb03-f34c7f7e6f15"
    assert default_identifier(decode("elsewhere.txt", b"The Lamp\n")) == found
    assert default_identifier(decode("anywhere.txt", b"The Lamp")) != found


def test_everything_is_published(tmp_path: Path) -> None:
    steps: list[str] = []
    made = publish(sample_edition(), tmp_path / "deep" / "dist", tell=steps.append)
    files = tree(tmp_path / "deep" / "dist")
    assert set(files) == {f"sample/{name}" for name in FILES} | {"index.html"}
    assert {path.name for path in made} == FILES
    assert all(path.is_file() for path in made)
    assert [data[:5] for name, data in files.items() if name.endswith(".pdf")] == [b"%PDF-"] * 4
    assert steps[-1] == "writing the files"
    recorded = json.loads(files["sample/versions.json"])
    assert recorded["versions"]["weasyprint"] == "70.0"
    assert recorded["sha256"] == {
        name: hashlib.sha256(files[f"sample/{name}"]).hexdigest() for name in FILES if name.startswith("sample")
    }


def test_what_is_made_alone_has_the_same_bytes(tmp_path: Path) -> None:
    edition = sample_edition()
    edition = replace(edition, book=replace(edition.book, output=Output(formats=("phone", "a6"))))
    whole = build.make(edition, OUTPUTS)
    for only in (*OUTPUTS, "epub,booklet"):
        made = build.make(edition, frozenset(only.split(",")))
        assert {name: made[name] == whole[name] for name in made if name != "versions.json"} == {
            name: True for name in made if name != "versions.json"
        }


def test_fronts_and_backs_are_made_when_asked(tmp_path: Path) -> None:
    publish(sample_edition(), tmp_path, frozenset({"booklet", "fronts", "reversed backs"}))
    names = {path.name for path in (tmp_path / "sample").iterdir()}
    sides = {f"sample-booklet-{paper}-{side}.pdf" for paper in ("a4", "letter") for side in ("fronts", "backs")}
    assert sides <= names
    page = (tmp_path / "index.html").read_text(encoding="utf-8")
    assert all(name in page for name in sides)


@pytest.mark.parametrize(
    ("only", "names"),
    [
        ("apparatus", {"apparatus.json", "apparatus.txt"}),
        ("epub", {"apparatus.json", "versions.json", "sample.epub", "sample.kepub.epub"}),
        ("pdf", {"apparatus.json", "versions.json", "sample.pdf", "sample-before-after.html"}),
        (
            "booklet",
            {"apparatus.json", "versions.json"} | {n for n in FILES if "book" in n or "print" in n or "sheets" in n},
        ),
    ],
)
def test_less_is_made_when_asked(tmp_path: Path, only: str, names: set[str]) -> None:
    publish(sample_edition(), tmp_path, frozenset({only}))
    assert {path.name for path in (tmp_path / "sample").iterdir()} == names


def test_what_stands_beside_stays(tmp_path: Path) -> None:
    (tmp_path / "sample").mkdir()
    (tmp_path / "sample" / "errata.txt").write_text("mine")
    (tmp_path / "sample" / "apparatus.txt").write_text("old")
    publish(sample_edition(), tmp_path, LITTLE)
    assert (tmp_path / "sample" / "errata.txt").read_text() == "mine"
    assert (tmp_path / "sample" / "apparatus.txt").read_text().startswith("Apparatus to The Lamplighters")


@pytest.mark.parametrize("failure", [TypesetError("a note is lost"), KeyboardInterrupt(), MemoryError()])
def test_a_failure_on_the_way_writes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failure: BaseException
) -> None:
    def fail(*_: object) -> dict[str, bytes]:
        raise failure

    monkeypatch.setattr(build, "make", fail)
    with pytest.raises(type(failure)):
        publish(sample_edition(), tmp_path / "deep" / "dist")
    assert list(tmp_path.iterdir()) == []


def test_a_failure_on_the_way_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    publish(sample_edition(), tmp_path, LITTLE)
    before = tree(tmp_path)

    def fail(_: Edition) -> str:
        raise TypesetError("a note is lost")

    monkeypatch.setattr(review, "apparatus_text", fail)
    with pytest.raises(TypesetError):
        publish(replace(sample_edition(), metadata=replace(sample_edition().metadata, title="Other")), tmp_path, LITTLE)
    assert tree(tmp_path) == before


def test_a_disk_that_is_full_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    publish(sample_edition(), tmp_path, LITTLE)
    before = tree(tmp_path)
    write = Path.write_bytes

    def full(path: Path, data: bytes) -> int:
        if path.name == "1":
            raise OSError(28, "No space left on device", str(path))
        return write(path, data[:-1])

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OutputError, match="No space left on device"):
        publish(sample_edition(), tmp_path, LITTLE)
    assert tree(tmp_path) == before


def test_a_file_in_the_way_of_dist_is_named(tmp_path: Path) -> None:
    (tmp_path / "dist").write_text("not a folder")
    with pytest.raises(OutputError, match=r"dist: cannot be written \(File exists\)"):
        publish(sample_edition(), tmp_path / "dist", LITTLE)
    with pytest.raises(OutputError, match=r"cannot be written \(Not a directory\)"):
        publish(sample_edition(), tmp_path / "dist" / "deeper", LITTLE)
    assert tree(tmp_path) == {"dist": b"not a folder"}


def test_a_file_in_the_way_of_the_book_is_named(tmp_path: Path) -> None:
    (tmp_path / "sample").write_text("not a folder")
    with pytest.raises(OutputError, match=r"sample: is a file, where a folder is to go"):
        publish(sample_edition(), tmp_path, LITTLE)
    assert tree(tmp_path) == {"sample": b"not a folder"}


def test_a_folder_in_the_way_of_a_file_is_named_before_anything_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "sample" / "apparatus.txt").mkdir(parents=True)
    with pytest.raises(OutputError, match=r"apparatus\.txt: is a folder, where a file is to go"):
        publish(sample_edition(), tmp_path, LITTLE)
    assert tree(tmp_path) == {}


class Links(HTMLParser):
    """Gathers the links and the text of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.text: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.links += [value or "" for name, value in attrs if name == "href"]

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def test_the_index_lists_every_book_that_is_there(tmp_path: Path) -> None:
    edition = sample_edition()
    title = '<script src="x"></script> & {{ 7 * 7 }}'
    other = replace(edition, book=replace(edition.book, slug="b-2"), metadata=replace(edition.metadata, title=title))
    publish(edition, tmp_path, LITTLE | {"epub"})
    publish(other, tmp_path, LITTLE)
    page = (tmp_path / "index.html").read_text(encoding="utf-8")
    found = Links(page)
    assert found.links == [
        "b-2/apparatus.txt",
        "sample/sample.epub",
        "sample/sample.kepub.epub",
        "sample/apparatus.txt",
    ]
    assert all((tmp_path / link).is_file() for link in found.links)
    assert title in found.text
    assert "Ada Corder, 1987" in found.text
    publish(edition, tmp_path, LITTLE)
    assert (tmp_path / "index.html").read_text(encoding="utf-8") == page


def test_an_apparatus_that_is_not_ours_is_named(tmp_path: Path) -> None:
    (tmp_path / "theirs").mkdir()
    (tmp_path / "theirs" / "apparatus.json").write_text("[]")
    with pytest.raises(OutputError, match=r"apparatus\.json: is not a book's apparatus"):
        publish(sample_edition(), tmp_path, LITTLE)
    assert set(tree(tmp_path)) == {f"theirs{os.sep}apparatus.json"}


def test_the_apparatus_says_all_and_no_path_of_this_machine() -> None:
    edition = sample_edition()
    source = replace(edition.book.source, name="/somewhere/deep/source.txt")
    found = json.loads(apparatus_json(replace(edition, book=replace(edition.book, source=source))))
    assert found["source"] == {"name": "source.txt", "sha256": source.sha256}
    assert list(found["queries"][0]) == [
        *("kind", "page", "paragraph", "note", "quote", "printed", "alternatives", "confidence", "why"),
    ]
    assert found["queries"][0]["note"] == 4
    assert found["slips"][0]["suggestion"] == "strategy"
    assert found["imposition"]["scheme"] == "saddle-cover"
    account = found["account"]
    assert account["source"] == account["kept"] + account["emended"] + sum(account["set_aside"].values())


def test_the_text_of_the_apparatus_is_72_columns_wide() -> None:
    text = apparatus_text(sample_edition())
    assert max(map(len, text.split("\n"))) <= WIDTH
    assert "¶ 1 confusion] confu-/sion (word-end)" in text
    assert text.index("Queries") < text.index("Slips") < text.index("Emendations") < text.index("Account")


def test_a_query_outside_the_numbered_text_is_found_by_its_page() -> None:
    edition = sample_edition()
    query = Query("reading", 12, 0, None, "Lamp Street", "Lamp Street", (), 0.5, "only the colophon names it")
    edition = replace(edition, apparatus=replace(edition.apparatus, queries=(query,)))
    assert "p. 12 reading “Lamp Street”. Only the colophon names it." in apparatus_text(edition)


def test_an_empty_list_has_no_heading() -> None:
    edition = sample_edition()
    text = review.apparatus_text(replace(edition, apparatus=replace(edition.apparatus, slips=())))
    assert "Slips" not in text


def test_what_may_be_made_is_what_the_command_line_offers() -> None:
    assert frozenset(cli.OUTPUTS) == OUTPUTS
