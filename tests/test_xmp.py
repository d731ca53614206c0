"""XMP packets: what is to go goes, in every form it may be written in, and nothing else."""

import pytest

from edition.xmp import remove_properties

UNWANTED = ("http://www.aiim.org/pdfa/",)
FRAME = (
    '<?xpacket begin="" id="x"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF'
    ' xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    ' xmlns:a="http://www.aiim.org/pdfa/ns/id/">{}</rdf:RDF></x:xmpmeta><?xpacket end="w"?>\n  '
)


@pytest.mark.parametrize(
    ("given", "left"),
    [
        ('<rdf:Description rdf:about=""/>', '<rdf:Description rdf:about=""/>'),
        ("<dc:w><a:part>3</a:part><dc:x>é > 1</dc:x></dc:w>", "<dc:w><dc:x>é > 1</dc:x></dc:w>"),
        ("<a:part ><dc:x/></a:part ><dc:y/>", "<dc:y/>"),
        ("<a:part/><dc:y/>", "<dc:y/>"),
        ("<dc:y><a:part/></dc:y>", "<dc:y></dc:y>"),
        ("<dc:y><a:part>1<a:more/></a:part></dc:y>", "<dc:y></dc:y>"),
        ("<rdf:Description a:part='3>' dc:z=\"1\" a:conformance=\"A\"/>", '<rdf:Description dc:z="1"/>'),
        (f'<dc:y xmlns:b="{UNWANTED[0]}" b:part="1" dc:z="/>"/>', f'<dc:y xmlns:b="{UNWANTED[0]}" dc:z="/>"/>'),
        ('<a:part a:x="1">2</a:part>', ""),
        ("<!-- <a:part/> --><dc:y/>", "<!-- <a:part/> --><dc:y/>"),
    ],
)  # fmt: skip
def test_what_is_unwanted_goes_and_the_rest_stands(given: str, left: str) -> None:
    assert remove_properties(FRAME.format(given).encode(), UNWANTED).decode() == FRAME.format(left)


def test_a_packet_of_sixteen_bits_is_read_too() -> None:
    given = FRAME.format("<a:part/><dc:y>é</dc:y>")
    assert remove_properties(given.encode("utf-16"), UNWANTED).decode() == FRAME.format("<dc:y>é</dc:y>")


def test_of_what_is_no_xml_nothing_is_left() -> None:
    assert remove_properties(b"<a><b></a>", UNWANTED) == b""
    assert remove_properties(b"", UNWANTED) == b""
