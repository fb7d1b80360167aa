"""How a form looks in LibreOffice: styles, lists, page.

In:   an Outline
Out:  styles.xml; the styles that content.xml brings along

LibreOffice takes `start` for left, whatever the direction: a text that runs from the right is aligned to the `end`.
"""

from __future__ import annotations

from babel.core import get_global

from alongside.formats.outline import MARGIN, WIDTH, Outline
from alongside.formats.outline_form import page_words
from alongside.formats.outline_looks import INDENT, LOOKS, QUIET, RULE, SAME, SHADE, ParagraphLook
from alongside.formats.xml_text import escaped

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_NAMES = {
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
    "svg": "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0",
    "loext": "urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0",
}
SPACES = "".join(f' xmlns:{prefix}="{name}"' for prefix, name in _NAMES.items())
_FAMILIES = {"Sans": "'Liberation Sans', Arial", "Complex": "'DejaVu Sans', Arial", "Code": "'Liberation Mono'"}
FONTS = (
    "<office:font-face-decls>"
    + "".join(
        f'<style:font-face style:name="{name}" svg:font-family="{family}"/>' for name, family in _FAMILIES.items()
    )
    + "</office:font-face-decls>"
)


def style_name(style: str) -> str:
    """The name of a style of paragraphs, as ODF spells it."""
    title = LOOKS[SAME.get(style, style)].title
    return {"Body Text": "Text_20_body"}.get(title, title.replace(" ", "_20_"))


def aligned(right_to_left: bool) -> str:
    """The direction of a paragraph, as attributes."""
    if right_to_left:
        return 'style:writing-mode="rl-tb" fo:text-align="end"'
    return 'style:writing-mode="lr-tb" fo:text-align="start"'


def _paragraph_style(style: str, look: ParagraphLook) -> str:
    keep = ' fo:keep-with-next="always"' if look.keep else ""
    fill = f' fo:background-color="#{look.fill}"' if look.fill else ""
    rule = f' fo:border-bottom="0.5pt solid #{RULE}" fo:padding-bottom="1mm"' if look.rule else ""
    centred = ' fo:text-align="center"' if style == "footer" else ""
    level = f' style:default-outline-level="{look.level}"' if look.level else ""
    weight = ' fo:font-weight="bold" style:font-weight-complex="bold"' if look.bold else ""
    font = ' style:font-name="Code"' if style == "code" else ""
    title = {"Body Text": "Text body"}.get(look.title, look.title)
    return (
        f'<style:style style:name="{style_name(style)}" style:display-name="{title}" style:family="paragraph"'
        f' style:parent-style-name="Standard"{level}><style:paragraph-properties fo:margin-top="{look.before}pt"'
        f' fo:margin-bottom="{look.after}pt" fo:line-height="{look.lines}%" fo:keep-together="always"{keep}{fill}{rule}'
        f'{centred}/><style:text-properties{font} fo:color="#{look.color}" fo:font-size="{look.size}pt"'
        f' style:font-size-complex="{look.size}pt"{weight}/></style:style>'
    )


def _languages(sheet: Outline) -> str:
    """Words of the form are in its language; what runs the other way is taken for English or for Arabic."""
    code = sheet.form.words.code
    country = "GB" if code == "en" else str(get_global("likely_subtags").get(code, "")).split("_")[-1] or "none"
    own = (code, country)
    western, complex_ = (("en", "GB"), own) if sheet.right_to_left else (own, ("ar", "EG"))
    return (
        f'fo:language="{western[0]}" fo:country="{western[1]}"'
        f' style:language-complex="{complex_[0]}" style:country-complex="{complex_[1]}"'
    )


def _list_styles(right_to_left: bool) -> str:
    """Signs and figures of a list stand where its lines begin."""
    edge = ' fo:text-align="end"' if right_to_left else ""
    place = (
        f'<style:list-level-properties text:list-level-position-and-space-mode="label-alignment"{edge}>'
        '<style:list-level-label-alignment text:label-followed-by="listtab"'
        f' text:list-tab-stop-position="{INDENT}mm" fo:text-indent="-{INDENT}mm" fo:margin-left="{INDENT}mm"/>'
        "</style:list-level-properties>"
    )
    return (
        '<text:list-style style:name="Bullets"><text:list-level-style-bullet text:level="1" text:bullet-char="•">'
        f"{place}</text:list-level-style-bullet></text:list-style>"
        '<text:list-style style:name="Numbers"><text:list-level-style-number text:level="1" style:num-format="1"'
        f' style:num-suffix=".">{place}</text:list-level-style-number></text:list-style>'
    )


def write_styles(sheet: Outline) -> str:
    letters = (
        'style:font-name="Sans" style:font-name-complex="Complex" fo:font-size="10pt" style:font-size-complex="10pt"'
        f" {_languages(sheet)}"
    )
    paragraphs = "".join(_paragraph_style(style, look) for style, look in LOOKS.items())
    return (
        f'{HEAD}<office:document-styles{SPACES} office:version="1.3">{FONTS}<office:styles>'
        f'<style:default-style style:family="paragraph"><style:paragraph-properties {aligned(sheet.right_to_left)}'
        f' fo:orphans="2" fo:widows="2"/><style:text-properties {letters}/></style:default-style>'
        '<style:default-style style:family="table"/>'
        '<style:style style:name="Standard" style:family="paragraph" style:class="text">'
        f"<style:paragraph-properties {aligned(sheet.right_to_left)}/></style:style>{paragraphs}"
        '<style:style style:name="Bold" style:family="text"><style:text-properties fo:font-weight="bold"'
        ' style:font-weight-complex="bold"/></style:style>'
        '<style:style style:name="Quiet" style:family="text">'
        f'<style:text-properties fo:color="#{QUIET}"/></style:style>'
        f"{_list_styles(sheet.right_to_left)}</office:styles>{_page(sheet)}</office:document-styles>"
    )


def _page(sheet: Outline) -> str:
    mode = "rl-tb" if sheet.right_to_left else "lr-tb"
    fields = {"page": '<text:page-number text:select-page="current">1</text:page-number>'}
    fields["pages"] = "<text:page-count>1</text:page-count>"
    pages = "".join(fields[part] if index % 2 else escaped(part) for index, part in enumerate(page_words(sheet.form)))
    told = escaped(f"{sheet.form.tool.title} · {sheet.code} · ")
    return (
        '<office:automatic-styles><style:page-layout style:name="Page"><style:page-layout-properties'
        f' fo:page-width="210mm" fo:page-height="297mm" fo:margin-top="18mm" fo:margin-bottom="9mm"'
        f' fo:margin-left="{MARGIN}mm" fo:margin-right="{MARGIN}mm" style:print-orientation="portrait"'
        f' style:writing-mode="{mode}"/><style:footer-style><style:header-footer-properties fo:min-height="9mm"'
        ' fo:margin-top="4mm"/></style:footer-style></style:page-layout></office:automatic-styles>'
        '<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="Page">'
        f'<style:footer><text:p text:style-name="Footer">{told}{pages}</text:p></style:footer>'
        "</style:master-page></office:master-styles>"
    )


def _cell(name: str, borders: str = "", fill: str = "", align: str = "") -> str:
    line = f"0.5pt solid #{RULE}"
    sides = "".join(f' fo:border-{side}="{line}"' for side in borders.split()) or ' fo:border="none"'
    shade = f' fo:background-color="#{SHADE}"' if fill else ""
    middle = f' style:vertical-align="{align}"' if align else ""
    return (
        f'<style:style style:name="{name}" style:family="table-cell"><style:table-cell-properties'
        f' fo:padding="0.5mm" fo:padding-left="1.5mm" fo:padding-right="1.5mm"{sides}{shade}{middle}/></style:style>'
    )


_ALL = "top bottom left right"
CELLS = "".join(
    (
        _cell("Boxed", _ALL),
        _cell("Sum", _ALL, fill="yes"),
        _cell("Head", _ALL, fill="yes", align="bottom"),
        _cell("Fact", "top bottom"),
        _cell("Plain", align="middle"),
        _cell("Apart", "top"),
    )
)


def table_style(name: str, *, right_to_left: bool, whole: bool) -> str:
    """whole: the table stays on one page."""
    mode = "rl-tb" if right_to_left else "lr-tb"
    breaks = "false" if whole else "true"
    return (
        f'<style:style style:name="{name}" style:family="table"><style:table-properties style:width="{WIDTH}mm"'
        f' table:align="margins" style:writing-mode="{mode}" style:may-break-between-rows="{breaks}"'
        ' table:border-model="collapsing" fo:margin-top="0.5mm" fo:margin-bottom="0mm"/></style:style>'
    )
