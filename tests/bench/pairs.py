"""How often words, and classes of words, stand next to each other in a language: the tables in `edition/pairs`.

`python -m tests.bench.pairs de "what the folders hold" FOLDER... [--write]` reads all texts in the folders that are in
that language: HTML, Mallard pages, catalogues of translations, plain text. The tables here are of Debian's packages
`libreoffice-help-*`, `gnome-user-docs`, `wesnoth-1.16-data` and `fortunes-*`, got with `apt-get download` and unpacked
with `dpkg-deb -x`, and of the novels in the source of `maliit-keyboard`, got with `apt-get source`. None of their
sentences is kept.
"""

import argparse
import gettext
import gzip
import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from lxml import etree, html

from edition import assets
from edition.seams import TOKEN

KNOWN = 1500
"""How many words are classes of their own."""
ENDING = 60
"""How many other words share an ending before it is a class."""
LENGTHS = (4, 3, 2)
"""Letters of an ending, the longest first."""
LEAST = 3
"""How often a pair stands there before it is told."""
WORDS = 7
"""How many a paragraph has at least: less is a label or a key."""


def paragraphs(folder: Path, language: str) -> Iterator[str]:
    """Yield the paragraphs of all texts below a folder in whose paths a folder has the name of the language."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink() and language in path.parts:
            yield from map(_clean, _read(path))


def _read(path: Path) -> Iterator[str]:
    if path.suffix == ".html":
        for element in html.fromstring(path.read_bytes()).iter("p", "h1", "h2", "h3", "li"):
            yield element.text_content()
    elif path.suffix == ".page":
        for element in etree.parse(path).iter("{http://projectmallard.org/1.0/}p"):
            yield "".join(map(str, element.itertext()))
    elif path.suffix == ".mo":
        with path.open("rb") as file:
            found = vars(gettext.GNUTranslations(file))["_catalog"].values()
        yield from (re.sub(r"<[^>]+>|\$[\w.|]+|\|[\w.]+\|?", " ", text) for text in found if isinstance(text, str))
    elif path.suffix in {".txt", ""}:
        yield from re.split(r"\n%\n|\n\s*\n", path.read_text(encoding="utf-8", errors="ignore"))


def _clean(text: str) -> str:
    return " ".join(text.split())


def count(texts: Iterator[str]) -> tuple[Counter[str], Counter[tuple[str, str]], int]:
    """Return how often each class of words stands in the texts, each pair of them, and how many words there are.

    A class is a frequent word, a sign, `0` for a number, or a hyphen with an ending.
    """
    sentences = [TOKEN.findall(text.lower()) for text in dict.fromkeys(texts) if len(text.split()) >= WORDS]
    words = Counter(word for sentence in sentences for word in sentence)
    known = frozenset(word for word, _ in words.most_common(KNOWN))
    others = [word for word in words if word[0].isalpha() and word not in known]
    shared = Counter(word[-n:] for word in others for n in LENGTHS if len(word) > n + 1)
    endings = frozenset(ending for ending, times in shared.items() if times >= ENDING)
    classes = {word: _class(word, known, endings) for word in words}
    lines = [[classes[word] for word in sentence] for sentence in sentences]
    return (
        Counter(kind for line in lines for kind in line),
        Counter(pair for line in lines for pair in pairwise(line)),
        words.total(),
    )


def _class(word: str, known: frozenset[str], endings: frozenset[str]) -> str:
    if word in known or not word[0].isalnum():
        return word
    if word[0].isdigit():
        return "0"
    return "-" + next((word[-n:] for n in LENGTHS if len(word) > n + 1 and word[-n:] in endings), word[-1])


def show(source: str, texts: Iterator[str]) -> bytes:
    """Return the table of these texts: where they are from, their words, their classes, their pairs; packed."""
    single, pairs, total = count(texts)
    rows = [f"# {source}", str(total)]
    rows += [f"{kind} {times}" for kind, times in sorted(single.items())]
    rows += [f"{a} {b} {times}" for (a, b), times in sorted(pairs.items()) if times >= LEAST]
    return gzip.compress("\n".join(rows).encode() + b"\n", 9, mtime=0)


def main() -> None:
    """Count, and write the table if asked."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("language")
    parser.add_argument("source", help="what the folders hold, for the table's first line")
    parser.add_argument("folder", type=Path, nargs="+")
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    table = show(args.source, (text for folder in args.folder for text in paragraphs(folder, args.language)))
    lines = gzip.decompress(table).decode().splitlines()
    print(f"{args.language}: {lines[1]} words, {len(lines) - 2} classes and pairs, {len(table)} bytes")
    if args.write:
        path = assets.PACKAGE / "pairs" / f"{args.language}.txt.gz"
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(table)


if __name__ == "__main__":
    main()
