"""What is no fault in the sources and yet worth knowing: translations that lag behind, partners that nobody can see.

In:   Sources
Out:  lines for people; no name of anybody is in them
"""

from __future__ import annotations

from collections.abc import Iterator

from alongside.catalogue import untranslated
from alongside.load import Sources
from alongside.stamps import stale_pages


def advice(sources: Sources) -> Iterator[str]:
    """One line for each file that somebody may want to look at."""
    for tool in (tool for tools in sources.toolkit.values() for tool in tools.values() if tool.older):
        yield f"toolkit/{tool.id}/{tool.language}.md: the English has changed since this was translated"
    for page, changed in stale_pages(sources.pages):
        parts = f"{len(changed) or 'the order of'} section(s)"
        yield f"docs/{page.language}/{page.path}: the English has changed in {parts}"
    for file, language, number in sources.gaps:
        yield f"{file}: {number} text(s) without words in `{language}`; readers see the English"
    for language, number in untranslated(sources.project):
        yield f"locale/{language}.po: {number} message(s) to translate; `alongside words` puts them into the file"
    unseen = sum(partner.level in "AB" and partner.risk_review is None for partner in sources.partners)
    if unseen:
        yield f"data/partners.yml: {unseen} entry(ies) without a `risk_review`: nothing of them is shown"
