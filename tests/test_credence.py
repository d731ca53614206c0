"""An order is believed that reads well, or that reads nowhere badly and leaves all others far behind."""

import pytest

from edition.credence import is_believed
from edition.cutting import Cutting, Page
from edition.hypotheses import hypotheses
from edition.joins import Joins
from edition.lexicon import read_lexicon

TEXTS = (
    "The mill stood still. Nobody knew.",
    "The field lay fallow. The lamp was lit, and",
    "the council met in the morning. So it was.",
    "It spoke of the stone for an hour.",
)
TWO_UP = next(hypotheses(4, 4, scheme="2up", pages=4))
PLAIN = next(hypotheses(4, 4, scheme="none", pages=4))
RIGHT, WRONG = (1, 2, 0, 3), (2, 1, 0, 3)


def cutting(cost: float, order: tuple[int, ...], *, plain: bool = False) -> Cutting:
    """Return one of these texts, each on a page of its own."""
    pages = (None, *(Page(n, n + 1) for n in order))
    return Cutting(cost, PLAIN if plain else TWO_UP, pages, (), 100.0)


@pytest.mark.parametrize(
    ("found", "believed"),
    [
        ([cutting(-8.0, WRONG)], True),
        ([cutting(0.0, RIGHT), cutting(9.0, WRONG)], True),
        ([cutting(0.0, RIGHT), cutting(4.0, WRONG)], False),
        ([cutting(0.0, RIGHT), cutting(9.0, RIGHT)], False),
        ([cutting(0.0, RIGHT)], False),
        ([cutting(3.0, RIGHT), cutting(19.0, WRONG)], False),
        ([cutting(0.0, WRONG), cutting(9.0, RIGHT)], False),
        ([cutting(0.0, (0, 1, 2, 3), plain=True), cutting(9.0, WRONG)], False),
    ],
)
def test_an_order_is_believed(found: list[Cutting], believed: bool) -> None:
    lexicon = read_lexicon("en", " ".join(TEXTS))
    assert is_believed(Joins(TEXTS, lexicon), found) is believed
