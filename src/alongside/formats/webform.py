"""The web form: one file that a browser opens, fills in and saves, with no network; or a part of a page of the site.

In:   a Form, answers; a file of answers (JSON) that form.js saved, or a page (HTML) that holds such answers
Out:  HTML; a Label and what stands at each address
Rule: nothing is sent anywhere, nothing is stored unless somebody asks for it, no script but ours is run

STYLE and SCRIPT are the texts that a page of the site links to; the single file holds them without their comments.
"""

from __future__ import annotations

import hashlib
from base64 import b64encode
from functools import cache
from importlib.resources import files

from alongside.answers import Answers
from alongside.formats import webform_body
from alongside.formats.shrinking import shrink_script, shrink_style
from alongside.formats.webform_reading import read, recognise
from alongside.tool import Form
from alongside.words import N_

__all__ = ["ENDING", "MEDIA_TYPE", "NAME", "SCRIPT", "STYLE", "body", "read", "recognise", "write"]

NAME = N_("Web form")
ENDING = "html"
MEDIA_TYPE = "text/html"

body = webform_body.body


def _source(name: str) -> str:
    return (files("alongside.formats") / name).read_text(encoding="utf-8")


STYLE = _source("form.css")
SCRIPT = (
    '(() => {\n"use strict";\nconst root = document.querySelector("[data-alongside-form]");\nif (!root) return;\n\n'
    + "\n".join(map(_source, ("form_figures.js", "form_fields.js", "form.js")))
    + "})();\n"
)


def write(form: Form, answers: Answers | None = None) -> bytes:
    """The form as one file. Its policy allows exactly this script and this style, and no request at all."""
    style, script = _shrunk()
    policy = (
        f"default-src 'none'; script-src '{_digest(script)}'; style-src '{_digest(style)}'; "
        "form-action 'none'; base-uri 'none'"
    )
    words, title = form.words, webform_body.text(form.tool.title)
    page = f"""<!doctype html>
<html lang="{words.code}" dir="{words.direction}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<title>{title}</title>
<style>{style}</style>
<body class="af-alone">
<main>
<h1>{title}</h1>
<div class="af-form">
{webform_body.head(form)}
</div>
{body(form, answers)}
</main>
<script>{script}</script>
"""
    return page.encode()


@cache
def _shrunk() -> tuple[str, str]:
    return shrink_style(STYLE), shrink_script(SCRIPT)


def _digest(text: str) -> str:
    return "sha256-" + b64encode(hashlib.sha256(text.encode()).digest()).decode()
