"""Statements taken out of a PDF's XMP packet, to the byte: all others stand as they are written."""

import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from xml.parsers.expat import ExpatError, ParserCreate

_ATTRIBUTE = re.compile(rb"""\s+([^\s=]+)\s*=\s*("[^"]*"|'[^']*')""")
_TAG = re.compile(rb"<[^\s/>]+(?:" + _ATTRIBUTE.pattern + rb")*\s*/?>")


def remove_properties(packet: bytes, names: tuple[str, ...]) -> bytes:
    """Return the packet without the elements and attributes whose namespace and name begin so.

    What is no well-formed XML says nothing to any reader: nothing is left of it.
    """
    if packet.startswith((BOM_UTF16_BE, BOM_UTF16_LE)):
        packet = packet.decode("utf-16", "replace").encode()
    cuts: list[tuple[int, int]] = []
    parents: list[tuple[bool, int, int]] = []
    parser = ParserCreate("utf-8", namespace_separator="")
    parser.ordered_attributes = True

    def start(name: str, attributes: list[str]) -> None:
        at = parser.CurrentByteIndex
        tag = _TAG.match(packet, at)
        end = tag.end() if tag else at
        parents.append((name.startswith(names), at, end))
        given = [one for one in _ATTRIBUTE.finditer(packet, at, end) if not one[1].startswith(b"xmlns")]
        cuts.extend(one.span() for one, name in zip(given, attributes[::2], strict=False) if name.startswith(names))

    def finish(_name: str) -> None:
        unwanted, begun, opened = parents.pop()
        at = parser.CurrentByteIndex
        # An empty element ends where its only tag does.
        end = at if at == opened and packet[opened - 2 : opened] == b"/>" else packet.index(b">", at) + 1
        if unwanted:
            cuts.append((begun, end))

    parser.StartElementHandler, parser.EndElementHandler = start, finish
    try:
        parser.Parse(packet, True)
    except ExpatError:
        return b""
    kept, at = [], 0
    for begun, end in sorted(cuts, key=lambda cut: (cut[0], -cut[1])):
        kept.append(packet[at : max(at, begun)])
        at = max(at, end)
    return b"".join([*kept, packet[at:]])
