"""What several tests share: a small source, and a book's folder around it."""

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

SOURCE = """The Tale of the Lamp

Ada Corder

It was late, and the lamp was lit. Nobody had lit it.

In the morning the lamp was out. "Who put it out?" they asked.
"""
CONFIG = """\
[source]
file = "source.txt"
sha256 = "{sha256}"

[book]
identifier = "urn:uuid:3e3f1ad6-7a29-5d05-8bd9-a1d6b5f7f2f4"
modified = "2026-03-08T12:00:00Z"
"""

MakeBook = Callable[..., Path]


@pytest.fixture
def make_book(tmp_path: Path) -> MakeBook:
    """Return a function that writes a book's folder and returns its path; `{sha256}` stands for its sum."""

    def make(config: str = CONFIG, source: str = SOURCE, name: str = "lamp") -> Path:
        folder = tmp_path / "seeds" / name
        folder.mkdir(parents=True)
        (folder / "source.txt").write_bytes(source.encode())
        sha256 = hashlib.sha256(source.encode()).hexdigest()
        (folder / "edition.toml").write_bytes(config.replace("{sha256}", sha256).encode())
        return folder

    return make
