"""The templates of pages and reports, and their style sheets."""

import base64
import hashlib
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

TEMPLATES = Path(__file__).parent / "templates"


@cache
def environment() -> Environment:
    """What renders them: text is escaped in HTML, and a name that is not there is an error."""
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def style(name: str) -> str:
    """A style sheet that a page carries in itself."""
    return (TEMPLATES / name).read_text(encoding="utf-8")


def style_hash(name: str) -> str:
    """What the Content-Security-Policy of the page allows: its own style sheet and no other."""
    return "sha256-" + base64.b64encode(hashlib.sha256(style(name).encode()).digest()).decode()
