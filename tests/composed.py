"""Paragraphs of a real text's words whose lines a known composer set."""

import re
from random import Random

from edition.advances import read_faces
from edition.columns import Line, make_line
from edition.composers import Composer, Copy, find_gaps, read_places, weigh_line
from tests.bench.texts import make_text

FACES = {face.name: face for face in read_faces()}
WORDS = [
    word
    for block in make_text("wild-apples", 4000, 0.0, Random(1)).blocks
    for word in re.findall(r"(?<!\S)[a-z]+(?=[ ,.;])", block["text"])
]


def write(choose: Random, sentences: int) -> str:
    """Return some sentences of the text's words, by lot."""
    words: list[str] = []
    for _ in range(sentences):
        own = [choose.choice(WORDS) for _ in range(choose.randint(6, 16))]
        words += [own[0].capitalize(), *own[1:-1], f"{own[-1]}."]
    return " ".join(words)


def set_lines(composer: Composer, text: str, indent: float) -> list[str]:
    """Return the lines at which a composer who breaks no words would set a paragraph: the way that costs least."""
    places = Copy(text, None).places(composer._replace(breaks=False))
    assert places == read_places(text, composer.face, find_gaps(text, None))
    last = len(places.ats) - 1
    best: dict[int, tuple[float, tuple[int, ...]]] = {-1: (0.0, ())}
    for end in range(last + 1):
        ways = []
        for first, (cost, way) in best.items():
            own = weigh_line(composer, places, first, end, indent if first < 0 else 0.0)
            width = places.ends[end] - (places.starts[first] if first >= 0 else -indent)
            if end == last:
                own = 0.0 if width <= composer.measure else None
            elif width < composer.least:
                own = 30.0
            if own is not None:
                ways.append((cost + own, (*way, end)))
        if ways:
            best[end] = min(ways)
    ends = [places.ats[n] for n in best[last][1]]
    return [text[start:end].strip() for start, end in zip([0, *ends], ends, strict=False)]


def make_lines(texts: list[str]) -> list[Line]:
    """Return texts as lines right under each other."""
    return [make_line(1000 * n, text, 0, below=False, top=False) for n, text in enumerate(texts)]
