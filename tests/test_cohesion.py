"""What a passage speaks of tells which it goes on with; in a text that always says the same it tells nothing."""

import subprocess
import sys
from random import Random

from edition.cohesion import Cohesion
from tests.imposed import prose

PAGES = [" ".join(prose("mutual-aid-1.2up.sheet.seed")).split()[n : n + 350] for n in range(0, 6000, 350)]
TEXTS = tuple(" ".join(page) for page in PAGES)


def test_pages_are_nearer_to_those_behind_them_than_to_others() -> None:
    found = Cohesion(TEXTS)
    near = [found.between(i, i + 1) for i in range(len(TEXTS) - 1)]
    others = [found.between(i, j) for i in range(len(TEXTS)) for j in range(len(TEXTS)) if abs(i - j) > 3]
    assert sum(near) / len(near) > 0.5 + sum(others) / len(others)


def test_a_passage_leans_to_the_text_it_was_taken_from() -> None:
    parts = [part for page in PAGES for part in (" ".join(page[:40]), " ".join(page[40:]))]
    found = Cohesion(parts, frozenset())
    right = 0
    for n in range(4, len(parts) - 1, 2):
        far = (n + len(parts) // 2) % (len(parts) - 1)
        right += found.lean(range(n, n + 1), (n - 1, n + 1), (far - 1, far + 1)) > 0
    assert right > 0.75 * len(range(4, len(parts) - 1, 2))


def test_a_text_that_always_says_the_same_tells_nothing() -> None:
    rng = Random(1)
    words = [f"word{n}" for n in range(60)]
    texts = tuple(" ".join(rng.choices(words, k=80)) for _ in range(400))
    found = Cohesion(texts, frozenset())
    prosaic = Cohesion(TEXTS, frozenset())
    assert max(abs(found.between(i, i + 40)) for i in range(50)) < max(
        abs(prosaic.between(i, i + 1)) for i in range(len(TEXTS) - 1)
    )


def test_a_page_that_is_known_to_begin_parts_what_stands_before_it() -> None:
    assert Cohesion(TEXTS, frozenset({3})).parting(3) == 0.0
    assert Cohesion(TEXTS, frozenset({2}), apart=frozenset({5})).parting(6) == 0.0
    assert Cohesion(TEXTS, frozenset()).parting(3) != 0.0


def test_the_figure_is_the_same_in_every_process() -> None:
    code = (
        "from tests.test_cohesion import TEXTS, Cohesion\n"
        "found = Cohesion(TEXTS)\n"
        "print([found.between(i, j) for i in range(8) for j in range(8)])"
    )
    told = {
        subprocess.run(
            [sys.executable, "-c", code], env={"PYTHONHASHSEED": seed}, check=True, capture_output=True
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(told) == 1
