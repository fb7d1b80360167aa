"""What every public value is made of.

In:   values made by the gate, and by no other module (a test holds that)
Out:  Public, PublicPhrase
"""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict


class Public(BaseModel):
    """What anyone may read."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class PublicPhrase(Public):
    """A text, the language it is really in, and the direction that language is written."""

    text: str
    language: str
    direction: Literal["ltr", "rtl"]
