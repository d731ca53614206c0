"""Places of lost marks: what the marks that are known tell of where a book calls its notes."""

from edition.bounds import Bounds
from edition.evidence import Place
from edition.lexicon import read_lexicon
from edition.paragraphs import Assembly
from edition.search import Search
from edition.shapes import Draft
from edition.tape import Tape

PAGES = 8


def inside(mark_behind: str) -> float:
    """Return how likely the last page's lost mark stands inside a sentence, where the others stand behind this word."""
    text = "The wheel of the mill turned slowly. Nobody knew why. It was a cold day in the hills"
    drafts: list[Draft] = []
    notes: list[tuple[str, int, list[Draft]]] = []
    known: dict[int, Place] = {}
    at = 0
    for page in range(1, PAGES + 1):
        cut = text.index(mark_behind) + len(mark_behind)
        mark = "¹" if page < PAGES else ""
        body, note = f"{text[:cut]}{mark}{text[cut:]}.", "It had been so for years, they said."
        if mark:
            known[page - 1] = Place(page - 1, cut, cut + 1)
        drafts.append(Draft("paragraph", Tape(body, tuple(range(at, at + len(body))), ()), (), page))
        at += len(body) + 2
        notes.append(("1", page, [Draft("note", Tape(note, tuple(range(at, at + len(note))), ()), (), page)]))
        at += len(note) + 2
    assembly = Assembly(drafts, notes)
    search = Search(assembly, read_lexicon("en", text), known, Bounds(assembly))
    (chances,) = search.place([PAGES - 1])
    ended = {len(drafts[-1].tape.text), *(n + 1 for n, sign in enumerate(drafts[-1].tape.text) if sign == ".")}
    return sum(chance for place, chance in chances if place.end not in ended)


def test_a_book_that_calls_its_notes_inside_sentences_is_taken_to_have_called_the_lost_one_there() -> None:
    assert inside("mill") > 0.5 > inside("why.")


def test_without_a_known_mark_a_book_has_no_habit() -> None:
    text = "The wheel turned slowly. Nobody knew why."
    draft = Draft("paragraph", Tape(text, tuple(range(len(text))), ()), (), 1)
    at = range(len(text) + 2, len(text) + 12)
    assembly = Assembly([draft], [("1", 1, [Draft("note", Tape("It was so.", tuple(at), ()), (), 1)])])
    search = Search(assembly, read_lexicon("en", text), {}, Bounds(assembly))
    search.place([0])
    assert search.habit == 0
