"""Hyphens that an extraction dropped where it ran two lines together: given back, or asked."""

from dataclasses import dataclass

import pytest

from edition.continuations import Lines
from edition.hyphens import LOST, lost_hyphens
from edition.leaves import Order
from edition.lexicon import read_lexicon
from edition.shapes import Draft
from edition.source import Span, decode
from edition.tape import lay_tape


def mended(text: str, language: str = "en", others: str = "") -> tuple[str, list[tuple[str, tuple[str, ...]]]]:
    """Return a paragraph of a book, which has other text too, with its hyphens, and what is asked of them."""
    source = decode("book", text.encode())
    tape = lay_tape(source, [Span(0, len(source.text))])
    edits, findings = lost_hyphens(Draft("paragraph", tape, (), 0), read_lexicon(language, f"{text} {others}"), text)
    assert {edit.rule for edit in edits} <= {LOST}
    printed = text
    for edit in sorted(edits, key=lambda edit: -edit.start):
        printed = printed[: edit.start] + (edit.reading or "") + printed[edit.end :]
    return printed, [(finding.printed, finding.alternatives) for finding in findings]


@pytest.mark.parametrize(
    ("language", "text", "others", "expected"),
    [
        ("en", "The twentyfive mills.", "", "The twenty-five mills."),
        ("en-GB", "The twentyfive mills.", "", "The twenty-five mills."),
        ("en", "A passer said merrygoround.", "A merry-go-round. The merry-go-round.", "A passer said merry-go-round."),
        ("fr", "Il est peutêtre là.", "", "Il est peut-être là."),
        ("pt", "Para defendêlo, desmarcandoo.", "", "Para defendê-lo, desmarcando-o."),
        ("pt", "Ele quis darme o livro.", "", "Ele quis dar-me o livro."),
        ("ru", "Это 18летний Пётр, 1917г.", "", "Это 18-летний Пётр, 1917г."),
        ("ru", "Он сказал ктото пришёл.", "", "Он сказал кто-то пришёл."),
        ("ru", "Он понастоящему видимому, вопервых.", "", "Он по-настоящему видимому, во-первых."),
        ("fr", "Étaitce la lampe ?", "", "Était-ce la lampe ?"),
        ("pt", "Quis substituílo logo.", "", "Quis substituí-lo logo."),
        ("de", "Die Haushaltsund Gartenarbeit.", "", "Die Haushalts- und Gartenarbeit."),
        ("de", "Die Haushaltsund Gartenarbeit.", "Der Haushaltsund Feldarbeit.", "Die Haushalts- und Gartenarbeit."),
    ],
)
def test_a_hyphen_is_given_back(language: str, text: str, others: str, expected: str) -> None:
    assert mended(text, language, others)[0] == expected


def test_what_is_open_is_asked() -> None:
    printed, asked = mended("All his fellowmen stood there.")
    assert printed == "All his fellowmen stood there."
    assert asked == [("fellowmen", ("fellow-men",))]


@pytest.mark.parametrize("text", ["The government of the notebook.", "Nothing whatsoever was understood."])
def test_a_word_of_the_language_stands(text: str) -> None:
    assert mended(text) == (text, [])


@pytest.mark.parametrize(
    ("language", "text", "others"),
    [
        ("de", "Die Kernelversionen sind alt.", "Die Kernel-Version und die Kernel-Versionen, eine Kernel-Version."),
        ("de", "Der Goldhund Karo bellt.", "Dem Goldhund Karo."),
        ("ru", "К поставленному и построенному дому.", ""),
        ("en", "They chose AWStats for it.", ""),
        ("pt", "O firme conforme da parte, aquela estrela e o pelo.", ""),
    ],
)
def test_where_none_was_lost_none_is_given(language: str, text: str, others: str) -> None:
    assert mended(text, language, others) == (text, [])


def test_half_of_a_word_at_a_line_end_is_left_to_others() -> None:
    text = "A fellow-\nmen stood there."
    assert mended(text)[0] == text


def test_figures_are_given_a_hyphen_where_a_line_may_end() -> None:
    text = "The post1945 mills."
    source = decode("book", text.encode())
    draft = Draft("paragraph", lay_tape(source, [Span(0, len(text))]), (), 0)
    lexicon = read_lexicon("en", text)
    assert lost_hyphens(draft, lexicon, text, frozenset()) == ([], [])
    (edit,), (finding,) = lost_hyphens(draft, lexicon, text, frozenset({8}))
    assert (edit.start, edit.end, edit.reading) == (7, 9, "t-1")
    assert (finding.printed, finding.alternatives) == ("post-1945", ("post1945",))


@pytest.mark.parametrize(
    ("text", "others", "expected"),
    [
        ("Vom DVDROM der Mühle.", "Ein DVD-ROM lag da.", "Vom DVD-ROM der Mühle."),
        ("Vom DVDROM der Mühle.", "Ein DVDROM lag da, ein DVDROM und ein DVD-ROM.", "Vom DVDROM der Mühle."),
    ],
)
def test_a_hyphen_before_a_capital_is_given_back_where_the_book_mostly_writes_it(
    text: str, others: str, expected: str
) -> None:
    whole = f"{text} {others}"
    source = decode("book", text.encode())
    tape = lay_tape(source, [Span(0, len(source.text))])
    ends = frozenset(range(text.index("ROM") - 1, text.index("ROM") + 2))
    edits, _ = lost_hyphens(Draft("paragraph", tape, (), 0), read_lexicon("de", whole), text, ends)
    printed = text
    for edit in edits:
        printed = printed[: edit.start] + (edit.reading or "") + printed[edit.end :]
    assert printed == expected


@dataclass(frozen=True)
class Told(Lines):
    """Lines of which something is told, in nats, whatever the place."""

    nats: float

    def weigh_hyphen(self, at: int) -> float:
        assert self.source.text[at - 1].isalpha()
        assert self.source.text[at].isalpha()
        return self.nats


@pytest.mark.parametrize(
    ("text", "others", "nats", "expected"),
    [
        ("The thatchroofed mill.", "", 2.5, ("The thatch-roofed mill.", ["thatchroofed"])),
        ("The thatchroofed mill.", "", -3.0, ("The thatchroofed mill.", [])),
        ("The thatchroofed mill.", "", 0.0, ("The thatchroofed mill.", [])),
        (
            "The notebook, a notebook.",
            "A note-book, a note-book and a note-book.",
            2.5,
            ("note-book", ["notebook"] * 2),
        ),
        ("The notebook, a notebook.", "A note-book, a note-book and a note-book.", -3.0, ("notebook, ", [])),
        ("However it was.", "", 2.5, ("However", [])),
    ],
)
def test_where_a_line_ended_tells_of_a_hyphen(
    text: str, others: str, nats: float, expected: tuple[str, list[str]]
) -> None:
    source = decode("book", text.encode())
    lines = Told(source, Order.__new__(Order), told=False, nats=nats)
    draft = Draft("paragraph", lay_tape(source, [Span(0, len(text))]), (), 0)
    edits, findings = lost_hyphens(draft, read_lexicon("en", f"{text} {others}"), text, lines=lines)
    for edit in sorted(edits, key=lambda edit: -edit.start):
        text = text[: edit.start] + (edit.reading or "") + text[edit.end :]
    assert expected[0] in text
    assert [source.at(finding.span) for finding in findings] == expected[1]
