"""House style: quotation marks, ellipses, ranges, dashes and spaces, as they come out of the whole restoration."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edition.punctuation import STYLES, spaces
from tests.fixture import Case, cases, edition_of, printed

PIECES = ("mill", "it's", '"', "'", " ", " ", " ", ".", ",", "—", "--", "...", "1920-21", "(", ")", "…", "s'", "*")


@pytest.mark.parametrize("case", cases("punctuation"))
def test_case(case: Case) -> None:
    assert printed(edition_of(case.given, case.language)) == case.expected


@pytest.mark.parametrize("language", sorted(STYLES))
@settings(deadline=None, max_examples=30)
@given(pieces=st.lists(st.sampled_from(PIECES), max_size=40))
def test_no_straight_mark_remains(language: str, pieces: list[str]) -> None:
    once = printed(edition_of("The mill stood still. " + "".join(pieces) + " So it was.", language))
    assert not set("\"'") & set(once)


def test_quotation_marks_that_enclose_but_a_space_are_a_pair() -> None:
    assert printed(edition_of('Le moulin " " tourne.', "fr")) == "Le moulin «\u202f\u202f» tourne."


def test_changes_of_style_are_counted_and_not_listed() -> None:
    apparatus = edition_of('The "mill" isn\'t far... see pp. 3-4 -- or so.').apparatus
    assert dict(apparatus.silent) == {
        "straight quotation marks made curly": 2,
        "straight apostrophes made curly": 1,
        "spaces between abbreviations and their numbers made unbreakable": 1,
        "three stops made one sign": 1,
        "hyphens between figures made en dashes": 1,
        "hyphens that stood for dashes made dashes": 1,
    }
    assert not apparatus.emendations
    assert not apparatus.queries


@pytest.mark.parametrize(
    ("language", "text", "ties"),
    [
        ("en", "Miller, vol. ii, pp. 3 and 9; No. 4. He came at last. In 1848 she went.", 3),
        ("de", "Siehe Bd. 3, S. 12; S. Weber und Nr. 7.", 3),
        ("fr", "Bertrand, t. IV, p. 12.", 2),
        ("ru", "Там же, т. II, с. 278, и § 5.", 3),
        ("en", "This is Chap. Ivy, and the p. is long.", 0),
    ],
)
def test_a_number_stays_with_its_abbreviation(language: str, text: str, ties: int) -> None:
    edits = [edit for edit in spaces(text, language) if edit.rule == "tie"]
    assert len(edits) == ties
    assert all(text[e.start : e.end] == " " and text[e.end].lower() in "0123456789ivx" for e in edits)
