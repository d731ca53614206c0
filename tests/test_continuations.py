"""What runs over the ends of pages and lines is told by where lines end, on booklets that a typesetter set."""

import json
import re
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest

from edition.book import Book
from edition.continuations import Continuations, Lines, shift
from edition.restore import Stages, run
from edition.source import decode

DEV = Path(__file__).parent / "bench" / "dev"
WORD = re.compile(r"\w+")


def bare(text: str) -> str:
    return "".join(WORD.findall(re.sub(r"\[\^\d+\]|[*_]", "", text).lower()))


@pytest.fixture(scope="module", params=["wild-apples.2side.sheet.mild", "manifesto.2up-sig16.sheet.seed"])
def case(request: pytest.FixtureRequest) -> tuple[Stages, Lines, list[str]]:
    folder = DEV / request.param
    stages = run(Book("case", decode("source", (folder / "source.txt").read_bytes())))
    truth = [block["text"] for block in json.loads((folder / "truth.json").read_text())["blocks"]]
    lines = stages.assembly.lines
    assert lines is not None
    return stages, lines, truth


def test_fewer_page_turns_are_doubtful_and_none_is_surely_wrong(case: tuple[Stages, Lines, list[str]]) -> None:
    stages, lines, truth = case
    order, whole = stages.order, [bare(text) for text in truth]
    words, told = Continuations(order), Continuations(order, lines)
    leaves = [leaf for leaf in order.leaves if leaf.text]
    doubtful = [0, 0]
    for a, b in pairwise(leaves):
        i, j = a.text[-1], b.text[0]
        before, after = bare(order.joins.texts[i])[-25:], bare(order.joins.texts[j])[:25]
        joined = any(before + after in text for text in whole)
        apart = any(text.endswith(before) for text in whole) and any(text.startswith(after) for text in whole)
        for n, known in enumerate((words, told)):
            chance = known.chance(i, j)
            doubtful[n] += 0.02 < chance < 0.98
            if joined != apart and not 0.02 < chance < 0.98:
                assert joined == (chance > 0.5), (before, after)
    assert doubtful[1] < doubtful[0]


def test_lines_end_at_the_hyphens_that_were_lost_and_not_elsewhere(case: tuple[Stages, Lines, list[str]]) -> None:
    stages, lines, truth = case
    text = stages.book.source.text
    lost = []
    for m in re.finditer(r"\b([a-z]{3,})-([a-z]{3,})\b", " ".join(truth)):
        found = [f.start() + len(m[1]) for f in re.finditer(rf"\b{m[1]}{m[2]}\b", text)]
        lost += found if len(found) == 1 else []
    rng = Random(5)
    long = [m.start() + len(m.group()) // 2 for m in re.finditer(r"\b[a-z]{8,}\b", text)]
    others = [lines.weigh_hyphen(at) for at in rng.sample(long, 40)]
    assert sum(value < 0 for value in others) > 0.7 * len(others)
    for at in lost:
        assert lines.weigh_hyphen(at) > -1.0, text[at - 10 : at + 10]


def test_where_the_source_says_where_lines_end_nothing_is_asked(case: tuple[Stages, Lines, list[str]]) -> None:
    stages, lines, _ = case
    told = Lines(lines.source, stages.order, told=True)
    assert not any(told.weigh_hyphen(at) for at in range(1000, 20_000, 500))
    assert not any(told.weigh_end(leaf.text[-1]) for leaf in stages.order.leaves if leaf.text)


def test_of_a_text_without_pages_nothing_is_known() -> None:
    text = "\n\n".join(f"The {n}th mill stood still, and the miller went away to the town." for n in range(40))
    stages = run(Book("case", decode("source", text.encode())))
    assert stages.assembly.lines is not None
    assert not any(stages.assembly.lines.weigh_hyphen(at) for at in range(10, 2000, 50))


def test_what_is_told_moves_what_is_likely() -> None:
    assert shift(0.3, 0.0) == pytest.approx(0.3)
    assert shift(0.5, 2.0) == pytest.approx(1 - shift(0.5, -2.0))
    assert shift(0.1, 3.0) > 0.5
