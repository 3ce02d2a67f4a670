"""Lines → a Word file, filled into a template that the house owns (`prompts/template.docx`).

The template sees `blocks` (kind, text, runs, level, picture), `title`, `week`, `front`, `contents` and `parts`. `runs` is the
text with what Word needs to number pages: a bookmark in a heading or caption, in a line of the 目录 a field that shows the page
of its bookmark. Every text is escaped; the same lines give the same bytes.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from digest.errors import ConfigError, UsageError
from digest.export.blocks import Block, front, of, section
from digest.export.dossier import Dossier
from digest.text import one_line

#: docx has no clock of its own: the archive's times are fixed so that the same edition is the same file
_EPOCH = (2000, 1, 1, 0, 0, 0)
#: what a picture is as wide as: the text of an A4 page, in millimetres
_WIDTH = 150


class Runs:
    """A piece of WordprocessingML that the template takes as it is, in a `{{r …}}` tag."""

    def __init__(self, xml: str) -> None:
        self._xml = xml

    def __html__(self) -> str:
        return self._xml

    __str__ = __html__


@dataclass(frozen=True, slots=True)
class Line:
    """A block as the template sees it; printed as such it is its text."""

    kind: str
    text: str
    level: int
    picture: Any = None
    runs: Any = ""

    def __str__(self) -> str:
        return self.text


def docx(dossier: Dossier, template: bytes, pictures: Mapping[str, bytes] | None = None) -> bytes:
    """The edition's section, first-page paragraph and 目录 lines, and below them `pictures` (PNG files by name). Raises as
    `fill` does."""
    edition, layout = dossier.edition, dossier.layout
    first, _, *contents = front(edition, layout)
    parts = [{"number": p.number, "title": p.title, "items": of(edition, p)} for p in layout.parts]
    more = {"week": dossier.week, "front": first.text, "parts": parts, "title": ""}
    below = [Block("label", "图表"), *(Block("picture", name) for name in pictures)] if pictures else []
    return fill(template, [*section(edition, layout), *below], more, pictures, contents)


def fill(
    template: bytes,
    blocks: Sequence[Block],
    more: Mapping[str, Any],
    pictures: Mapping[str, bytes] | None = None,
    contents: Sequence[Block] = (),
) -> bytes:
    """The template with these lines. `pictures` are PNG files by the text of their block, `contents` 目录 lines that stand
    apart from the others.

    Raises UsageError without the extra `docx`, ConfigError for a template that can't be filled.
    """
    try:
        from docx.shared import Mm
        from docxtpl import DocxTemplate, InlineImage
    except ImportError:
        raise UsageError("Word 导出要先安装附加组件: pip install 'digest[docx]'") from None
    try:
        document = DocxTemplate(io.BytesIO(template))
        marks = _marks(blocks)
        lines = [
            Line(b.kind, "", b.level, InlineImage(document, io.BytesIO(pictures[b.text]), width=Mm(_WIDTH)))
            if pictures and b.text in pictures
            else _line(b, marks)
            for b in blocks
        ]
        document.render({**more, "contents": [_line(b, marks) for b in contents], "blocks": lines}, autoescape=True)
        written = io.BytesIO()
        document.save(written)
    except Exception as error:  # Jinja, lxml and zipfile each raise their own kinds for a template that is none
        raise ConfigError(
            f"模板填不进去: {one_line(str(error))[:200]}", path="template.docx", mend="从随程序来的模板改起"
        ) from error
    return _settled(written.getvalue())


# -------------------------------------------------------------------------------------------------------- numbers of pages
def _marks(blocks: Sequence[Block]) -> dict[str, int]:
    """What a line of the 目录 names → the number of its bookmark: headings by their number, captions by their words."""
    keys = [_key(b) for b in blocks if b.kind == "caption" or (b.kind == "heading" and b.number)]
    return {key: n for n, key in enumerate(dict.fromkeys(keys), 1)}


def _key(block: Block) -> str:
    return block.number or block.text


def _line(block: Block, marks: Mapping[str, int]) -> Line:
    text, number = one_line(block.line), marks.get(_key(block))
    words = f'<w:r><w:t xml:space="preserve">{escape(text, quote=False)}</w:t></w:r>'
    if number and block.kind == "contents":
        words = f"{words}<w:r><w:tab/></w:r>{_page_of(f'_Digest{number}')}"
    elif number and block.kind in ("heading", "caption"):
        words = f'<w:bookmarkStart w:id="{number}" w:name="_Digest{number}"/>{words}<w:bookmarkEnd w:id="{number}"/>'
    return Line(block.kind, text, block.level, runs=Runs(words))


def _page_of(bookmark: str) -> str:
    """The field that shows a bookmark's page; empty until the program that opens the file has laid out the pages."""
    marks = {kind: f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")}
    code = f'<w:r><w:instrText xml:space="preserve"> PAGEREF {bookmark} \\h </w:instrText></w:r>'
    return f'{marks["begin"]}{code}{marks["separate"]}<w:r><w:t xml:space="preserve"> </w:t></w:r>{marks["end"]}'


def _settled(content: bytes) -> bytes:
    """The same archive without the time it was made."""
    done = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(done, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            info = zipfile.ZipInfo(name, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(info, old.read(name))
    return done.getvalue()
