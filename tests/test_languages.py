"""The language of a text is told by its script and its words."""

import pytest

from edition.languages import FUNCTION_WORDS, SCRIPTS, detect_language

OPENINGS = {
    "en": "It was the best of times, it was the worst of times, it was the age of wisdom, it was the age of "
    "foolishness.",
    "de": "Als Gregor Samsa eines Morgens aus unruhigen Träumen erwachte, fand er sich in seinem Bett zu einem "
    "ungeheueren Ungeziefer verwandelt.",
    "fr": "Longtemps, je me suis couché de bonne heure. Parfois, à peine ma bougie éteinte, mes yeux se fermaient si "
    "vite que je n’avais pas le temps de me dire : « Je m’endors. »",
    "es": "En un lugar de la Mancha, de cuyo nombre no quiero acordarme, no ha mucho tiempo que vivía un hidalgo.",
    "it": "Quel ramo del lago di Como, che volge a mezzogiorno, tra due catene non interrotte di monti, tutto a seni e "
    "a golfi, a seconda dello sporgere e del rientrare di quelli.",
    "pt": "As armas e os barões assinalados, que da ocidental praia lusitana, por mares nunca de antes navegados, "
    "passaram ainda além da Taprobana.",
    "la": "Gallia est omnis divisa in partes tres, quarum unam incolunt Belgae, aliam Aquitani, tertiam qui ipsorum "
    "lingua Celtae, nostra Galli appellantur. Hi omnes lingua, institutis, legibus inter se differunt.",
    "ru": "Все счастливые семьи похожи друг на друга, каждая несчастливая семья несчастлива по-своему. Все смешалось в "
    "доме Облонских.",
    "grc": "Ὅτι μὲν ὑμεῖς, ὦ ἄνδρες Ἀθηναῖοι, πεπόνθατε ὑπὸ τῶν ἐμῶν κατηγόρων, οὐκ οἶδα· ἐγὼ δ’ οὖν καὶ αὐτὸς ὑπ’ "
    "αὐτῶν ὀλίγου ἐμαυτοῦ ἐπελαθόμην, οὕτω πιθανῶς ἔλεγον.",
    "el": "Σὲ γνωρίζω ἀπὸ τὴν κόψη τοῦ σπαθιοῦ τὴν τρομερή, σὲ γνωρίζω ἀπὸ τὴν ὄψη ποὺ μὲ βία μετράει τὴ γῆ.",
    "he": "בְּרֵאשִׁית בָּרָא אֱלֹהִים אֵת הַשָּׁמַיִם וְאֵת הָאָרֶץ. והארץ היתה תהו ובהו וחשך על פני תהום.",
    "ar": "الحمد لله رب العالمين، الرحمن الرحيم، مالك يوم الدين، إياك نعبد وإياك نستعين، اهدنا الصراط المستقيم.",
}


@pytest.mark.parametrize("language", sorted(OPENINGS))
def test_the_opening_of_a_book_tells_its_language(language: str) -> None:
    assert detect_language(OPENINGS[language]) == language


@pytest.mark.parametrize("language", sorted(FUNCTION_WORDS))
def test_every_language_is_told_by_its_own_words(language: str) -> None:
    assert detect_language(" ".join(FUNCTION_WORDS[language].split() * 2)) == language


@pytest.mark.parametrize("text", ["", "1917", "xyzzy plugh", "日本語"])
def test_a_text_that_does_not_tell_is_english(text: str) -> None:
    assert detect_language(text) == "en"


@pytest.mark.parametrize("script", sorted(SCRIPTS))
def test_a_script_tells_more_than_no_words(script: str) -> None:
    letter = {"GREEK": "ψ", "CYRILLIC": "ж", "HEBREW": "ש", "ARABIC": "ش"}[script]
    assert detect_language(letter * 6) == SCRIPTS[script][0]
