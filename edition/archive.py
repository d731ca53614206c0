"""What makes the PDF last and lets it be read aloud: its metadata, its evidence, page labels, and tags for notes.

All is done on the typesetter's own objects just before they are written (ISO 32000-1 for the keys, ISO 19005-3 for
PDF/A-3, ISO 14289-1 for PDF/UA-1), so that the file is neither read nor written a second time.
"""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

import pydyf

from edition import __version__
from edition.book import Edition
from edition.review import apparatus_json
from edition.runovers import continued
from edition.typesetter import Layout
from edition.versions import current
from edition.xhtml import environment

PROFILE = "sRGB2014.icc"
Element = Any
"""A structure element, or another of the PDF's dictionaries."""


def finisher(edition: Edition) -> Callable[[Layout, pydyf.PDF], None]:
    """Return what WeasyPrint is to call before it writes: the same edition leaves the same bytes."""

    def finish(layout: Layout, pdf: pydyf.PDF) -> None:
        describe(edition, pdf)
        set_colours(pdf)
        label_pages(pdf)
        attach(edition, pdf)
        Tags(pdf).mend(continued(layout))
        write_once(pdf)

    return finish


@dataclass(slots=True)
class Written:
    """An object as it will stand in the file, with all that pydyf asks of one."""

    data: bytes
    number: int
    compressible: bool
    """Whether it may stand in a stream of objects."""
    generation: int = 0
    free: str = "n"
    offset: int = 0

    @property
    def indirect(self) -> bytes:
        """Return the object with its number."""
        return b"%d 0 obj\n%b\nendobj" % (self.number, self.data)


def write_once(pdf: pydyf.PDF) -> None:
    """Replace every object by its bytes: pydyf asks for them twice, to write them and to sum them up."""
    first, *rest = pdf.objects
    pdf.objects[:] = [first, *(Written(item.data, item.number, item.compressible) for item in rest)]


@contextmanager
def page_references() -> Iterator[None]:
    """Let the PDFs written meanwhile keep the references of their pages: pydyf makes all of them anew for every tag."""
    theirs = pydyf.PDF.page_references
    pydyf.PDF.page_references = property(kept_references)
    try:
        yield
    finally:
        pydyf.PDF.page_references = theirs


def kept_references(pdf: pydyf.PDF) -> tuple[bytes, ...]:
    """Return the references of the pages there are, made once for as many."""
    if len(getattr(pdf, "kept", ())) != pdf.pages["Count"] or not hasattr(pdf, "kept"):
        pdf.kept = tuple(f"{number} 0 R".encode() for number in pdf.pages["Kids"][::3])
    kept: tuple[bytes, ...] = pdf.kept
    return kept


def describe(edition: Edition, pdf: pydyf.PDF) -> None:
    """Replace the metadata by the edition's own: what the book is, the standards kept, the versions that set it."""
    made = current()
    tool = f"edition {__version__}"
    producer = (
        f"{tool}; WeasyPrint {made['weasyprint']}; pydyf {made['pydyf']}; Pango {made['pango']}; "
        f"HarfBuzz {made['harfbuzz']}; fontTools {made['fonttools']}; Python {made['python']}"
    )
    text = environment().get_template("metadata.xmp.j2").render(about=edition.metadata, producer=producer, tool=tool)
    stream = pydyf.Stream([text.encode()], {"Type": "/Metadata", "Subtype": "/XML"}, compress=False)
    pdf.add_object(stream)
    pdf.catalog["Metadata"] = stream.reference
    pdf.info["Producer"] = pydyf.String(producer)
    pdf.info["Creator"] = pydyf.String(tool)


def set_colours(pdf: pydyf.PDF) -> None:
    """Say what the colours of the pages are, by the profile that comes with WeasyPrint (which leaves its file open)."""
    profile = (files("weasyprint.pdf") / PROFILE).read_bytes()
    stream = pydyf.Stream([profile], pydyf.Dictionary({"N": 3}), compress=True)
    pdf.add_object(stream)
    intent = {"Type": "/OutputIntent", "S": "/GTS_PDFA1", "DestOutputProfile": stream.reference}
    names = {"OutputConditionIdentifier": pydyf.String("sRGB"), "Info": pydyf.String("sRGB IEC61966-2.1")}
    pdf.catalog["OutputIntents"] = pydyf.Array([pydyf.Dictionary(intent | names)])


def label_pages(pdf: pydyf.PDF) -> None:
    """Label every page with the folio that is printed on it, or would be: 1 is the title page."""
    pdf.catalog["PageLabels"] = pydyf.Dictionary({"Nums": pydyf.Array([0, pydyf.Dictionary({"S": "/D"})])})


def evidence(edition: Edition) -> Iterator[tuple[str, str, str, str, str]]:
    """Yield name, type, relationship (ISO 19005-3, 6.8), description and text of what the PDF is made from, by name."""
    yield (
        "apparatus.json",
        "application/json",
        "Supplement",
        "What was changed, and what is asked",
        apparatus_json(edition),
    )
    if edition.book.config:
        yield "edition.toml", "application/toml", "Source", "What the editor decided", edition.book.config
    yield "source.txt", "text/plain", "Source", "The text that the edition was made from", edition.book.source.text
    versions = json.dumps(current(), indent=2) + "\n"
    yield "versions.json", "application/json", "Supplement", "The versions that decided the bytes", versions


def attach(edition: Edition, pdf: pydyf.PDF) -> None:
    """Put the evidence into the PDF, dated as the edition is."""
    date = pydyf.String("D:" + "".join(filter(str.isdigit, edition.metadata.modified)) + "Z")
    held, names = pydyf.Array(), pydyf.Array()
    for name, kind, relation, words, text in evidence(edition):
        data = text.encode()
        total = hashlib.md5(data, usedforsecurity=False).hexdigest()
        about = pydyf.Dictionary({"Size": len(data), "ModDate": date, "CheckSum": f"<{total}>"})
        extra = {"Type": "/EmbeddedFile", "Subtype": "/" + kind.replace("/", "#2f"), "Params": about}
        stream = pydyf.Stream([data], pydyf.Dictionary(extra), compress=True)
        pdf.add_object(stream)
        file = pydyf.Dictionary(
            {
                "Type": "/Filespec",
                "F": pydyf.String(name),
                "UF": pydyf.String(name),
                "EF": pydyf.Dictionary({"F": stream.reference, "UF": stream.reference}),
                "Desc": pydyf.String(words),
                "AFRelationship": f"/{relation}",
            }
        )
        pdf.add_object(file)
        held.append(file.reference)
        names.extend((pydyf.String(name), file.reference))
    pdf.catalog["AF"] = held
    pdf.catalog.setdefault("Names", pydyf.Dictionary())["EmbeddedFiles"] = pydyf.Dictionary({"Names": names})


class Tags:
    """The tree of tags of one PDF, mended in place.

    WeasyPrint tags what HTML has names for. What it has none for is found by its links, which carry our own ids: a note
    by its way back, its call by the way there, the contents by the ways to the headings.
    """

    __slots__ = ("links", "pdf", "root", "top")

    def __init__(self, pdf: pydyf.PDF) -> None:
        self.pdf = pdf
        self.root = self.at(pdf.catalog["StructTreeRoot"])
        self.top = self.root["K"][0]
        """The element of the whole document."""
        self.links: dict[str, list[Element]] = {}
        """The elements of the links to each id, in the order of the pages."""
        numbers = self.at(self.root["ParentTree"])["Nums"]
        owners = dict(zip(numbers[::2], numbers[1::2], strict=True))
        for item in pdf.objects:
            if isinstance(item, dict) and item.get("Subtype") == "/Link" and "Dest" in item:
                self.links.setdefault(item["Dest"].string, []).append(self.at(owners[item["StructParent"]]))

    def at(self, reference: bytes) -> Element:
        """Return the object that a reference means."""
        found: Element = self.pdf.objects[int(reference.split()[0])]
        return found

    def mend(self, continued: Mapping[int, int]) -> None:
        """Tag notes, their calls and the contents as what they are, and undo tags within their like.

        Notes that are `continued` on a page, from 0, are one element each.
        """
        self.mend_boxes()
        self.mend_contents()
        for page, number in continued.items():
            self.mend_continued(page, number)
        notes = [int(name.partition("-")[2]) for name in self.links if name.startswith("call-")]
        named = [*self.mend_heads(), *(self.mend_note(number) for number in sorted(notes))]
        if named:
            known = sorted(named, key=lambda one: one[0].string)
            self.root["IDTree"] = pydyf.Dictionary({"Names": pydyf.Array(part for one in known for part in one)})

    def mend_boxes(self) -> None:
        """Make one paragraph of one that stands in itself: it has a box for its number, and another for its text."""
        for item in self.pdf.objects:
            if isinstance(item, dict) and item.get("Type") == "/StructElem":
                if item["S"] == "/P" and self.at(item["P"]).get("S") == "/P":
                    item["S"] = "/NonStruct"
                elif item["S"] == "/Art":
                    # What the edition says of itself, always in English.
                    item["S"], item["Lang"] = "/Div", pydyf.String("en")

    def mend_heads(self) -> Iterator[tuple[pydyf.String, bytes]]:
        """Say of the cells at the heads of tables that they name their columns, and yield their names."""
        for item in self.pdf.objects:
            if isinstance(item, pydyf.Dictionary) and item.get("S") == "/TH":
                item["A"]["Scope"] = "/Column"
                yield item["ID"], item.reference

    def mend_contents(self) -> None:
        """Tag the first list that leads to headings as the table of contents."""
        names = {"/L": "/TOC", "/LI": "/TOCI", "/LBody": "/Reference"}
        for name, links in self.links.items():
            if name.startswith("heading-"):
                element = links[0]
                while element["P"] != self.top:
                    element = self.at(element["P"])
                    element["S"] = names.get(element["S"], element["S"])

    def mend_continued(self, page: int, number: int) -> None:
        """Put what stands of a note on a second page, the first of those at its foot, to the rest of it."""
        here = self.pdf.page_references[page]
        area = [element for element in map(self.at, self.at(self.top)["K"]) if element["Pg"] == here][-1]
        rest, note = self.at(area["K"].pop(0)), self.within(self.links[f"call-{number}"][0])
        for reference in rest["K"]:
            self.at(reference)["P"] = note.reference
            note["K"].append(reference)
        if not area["K"]:
            self.at(self.top)["K"].remove(area.reference)

    def within(self, element: Element) -> Element:
        """Return the note at the foot of a page, or whatever else there, in which an element stands."""
        while self.at(self.at(element["P"])["P"]) is not self.at(self.top):
            element = self.at(element["P"])
        return element

    def mend_note(self, number: int) -> tuple[pydyf.String, bytes]:
        """Tag a note with its label, put it after its call where it stands at the foot of a page; return its name."""
        back, call = self.links[f"call-{number}"][0], self.links[f"note-{number}"][0]
        self.wrap(back, "Lbl")
        note = self.within(back)
        area = self.at(note["P"])
        name = pydyf.String(f"note-{number:05}")
        note["S"], note["ID"] = "/Note", name
        reference = self.wrap(call, "Reference")
        if area["S"] == "/NonStruct":
            place = self.at(reference["P"])
            area["K"].remove(note.reference)
            place["K"].insert(place["K"].index(reference.reference) + 1, note.reference)
            note["P"] = place.reference
            if not area["K"]:
                self.at(self.top)["K"].remove(area.reference)
        return name, note.reference

    def wrap(self, element: Element, tag: str) -> Element:
        """Put an element into a new one at its place, and return that."""
        parent = self.at(element["P"])
        found = pydyf.Dictionary(
            {"Type": "/StructElem", "S": f"/{tag}", "K": pydyf.Array([element.reference]), "P": parent.reference}
        )
        found["Pg"] = element["Pg"]
        self.pdf.add_object(found)
        parent["K"][parent["K"].index(element.reference)] = found.reference
        element["P"] = found.reference
        return found
