"""Make each partner's page from one page that MkDocs rendered.

In:   the shell page partners/showcase/ of a built language, and the public partners of that language
Out:  partners/<id>/ beside it; the shell itself is removed

Partners in the list of pages would make a build grow with the square of their number, and a MkDocs page each costs
eight milliseconds; a stamped page costs one.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from markupsafe import escape

from alongside.pages import Fragments
from alongside.problems import BuildError
from alongside.public import PublicPartner

NAME = "showcase"
PLACE = "<!--alongside:showcase-->"
TITLE = "alongside-showcase-title"
DESCRIPTION = "alongside-showcase-description"
_LINK_TO_SHELL = re.compile(rf"(?P<prefix>[a-z]{{2,3}})/partners/{NAME}/")


def stamp(site: str | Path, fragments: Fragments) -> None:
    """Write the page of every partner that may be seen in this language."""
    partners = Path(site) / fragments.book.language / "partners"
    shell = partners / NAME / "index.html"
    if not shell.is_file():
        return  # a project without partners' pages has no shell
    html = shell.read_text(encoding="utf-8")
    if PLACE not in html or TITLE not in html:
        raise BuildError(
            f"The page partners/{NAME}.md must hold {{{{ showcase() }}}}, and its template the page title."
        )
    for partner in fragments.book.partners:
        page = partners / partner.id / "index.html"
        page.parent.mkdir()
        page.write_text(_page(html, partner, fragments), encoding="utf-8")
    shutil.rmtree(shell.parent)


def _page(shell: str, partner: PublicPartner, fragments: Fragments) -> str:
    """The shell with this partner's title, body and links to the same page in other languages."""

    def other_language(found: re.Match[str]) -> str:
        language = found["prefix"]
        return (
            f"{language}/partners/{partner.id}/" if language in partner.languages_of_page else f"{language}/partners/"
        )

    linked = _LINK_TO_SHELL.sub(other_language, shell)
    before, after = linked.split(PLACE)
    summary = partner.summary.text if partner.summary else fragments.book.site.description.text
    if partner.example:
        invented = fragments.words.say("Invented example:")
        summary = f"{invented} {summary}"
    if partner.noindex:
        before = before.replace("<head>", '<head>\n<meta name="robots" content="noindex">', 1)
    head = before.replace(TITLE, str(escape(partner.name.text))).replace(DESCRIPTION, str(escape(summary)))
    return head + str(fragments.showcase(partner)) + after
