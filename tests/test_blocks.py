"""Blocks are recognised and nothing of them is altered: what is outside them is white space."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edition.labels import MARK, find_calls, read_label
from edition.lexicon import read_lexicon
from edition.recognition import recognise
from edition.source import decode
from tests.fixture import Case, cases

FORM_FEED = "⍗"
"""Stands for a form feed in the cases."""


def told(text: str) -> str:
    """Return a line for each block: its kind, its label, its text; a block of text stands before, as notes want one."""
    source = decode("case.txt", f"The mill.\n\n{text}".encode())
    blocks = recognise(source, read_lexicon("en", source.text)).fragments[1:]
    return "\n".join(f"{f'{b.kind} {b.label}'.strip()} | {source.at(b.text_span)}" for b in blocks)


@pytest.mark.parametrize("case", cases("blocks"))
def test_case(case: Case) -> None:
    text = case.given.replace(FORM_FEED, "\f")
    assert told(text) == (f"text | {text}" if case.given == case.expected else case.expected)


@pytest.mark.parametrize(
    ("mark", "label"),
    [
        ("³", "3"),
        ("¹²", "12"),
        ("$^{^{\\rm 5}$", "5"),
        ("$^{12}$", "12"),
        ("$^\\dagger$", "†"),
        ("$^{\\ddagger}$", "‡"),
        ("<sup>7</sup>", "7"),
        ("[8]", "8"),
        ("[^9]", "9"),
        ("[*]", "*"),
        ("^{10}", "10"),
        ("††", "††"),
    ],
)
def test_what_a_mark_says(mark: str, label: str) -> None:
    assert MARK.fullmatch(mark)
    assert read_label(mark) == label


@pytest.mark.parametrize("text", ["[8](x)", "$5", "a*b", "[note]", "x^y", "[1917]", "$x$"])
def test_what_is_no_mark(text: str) -> None:
    assert not MARK.search(text)


@given(st.text(alphabet="ab .,\n\r\f\t\u0085\u2028¹²³*[]$^{}1†—_#", min_size=1, max_size=80))
def test_only_white_space_is_outside_the_blocks(text: str) -> None:
    if not text.strip():
        return
    source = decode("case.txt", text.encode())
    at = 0
    for block in recognise(source, read_lexicon("en", source.text)).fragments:
        assert not source.text[at : block.span.start].strip()
        assert source.at(block.span).strip() == source.at(block.span) != ""
        assert block.span.start <= block.text_span.start < block.text_span.end == block.span.end
        at = block.span.end
    assert not source.text[at:].strip()


def test_notes_without_a_text_are_the_text() -> None:
    blocks = recognise(decode("case.txt", "¹ One.\n\n² Two.".encode()), read_lexicon("en", "")).fragments
    assert [block.kind for block in blocks] == ["text", "text"]


@pytest.mark.parametrize("space", ["\u00a0", "\x85", "\u2028", "\x1f", " \t", "\r"])
def test_any_white_space_ends_a_block(space: str) -> None:
    source = decode("case.txt", f"One.{space}\n{space}\nTwo.{space}".encode())
    assert [source.at(block.span) for block in recognise(source, read_lexicon("en", source.text)).fragments] == [
        "One.",
        "Two.",
    ]


def test_bare_figures_call_notes_only_where_there_are_no_marks_and_notes_have_their_numbers() -> None:
    texts = ["The committees met,1 and in 1911 they asked.", "It stood still for 14 days.3"]
    assert find_calls(texts, {"1", "3"}) == [{"1"}, {"3"}]
    assert find_calls(texts, {"1"}) == [{"1"}, set()]
    assert find_calls([*texts, "Nobody knew.²"], {"1", "3"}) == [set(), set(), {"2"}]


def test_an_asterisk_calls_a_note_where_notes_have_it_and_none_where_it_encloses_words() -> None:
    texts = ["The *mill* stood.* Nobody knew.", "The *field* lay."]
    assert find_calls(texts, {"*", "†"}) == [{"*"}, set()]
    assert find_calls(texts, {"1"}) == [set(), set()]


def test_single_blocks_with_asterisks_between_paragraphs_are_notes_though_most_marks_are_lost() -> None:
    pages = [f"The mill stood still for the {n}th time, as they{'*' * (n == 3)} told us." for n in range(3, 9)]
    source = decode("case.txt", "\n\n* Nobody knew.\n\n".join(pages).encode())
    fragments = recognise(source, read_lexicon("en", source.text)).fragments
    assert [f.kind for f in fragments] == ["text", "note"] * 5 + ["text"]
    listed = decode("case.txt", (pages[0] + "\n\n* Nobody knew." * 5).encode())
    assert {f.kind for f in recognise(listed, read_lexicon("en", listed.text)).fragments} == {"text"}
