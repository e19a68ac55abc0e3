"""Reads a file of whatever kind, within bounds: its kind by its content, its size, a child process for the rest."""

import json
import subprocess
import sys
import zipfile
from pathlib import Path

from bot.documents.extract import DAMAGED, SECONDS
from bot.documents.formats import READERS, Text, UnreadableError
from knowledge.official.streams import Page

LARGEST = 100 * 1024**2  # bytes of a file
_MOST = 20_000_000  # characters: about ten thousand pages
_UNPACKED = 300 * 1024**2  # bytes that a file of Word or PowerPoint may hold
_ROOT = Path(__file__).parent.parent.parent
_IN_PROCESS = ("text", "Markdown")  # nothing in them can be made to take long
ENDINGS = frozenset([".pdf", ".docx", ".docm", ".pptx", ".pptm", ".html", ".htm", ".md", ".markdown", ".txt", ".text"])


def read_document(file: Path) -> Text:
    """Its text. Raises UnreadableError, which says what is wrong and what to do."""
    try:
        size = file.stat().st_size
        if size > LARGEST:
            raise UnreadableError(
                f"it has {size // 1024**2} MB, more than {LARGEST // 1024**2} -> add the part that is needed"
            )
        if not size:
            raise UnreadableError("it is empty -> add the file that was meant")
        kind = kind_of(file)
        text = READERS[kind](file.read_bytes()) if kind in _IN_PROCESS else _in_a_child(kind, file)
    except OSError as error:
        raise UnreadableError(
            f"it cannot be opened: {error.strerror} -> look whether it is there and may be read"
        ) from None
    if sum(len(page.text) for page in text.pages) > _MOST:
        raise UnreadableError(f"it holds more than {_MOST:,} characters -> add the part that is needed")
    if not any(page.text.strip() for page in text.pages):
        raise UnreadableError("there is no text in it -> add the file that was meant")
    return text


def kind_of(file: Path) -> str:
    """What a file is, by its content: endings are often wrong. Raises UnreadableError."""
    with file.open("rb") as opened:
        start = opened.read(2048)
    if b"%PDF-" in start[:1024]:
        return "PDF"
    if start.startswith(b"PK"):
        return _zipped(file)
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        raise UnreadableError(
            "it is of an old Office, or locked with a password -> save it as .docx or .pptx without one"
        )
    if start.startswith(b"{\\rtf"):
        raise UnreadableError("RTF is not read here -> save it as .docx")
    if start.lstrip(b"\xef\xbb\xbf \t\r\n")[:15].lower().startswith((b"<!doctype html", b"<html", b"<head", b"<body")):
        return "HTML"
    if file.suffix.lower() in {".html", ".htm"}:
        return "HTML"
    return "Markdown" if file.suffix.lower() in {".md", ".markdown"} else "text"


def _zipped(file: Path) -> str:
    try:
        with zipfile.ZipFile(file) as opened:
            held = opened.infolist()
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise UnreadableError(DAMAGED) from error
    if sum(part.file_size for part in held) > _UNPACKED:
        raise UnreadableError(f"it unpacks to more than {_UNPACKED // 1024**2} MB -> add the part that is needed")
    names = {part.filename for part in held}
    if "word/document.xml" in names:
        return "Word"
    if "ppt/presentation.xml" in names:
        return "PowerPoint"
    raise UnreadableError("it is neither of Word nor of PowerPoint -> unpack it and add the documents in it")


def _in_a_child(kind: str, file: Path) -> Text:
    asked = [sys.executable, "-m", "bot.documents.extract", kind, str(file.resolve())]
    try:
        done = subprocess.run(  # noqa: S603 - our own program, the file as one argument
            asked, cwd=_ROOT, capture_output=True, timeout=2 * SECONDS, check=False
        )
        found = json.loads(done.stdout)
    except subprocess.TimeoutExpired:
        raise UnreadableError("it takes too long to read -> add the part that is needed") from None
    except ValueError:  # it was ended by one of its limits
        raise UnreadableError("it takes too long or too much memory to read -> add the part that is needed") from None
    if "wrong" in found:
        raise UnreadableError(found["wrong"])
    pages, columns = (tuple(Page(**page) for page in found[name]) for name in ("pages", "columns"))
    return Text(pages, found["printed"], columns)
