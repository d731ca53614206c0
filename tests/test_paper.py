"""Paper, lengths and thicknesses as people write them."""

import pytest

from edition.errors import EditionError
from edition.paper import MM, NAMES, describe, read_length, read_paper, read_thickness


@pytest.mark.parametrize(
    ("words", "size"),
    [
        ("a4", (210, 297)),
        ("A5", (148, 210)),
        ("b5", (176, 250)),
        ("letter", (215.9, 279.4)),
        ("297x210", (297, 210)),
        ("148 × 210 mm", (148, 210)),
        ("8.5x11in", (215.9, 279.4)),
        ("21x29.7cm", (210, 297)),
    ],
)
def test_paper_by_name_or_measure(words: str, size: tuple[float, float]) -> None:
    assert [side / MM for side in read_paper(words)] == pytest.approx(size)


@pytest.mark.parametrize("words", ["a44", "", "210", "0x0", "9000x9000", "-1x5"])
def test_what_is_no_paper_is_refused(words: str) -> None:
    with pytest.raises(EditionError, match="Give"):
        read_paper(words)


def test_lengths_are_millimetres_unless_said() -> None:
    assert read_length("3") == read_length("3mm") == read_length("0.3cm") == pytest.approx(3 * MM)
    assert read_length("1in") == 72
    with pytest.raises(EditionError, match="is no length"):
        read_length("wide")


def test_a_weight_is_a_thickness() -> None:
    assert read_thickness("80g") == read_thickness("80gsm") == read_thickness("0.1mm") == pytest.approx(0.1 * MM)
    assert read_thickness("120 g/m²") == pytest.approx(0.15 * MM)
    with pytest.raises(EditionError, match="does not fold"):
        read_thickness("80mm")


def test_sizes_are_named() -> None:
    assert describe(read_paper("a4")[::-1]) == "A4, 297 × 210 mm"
    assert describe((100 * MM, 100 * MM)) == "100 × 100 mm"
    for name in NAMES:
        assert describe(read_paper(name)).lower().startswith(name)
