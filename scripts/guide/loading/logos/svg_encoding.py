"""The bytes of an SVG file → its text, in whatever encoding design programs write, those in China among them."""

from __future__ import annotations

import codecs
import re

from guide.loading.logos.rules import LogoError

_DECLARATION = re.compile(r"\s*<\?xml\b[^>]{0,300}\?>")
_DECLARED = re.compile(rb"\s*<\?xml\b[^>]{0,300}?\bencoding\s*=\s*[\"']([A-Za-z0-9._:-]{1,40})[\"']")
_CHINESE = "gb18030"
"""Holds all that its forerunners hold."""
_CODECS = {
    "utf-8": "utf-8", "utf8": "utf-8", "us-ascii": "utf-8", "ascii": "utf-8",
    "utf-16": "utf-8", "utf-16le": "utf-8", "utf-16be": "utf-8",  # real ones are known by their first bytes
    "gbk": _CHINESE, "gb2312": _CHINESE, "gb18030": _CHINESE, "cp936": _CHINESE, "x-gbk": _CHINESE, "ms936": _CHINESE,
    "windows-936": _CHINESE, "euc-cn": _CHINESE, "gb_2312-80": _CHINESE, "chinese": _CHINESE,
    "big5": "big5hkscs", "iso-8859-1": "latin-1", "windows-1252": "cp1252",
}  # fmt: skip
_BEGINNINGS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, ""),
    (codecs.BOM_UTF32_BE, ""),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
)
_CURE = "choose UTF-8 as its encoding where it is exported"


def svg_text(data: bytes) -> str:
    """Returns the text, with blanks in the place of an XML declaration, whose encoding holds no longer. Raises LogoError."""
    codec, label = _encoding(data)
    try:
        text = data.decode(codec)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise LogoError(f"can't be read as {label}, byte 0x{data[error.start]:02x} in line {line}; {_CURE}") from None
    if "\0" in text:
        raise LogoError(f"holds a null character, expected text; {_CURE}")
    if declaration := _DECLARATION.match(text):
        return re.sub(r"[^\n]", " ", declaration[0]) + text[declaration.end() :]
    return text


def _encoding(data: bytes) -> tuple[str, str]:
    """Python's name of the encoding, and the one that the file goes by."""
    for beginning, codec in _BEGINNINGS:
        if data.startswith(beginning):
            if not codec:
                raise LogoError(f"is written in UTF-32, expected UTF-8; {_CURE}")
            return codec, codec.upper().removesuffix("-SIG")
    match = _DECLARED.match(data)
    label = match[1].decode().lower() if match else "utf-8"
    if label not in _CODECS:
        raise LogoError(f"is written in {label}, expected UTF-8; {_CURE}")
    return _CODECS[label], label.upper()
