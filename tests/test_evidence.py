"""What tells where a note is called: references told from remarks, and how many places a query offers."""

import pytest

from edition.evidence import phrase_sites, read_sites, read_words, score
from edition.lexicon import read_lexicon
from edition.notes import ENOUGH, OFFERED, offered
from edition.remarks import names_source, read_remark
from edition.shapes import Draft
from edition.tape import Tape


@pytest.mark.parametrize(
    ("language", "note"),
    [
        ("en", "Bertha Miller, *The Wheel and the Stone*, vol. ii, p. 69."),
        ("en", "Miller, iv, 567."),
        ("en", "Ibid."),
        ("en", "Karl Feldmann, Court of the Mills, August 4, 1857."),
        ("en", "Quoted in Miller, p. 320."),
        ("de", "Vgl. Feldmann, Das Rad, Bd. 2, S. 14."),
        ("fr", "Bertrand, *Le Moulin*, Paris, 1861, p. 12."),
        ("ru", "Мельников, Колесо, с. 14."),
    ],
)
def test_names_titles_and_figures_are_a_reference(language: str, note: str) -> None:
    assert names_source(note, read_lexicon(language, note))


@pytest.mark.parametrize(
    ("language", "note"),
    [
        ("en", "That is, all that was written down. In 1847 nobody knew what had been there before."),
        ("en", "What is to be done, if the miller’s and the farmer’s opinion should not be the same?"),
        ("en", "The stone had been there for so long that it was taken for a part of the hill."),
        ("de", "Das ist nicht die Mühle von 1660, sondern die, die man später an ihre Stelle gesetzt hat."),
        ("fr", "Il ne s’agit pas de la roue, mais de ce que les gens du village en ont dit."),
    ],
)
def test_a_sentence_is_none_though_it_has_a_year_or_an_apostrophe(language: str, note: str) -> None:
    assert not names_source(note, read_lexicon(language, note))


@pytest.mark.parametrize(
    ("chances", "others"),
    [
        ([0.95, 0.04, 0.01], 1),
        ([0.6, 0.34, 0.04, 0.02], 1),
        ([0.5, 0.24, 0.2, 0.04, 0.02], 2),
        ([0.05] * 20, OFFERED),
        ([0.7], 0),
    ],
)
def test_places_are_offered_until_the_true_one_is_likely_among_them(chances: list[float], others: int) -> None:
    assert offered(chances) == others
    assert others in (1, OFFERED, len(chances) - 1) or sum(chances[: 1 + others]) >= ENOUGH > sum(chances[:others])


def likeliest(text: str, note: str) -> list[str]:
    """Return what stands before each place of a paragraph where the note may be called, the likeliest first."""
    draft = Draft("paragraph", Tape(text, tuple(range(len(text))), ()), (), 1)
    lexicon = read_lexicon("en", f"{text}\n\n{note}")
    words, remark = read_words(draft, lexicon), read_remark(note, lexicon)
    sites = phrase_sites(draft, 0, words, remark, range(len(text)), every=True) + read_sites(draft, 0, words)
    return [text[: s.place.end] for s in sorted(sites, key=lambda s: -score(s, remark, lexicon))]


def test_a_source_is_named_where_what_it_says_ends_and_not_behind_its_author() -> None:
    text = "The wheel is old. In those years Miller saw it turn by night. Nobody else has told of it since then."
    ranked = likeliest(text, "Miller, *The Wheel and the Stone*, p. 12.")
    author, sentence = (text.index(end) + len(end) for end in ("Miller", "by night."))
    assert ranked.index(text[:sentence]) < ranked.index(text[:author])


def test_a_remark_stands_behind_the_word_that_it_explains() -> None:
    text = "The old quern lay there. Nobody had used the quern of the abbey since then. It was broken."
    assert likeliest(text, "“Abbey” was what the people called the ruin on the hill.")[0].endswith("the abbey")


def test_the_first_sentence_of_a_paragraph_is_less_likely_than_another_like_it() -> None:
    text = "They went away that evening. They came back that morning. They slept."
    ranked = likeliest(text, "See the appendix.")
    assert ranked.index(text[:57]) < ranked.index(text[:28])


def test_a_source_is_named_behind_what_somebody_said_and_not_behind_a_phrase_in_quotation_marks() -> None:
    said = "He wrote: “The wheel turned all night long, and nobody in the village knew who had let the water in.”"
    text = f"{said} They called it a mere “matter of water.” Then they went away. Nothing came of it."
    assert likeliest(text, "Miller, *The Wheel and the Stone*, p. 12.")[0] == said


@pytest.mark.parametrize("note", ["That is, old ones.", "D. h. alte.", "C’est-à-dire, les vieux.", "То есть старые."])
def test_a_note_that_says_what_words_mean_stands_rather_inside_a_sentence(note: str) -> None:
    text = "They went away. The story of all quarries is a story of dust. They slept."
    draft = Draft("paragraph", Tape(text, tuple(range(len(text))), ()), (), 1)
    lexicon = read_lexicon("en", text)
    words, explaining, telling = read_words(draft, lexicon), read_remark(note, lexicon), read_remark("So.", lexicon)
    sites = phrase_sites(draft, 0, words, explaining, range(len(text)), every=True) + read_sites(draft, 0, words)
    gains = {site.kind: score(site, explaining, lexicon) - score(site, telling, lexicon) for site in sites}
    assert gains["word"] > gains["sentence"] + 1
    assert gains["word"] > gains["end"] + 1


def test_any_word_of_the_page_may_call_a_note_that_names_no_source() -> None:
    text = "They went away from the village. Nobody came."
    assert "They went away from the village" not in likeliest(text, "Miller, *The Wheel and the Stone*, p. 12.")
    assert "They went away" in likeliest(text, "It was raining then.")


def test_who_wrote_the_note_does_not_tell_where_it_is_called() -> None:
    lexicon = read_lexicon("en", "The quern was broken.")
    remark = read_remark("The quern was broken. [Note of the English translator.]", lexicon)
    assert "english" not in remark.words
    assert "broken" in remark.words


def test_a_sentence_ends_before_a_mark_that_is_known() -> None:
    text = "The quern lay there.¹ Nobody had used it.[2] It was broken."
    draft = Draft("paragraph", Tape(text, tuple(range(len(text))), ()), (), 1)
    stops = read_words(draft, read_lexicon("en", text)).stops
    assert stops == (text.index("¹"), text.index("[2]"), len(text))
