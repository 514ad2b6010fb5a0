"""What the files of a site say, in the form that a reader or a program would see.

That is text without the escapes of markup, and the text, links and metadata inside PDFs and pictures.
"""

from __future__ import annotations

import html
import io
import os
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pikepdf
import pypdfium2
from PIL import Image

from guide.core.errors import shown_path
from guide.publishing.audit.secrets import normalize

_ESCAPED = re.compile(r"(?:\\u[0-9a-fA-F]{4})+")
_TEXT_FILES = (".html", ".json", ".js", ".css", ".xml", ".svg", ".txt", ".webmanifest")
_PICTURES = (".png", ".jpg", ".jpeg", ".webp")


@dataclass(frozen=True)
class File:
    """A file of a site, or of its ZIP."""

    location: str
    """As an operator would type it; inside a ZIP after a `!`."""
    name: str
    """Path in the site."""
    read: Callable[[], bytes]
    inode: tuple[int, int] | None = None
    """Device and inode of a file that other sites have too."""


def site_files(site: Path) -> Iterator[File]:
    """Yields the files of the site in the folder `site`; none if there is no such folder."""
    location, prefix = shown_path(site), len(os.fspath(site)) + 1
    for folder, folders, names in os.walk(site):
        folders.sort()
        for path in (os.path.join(folder, name) for name in sorted(names)):
            name, status = path[prefix:], os.stat(path)
            inode = (status.st_dev, status.st_ino) if status.st_nlink > 1 else None
            yield File(f"{location}/{name}", name, Path(path).read_bytes, inode)


def archive_files(archive: Path) -> Iterator[File]:
    """Yields the files in the ZIP of a site."""
    with zipfile.ZipFile(archive) as opened:
        for entry in opened.infolist():
            if not entry.is_dir():
                name = entry.filename.partition("/")[2]
                yield File(f"{shown_path(archive)}!{entry.filename}", name, partial(opened.read, entry))


def chunks_of(name: str, data: bytes) -> set[bytes]:
    """Returns the file's name and what it says, in pieces that no value spans: sites have most of their lines in common.

    Raises whatever the readers of PDFs and pictures say of a damaged file.
    """
    if name.endswith(_TEXT_FILES):
        return {name.encode(), *data.replace(b"},{", b"\n").split(b"\n")}
    texts = _pdf_texts(data) if name.endswith(".pdf") else _picture_texts(data) if name.endswith(_PICTURES) else ()
    return {text.encode("utf-8", "replace") for text in (name, *texts)}


def spellings(text: str) -> Iterator[str]:
    """Yields `text` as it stands, and with the escapes of HTML, JSON and addresses undone, each normalized."""
    yield normalize(text)
    unescaped = _ESCAPED.sub(_unescape, html.unescape(text)).replace("\\/", "/").replace('\\"', '"')
    if unescaped != text:
        yield normalize(unescaped)
    if "%" in unescaped:
        yield normalize(unquote(unescaped))


def _unescape(match: re.Match[str]) -> str:
    """JSON's `\\uXXXX`, of which two make one character beyond U+FFFF."""
    units = b"".join(int(unit, 16).to_bytes(2) for unit in match[0].split("\\u")[1:])
    return units.decode("utf-16-be", "replace")


def _pdf_texts(data: bytes) -> Iterator[str]:
    """Yields what its pages show, and every string and description in it: titles, links, outlines, alternative texts."""
    document = pypdfium2.PdfDocument(data)
    try:
        yield from (page.get_textpage().get_text_bounded() for page in document)
    finally:
        document.close()
    with pikepdf.open(io.BytesIO(data)) as opened:
        for item in opened.objects:
            yield from _strings(item)


def _strings(item: Any) -> Iterator[str]:
    """Yields the strings of one object; those that it refers to are objects of their own."""
    if isinstance(item, pikepdf.String):
        yield str(item)
    elif isinstance(item, pikepdf.Array | pikepdf.Dictionary | pikepdf.Stream):
        children: Any = item if isinstance(item, pikepdf.Array) else (child for _, child in item.items())
        for child in children:
            if not getattr(child, "is_indirect", False):
                yield from _strings(child)
        if isinstance(item, pikepdf.Stream) and item.get("/Type") == "/Metadata":
            yield item.read_bytes().decode("utf-8", "replace")


def _picture_texts(data: bytes) -> Iterator[str]:
    with Image.open(io.BytesIO(data)) as picture:
        picture.load()
        for key, value in picture.info.items():
            text = value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
            yield f"{key} {text}"
        yield " ".join(str(value) for value in picture.getexif().values())
