"""Blocks are cut where a line or a page shows its end inside them."""

from edition.atoms import split_atoms
from edition.blocks import recognise_blocks
from edition.lexicon import read_lexicon
from edition.source import decode

FIRST = (
    "The tailors of the valley met in the evening and spoke of wages. The younger ones had heard that "
    "the council meant to close the reading room, and the elder ones did not believe it. Of the mill nobody was ex-"
)
SECOND = (
    "In winter the fire was lit at four, and whoever came late perienced since the spring, and the wheel stood still"
)


def pieces(*blocks: str) -> list[str]:
    source = decode("booklet.txt", "\n\n".join(blocks).encode())
    fragments = recognise_blocks(source).fragments
    atoms = split_atoms(source, fragments, frozenset(), read_lexicon("en", source.text))
    return [source.at(atom.span).strip() for atom in atoms]


def test_half_a_word_begins_a_page_where_its_other_half_ends_one() -> None:
    before, half, after = SECOND.partition("perienced")
    assert pieces(FIRST, SECOND) == [FIRST, before.strip(), half + after]


def test_no_word_is_half_of_one_that_has_its_own_second_half() -> None:
    whole = FIRST.removesuffix("ex-") + "ex- perienced."
    assert SECOND in pieces(whole, SECOND)


def test_a_word_is_no_half_however_well_it_would_go_behind_one() -> None:
    second = "In winter the fire was lit at four, and whoever came late tore the notice from the door of the old inn."
    assert pieces(FIRST.replace("ex-", "his-"), second)[1] == second


def test_a_block_is_cut_behind_a_hyphen_at_a_line_end() -> None:
    assert pieces("The mill was not ex- since the spring.")[0].endswith("ex-")
