"""Lines chosen together: spaces are more alike than where lines are filled one by one, and their text is the same."""

import random
import re
from collections.abc import Iterator
from statistics import mean

import pytest
from weasyprint.formatting_structure.boxes import LineBox, TextBox
from weasyprint.text.line_break import line_size

from edition.breaks import ends_in_hyphen
from edition.compositor import Compositor
from edition.formats import FORMATS, Format
from edition.measured import HYPHEN
from edition.optimum import LADDER, LADDERS, SHRINK
from edition.pdf import render

SHORT = "the river ran by an old mill and its two low walls so that we may go on as far as the sea is at all"
LONG = (
    "extraordinary administrative building several representatives neighbouring constitutional assemblies considered "
    "well-known self-evident principle nevertheless internationally acknowledged mill-owners co-workers quietly beneath"
)
WORDS = SHORT.split() * 2 + LONG.split()


def prose(count: int, markup: str = "") -> str:
    """Return paragraphs of short and long words as they come."""
    chance = random.Random(count)
    texts = (" ".join(chance.choices(WORDS, k=40 + n % 23)) for n in range(1, count))
    body = "".join(f"<p>{text.capitalize()} {markup} {text}.</p>" for text in texts)
    return f'<html lang="en"><body data-verso="a" data-recto="b">{body}</body></html>'


def laid(html: str, page: Format) -> Iterator[list[tuple[LineBox, str, float]]]:
    """Yield the lines of each page: their text, and how much their spaces are stretched, in em."""
    for leaf in render(html, page).pages:
        found = []
        for line in (box for box in leaf._page_box.children[0].descendants() if isinstance(box, LineBox)):
            texts = [box for box in line.descendants() if isinstance(box, TextBox)]
            pulls = [box.justification_spacing / box.style["font_size"] for box in texts if " " in box.text]
            found.append((line, "".join(box.text for box in texts), pulls[0] if pulls else 0.0))
        yield found


@pytest.mark.parametrize("name", ["a5", "a6"])
def test_spaces_are_more_alike_than_in_lines_filled_one_by_one(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    html = prose(60)
    chosen = [pull for page in laid(html, FORMATS[name]) for _, _, pull in page]
    monkeypatch.setattr(Compositor, "lines", lambda _self, theirs: theirs)
    filled = [pull for page in laid(html, FORMATS[name]) for _, _, pull in page]
    assert len(chosen) > 250
    assert sum(pull > 0.25 for pull in chosen) < sum(pull > 0.25 for pull in filled) * 0.7
    assert mean(pull**2 for pull in chosen) < mean(pull**2 for pull in filled) * 0.7
    assert -0.25 * SHRINK - 0.01 < min(chosen) < 0


@pytest.mark.parametrize("name", ["phone", "large-print"])
def test_lines_that_are_not_justified_are_more_alike_and_break_fewer_words(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    html, page = prose(40), FORMATS[name]
    full = page.measure * 96 / 25.4

    def rags(pages: Iterator[list[tuple[LineBox, str, float]]]) -> tuple[list[float], int]:
        found = [one for leaf in pages for one in leaf]
        lacking = [1 - line.width / full for line, text, _ in found if not text.endswith(".")]
        return sorted(lacking, reverse=True), sum(text.endswith(HYPHEN) for _, text, _ in found)

    chosen, broken = rags(laid(html, page))
    monkeypatch.setattr(Compositor, "lines", lambda _self, theirs: theirs)
    filled, torn = rags(laid(html, page))
    assert len(chosen) > 250
    assert broken < torn / 4 if name == "phone" else broken == torn == 0
    # Of the shortest lines, one in fifty.
    assert chosen[len(chosen) // 50] < filled[len(filled) // 50] * (1.2 if name == "phone" else 0.9)


@pytest.mark.parametrize("name", ["phone", "large-print"])
def test_lines_that_are_not_justified_keep_their_spaces_and_begin_with_no_dash(name: str) -> None:
    """Those that end a page in a whole word, too."""
    html = prose(40, "— counter-revolutionary — internationally-acknowledged")
    found = [one for leaf in laid(html, FORMATS[name]) for one in leaf]
    assert len(found) > 250
    assert not any(pull for _, _, pull in found)
    assert not [text for _, text, _ in found if text.startswith("—")]


@pytest.mark.parametrize("language", ["en", "he"])
def test_the_lines_of_a_heading_in_the_middle_are_about_as_long(language: str) -> None:
    text = {"en": "Of the several ways in which the people of the river came to an old mill", "he": "השנים חלפו " * 6}
    rtl = 'dir="rtl"' if language == "he" else ""
    html = f'<html lang="{language}" {rtl}><body data-verso="a" data-recto="b"><h2>{text[language]}</h2><p>a</p>'
    page = FORMATS["a6"]
    (leaf,) = render(html, page).pages
    lines = [box for box in leaf._page_box.descendants() if isinstance(box, LineBox) and box.element_tag == "h2"]
    first, second = lines
    assert second.width > first.width * 0.75
    middle = leaf._page_box.children[0].content_box_x() + page.measure * 96 / 25.4 / 2
    for line in lines:
        assert line.position_x + line.width / 2 == pytest.approx(middle, abs=0.5)


def test_lines_are_as_wide_as_the_page_and_say_what_the_paragraph_says() -> None:
    html = prose(12, 'and <em>not only</em> that<a class="call" href="#x">7</a>')
    page = FORMATS["a5"]
    lines = [one for leaf in laid(html, page) for one in leaf]
    said = "".join(text.rstrip(HYPHEN) if text.endswith(HYPHEN) else text.strip() + " " for _, text, _ in lines)
    given = re.sub("<[^>]*>", "", html.replace("</p>", " "))
    assert re.sub("- ?", "-", said).split() == given.split()
    full = [line.width for line, text, _ in lines if text[-1:].isalnum()]
    assert len(full) > 60
    assert max(full) - min(full) < 0.01
    assert max(full) == pytest.approx(page.measure * 96 / 25.4, abs=0.01)


def test_signs_at_the_edges_hang_out_of_the_lines_by_a_part_of_their_width() -> None:
    words = [*SHORT.split(), "“mill”", "low,", "wall.", "‘ran’"]
    text = " ".join(random.Random(3).choices(words + LONG.split(), k=2500))
    html = f'<html lang="en"><body data-verso="a" data-recto="b"><p>{text}</p><p>“{text} all</p></body></html>'
    page = FORMATS["a5"]
    full, size = page.measure * 96 / 25.4, page.size * 96 / 72
    edges: dict[str, set[float]] = {}
    for leaf in render(html, page).pages:
        left = leaf._page_box.children[0].content_box_x()
        for line in (
            one for one in leaf._page_box.descendants() if isinstance(one, LineBox) and one.element_tag == "p"
        ):
            drawn = [one for one in line.descendants() if isinstance(one, TextBox)]
            if line.resume_at is not None:
                before, behind = left - drawn[0].position_x, drawn[-1].position_x + drawn[-1].width - left - full
                edges.setdefault("before " + drawn[0].text[0], set()).add(round(before / size, 3))
                edges.setdefault("behind " + drawn[-1].text[-1], set()).add(round(behind / size, 3))
    assert edges.pop("behind ,") == edges.pop("behind .") == {0.138}
    assert edges.pop("behind ‐") | edges.pop("behind -") == {0.137}
    assert edges.pop("behind ”") == {0.167}
    assert edges.pop("behind ’") == {0.121}
    # The second paragraph begins with one, and is indented.
    assert edges.pop("before “") == {0.167, -1.25}
    assert edges.pop("before ‘") == {0.121}
    assert {one for found in edges.values() for one in found} == {0.0}


def test_what_is_no_text_alone_is_left_to_the_typesetter() -> None:
    """A picture of its own width in a line, and a line that is broken by hand."""
    html = prose(4, 'a <span style="display: inline-block; width: 2em">x</span> c') + prose(4, "d<br>e")
    words = " ".join(text for page in laid(html, FORMATS["a5"]) for _, text, _ in page).split()
    # What has a line of its own in a line is found twice.
    assert words.count("x") == 2 * words.count("c") == 6
    assert words.count("d") == words.count("e") == 3


@pytest.mark.parametrize("name", ["a6", "b6", "large-print", "phone"])
def test_no_page_ends_in_a_hyphen_of_the_text_either(name: str) -> None:
    compounds = "counter-revolutionary administrative-constitutional internationally-acknowledged " * 3
    ragged = FORMATS[name].style != ""
    html = prose(60, compounds if ragged else "")
    pages = [page for page in laid(html, FORMATS[name]) if page]
    assert len(pages) > 6
    own = [text for page in pages for line, text, _ in page if ends_in_hyphen(line) and not text.endswith(HYPHEN)]
    assert len(own) > (2 if ragged else 10)
    assert not [page[-1][1] for page in pages if ends_in_hyphen(page[-1][0])]


def test_no_more_than_two_lines_in_a_row_end_in_a_hyphen() -> None:
    for page in laid(prose(40), FORMATS["a6"]):
        rungs = 0
        for line, text, _ in page:
            rungs = rungs + 1 if ends_in_hyphen(line) else 0
            assert rungs <= LADDER, text


@pytest.mark.parametrize("language", ["he", "ar"])
def test_what_is_read_from_the_right_is_justified_and_indented_there(language: str) -> None:
    words = {"he": "השנים חלפו ובכפר קמו בית ספר ובית דפוס קטן", "ar": "كان الناس في القرية يجتمعون كل مساء"}
    text = " ".join(random.Random(5).choices(words[language].split(), k=90))
    paragraph = f'<p>{text}<a class="call" href="#x">7</a> {text} 1905.</p>'
    html = f'<html lang="{language}" dir="rtl"><body data-verso="a" data-recto="b">{paragraph * 2}</body></html>'
    page = FORMATS["a5"]
    lines = [one for leaf in laid(html, page) for one, _, _ in leaf if one.element_tag == "p"]
    edges = []
    for line in lines:
        drawn = []
        for box in (box for box in line.descendants() if isinstance(box, TextBox)):
            box.pango_layout.reactivate(box.style)
            first, _ = box.pango_layout.get_first_line()
            width, _ = line_size(first, box.style)
            assert width == pytest.approx(box.width, abs=0.3)
            drawn += [box.position_x, box.position_x + box.width]
        edges.append((min(drawn), max(drawn)))
    ends = [n for n, line in enumerate(lines) if line.resume_at is None]
    assert len(ends) == 2
    assert len(lines) > 12
    left, right = min(one for one, _ in edges), max(one for _, one in edges)
    assert right - left == pytest.approx(page.measure * 96 / 25.4, abs=0.3)
    for n, (begin, end) in enumerate(edges):
        indent = 1.25 * page.size * 96 / 72 if n == ends[0] + 1 else 0
        assert end == pytest.approx(right - indent, abs=0.3)
        assert n in ends or begin == pytest.approx(left, abs=0.3)


def test_no_line_begins_with_a_dash() -> None:
    """A dash stands at the end of the line before, whether spaces are around it or not."""
    text = " ".join(
        f"{' '.join(WORDS[n % 40 : n % 40 + 2 + n % 5])}{('—', ' — ', ' – ')[n % 3]}now" for n in range(300)
    )
    html = f'<html lang="en"><body data-verso="a" data-recto="b"><p>{text}.</p></body></html>'
    begun = [text[:1] for page in laid(html, FORMATS["a6"]) for _, text, _ in page]
    assert len(begun) > 60
    assert not {"—", "–"} & set(begun)


@pytest.mark.parametrize("name", ["phone", "a6", "a5"])
def test_space_over_a_block_does_not_stand_at_the_head_of_a_page(name: str) -> None:
    """Nor where the section that the block stands in began on a page before."""
    text = " ".join(WORDS)
    blocks = "".join(f"<p>{text * (1 + n % 3)}</p><blockquote><p>{text}</p></blockquote>" for n in range(25))
    html = (
        '<html lang="en"><body data-verso="a" data-recto="b"><main class="text">'
        f'<section class="part">{blocks}</section></main></body></html>'
    )
    leaves = render(html, FORMATS[name]).pages
    firsts = []
    for leaf in leaves:
        root = leaf._page_box.children[0]
        firsts.append(next(box for box in root.descendants() if isinstance(box, LineBox)).position_y - root.position_y)
    assert len(firsts) > 5
    assert max(firsts) < 1


@pytest.mark.parametrize(("language", "broken"), [("en", False), ("de", True)])
def test_names_are_not_broken_where_names_alone_have_capitals(language: str, *, broken: bool) -> None:
    chance = random.Random(11)
    words = ["Versammlungen", "Konstantinopolis", "Nationalfabriken", "und", "in", "der", "des", "so", "wie"]
    text = " ".join(chance.choices(words, k=400))
    html = f'<html lang="{language}"><body data-verso="a" data-recto="b"><p>{text}.</p></body></html>'
    found = [text for page in laid(html, FORMATS["a6"]) for _, text, _ in page if text.endswith(HYPHEN)]
    assert bool(found) is broken


@pytest.mark.parametrize(
    ("language", "word", "least", "last"),
    [
        ("en", "recapitulated", 3, 3),
        ("en-GB", "recapitulated", 3, 3),
        ("fr", "recapituler", 2, 3),
        ("ru", "необходимого", 2, 2),
    ],
)
def test_syllables_are_as_long_as_the_language_wants_them(language: str, word: str, least: int, last: int) -> None:
    chance = random.Random(8)
    short = {"ru": "и на то он как все это", "fr": "le de la un qui est dans"}.get(language, "the of and by to it was")
    words = [chance.choice([word, word, word, chance.choice(short.split())]) for _ in range(700)]
    html = f'<html lang="{language}"><body data-verso="a" data-recto="b"><p>{" ".join(words)}.</p></body></html>'
    ends = [text[:-1].split()[-1] for page in laid(html, FORMATS["a6"]) for _, text, _ in page if text.endswith(HYPHEN)]
    assert len(ends) > 20
    assert min(map(len, ends)) >= least
    assert min(map(len, ends)) == 2 or language.startswith("en")
    assert min(len(word) - len(end) for end in ends) >= last


def test_three_lines_in_a_row_may_end_in_a_hyphen_in_a_language_of_long_words() -> None:
    text = "предприятие учреждение возобновление производительность и в на рабочие объединение они работать"
    words, chance, highest = text.split(), random.Random(4), 0
    body = "".join(f"<p>{' '.join(chance.choices(words, k=40))}.</p>" for _ in range(25))
    for page in laid(f'<html lang="ru"><body data-verso="a" data-recto="b">{body}</body></html>', FORMATS["a6"]):
        rungs = 0
        for line, _, _ in page:
            rungs = rungs + 1 if ends_in_hyphen(line) else 0
            highest = max(highest, rungs)
    assert LADDER < highest == LADDERS["ru"]
