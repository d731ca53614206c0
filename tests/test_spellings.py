"""Which English a text is spelt in."""

import pytest

from edition.document import Paragraph
from edition.lexicon import frequencies
from edition.pdf import render
from edition.spellings import _AMERICAN, _BRITISH, AMERICAN, BRITISH, english_of
from edition.xhtml import render_print
from tests.sample import Scribe, edition_of

US = "The traveler's neighbors favored plowing; the color of the theater's center was gray, and none of it skillful."
GB = "The traveller's neighbours favoured ploughing; the colour of the theatre's centre was grey, and none skilful."


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (US, AMERICAN),
        (GB, BRITISH),
        ("It was realised that the committees were organised by none.", BRITISH),
        ("The organization realized that all was civilized.", AMERICAN),
        ("He said no more than that, and went home.", AMERICAN),
        ("", AMERICAN),
        ("The Labour Party met at the Centre for Defence in Harbour Theatre.", AMERICAN),
        (f"{US} A British paper called it a favourable colour.", AMERICAN),
        (f"{GB} An American paper called it favorable.", BRITISH),
        ("Of flour, promises, exercises, advice, four hours, your tours and a devoured contour.", AMERICAN),
        ("A vigorous, laborious, humorous and honorary actor; meters; perilous coloration.", AMERICAN),
    ],
)
def test_a_text_tells_its_english_by_its_words(text: str, found: str) -> None:
    assert english_of(text) == found


def test_no_word_is_spelt_so_in_both() -> None:
    words = frequencies("en")
    american = {word for word in words if _AMERICAN.fullmatch(word)}
    british = {word for word in words if _BRITISH.fullmatch(word)}
    assert len(american) > 300
    assert len(british) > 500
    assert not american & british


def test_a_sign_of_either_has_its_like_in_the_other() -> None:
    """The list of words is of both: what stands in it in one spelling alone is told by mistake."""
    words = frequencies("en")
    swaps = [("our", "or"), ("re", "er"), ("ce", "se"), ("cr", "cer"), ("ll", "l"), ("l", "ll"), ("is", "iz")]
    alone = []
    for word, level in words.items():
        if level >= 3.5 and _BRITISH.fullmatch(word):
            others = {
                word[:at] + new + word[at + len(old) :]
                for old, new in swaps
                for at in range(len(word))
                if word.startswith(old, at)
            }
            alone += [word] if not any(other in words and _other(other) for other in others) else []
    # What has no such pair is listed word by word.
    assert len(alone) < 30, alone


def _other(word: str) -> bool:
    return bool(_AMERICAN.fullmatch(word)) or "iz" in word


@pytest.mark.parametrize(
    ("told", "language", "broken"), [(US, "en", "deter"), (GB, "en", "determ"), (GB, "en-US", "deter")]
)
def test_words_are_broken_as_the_book_is_spelt(told: str, language: str, broken: str) -> None:
    pen = Scribe()
    paragraphs = tuple(Paragraph(pen.block(text), pen.count()) for text in (told, "determined " * 200))
    html = render_print(edition_of(pen, paragraphs)).replace('lang="en"', f'lang="{language}"')
    boxes = (box for leaf in render(html).pages for box in leaf._page_box.descendants())
    ends = {str(text).rsplit(maxsplit=1)[-1] for box in boxes if (text := getattr(box, "text", "")).endswith("‐")}
    assert ends == {f"{broken}‐"}
