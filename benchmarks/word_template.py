"""Makes `prompts/template.docx`: python -m benchmarks.word_template. A house puts its own file in its place."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

TARGET = Path(__file__).resolve().parent.parent / "prompts" / "template.docx"
NAVY, GREY = RGBColor(0x1F, 0x3A, 0x5F), RGBColor(0x59, 0x5F, 0x69)
SONG, HEI, KAI = "宋体", "黑体", "楷体"
#: millimetres: an A4 page between its margins
MARGIN, TEXT_WIDTH = 28, 210 - 2 * 28
THEME = ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme")


def fonts(style: Any, chinese: str, latin: str = "Times New Roman") -> None:
    """A style's fonts: Word takes Chinese from eastAsia, and theme attributes would override all of them."""
    properties = style.element.get_or_add_rPr()
    found = properties.find(qn("w:rFonts"))
    if found is None:
        found = OxmlElement("w:rFonts")
        properties.insert(0, found)
    for name in THEME:
        found.attrib.pop(qn(f"w:{name}"), None)
    for name, font in (("ascii", latin), ("hAnsi", latin), ("cs", latin), ("eastAsia", chinese)):
        found.set(qn(f"w:{name}"), font)


def language(style: Any) -> None:
    properties = style.element.get_or_add_rPr()
    found = properties.find(qn("w:lang"))
    if found is None:
        found = OxmlElement("w:lang")
        properties.append(found)
    found.set(qn("w:val"), "en-US")
    found.set(qn("w:eastAsia"), "zh-CN")


def look(
    style: Any,
    chinese: str,
    size: float,
    *,
    bold: bool = False,
    color: RGBColor | None = None,
    before: float = 0,
    after: float = 0,
    line: float = 1.0,
) -> Any:
    fonts(style, chinese, "Arial" if chinese == HEI else "Times New Roman")
    style.font.size, style.font.bold, style.font.italic = Pt(size), bold, False
    style.font.color.rgb = color or RGBColor(0, 0, 0)
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
    style.paragraph_format.line_spacing = line
    return style


def edge(style: Any, side: str, size: int, color: str, space: int = 4) -> None:
    properties = style.element.get_or_add_pPr()
    borders = OxmlElement("w:pBdr")
    border = OxmlElement(f"w:{side}")
    for name, value in (("val", "single"), ("sz", str(size)), ("space", str(space)), ("color", color)):
        border.set(qn(f"w:{name}"), value)
    borders.append(border)
    # the schema wants borders before spacing and indents
    place = next(
        (
            n
            for n, child in enumerate(properties)
            if child.tag in (qn("w:shd"), qn("w:spacing"), qn("w:ind"), qn("w:jc"), qn("w:outlineLvl"))
        ),
        len(properties),
    )
    properties.insert(place, borders)


def styles(document: Any) -> None:
    defaults = document.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    defaults.find(qn("w:lang")).set(qn("w:eastAsia"), "zh-CN")
    known = document.styles
    normal = look(known["Normal"], SONG, 10.5, line=1.5)
    language(normal)
    text = look(known["Body Text"], SONG, 10.5, after=4, line=1.5)
    text.paragraph_format.first_line_indent = Pt(21)
    text.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    title = look(known["Title"], HEI, 20, bold=True, color=NAVY, after=14)
    title.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.LEFT
    for borders in title.element.pPr.findall(qn("w:pBdr")):
        title.element.pPr.remove(borders)
    edge(look(known["Heading 1"], HEI, 15, bold=True, color=NAVY, before=16, after=8), "bottom", 8, "1F3A5F")
    look(known["Heading 2"], HEI, 12, bold=True, color=NAVY, before=12, after=5, line=1.25)
    look(known["Heading 3"], HEI, 10.5, bold=True, before=8, after=3, line=1.25)
    look(known["Caption"], HEI, 9.5, bold=True, before=8, after=3)
    for name in ("Heading 1", "Heading 2", "Heading 3", "Caption"):
        known[name].paragraph_format.keep_with_next = True
    source = look(known["Intense Quote"], KAI, 9, color=GREY, after=8)
    source.name = "资料来源"
    for borders in source.element.pPr.findall(qn("w:pBdr")):
        source.element.pPr.remove(borders)
    source.paragraph_format.left_indent = source.paragraph_format.right_indent = Pt(0)
    edge(source, "top", 4, "9AA3AE", 2)
    picture = look(known["List Continue"], SONG, 10.5, line=1.0)
    picture.name = "图"
    picture.paragraph_format.left_indent, picture.paragraph_format.keep_with_next = Pt(0), True
    picture.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for name, ours, size, indent in (
        ("List", "目录行", 10.5, 0),
        ("List 2", "目录行2", 10.5, 21),
        ("List 3", "目录行图表", 10, 0),
    ):
        contents_line(look(known[name], SONG, size, line=1.4), ours, indent)
    edge(look(known["Quote"], KAI, 10.5, after=10, line=1.5), "left", 18, "1F3A5F", 8)
    known["Quote"].name = "首页要点"


def contents_line(style: Any, name: str, indent: float) -> None:
    """A 目录 line: dots lead to the number of its page at the right edge; a long line wraps before it."""
    style.name = name
    paragraph = style.paragraph_format
    paragraph.left_indent, paragraph.first_line_indent, paragraph.right_indent = Pt(indent), Pt(0), Pt(24)
    paragraph.tab_stops.add_tab_stop(Mm(TEXT_WIDTH), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)


def refreshed(document: Any) -> None:
    """Have Word work out the fields when it opens the file."""
    child = OxmlElement("w:updateFields")
    child.set(qn("w:val"), "true")
    settings = document.settings.element
    # the schema wants it before these
    later = [
        qn(f"w:{n}") for n in ("hdrShapeDefaults", "footnotePr", "endnotePr", "compat", "docVars", "rsids", "themeFontLang")
    ]
    later.append("{http://schemas.openxmlformats.org/officeDocument/2006/math}mathPr")
    settings.insert(next((n for n, e in enumerate(settings) if e.tag in later), len(settings)), child)


def field(paragraph: Any, code: str) -> None:
    """A field with a value in it, so that it shows before Word works it out."""
    for kind, text in (("begin", ""), ("", code), ("separate", ""), ("text", "1"), ("end", "")):
        run = paragraph.add_run()
        if kind == "text":
            run.text = text
            continue
        child = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            child.set(qn("w:fldCharType"), kind)
        else:
            child.text = f" {code} "
        run._r.append(child)


def content(document: Any) -> None:
    rows = [
        ("Normal", "{%p if title %}"), ("Title", "{{ title }}"), ("Normal", "{%p endif %}"),
        ("Normal", "{%p if front %}"), ("首页要点", "{{ front }}"), ("Normal", "{%p endif %}"),
        ("Normal", "{%p if contents %}"), ("Caption", "正文目录"), ("Normal", "{%p endif %}"),
        ("Normal", "{%p for line in contents %}"), ("目录行", "{{r line.runs }}"), ("Normal", "{%p endfor %}"),
        ("Normal", "{%p for b in blocks %}"),
        ("Normal", "{%p if b.kind == 'title' %}"), ("Title", "{{ b.text }}"),
        ("Normal", "{%p elif b.kind == 'heading' and b.level == 1 %}"), ("Heading 1", "{{r b.runs }}"),
        ("Normal", "{%p elif b.kind == 'heading' and b.level == 2 %}"), ("Heading 2", "{{r b.runs }}"),
        ("Normal", "{%p elif b.kind == 'heading' %}"), ("Heading 3", "{{r b.runs }}"),
        ("Normal", "{%p elif b.kind == 'caption' %}"), ("Caption", "{{r b.runs }}"),
        ("Normal", "{%p elif b.kind == 'label' %}"), ("Caption", "{{ b.text }}"),
        ("Normal", "{%p elif b.kind == 'source' %}"), ("资料来源", "{{ b.text }}"),
        ("Normal", "{%p elif b.kind == 'contents' and b.level == 0 %}"), ("目录行图表", "{{r b.runs }}"),
        ("Normal", "{%p elif b.kind == 'contents' and b.level == 2 %}"), ("目录行2", "{{r b.runs }}"),
        ("Normal", "{%p elif b.kind == 'contents' %}"), ("目录行", "{{r b.runs }}"),
        ("Normal", "{%p elif b.kind == 'picture' %}"), ("图", "{{ b.picture }}"),
        ("Normal", "{%p else %}"), ("Body Text", "{{ b.text }}"),
        ("Normal", "{%p endif %}"), ("Normal", "{%p endfor %}"),
    ]  # fmt: skip
    for style, text in rows:
        document.add_paragraph(text, style=style)


def main() -> None:
    document = Document()
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = Mm(MARGIN)
    page.top_margin = page.bottom_margin = Mm(25)
    styles(document)
    refreshed(document)
    content(document)
    footer = page.footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    field(footer, "PAGE")
    properties = document.core_properties
    properties.title, properties.author, properties.language, properties.comments = "产业动态", "", "zh-CN", ""
    properties.created = properties.modified = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    document.save(TARGET)
    print(TARGET)


if __name__ == "__main__":
    main()
