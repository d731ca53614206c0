"""How to print and fold, as a page to print and lay beside the printer: the words, and beside them the sheets.

It is drawn by hand, since whatever sets type would take as long to load as a book to impose, with a face cut for it. It
fits on A4 and on Letter. It is PDF/UA-1 and PDF/A-3a: every word stands in the tree of tags, and the sheets are told in
words.
"""

import re
from codecs import BOM_UTF16_BE
from collections.abc import Iterator
from html import escape
from io import BytesIO
from typing import NamedTuple

from edition import assets
from edition.diagram import Shape, draw_side, name_side
from edition.formes import Forme
from edition.instructions import Sheetwork, instruct
from edition.qpdf import Array, Dictionary, Name, Object, Pdf, Stream, save
from edition.signatures import Plan
from edition.truetype import Face, read_face

WIDTH, HEIGHT = 595.28, 792.0
"""As wide as A4 and as high as Letter, in pt."""
LEFT, TOP = 42.0, 748.0
SIZE, LEADING = 10.5, 11.8
TITLE, SMALL = 17.0, 8.0
SPACED = 0.9
"""Between the capitals of a heading."""
COLUMN = 4.7
"""The width of a letter, on average: what stands below each other in the text does so here."""
ASIDE = 402.0
"""Where the sheets are drawn."""
ACROSS = 70.0
"""How wide a side is."""
GAP = 11.0
FACE = "fonts/EBGaramond-Latin.ttf"
CODE = "cp1252"
"""What the face has, by WinAnsiEncoding."""
UNICODE = """/CIDInit /ProcSet findresource begin 12 dict begin begincmap
/CMapType 2 def /CMapName /Adobe-Identity-UCS def
1 begincodespacerange <00> <ff> endcodespacerange
%d beginbfchar
%s
endbfchar
endcmap CMapName currentdict /CMap defineresource pop end end"""
COLOURS = b"""<< /DefaultGray [/CalGray << /WhitePoint [0.9505 1 1.089] /Gamma 2.2 >>] /DefaultRGB [/CalRGB
<< /WhitePoint [0.9505 1 1.089] /Gamma [2.2 2.2 2.2]
/Matrix [0.4124 0.2126 0.0193 0.3576 0.7152 0.1192 0.1805 0.0722 0.9505] >>]
>>"""
"""What grey and red are, as sRGB has them but for its profile."""
METADATA = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<pdfaid:part>3</pdfaid:part>
<pdfaid:conformance>A</pdfaid:conformance>
<pdfuaid:part>1</pdfuaid:part>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">%s</rdf:li></rdf:Alt></dc:title>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>The part of ISO 14289 that the file conforms to</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>
"""
"""As `templates/metadata.xmp.j2`: the engine for that takes too long to load."""


class Part(NamedTuple):
    """An element of the page: what it is, what draws it, and what it says where that does not say it."""

    tag: str
    drawn: list[str]
    actual: str = ""
    """Its words, where the face lacks some of their letters."""
    alternative: str = ""
    box: tuple[float, float, float, float] | None = None


def make_leaflet(work: Sheetwork, forme: Forme) -> bytes:
    """Return the page as a PDF; the same work gives the same bytes."""
    lines = [*quoted(instruct(work).rstrip("\n").split("\n"), len(work.files) + 3)]
    face = read_face(assets.path(FACE).read_bytes())
    parts = [*_text(lines), *_sheets(work.plan, forme, face)]
    drawn = (_marked(number, part) for number, part in enumerate(parts))
    book = Pdf.new()
    page = Dictionary(
        Type=Name.Page,
        MediaBox=Object.parse(f"[0 0 {WIDTH} {HEIGHT}]".encode()),
        Resources=Dictionary(Font=Dictionary(R=_embed(book, face)), ColorSpace=Object.parse(COLOURS)),
        Contents=Stream(book, "\n".join(drawn).encode(CODE, "replace")),
        StructParents=0,
    )
    tree = book.make_indirect(Dictionary(Type=Name.Pages, Count=1, Kids=Array()))
    page.Parent = tree
    leaf = book.make_indirect(page)
    tree.Kids.append(leaf)
    root = book.Root
    root.Pages, root.Lang = tree, Object.parse(b"(en)")
    root.MarkInfo = Dictionary(Marked=True)
    root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    root.StructTreeRoot = _tags(book, leaf, parts)
    root.Metadata = Stream(book, (METADATA % escape(lines[0])).encode())
    root.Metadata.Type, root.Metadata.Subtype = Name.Metadata, Name.XML
    book.trailer.Info = book.make_indirect(Dictionary(Title=_string(lines[0])))
    out = BytesIO()
    save(book, out)
    return out.getvalue()


def quoted(lines: list[str], first: int) -> Iterator[str]:
    """Yield the lines with the quotation marks of print, but for those before the first that is prose."""
    for number, line in enumerate(lines):
        words = re.sub('"([^"]*)"', "\N{LEFT DOUBLE QUOTATION MARK}\\1\N{RIGHT DOUBLE QUOTATION MARK}", line)
        yield words.replace("'", "\N{RIGHT SINGLE QUOTATION MARK}") if number >= first else line


def _string(words: str) -> Object:
    """Return words as a text string of any script."""
    marked = BOM_UTF16_BE + words.encode("utf-16-be")
    return Object.parse(f"<{marked.hex()}>".encode())


def _embed(book: Pdf, face: Face) -> Object:
    """Return the face as a font of the PDF."""
    program = Stream(book, face.program)
    program.Length1 = len(face.program)
    name = Name("/EBGRMD+EBGaramond-Regular")
    about = Dictionary(
        Type=Name.FontDescriptor,
        FontName=name,
        Flags=32,
        FontBBox=Array(face.box),
        ItalicAngle=0,
        Ascent=face.ascent,
        Descent=face.descent,
        CapHeight=650,
        StemV=80,
        FontFile2=program,
    )
    codes = [bytes([code]).decode(CODE, "replace") for code in range(32, 256)]
    named = "\n".join(f"<{code:02x}> <{ord(character):04x}>" for code, character in enumerate(codes, 32))
    return book.make_indirect(
        Dictionary(
            Type=Name.Font,
            Subtype=Name.TrueType,
            BaseFont=name,
            FirstChar=32,
            LastChar=255,
            Widths=Array(face.widths.get(character, 0) for character in codes),
            FontDescriptor=book.make_indirect(about),
            Encoding=Name.WinAnsiEncoding,
            ToUnicode=Stream(book, (UNICODE % (len(codes), named)).encode()),
        )
    )


def _marked(number: int, part: Part) -> str:
    return "\n".join([f"/{part.tag} <</MCID {number}>> BDC", *part.drawn, "EMC"])


def _tags(book: Pdf, leaf: Object, parts: list[Part]) -> Object:
    """Return the tree of tags: the parts in their order, numbered steps as a list."""
    root = book.make_indirect(Dictionary(Type=Name.StructTreeRoot, K=Array(), ParentTree=Dictionary()))

    def element(tag: str, parent: Object) -> Object:
        found = book.make_indirect(Dictionary(Type=Name.StructElem, S=Name(f"/{tag}"), P=parent, K=Array()))
        parent.K.append(found)
        return found

    top = element("Document", root)
    steps = step = top
    owners = Array()
    for number, part in enumerate(parts):
        if part.tag == "Lbl":
            steps = element("L", top) if steps is top else steps
            step = element("LI", steps)
        elif part.tag != "LBody":
            steps = step = top
        found = element(part.tag, step)
        found.Pg = leaf
        found.K.append(number)
        if part.actual:
            found.ActualText = _string(part.actual)
        if part.alternative and part.box:
            found.Alt = _string(part.alternative)
            found.A = Dictionary(O=Name.Layout, Placement=Name.Block, BBox=Object.parse(_box(part.box)))
        owners.append(found)
    root.ParentTree = Dictionary(Nums=Array([0, book.make_indirect(owners)]))
    return root


def _box(box: tuple[float, float, float, float]) -> bytes:
    return f"[{' '.join(f'{edge:.2f}' for edge in box)}]".encode()


def _text(lines: list[str]) -> list[Part]:
    """Return the lines as elements, each where it stands in the text."""
    parts = [_said(Part("H1", [_write(LEFT, TOP, TITLE, lines[0])]), lines[0])]
    before = ""
    for number, line in enumerate(lines[1:], 1):
        y = TOP - 8 - number * LEADING
        if line and not line.startswith(" "):
            parts.append(Part("H2", [_write(LEFT, y, SIZE * 0.92, line, SPACED)]))
        elif line:
            # What two spaces part, or a number and its sentence, stands in columns.
            cells = list(re.finditer(r"\d+\.(?= )|\S+(?: \S+)*", line))
            drawn = [_write(LEFT + (cell.start() - 4) * COLUMN, y, SIZE, cell[0] + " ") for cell in cells]
            if re.match(r" {4}\d+\. ", line):
                parts += [Part("Lbl", drawn[:1]), Part("LBody", drawn[1:])]
            elif before.startswith(" ") and not re.search(r"\S {2,}\S", line):
                parts[-1].drawn.extend(drawn)
            else:
                parts.append(_said(Part("P", drawn), " ".join(line.split())))
        before = line
    return parts


def _said(part: Part, words: str) -> Part:
    """Return the part with its words where the face lacks some of their letters."""
    return part._replace(actual=words) if words.encode(CODE, "replace") != words.encode(CODE, "ignore") else part


def _write(x: float, y: float, size: float, words: str, spaced: float = 0.0) -> str:
    shown = re.sub(r"([()\\])", r"\\\1", words)
    return f"BT /R {size:g} Tf {spaced:g} Tc {x:.2f} {y:.2f} Td ({shown}) Tj ET"


def _sheets(plan: Plan, forme: Forme, face: Face) -> Iterator[Part]:
    """Yield the sheets, each front with its back: as many as the page holds, and how many follow."""
    height = forme.sheet[1] * ACROSS / forme.sheet[0]
    rows = int((TOP - 40) // (height + 2 * GAP))
    across = 1 if plan.one_sided else 2
    sides = range(min(len(plan.sides), rows * across))
    for number in sides:
        row, column = divmod(number, across)
        x, y = ASIDE + column * (ACROSS + GAP), TOP - GAP - row * (height + 2 * GAP)
        name = name_side(plan, number)
        drawn = [_write(x, y + 3.5, SMALL, name), f"q 1 0 0 1 {x:.2f} {y:.2f} cm"]
        drawn += [_drawn(shape, face) for shape in draw_side(plan, forme, number, ACROSS)]
        box = (x - 2, y - height - 2, x + ACROSS + 2, y + SMALL + 3.5)
        yield Part("Figure", [*drawn, "Q"], alternative=f"{name}: {_told(plan, number)}", box=box)
    if len(sides) < len(plan.sides):
        y = TOP - GAP - -(-len(sides) // across) * (height + 2 * GAP)
        yield Part("P", [_write(ASIDE, y + 3, SMALL, f"and so on, to sheet {plan.sheets}")])


def _told(plan: Plan, number: int) -> str:
    """Return in words what stands on a side, from the upper left to the lower right."""
    places = sorted(plan.sides[number], key=lambda place: (place.row, place.column))
    turned = {place.turned for place in places}
    named = (
        "blank"
        if place.page is None
        else f"page {place.page + 1}{' upside down' if place.turned and len(turned) > 1 else ''}"
        for place in places
    )
    return ", ".join(named)


def _drawn(shape: Shape, face: Face) -> str:
    """Return the operators of a shape, whose y runs downwards."""
    x, y, width, height = shape.x, -shape.y, shape.width, shape.height
    box = f"{x:.2f} {y - height:.2f} {width:.2f} {height:.2f} re"
    match shape.kind:
        case "sheet":
            return f"0.6 w 0 G {box} S"
        case "fold":
            return f"0.6 w 0.7 0 0 RG [2 1] 0 d {x:.2f} {y:.2f} m {x + width:.2f} {y - height:.2f} l S [] 0 d"
        case "head":
            return f"1 w 0.5 G {x:.2f} {y:.2f} m {x + width:.2f} {y:.2f} l S"
        case "number":
            return _number(shape, y, face)
        case _:
            return f"0.3 w 0.5 G 0.87 g {box} {'B' if shape.kind == 'blank' else 'S'} 0 g"


def _number(shape: Shape, y: float, face: Face) -> str:
    """Return the operators that write a number around its middle."""
    figures, size, sign = str(shape.page), shape.width * 1.1, -1 if shape.turned else 1
    left, down = face.measure(figures, size) / 2, size * 0.325
    place = f"{sign} 0 0 {sign} {shape.x - sign * left:.2f} {y - sign * down:.2f}"
    return f"BT /R {size:.2f} Tf {place} Tm ({figures}) Tj ET"
