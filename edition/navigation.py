"""What leads a reader through the EPUB: table of contents, landmarks and the printed booklet's pages.

All three are read off the finished files: they name nothing that isn't there, and their order is the reading order.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from lxml import etree

XHTML = "{http://www.w3.org/1999/xhtml}"
TYPE = "{http://www.idpf.org/2007/ops}type"
HEADINGS = {f"{XHTML}h{level}": level for level in range(1, 7)}


@dataclass(frozen=True, slots=True)
class Part:
    """One content document of the spine."""

    name: str
    """Of its file: `text-2.xhtml`."""
    label: str
    """In the table of contents, where its own headings say nothing; empty for what is not listed."""
    title: str
    landmark: str
    """The `epub:type` of its landmark; empty for parts that are none."""
    data: bytes
    root: etree._Element
    """The same, parsed."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the table of contents with what stands under it."""

    href: str
    label: str
    children: tuple["Entry", ...] = ()


@dataclass(slots=True)
class _Draft:
    level: int
    href: str
    label: str
    children: list["_Draft"] = field(default_factory=list)


def types_of(element: etree._Element) -> frozenset[str]:
    """Return the `epub:type`s of an element and its roles without `doc-`."""
    roles = (role.removeprefix("doc-") for role in (element.get("role") or "").split())
    return frozenset((element.get(TYPE) or "").split()) | frozenset(roles)


def contents(parts: Iterable[Part]) -> tuple[Entry, ...]:
    """Return the table of contents, nested as the headings are; every part with a label has a line in it at least."""
    found = _Draft(0, "", "")
    for part in parts:
        drafts = list(_headings(part)) or [_Draft(1, part.name, part.label)]
        for draft in drafts if part.label else ():
            place = found
            while place.children and place.children[-1].level < draft.level:
                place = place.children[-1]
            place.children.append(draft)
    return tuple(_entry(draft) for draft in found.children)


def pages(parts: Iterable[Part]) -> tuple[Entry, ...]:
    """Return the places where the printed booklet's pages begin, in reading order."""
    return tuple(
        Entry(f"{part.name}#{element.get('id')}", element.get("aria-label"))
        for part in parts
        for element in part.root.iter(f"{XHTML}span")
        if "pagebreak" in types_of(element)
    )


def pdf_pages(parts: Iterable[Part]) -> tuple[Entry, ...]:
    """Return the places where the pages of the PDF begin, if the booklet's are the reading system's own list.

    EPUB 3.3 allows one `page-list` in a navigation document, so this one is a list for people.
    """
    return tuple(
        Entry(f"{part.name}#{element.get('id')}", element.get("data-page"))
        for part in parts
        for element in part.root.iter(f"{XHTML}span")
        if element.get("class") == "pdf-page"
    )


def landmarks(parts: Iterable[Part], text: str, toc: Entry) -> tuple[tuple[str, Entry], ...]:
    """Return the first place of every landmark, each with its one `epub:type`; the table of contents comes last.

    `text` names the place where the text begins.
    """
    found: dict[str, Entry] = {}
    for part in parts:
        if part.landmark:
            found.setdefault(part.landmark, Entry(part.name, text if part.landmark == "bodymatter" else part.title))
    return (*found.items(), ("toc", toc))


def _headings(part: Part) -> Iterator[_Draft]:
    """Yield the headings that divide the text: none from quotations, and none over or within the notes."""
    for element in part.root.iter(*HEADINGS):
        label = " ".join("".join(_words(element)).split())
        if label and element.get("id") and not any(map(_encloses, element.iterancestors())):
            yield _Draft(HEADINGS[element.tag], f"{part.name}#{element.get('id')}", label)


def _encloses(element: etree._Element) -> bool:
    return element.tag == f"{XHTML}blockquote" or "footnotes" in types_of(element)


def _words(element: etree._Element) -> Iterator[str]:
    """Yield an element's text without note references."""
    if "noteref" not in types_of(element):
        yield element.text or ""
        for child in element:
            yield from _words(child)
            yield " " if child.tag == f"{XHTML}br" else ""
            yield child.tail or ""


def _entry(draft: _Draft) -> Entry:
    return Entry(draft.href, draft.label, tuple(_entry(child) for child in draft.children))
