"""Where the marks of notes might have stood that the extraction lost: the pages' and the neighbours' bounds."""

from dataclasses import dataclass, field
from math import exp, log

from edition.assignment import Key, assign
from edition.bounds import Bounds, folio_at
from edition.evidence import Place, Site, Words, inside, phrase_sites, read_sites, read_words, score
from edition.lexicon import Lexicon
from edition.paragraphs import Assembly
from edition.remarks import Remark, read_remark
from edition.shapes import Draft
from edition.source import Span
from edition.tape import JOIN

ASKED = 40
"""Known marks that are looked at, at most, to tell a book's habit."""
STEADY = 0.5
"""How far a book is taken to call its notes as others do, as if it were so many marks' worth."""
NEWTON = 12


@dataclass(slots=True)
class Search:
    """The places that are known, and what is asked of the text again and again."""

    assembly: Assembly
    lexicon: Lexicon
    known: dict[int, Place]
    bounds: Bounds
    apart: bool = field(init=False)
    """The notes stand apart from the pages that call them: at the end of a chapter or the book."""
    habit: float | None = None
    """How much likelier its marks stand inside sentences than the evidence says; None until it is asked."""
    read: dict[int, tuple[Words, list[Site]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        notes, text = self.assembly.notes, self.assembly.text
        elsewhere = sum(
            folio_at(text[place.draft], place.start) != notes[note][1] for note, place in self.known.items()
        )
        self.apart = elsewhere > len(self.known) / 2

    def place(self, run: list[int]) -> list[list[tuple[Place, float]]]:
        """Return for each note of a run its places with their chances, the one to print first; never none."""
        options = [self._options(note) for note in run]
        found = []
        for note, chances in zip(run, assign(options), strict=True):
            places = [(Place(draft, end, end), chance) for (draft, end), chance in chances]
            found.append(places or [(self._page_end(note), 0.1)])
        return found

    def candidates(self, note: int) -> tuple[Remark, dict[Key, Site]]:
        """Return what a note says and its places: on its page, between its neighbours, or else on its page."""
        before = max((k for k in self.known if k < note), default=None)
        after = min((k for k in self.known if k > note), default=None)
        low = (self.known[before].draft, self.known[before].end) if before is not None else (-1, -1)
        high = (self.known[after].draft, self.known[after].start) if after is not None else (len(self.assembly.text), 0)
        remark = read_remark(" ".join(d.tape.text for d in self.assembly.notes[note][2]), self.lexicon)
        whole = (-1, -1), (len(self.assembly.text), 0)
        return remark, self._on_page(note, remark, low, high) or self._on_page(note, remark, *whole)

    def _options(self, note: int) -> dict[Key, float]:
        """Return the places for a note with their scores."""
        if self.habit is None:
            self.habit = self._find_habit()
        remark, sites = self.candidates(note)
        scores = {key: score(site, remark, self.lexicon) for key, site in sites.items()}
        return self._weigh_block(note, {key: s + self.habit * inside(sites[key]) for key, s in scores.items()})

    def _find_habit(self) -> float:
        """Return how much likelier this book calls its notes inside sentences than the evidence says, in nats.

        As the marks that are known show: of those of the notes' pages, how many stand inside and how many would.
        """
        seen = []
        known = sorted(self.known)
        for note in known[:: -(-len(known) // ASKED) or 1]:
            remark, sites = self.candidates(note)
            fits = {key: exp(score(site, remark, self.lexicon)) for key, site in sites.items()}
            share = sum(fit for key, fit in fits.items() if inside(sites[key])) / (sum(fits.values()) or 1.0)
            if 0 < share < 1:
                seen.append((log(share / (1 - share)), self._stands_inside(self.known[note])))
        habit = 0.0
        for _ in range(NEWTON):
            shares = [1 / (1 + exp(-odds - habit)) for odds, _ in seen]
            pull = sum(stands - share for (_, stands), share in zip(seen, shares, strict=True)) - habit * STEADY
            habit += max(-1.0, min(1.0, pull / (sum(share * (1 - share) for share in shares) + STEADY)))
        return habit

    def _stands_inside(self, mark: Place) -> bool:
        """Tell whether no sentence and no paragraph ends where a mark stands."""
        words, _ = self._read(mark.draft)
        return not any(mark.start <= stop <= mark.end + 2 for stop in (*words.stops, len(words.text.rstrip())))

    def _read(self, n: int) -> tuple[Words, list[Site]]:
        if n not in self.read:
            draft = self.assembly.text[n]
            words = read_words(draft, self.lexicon)
            self.read[n] = words, read_sites(draft, n, words)
        return self.read[n]

    def _on_page(self, note: int, remark: Remark, low: Key, high: Key) -> dict[Key, Site]:
        """Return the places on the note's page between two others; with no pages, in the text since the notes before.

        There a word that the note does not share is none: a chapter has too many.
        """
        _, folio, _ = self.assembly.notes[note]
        stretch = self.bounds.stretch(note) if self.apart or not folio else None
        found: dict[Key, Site] = {}
        for n, draft in enumerate(self.assembly.text[: high[0] + 1]):
            stands = _meets(draft, stretch) if stretch else _touches(draft, folio)
            if n < low[0] or draft.kind in ("break", "contents") or not stands:
                continue
            words, sites = self._read(n)
            page = range(len(draft.tape.text)) if stretch else _on_folio(draft, folio)
            first = max(page.start, low[1]) if n == low[0] else page.start
            within = range(first, min(page.stop, high[1]) if n == high[0] else page.stop)
            own = phrase_sites(draft, n, words, remark, within, every=stretch is None) + sites
            found |= {
                (n, s.place.end): s
                for s in own
                if low < (n, s.place.end) < high and (stretch or folio_at(draft, max(0, s.place.end - 1)) == folio)
            }
        return found

    def _weigh_block(self, note: int, scores: dict[Key, float]) -> dict[Key, float]:
        """Return the scores with what is known of whether notes stand behind the very block that calls them.

        How often they do is counted in the marks that are known; with none the scores stay as they are.
        """
        block = self.bounds.block_before(note)
        if block is None or not scores:
            return scores
        best = max(scores.values())
        held = sum(exp(s - best) for key, s in scores.items() if block.holds(*key))
        share = held / sum(exp(s - best) for s in scores.values())
        if not 0 < share < 1:
            return scores
        hits = [self.bounds.calls(other, place.draft, place.end) for other, place in self.known.items()]
        chance = (sum(hits) + 2 * share) / (len(hits) + 2)
        near, far = log(chance / share), log((1 - chance) / (1 - share))
        return {key: s + (near if block.holds(*key) else far) for key, s in scores.items()}

    def _page_end(self, note: int) -> Place:
        """Return the end of the note's page, or of the text before it."""
        _, folio, _ = self.assembly.notes[note]
        drafts = [n for n, draft in enumerate(self.assembly.text) if draft.kind not in ("break", "contents")]
        last = max((n for n in drafts if self.assembly.text[n].folio <= folio), default=drafts[0])
        end = len(self.assembly.text[last].tape.text)
        return Place(last, end, end)


def _on_folio(draft: Draft, folio: int) -> range:
    """Return which characters of a draft stand on a page."""
    starts = [(0, draft.folio), *draft.breaks]
    own = [n for n, (_, page) in enumerate(starts) if page == folio]
    ends = [*(at for at, _ in starts[1:]), len(draft.tape.text)]
    return range(starts[own[0]][0], ends[own[-1]]) if own else range(0)


def _touches(draft: Draft, folio: int) -> bool:
    return draft.folio == folio or any(page == folio for _, page in draft.breaks)


def _meets(draft: Draft, stretch: Span) -> bool:
    """Tell whether a draft begins or ends in this stretch of the source."""
    return any(at != JOIN and stretch.start <= at < stretch.end for at in (draft.tape.at[0], draft.tape.at[-1]))
