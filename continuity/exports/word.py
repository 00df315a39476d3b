"""The parts of a Word file that python-docx has no call for: fields, links, watermark, table look."""

from html import escape
from typing import Any, Final

from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt, RGBColor
from docx.table import Table as WordTable
from docx.table import _Cell, _Row
from docx.text.paragraph import Paragraph as WordParagraph
from docx.text.run import Run as WordRun

from continuity.exports.palette import hex_digits

TABLE_STYLE: Final = "Plan Table"
TABLE_TEXT: Final = "Table Text"
GAP: Final = "Table Gap"
CONTENTS_STYLE: Final = "toc"

FONT: Final = "Calibri"
SERIF: Final = "Georgia"
HEADING_SIZES: Final = {"Title": 26, "Heading 1": 17, "Heading 2": 13, "Heading 3": 11}


def set_styles(word: WordDocument, language: str) -> None:
    """Gives the native styles the look of the plan, so that an editor can go on with them."""
    normal = word.styles["Normal"]
    normal.font.name, normal.font.size = FONT, Pt(10.5)
    normal.font.color.rgb = colour("ink")
    normal.paragraph_format.space_after = Pt(6)
    tag = OxmlElement("w:lang")
    tag.set(qn("w:val"), language)
    normal.element.get_or_add_rPr().append(tag)
    for name, size in HEADING_SIZES.items():
        style = word.styles[name]
        style.font.name, style.font.size, style.font.bold = FONT, Pt(size), True
        style.font.color.rgb = colour("ink")
        for fonts in style.element.iter(qn("w:rFonts")):
            for attribute in list(fonts.attrib):
                if "Theme" in attribute:
                    del fonts.attrib[attribute]
        for border in list(style.element.iter(qn("w:pBdr"))):
            border.getparent().remove(border)
    for level in (1, 2):
        entry = word.styles.add_style(f"{CONTENTS_STYLE} {level}", WD_STYLE_TYPE.PARAGRAPH, builtin=True)
        entry.base_style = normal
        entry.paragraph_format.left_indent = Pt(12 * (level - 1))
        entry.paragraph_format.space_after = Pt(2)
    text = word.styles.add_style(TABLE_TEXT, WD_STYLE_TYPE.PARAGRAPH)
    text.base_style, text.font.size = normal, Pt(9)
    text.paragraph_format.space_before = text.paragraph_format.space_after = Pt(1.5)
    text.paragraph_format.line_spacing = 1.0
    gap = word.styles.add_style(GAP, WD_STYLE_TYPE.PARAGRAPH)
    gap.base_style, gap.font.size = text, Pt(4)
    word.styles.element.append(parse_xml(_TABLE_STYLE))


_TABLE_STYLE = f"""
<w:style {nsdecls("w")} w:type="table" w:customStyle="1" w:styleId="PlanTable">
  <w:name w:val="{TABLE_STYLE}"/><w:basedOn w:val="TableNormal"/><w:uiPriority w:val="99"/><w:qFormat/>
  <w:tblPr><w:tblBorders>
    <w:bottom w:val="single" w:sz="4" w:color="{hex_digits("line")}"/>
    <w:insideH w:val="single" w:sz="4" w:color="{hex_digits("line")}"/>
  </w:tblBorders><w:tblCellMar><w:left w:w="80" w:type="dxa"/><w:right w:w="80" w:type="dxa"/></w:tblCellMar></w:tblPr>
  <w:tblStylePr w:type="firstRow"><w:rPr><w:b/></w:rPr>
    <w:tcPr><w:shd w:val="clear" w:color="auto" w:fill="{hex_digits("inset")}"/></w:tcPr></w:tblStylePr>
  <w:tblStylePr w:type="firstCol"><w:rPr><w:b/></w:rPr></w:tblStylePr>
</w:style>"""


def set_style(paragraph: WordParagraph, name: str) -> None:
    """Gives a paragraph one of our own styles; the way round by python-docx reads every style each time."""
    paragraph._p.style = name.replace(" ", "")


def colour(name: str) -> RGBColor:
    """A colour of the palette."""
    return RGBColor.from_string(hex_digits(name))


def add_field(paragraph: WordParagraph, instruction: str, shown: str) -> None:
    """A field that Word keeps up to date, such as a page number; `shown` stands until then."""
    for kind, text in (("begin", ""), ("", instruction), ("separate", ""), ("text", shown), ("end", "")):
        run = paragraph.add_run()
        if kind in {"begin", "separate", "end"}:
            run._r.append(_mark(kind))
        elif kind == "text":
            run.text = text
        else:
            code = OxmlElement("w:instrText")
            code.set(qn("xml:space"), "preserve")
            code.text = text
            run._r.append(code)


def open_contents(paragraph: WordParagraph) -> None:
    """Begins the contents field, which Word fills with page numbers when it opens the file."""
    begin = _mark("begin")
    begin.set(qn("w:dirty"), "true")
    paragraph.add_run()._r.append(begin)
    code = OxmlElement("w:instrText")
    code.set(qn("xml:space"), "preserve")
    code.text = 'TOC \\o "1-2" \\h \\z \\u'
    paragraph.add_run()._r.append(code)
    paragraph.add_run()._r.append(_mark("separate"))


def close_contents(paragraph: WordParagraph) -> None:
    """Ends the contents field."""
    paragraph.add_run()._r.append(_mark("end"))


def _mark(kind: str) -> Any:
    mark = OxmlElement("w:fldChar")
    mark.set(qn("w:fldCharType"), kind)
    return mark


def add_bookmark(paragraph: WordParagraph, number: int, name: str) -> None:
    """Names the paragraph, so that the contents can lead to it."""
    start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    for mark in (start, end):
        mark.set(qn("w:id"), str(number))
    start.set(qn("w:name"), name)
    paragraph._p.insert(1 if paragraph._p.pPr is not None else 0, start)
    paragraph._p.append(end)


def add_link(paragraph: WordParagraph, text: str, *, address: str = "", bookmark: str = "") -> None:
    """A link to an address or to a bookmark of this file."""
    link = OxmlElement("w:hyperlink")
    if address:
        link.set(qn("r:id"), paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    else:
        link.set(qn("w:anchor"), bookmark)
    run = paragraph.add_run(text)
    if address:
        run.font.color.rgb, run.font.underline = colour("brand"), True
    link.append(run._r)
    paragraph._p.append(link)


def shade(cell: _Cell, name: str) -> None:
    """Fills a cell with a colour of the palette."""
    fill = OxmlElement("w:shd")
    fill.set(qn("w:val"), "clear")
    fill.set(qn("w:color"), "auto")
    fill.set(qn("w:fill"), hex_digits(name))
    cell._tc.get_or_add_tcPr().append(fill)


def highlight(run: WordRun) -> None:
    """Marks a place that is still to be filled in."""
    fill = OxmlElement("w:shd")
    fill.set(qn("w:val"), "clear")
    fill.set(qn("w:color"), "auto")
    fill.set(qn("w:fill"), hex_digits("warn-soft"))
    run._r.get_or_add_rPr().append(fill)
    run.font.color.rgb, run.font.bold = colour("warn"), True


def repeat_header(row: _Row) -> None:
    """Makes the row stand at the top of each page the table reaches."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def keep_whole(row: _Row) -> None:
    """Keeps the row from breaking over two pages."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def describe(table: WordTable, caption: str) -> None:
    """Gives the table its caption for screen readers."""
    text = OxmlElement("w:tblCaption")
    text.set(qn("w:val"), caption)
    table._tbl.tblPr.append(text)


def add_watermark(paragraph: WordParagraph, text: str) -> None:
    """Lays large grey letters behind the page, from a paragraph of the header."""
    shape = f"""
<w:pict {nsdecls("w")} xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office">
  <v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800" path="m@7,l@8,m@5,21600l@6,21600e">
    <v:formulas><v:f eqn="sum #0 0 10800"/><v:f eqn="prod #0 2 1"/><v:f eqn="sum 21600 0 @1"/><v:f eqn="sum 0 0 @2"/>
      <v:f eqn="sum 21600 0 @3"/><v:f eqn="if @0 @3 0"/><v:f eqn="if @0 21600 @1"/><v:f eqn="if @0 0 @2"/>
      <v:f eqn="if @0 @4 21600"/></v:formulas>
    <v:path textpathok="t"/><v:textpath on="t" fitshape="t"/></v:shapetype>
  <v:shape id="PlanWatermark" type="#_x0000_t136" alt="{escape(text)}" fillcolor="#{hex_digits("line")}" stroked="f"
    style="position:absolute;margin-left:0;margin-top:0;width:420pt;height:140pt;rotation:315;z-index:-251658752;\
mso-position-horizontal:center;mso-position-horizontal-relative:margin;mso-position-vertical:center;\
mso-position-vertical-relative:margin">
    <v:fill opacity=".4"/><v:textpath style="font-family:&quot;{FONT}&quot;;font-size:1pt" string="{escape(text)}"/>
  </v:shape>
</w:pict>"""
    paragraph.add_run()._r.append(parse_xml(shape))


def set_look(table: WordTable, has_row_heads: bool) -> None:
    """Tells the style which parts of the table are heads."""
    look = table._tbl.tblPr.find(qn("w:tblLook"))
    if look is None:
        look = OxmlElement("w:tblLook")
        table._tbl.tblPr.append(look)
    for attribute in list(look.attrib):
        del look.attrib[attribute]
    look.set(qn("w:val"), "04A0" if has_row_heads else "0420")
    look.set(qn("w:firstRow"), "1")
    look.set(qn("w:firstColumn"), "1" if has_row_heads else "0")
    look.set(qn("w:noHBand"), "0")
    look.set(qn("w:noVBand"), "1")
