"""Pages as parsers see them."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser

Event = tuple[str, str, tuple[tuple[str, str | None], ...]]
"""`("start", tag, attributes)`, `("end", tag, ())` or `("text", words, ())`."""


class _Events(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[Event] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append(("start", tag, tuple(attrs)))

    def handle_endtag(self, tag: str) -> None:
        self.found.append(("end", tag, ()))

    def handle_data(self, data: str) -> None:
        if self.found and self.found[-1][0] == "text":
            data = self.found.pop()[1] + data
        self.found.append(("text", data, ()))

    def handle_comment(self, data: str) -> None:
        self.found.append(("comment", data, ()))

    def handle_pi(self, data: str) -> None:
        self.found.append(("instruction", data, ()))


def events(page: str) -> list[Event]:
    """What the page consists of, in order; neighbouring pieces of text are one."""
    parser = _Events()
    parser.feed(page)
    parser.close()
    return parser.found


def attributes(page: str, name: str) -> Iterator[tuple[str, str]]:
    """Each element that has the attribute `name`, with its value."""
    for kind, tag, given in events(page):
        if kind == "start":
            yield from ((tag, value or "") for key, value in given if key == name)


def words(page: str) -> str:
    """What a reader sees: text outside scripts and styles, with blanks made one."""
    shown: list[str] = []
    hidden = ""
    for kind, said, _ in events(page):
        if kind == "start" and said in ("script", "style", "title"):
            hidden = said
        elif kind == "end" and said == hidden:
            hidden = ""
        elif kind == "text" and not hidden:
            shown.append(said)
    return " ".join("".join(shown).split())
