"""The command as a user meets it: its exit codes and messages, and that a faulty book leaves nothing behind."""

import os
import pty
import signal
import subprocess
import sys
import time
import tomllib
from pathlib import Path

import pytest

from edition import __version__
from edition.build import OUTPUTS, read_book
from edition.cli import main
from tests.conftest import CONFIG, SOURCE, MakeBook

TOP = Path(__file__).resolve().parent.parent
LITTLE = ("--only", "apparatus")


def run(*arguments: object, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command in a folder of its own and return what it said."""
    command = [sys.executable, "-m", "edition", *map(str, arguments)]
    env = {**os.environ, "PYTHONPATH": str(TOP), **environment}
    return subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, timeout=120, check=False)


def refused(code: int, *arguments: object, cwd: Path) -> str:
    """Return the one line on stderr of a command that ends with this code, prints nothing else and writes nothing."""
    before = sorted(cwd.rglob("*"))
    done = run(*arguments, cwd=cwd)
    assert (done.returncode, done.stdout) == (code, ""), done.stderr
    assert sorted(cwd.rglob("*")) == before
    assert done.stderr.startswith("edition: ")
    assert done.stderr.count("\n") == 1
    return done.stderr.removeprefix("edition: ").rstrip("\n")


def test_version_and_help(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="0"):
        main(["--version"])
    assert capsys.readouterr().out == f"edition {__version__}\n"
    with pytest.raises(SystemExit, match="0"):
        main(["--help"])
    assert all(command in capsys.readouterr().out for command in ("build",))


def test_help_imports_nothing_heavy() -> None:
    program = (
        "import sys, edition.cli\n"
        "try: edition.cli.main(['--help'])\n"
        "except SystemExit: print(*sorted(sys.modules), file=sys.stderr)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=TOP, capture_output=True, text=True, check=True)
    heavy = {"weasyprint", "lxml", "jinja2", "pikepdf", "pypdfium2", "wordfreq", "ebooklib", "PIL", "dataclasses"}
    loaded = set(done.stderr.split())
    assert "edition.cli" in loaded
    assert loaded & (heavy - {"dataclasses"}) == set()
    assert {name for name in loaded if name.startswith("edition.")} == {
        "edition.calls",
        "edition.cli",
        "edition.errors",
        "edition.progress",
    }


@pytest.mark.parametrize("call", [[], ["print"], ["build", "--only", "paper"], ["check"], ["show", "order"], ["new"]])
def test_a_wrong_call_is_2(call: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(call)
    assert caught.value.code == 2
    assert "usage: edition" in capsys.readouterr().err


def test_the_sides_of_booklets_that_are_not_made_are_2(tmp_path: Path) -> None:
    message = refused(2, "build", "--only", "pdf", "--reverse-backs", cwd=tmp_path)
    assert message.startswith("--fronts and --backs are of booklets.")


def test_a_stage_that_is_none_is_2_and_lists_them(tmp_path: Path) -> None:
    message = refused(2, "show", "nosuch", tmp_path, cwd=tmp_path)
    assert message.startswith("unknown stage `nosuch`. Stages: ")


def test_an_empty_file(tmp_path: Path) -> None:
    (tmp_path / "lamp.txt").write_bytes(b" \n\n")
    assert refused(3, "build", "lamp.txt", cwd=tmp_path).startswith("lamp.txt: is empty.")


def test_a_binary_file(tmp_path: Path) -> None:
    (tmp_path / "lamp.txt").write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0")
    assert refused(3, "build", "lamp.txt", cwd=tmp_path).startswith("lamp.txt: is not a text file (byte 8 is NUL).")


def test_a_wrong_encoding(tmp_path: Path) -> None:
    (tmp_path / "lamp.txt").write_bytes("It was late.\n“Who?”\n".encode("windows-1252"))
    message = refused(3, "build", "lamp.txt", cwd=tmp_path)
    assert message.startswith("lamp.txt, line 2: byte 0x93 is not UTF-8. Save the file as UTF-8")


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    assert refused(3, "build", "lamp.txt", cwd=tmp_path).startswith("lamp.txt: cannot be read (No such file")


def test_a_missing_key(make_book: MakeBook, tmp_path: Path) -> None:
    make_book(CONFIG.replace("modified", "# modified"))
    message = refused(4, "build", "seeds/lamp", cwd=tmp_path)
    assert message == "seeds/lamp/edition.toml, line 5: [book] lacks `modified`. `edition new` writes it for a source."


def test_an_unknown_key(make_book: MakeBook, tmp_path: Path) -> None:
    make_book(CONFIG + "tilte = 'The Lamp'\n")
    message = refused(4, "build", "seeds/lamp", cwd=tmp_path)
    assert message.startswith("seeds/lamp/edition.toml, line 8: unknown key `tilte` in [book]. Known keys: title, ")


def test_a_wrong_sum(make_book: MakeBook, tmp_path: Path) -> None:
    make_book(CONFIG.replace("{sha256}", "0" * 64))
    message = refused(4, "build", "seeds/lamp", cwd=tmp_path)
    assert message.startswith("seeds/lamp/edition.toml, line 3: seeds/lamp/source.txt has the SHA-256 ")
    assert f"but {'0' * 64} is pinned" in message


@pytest.mark.parametrize(("find", "words"), [("candle", "matches nothing"), ("the lamp was", "matches 2 times")])
def test_an_answer_that_does_not_match_once(make_book: MakeBook, tmp_path: Path, find: str, words: str) -> None:
    make_book(CONFIG + f'[[answer]]\nfind = "{find}"\nread = ""\nwhy = "?"\n')
    message = refused(4, "build", "seeds/lamp", cwd=tmp_path)
    assert message.startswith(f"seeds/lamp/edition.toml, line 9: `find` {words} in seeds/lamp/source.txt")


def test_no_book_anywhere(tmp_path: Path) -> None:
    assert refused(4, "build", cwd=tmp_path).startswith("seeds: there is no book here.")


def test_one_faulty_book_stops_the_build_before_anything_is_made(make_book: MakeBook, tmp_path: Path) -> None:
    make_book()
    make_book(CONFIG + "tilte = 'The Lamp'\n", name="zebra")
    assert "zebra" in refused(4, "build", cwd=tmp_path)


def test_two_books_of_one_name(make_book: MakeBook, tmp_path: Path) -> None:
    make_book()
    (tmp_path / "lamp.txt").write_text(SOURCE)
    assert refused(7, "build", "seeds/lamp", "lamp.txt", cwd=tmp_path).startswith("lamp: two books have this name")


def test_a_dist_that_cannot_be_written(make_book: MakeBook, tmp_path: Path) -> None:
    make_book()
    (tmp_path / "dist").write_text("in the way")
    message = refused(7, "build", "seeds/lamp", *LITTLE, cwd=tmp_path)
    assert message == "dist: cannot be written (File exists). Free it, or name another folder with --dist."


def test_a_missing_face(make_book: MakeBook, tmp_path: Path) -> None:
    folder = make_book()
    program = (
        "import sys; from edition import assets, cli; find = assets.path\n"
        "def path(name):\n"
        "    return find(name + '.lost' if name.endswith(('.ttf', '.otf')) else name)\n"
        "assets.path = path\n"
        f"sys.exit(cli.main(['build', {str(folder)!r}, '--only', 'pdf', '--dist', {str(tmp_path / 'dist')!r}]))"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=TOP, capture_output=True, text=True, check=False)
    assert done.returncode == 6, done.stderr
    assert done.stderr.startswith("edition: fonts/")
    assert "is missing from this installation" in done.stderr
    assert not (tmp_path / "dist").exists()


def test_a_missing_pango(make_book: MakeBook, tmp_path: Path) -> None:
    folder = make_book()
    program = (
        "import sys, cffi; from edition import cli\n"
        "def dlopen(self, name, flags=0):\n"
        "    raise OSError(f'cannot load library {name!r}: no such file.  Additionally, it is not there')\n"
        "cffi.FFI.dlopen = dlopen\n"
        f"sys.exit(cli.main(['build', {str(folder)!r}, '--dist', {str(tmp_path / 'dist')!r}]))"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=TOP, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (6, "")
    assert done.stderr.startswith(
        "edition: cannot load library 'libgobject-2.0-0': no such file. Pages are set with Pango"
    )
    assert not (tmp_path / "dist").exists()


def test_a_text_that_is_no_booklet_builds_as_it_stands(tmp_path: Path) -> None:
    (tmp_path / "The Lamp.txt").write_text(SOURCE)
    done = run("build", "The Lamp.txt", *LITTLE, cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("dist/the-lamp: 2 files, 0 quer")
    assert (tmp_path / "dist" / "the-lamp" / "apparatus.json").is_file()


def test_every_book_under_seeds_is_built_quietly(make_book: MakeBook, tmp_path: Path) -> None:
    make_book()
    make_book(name="candle")
    done = run("build", "--quiet", "--dist", "out", *LITTLE, cwd=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert {path.name for path in (tmp_path / "out").iterdir()} == {"lamp", "candle", "index.html"}


def test_a_terminal_is_told_the_steps_and_left_clean(make_book: MakeBook, tmp_path: Path) -> None:
    make_book()
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "edition", "build", *LITTLE]
    env = {**os.environ, "PYTHONPATH": str(TOP)}
    subprocess.run(command, cwd=tmp_path, env=env, stdout=subprocess.DEVNULL, stderr=theirs, timeout=120, check=True)
    os.close(theirs)
    said = os.read(ours, 10_000).decode()
    os.close(ours)
    assert "lamp: reading the pages into order …" in said
    assert "lamp: writing the files …" in said
    assert said.endswith("\r\N{ESCAPE}[K")


def test_an_interruption_leaves_nothing(make_book: MakeBook, tmp_path: Path) -> None:
    make_book()
    command = [sys.executable, "-m", "edition", "build", "--only", "pdf"]
    env = {**os.environ, "PYTHONPATH": str(TOP)}
    child = subprocess.Popen(command, cwd=tmp_path, env=env, stderr=subprocess.PIPE, text=True)
    for _ in range(600):
        if list(tmp_path.glob("dist/.making-*")) or child.poll() is not None:
            break
        time.sleep(0.01)
    child.send_signal(signal.SIGINT)
    _, said = child.communicate(timeout=60)
    assert (child.returncode, said) == (130, "edition: stopped; what was not finished was not written.\n")
    assert not (tmp_path / "dist").exists()


def test_a_pipe_that_closes_is_no_fault(make_book: MakeBook) -> None:
    folder = make_book(source=SOURCE + "and so on " * 20_000)
    command = f"{sys.executable} -m edition show source {folder} | head -c 10; exit ${{PIPESTATUS[0]}}"
    # An unbuffered stream drops what a short write left over, without an error.
    env = {**os.environ, "PYTHONUNBUFFERED": ""}
    done = subprocess.run(["bash", "-c", command], cwd=TOP, env=env, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (141, "")


def test_new_writes_a_configuration_that_builds(tmp_path: Path) -> None:
    (tmp_path / "My Lamp.txt").write_bytes(SOURCE.encode())
    done = run("new", "My Lamp.txt", cwd=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, "seeds/my-lamp/edition.toml\n", "")
    folder = tmp_path / "seeds" / "my-lamp"
    assert (folder / "source.txt").read_bytes() == SOURCE.encode()
    found = tomllib.loads((folder / "edition.toml").read_text(encoding="utf-8"))
    assert set(found["book"]) == {"identifier", "modified"}
    assert read_book(folder).given == found["book"]
    assert "exists already" in refused(7, "new", "My Lamp.txt", cwd=tmp_path)


def test_new_beside_a_source(tmp_path: Path) -> None:
    (tmp_path / "lamp").mkdir()
    (tmp_path / "lamp" / "source.txt").write_bytes(SOURCE.encode())
    done = run("new", "lamp/source.txt", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, "lamp/edition.toml\n")
    assert read_book(tmp_path / "lamp").slug == "lamp"


def test_outputs_are_named_alone_or_together(make_book: MakeBook, tmp_path: Path) -> None:
    make_book()
    done = run("build", "--only", "apparatus,apparatus", "--only", "apparatus", cwd=tmp_path)
    assert done.returncode == 0
    assert {"pdf", "epub", "booklet", "apparatus"} == OUTPUTS
