"""The code is what ARCHITECTURE.md says: imports one way, small rooms, one place that prints, no line knows a book."""

import ast
import re
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

TOP = Path(__file__).resolve().parent.parent
PACKAGE = TOP / "edition"
MODULES = sorted(PACKAGE.glob("*.py"))
SMALL_WORDS = {"a", "and", "for", "in", "of", "on", "or", "power", "review", "the", "to", "workers"}
"""Words of the seed's title that the trade or the language needs for itself."""


def listed() -> list[str]:
    """Return the modules in the order in which ARCHITECTURE.md lists them."""
    text = (PACKAGE / "ARCHITECTURE.md").read_text(encoding="utf-8")
    return re.findall(r"(?m)^\| `(\w+)` \|", text.partition("<!-- modules -->")[2].partition("<!-- end -->")[0])


def imports(module: Path) -> Iterator[str]:
    """Yield the modules of the package that one of them imports, anywhere in it."""
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        match node:
            case ast.ImportFrom(module="edition", names=names):
                yield from (name.name for name in names if (PACKAGE / f"{name.name}.py").exists())
            case ast.ImportFrom(module=str(name)) if name.startswith("edition."):
                yield name.split(".")[1]
            case ast.Import(names=names):
                yield from (name.name.split(".")[1] for name in names if name.name.startswith("edition."))
            case ast.ImportFrom(level=level):
                assert level == 0, f"{module.name}: imports are absolute"
            case _:
                pass


def test_the_page_lists_every_module_once() -> None:
    names = [module.stem for module in MODULES if not module.stem.startswith("__")]
    assert sorted(listed()) == names


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.stem)
def test_imports_go_up_the_list_only(module: Path) -> None:
    order = listed()
    above = set(order[: order.index(module.stem)]) if module.stem in order else {"cli"}
    assert set(imports(module)) <= above


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.stem)
def test_rooms_are_small(module: Path) -> None:
    text = module.read_text(encoding="utf-8")
    assert text.count("\n") <= 350
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert (node.end_lineno or 0) - node.lineno < 60, node.name


def test_functions_are_a_dozen_lines_in_the_middle() -> None:
    lengths = sorted(
        (node.end_lineno or 0) - node.lineno + 1
        for module in MODULES
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef)
    )
    assert lengths[len(lengths) // 2] <= 14


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.stem)
def test_only_the_command_line_prints(module: Path) -> None:
    if module.stem == "cli":
        return
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Name):
            assert node.id not in {"print", "input", "breakpoint"}, f"{module.name}, line {node.lineno}"
        if isinstance(node, ast.Attribute):
            assert node.attr not in {"stdout", "stderr"} or isinstance(node.ctx, ast.Load), module.name
            assert not (
                isinstance(node.value, ast.Name) and node.value.id == "sys" and node.attr in {"stdout", "stderr"}
            )


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.stem)
def test_no_clock_and_no_chance(module: Path) -> None:
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        names = {alias.name for alias in node.names} if isinstance(node, ast.Import | ast.ImportFrom) else set()
        assert not names & {"time", "random", "secrets", "socket", "urllib.request", "http.client"}, module.name
        if isinstance(node, ast.Attribute):
            assert node.attr not in {"now", "today", "utcnow", "uuid1", "uuid4"}, f"{module.name}, line {node.lineno}"


def test_no_line_knows_a_book() -> None:
    told = set()
    for config in TOP.glob("seeds/*/edition.toml"):
        book = tomllib.loads(config.read_text(encoding="utf-8"))["book"]
        words = re.findall(r"\w+", " ".join(book.get(key, "") for key in ("title", "subtitle", "author")).lower())
        told |= {word for word in words if len(word) > 2} - SMALL_WORDS
    assert len(told) >= 4
    files = [*MODULES, *(PACKAGE / "templates").iterdir(), *(TOP / "styles").iterdir()]
    for file in files:
        known = told & set(re.findall(r"\w+", file.read_text(encoding="utf-8").lower()))
        assert not known, f"{file.name} knows {known}"


def test_the_page_is_short_and_its_links_lead_somewhere() -> None:
    page = PACKAGE / "ARCHITECTURE.md"
    assert page.read_text(encoding="utf-8").count("\n") < 200
    for text in (page, TOP / "README.md"):
        for link in re.findall(r"\]\(([^)#]+)\)", text.read_text(encoding="utf-8")):
            assert (text.parent / link).exists(), f"{text.name}: {link}"


def test_every_pin_is_the_locked_version() -> None:
    lock = dict(line.lower().split("==") for line in (TOP / ".constraints.txt").read_text().split())
    project = tomllib.loads((TOP / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    for name, version in (pin.lower().split("==") for pin in project["dependencies"]):
        assert lock[name] == version


def test_the_wheel_carries_styles_faces_and_templates(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(command, cwd=TOP, check=True, capture_output=True)
    with zipfile.ZipFile(next(tmp_path.glob("*.whl"))) as wheel:
        held = set(wheel.namelist())
    for folder, place in ((TOP / "styles", "styles"), (TOP / "fonts", "fonts"), (PACKAGE / "templates", "templates")):
        wanted = {f"edition/{place}/{file.name}" for file in folder.iterdir()}
        assert wanted, place
        assert wanted <= held
    assert "edition/ARCHITECTURE.md" in held
