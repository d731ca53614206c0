"""The same input gives the same bytes: in any process, folder, time zone and hash seed, and as they are committed."""

import hashlib
import json
import os
import subprocess
import sys
import zipfile
from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest

from edition.versions import current

TOP = Path(__file__).resolve().parent.parent
BOOK = TOP / "seeds" / "workers-power"
DIST = TOP / "dist" / "workers-power"

Tree = dict[str, bytes]


def build(cwd: Path, dist: Path, zone: str, seed: str) -> Tree:
    environment = {**os.environ, "PYTHONPATH": str(TOP), "TZ": zone, "PYTHONHASHSEED": seed, "LC_ALL": "C"}
    command = [sys.executable, "-m", "edition", "build", str(BOOK), "--dist", str(dist), "--quiet"]
    subprocess.run(command, cwd=cwd, env=environment, check=True, timeout=600)
    return {str(file.relative_to(dist)): file.read_bytes() for file in dist.rglob("*") if file.is_file()}


@pytest.fixture(scope="module")
def rebuilt(tmp_path_factory: pytest.TempPathFactory) -> Tree:
    folder = tmp_path_factory.mktemp("here")
    return build(TOP, folder, "America/St_Johns", "1")


def sums(files: Tree) -> dict[str, str]:
    return {name: hashlib.sha256(data).hexdigest() for name, data in sorted(files.items())}


def entries(epub: bytes) -> Tree:
    with zipfile.ZipFile(BytesIO(epub)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def pages(pdf: bytes) -> list[str]:
    with pypdfium2.PdfDocument(pdf) as opened:
        return [" ".join(page.get_textpage().get_text_range().split()) for page in opened]


def test_two_processes_make_the_same_bytes(rebuilt: Tree, tmp_path: Path) -> None:
    other = tmp_path / "elsewhere"
    other.mkdir()
    assert sums(build(other, tmp_path / "dist", "Asia/Kathmandu", "4294967295")) == sums(rebuilt)


def test_the_recorded_sums_are_those_of_the_files() -> None:
    recorded = json.loads((DIST / "versions.json").read_text(encoding="utf-8"))["sha256"]
    assert len(recorded) == 9
    for name, sha256 in recorded.items():
        assert hashlib.sha256((DIST / name).read_bytes()).hexdigest() == sha256, name


def test_a_rebuild_is_what_is_committed(rebuilt: Tree) -> None:
    made = {name.removeprefix("workers-power/"): data for name, data in rebuilt.items() if name != "index.html"}
    there = {name: (DIST / name).read_bytes() for name in made}
    if json.loads(there["versions.json"])["versions"] == current():
        assert sums(made) == sums(there)
        return
    for name, data in made.items():
        match Path(name).suffix:
            case ".epub":
                ours, theirs = entries(data), entries(there[name])
                assert ours.keys() == theirs.keys()
                # A picture is drawn by libraries whose versions differ here; the words are not.
                drawn = (".png", ".svg")
                assert {n: d for n, d in ours.items() if not n.endswith(drawn)} == {
                    n: theirs[n] for n in ours if not n.endswith(drawn)
                }
            case ".pdf":
                assert pages(data) == pages(there[name])
            case _ if name != "versions.json":
                assert data == there[name], name


def test_the_download_page_is_what_is_committed(rebuilt: Tree) -> None:
    committed = (TOP / "dist" / "index.html").read_text(encoding="utf-8")
    for line in rebuilt["index.html"].decode().splitlines():
        # Sizes may differ where versions do.
        assert line.partition("<span")[0] in committed
