"""The characters of one paragraph in reading order, each with its place in the source."""

from dataclasses import dataclass

from edition.source import Source, Span

JOIN = -1
"""The source position of the space that joins two fragments on a tape."""


@dataclass(frozen=True, slots=True)
class Tape:
    """The characters of one paragraph in reading order, before any change."""

    text: str
    at: tuple[int, ...]
    """The source offset of each character; JOIN for a space between two fragments."""
    gaps: tuple[tuple[int, Span], ...]
    """For each joining space its place on the tape and the white space of the source that it stands for."""

    def span(self, start: int, end: int) -> Span:
        """Return the source span of tape characters `start` to `end`, which must stand together in the source."""
        offsets = [offset for offset in self.at[start:end] if offset != JOIN]
        if not offsets:
            nearest = max((o for o in self.at[:start] if o != JOIN), default=-1) + 1
            return Span(nearest, nearest)
        return Span(offsets[0], offsets[-1] + 1)

    def spans(self) -> list[Span]:
        """Return the spans of the source that the tape holds, each as long as it goes on without a gap."""
        found: list[Span] = []
        for offset in self.at:
            if found and found[-1].end == offset:
                found[-1] = Span(found[-1].start, offset + 1)
            elif offset != JOIN:
                found.append(Span(offset, offset + 1))
        return found


def lay_tape(source: Source, spans: list[Span]) -> Tape:
    """Return the characters of the spans, one space between each two."""
    text: list[str] = []
    at: list[int] = []
    gaps: list[tuple[int, Span]] = []
    for n, span in enumerate(spans):
        if n:
            gaps.append((len(at), _white_after(source, spans[n - 1].end)))
            text.append(" ")
            at.append(JOIN)
        text.append(source.at(span))
        at.extend(range(span.start, span.end))
    return Tape("".join(text), tuple(at), tuple(gaps))


def _white_after(source: Source, start: int) -> Span:
    end = start
    while end < len(source.text) and source.text[end].isspace():
        end += 1
    return Span(start, end)
