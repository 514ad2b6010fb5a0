"""Whether any site holds something that belongs to another buyer, or a slot that was never filled.

Every file of every site is read once, in the form that a reader or a program would see: text without markup's
escapes, words without segmentation, the text, links and metadata inside PDFs and pictures.
"""

from __future__ import annotations

import hashlib
import html
import io
import multiprocessing
import os
import re
import unicodedata
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import lru_cache, partial
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from guide.core.errors import MachineError, Problem, shown_path
from guide.loading.loader import buyer_files, load_buyer, load_guide
from guide.model.buyer import RESERVED_SLUG, Buyer
from guide.model.guide import Guide
from guide.model.texts import Text
from guide.publishing.publisher import manifest_of
from guide.publishing.registry import left_over, make_command
from guide.site.placeholders import PLACEHOLDER

_INVISIBLE = re.compile("[\\s\u00ad\u200b-\u200f\u2060\ufeff]+")
_ESCAPED = re.compile(r"(?:\\u[0-9a-fA-F]{4})+")
_TEXT = (".html", ".json", ".js", ".css", ".xml", ".svg", ".txt", ".webmanifest")
_REMEMBERED = 200_000
"""Entries that are kept in mind at most."""
_FEW = 3
"""Places of one buyer's values in one site that are told a line each."""
_SHORTEST = 3
"""Characters from which on a value can identify anyone."""


@dataclass(frozen=True)
class Secret:
    """A value that identifies a buyer, or a few that share it."""

    text: str
    """As the buyer wrote it."""
    plain: str
    """In the form that is searched for."""
    owners: frozenset[str]


@dataclass(frozen=True)
class File:
    """A file of a site, or of its ZIP."""

    shown: str
    name: str
    """Its path in the site."""
    read: Callable[[], bytes]
    shared: tuple[int, int] | None = None
    """Device and inode of a file that other sites have too."""


@dataclass
class Found:
    """What a file holds."""

    logo_of: str | None = None
    """The buyer whose logo it is."""
    secrets: set[str] = field(default_factory=set)
    """In plain form."""
    slots: bool = False
    unreadable: bool = False


def normal(text: str) -> str:
    """One form for all the ways in which the same words may be written down."""
    return unicodedata.normalize("NFKC", _INVISIBLE.sub("", text)).casefold()


def secrets_of(buyers: Sequence[Buyer], guide: Guide) -> dict[str, Secret]:
    """Every identifying value of every buyer, by its plain form."""
    owners: dict[str, set[str]] = {}
    written: dict[str, str] = {}
    for buyer in buyers:
        for text in _identifying(buyer, guide):
            plain = normal(text)
            if len(plain) >= _SHORTEST:
                owners.setdefault(plain, set()).add(buyer.slug)
                written.setdefault(plain, text)
    return {plain: Secret(written[plain], plain, frozenset(slugs)) for plain, slugs in owners.items()}


def _identifying(buyer: Buyer, guide: Guide) -> Iterator[str]:
    profile = buyer.profile
    contact = [getattr(profile.contact, part) for part in type(profile.contact).model_fields] if profile.contact else []
    texts = [profile.name, *profile.notes.values(), *(part for part in contact if isinstance(part, Text))]
    yield from (line for text in texts for words in (text.zh, text.en) if words for line in words.splitlines())
    yield from (part for part in contact if isinstance(part, str))
    if profile.site_url:
        yield profile.site_url
    for key, declared in guide.buyer_values.items():
        if declared.kind in ("member_name", "text", "phone", "email", "url") and buyer.value(key):
            yield str(buyer.value(key))


class Audit:
    """Reads sites. Raises MachineError where the packages that read PDFs and search for many words are missing."""

    def __init__(self, buyers: Sequence[Buyer], guide: Guide) -> None:
        self.buyers = {buyer.slug: buyer for buyer in buyers}
        self.guide = guide
        self.secrets = secrets_of(buyers, guide)
        self.logos = {
            hashlib.sha256(buyer.logo.read_bytes()).hexdigest(): buyer.slug
            for buyer in buyers
            if buyer.logo is not None
        }
        self._search = _searcher(self.secrets)
        self._shared: dict[tuple[int, int], Found] = {}
        self._clean: set[bytes] = set()
        self._harmless: dict[Path, set[str]] = {}
        self._telling: dict[bytes, tuple[frozenset[str], bool]] = {}

    def problems(self, out: Path) -> list[Problem]:
        """What is wrong with the sites and ZIPs in `out`."""
        self._harmless.clear()
        return self.problems_of(audited(out), out)

    def problems_of(self, places: Sequence[Path], out: Path) -> list[Problem]:
        """What is wrong with these sites and ZIPs of those in `out`."""
        harmless = self._everyones(out / RESERVED_SLUG)
        found: list[Problem] = []
        for place in places:
            if place.is_dir():
                found += self._of_files(place.name, _files_of(place), harmless)
            elif zipfile.is_zipfile(place):
                found += self._of_files(place.stem, _files_in(place), harmless)
            else:
                found.append(_leak(shown_path(place), "can't be read, so that nothing is known of it"))
        return found

    def _everyones(self, neutral: Path) -> set[str]:
        """What the guide and its neutral edition say too, and so tells nothing of anyone.

        Only files that are as the edition was built count: what someone has put there since is looked at like the rest.
        """
        built = (manifest_of(neutral) or {}).get("files", {})
        if neutral in self._harmless:
            return self._harmless[neutral]
        harmless = set(self._in_chunk(self.guide.model_dump_json().encode())[0])
        for file in _files_of(neutral):
            if built.get(file.name) == hashlib.sha256(file.read()).hexdigest():
                harmless |= self._read(file).secrets
        self._harmless = {neutral: harmless}
        return harmless

    def _of_files(self, slug: str, files: Iterator[File], harmless: set[str]) -> list[Problem]:
        buyer = self.buyers.get(slug)
        own = [normal(text) for text in _identifying(buyer, self.guide)] if buyer else []
        found: list[Problem] = []
        leaks: dict[str, list[tuple[str, str]]] = {}
        for file in files:
            read = self._read(file)
            if read.logo_of not in (None, slug):
                found.append(_leak(file.shown, f"is the logo of {read.logo_of}"))
            if read.unreadable:
                found.append(_leak(file.shown, "can't be read, so that nothing is known of it"))
            if read.slots:
                found.append(_leak(file.shown, "has a slot that was not filled"))
            for plain in sorted(read.secrets - harmless):
                secret = self.secrets[plain]
                if slug not in secret.owners and not any(plain in value for value in own):
                    leaks.setdefault(", ".join(sorted(secret.owners)), []).append((file.shown, secret.text))
        return [*found, *(problem for owners, places in leaks.items() for problem in _leaks(owners, places))]

    def _read(self, file: File) -> Found:
        """What the file holds; sites share most of their files, and each is read once."""
        if file.shared is None:
            return self._searched(file)
        if file.shared not in self._shared:
            if len(self._shared) > _REMEMBERED:
                self._shared.clear()
            self._shared[file.shared] = self._searched(file)
        return self._shared[file.shared]

    def _searched(self, file: File) -> Found:
        data = file.read()
        found = Found(logo_of=self.logos.get(hashlib.sha256(data).hexdigest()) if self.logos else None)
        try:
            chunks = _chunks(file.name, data)
        except MachineError:
            raise
        except Exception:  # whatever a reader of PDFs or pictures says of a damaged file
            found.unreadable, chunks = True, set()
        chunks.add(file.name.encode())
        for chunk in chunks - self._clean:
            secrets, slots = self._in_chunk(chunk)
            found.secrets |= secrets
            found.slots = found.slots or slots
        return found

    def _in_chunk(self, chunk: bytes) -> tuple[frozenset[str], bool]:
        """The secrets in it, in plain form; and whether a slot is left in it."""
        known = self._telling.get(chunk)
        if known is None:
            text = chunk.decode("utf-8", "replace")
            known = (
                frozenset(plain for form in _forms(text) for _, plain in self._search(form)),
                bool(PLACEHOLDER.search(text)),
            )
            if len(self._clean) + len(self._telling) > _REMEMBERED:
                self._clean.clear()
                self._telling.clear()
            if any(known):
                self._telling[chunk] = known
            else:
                self._clean.add(chunk)
        return known


def _chunks(name: str, data: bytes) -> set[bytes]:
    """What the file says, in pieces that no value spans: sites have most of their lines in common."""
    if name.endswith(_TEXT):
        return set(data.replace(b"},{", b"\n").split(b"\n"))
    return {text.encode("utf-8", "replace") for text in _texts(name, data)}


def audited(out: Path) -> list[Path]:
    """The sites in `out`, and then the ZIPs."""
    sites = (path for path in out.iterdir() if path.is_dir() and not path.name.startswith("."))
    return [*sorted(sites), *sorted(out.glob("*.zip"))]


def audit(steps: Path, buyers: Path, out: Path, jobs: int = 0) -> list[Problem]:
    """What is wrong with the sites and ZIPs in `out`, looked at by `jobs` processes (0: one a processor).

    Raises InputError with every problem of the inputs.
    """
    own = _opened(steps, buyers)  # every problem of the inputs before any process is begun
    there, orphans = audited(out), _orphans(own, out)
    gone = {site.name for site in orphans}
    there = [place for place in there if place.name not in gone and place.name.removesuffix(".zip") not in gone]
    command = make_command("sites", steps=steps, buyers=buyers, out=out, PRUNE="1")
    found = [Problem(shown_path(site), 0, 0, "", f"has no buyer any more; remove it: {command}") for site in orphans]
    return found + _looked_at(own, there, steps, buyers, out, jobs)


def _orphans(own: Audit, out: Path) -> list[Path]:
    """This guide's sites that have no buyer: they are to be removed, whatever they hold."""
    guide_id = own.guide.guide.id
    return [site for site in left_over(out, own.buyers) if (manifest_of(site) or {}).get("guide") == guide_id]


def _looked_at(own: Audit, there: Sequence[Path], steps: Path, buyers: Path, out: Path, jobs: int) -> list[Problem]:
    workers = min(jobs or os.cpu_count() or 1, (len(there) + _SHARE - 1) // _SHARE)
    if workers <= 1:
        return own.problems_of(there, out)
    shares = [there[start : start + _SHARE] for start in range(0, len(there), _SHARE)]
    with ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn")) as pool:
        found = pool.map(_problems_of, *zip(*((steps, buyers, out, share) for share in shares), strict=True))
        return [problem for problems in found for problem in problems]


_SHARE = 32
"""Sites that a worker takes at a time."""


def _problems_of(steps: Path, buyers: Path, out: Path, places: Sequence[Path]) -> list[Problem]:
    return _opened_once(steps, buyers).problems_of(places, out)


@lru_cache(maxsize=1)
def _opened_once(steps: Path, buyers: Path) -> Audit:
    """For a process that is at work on one audit."""
    return _opened(steps, buyers)


def _opened(steps: Path, buyers: Path) -> Audit:
    loaded = load_guide(steps)
    return Audit([load_buyer(path, loaded) for path in buyer_files(buyers)], loaded.guide)


def _leaks(owners: str, places: Sequence[tuple[str, str]]) -> Iterator[Problem]:
    """What a site holds of those buyers' by (file, text): a line each; of many one line, with the first and the count."""
    few = places if len(places) <= _FEW else places[:1]
    for shown, text in few:
        more = ""
        if len(few) < len(places):
            others = " and ".join(dict.fromkeys(name for name, _ in places[1:_FEW]))
            more = f"; {len(places)} such places in all, others in {others}"
        yield _leak(shown, f"holds {text!r}, which belongs to {owners}{more}")


def _leak(shown: str, what: str) -> Problem:
    return Problem(shown, 0, 0, "", f"{what}; take this site down and build it again")


def _forms(text: str) -> Iterator[str]:
    """`text` as it stands, and with the escapes of HTML, JSON and addresses undone."""
    yield normal(text)
    undone = _ESCAPED.sub(_unescaped, html.unescape(text)).replace("\\/", "/").replace('\\"', '"')
    if undone != text:
        yield normal(undone)
    if "%" in undone:
        yield normal(unquote(undone))


def _unescaped(found: re.Match[str]) -> str:
    """JSON's `\\uXXXX`, of which two make one character beyond U+FFFF."""
    units = b"".join(int(unit, 16).to_bytes(2) for unit in found[0].split("\\u")[1:])
    return units.decode("utf-16-be", "replace")


def _searcher(secrets: Mapping[str, Secret]) -> Any:
    """All words at once: `search(text)` yields (end, plain form)."""
    try:
        import ahocorasick
    except ImportError:
        raise MachineError("the package pyahocorasick is missing, and an audit needs it; run make audit") from None
    automaton = ahocorasick.Automaton()
    for plain in secrets:
        automaton.add_word(plain, plain)
    if not secrets:
        return lambda text: ()
    automaton.make_automaton()
    return automaton.iter


def _files_of(site: Path) -> Iterator[File]:
    if not site.is_dir():
        return
    shown = shown_path(site)
    for folder, folders, names in os.walk(site):
        folders.sort()
        inside = folder[len(os.fspath(site)) + 1 :]
        for base in sorted(names):
            path, name = f"{folder}/{base}", f"{inside}/{base}" if inside else base
            status = os.stat(path)
            shared = (status.st_dev, status.st_ino) if status.st_nlink > 1 else None
            yield File(f"{shown}/{name}", name, Path(path).read_bytes, shared)


def _files_in(archive: Path) -> Iterator[File]:
    with zipfile.ZipFile(archive) as opened:
        for entry in opened.infolist():
            if not entry.is_dir():
                name = entry.filename.partition("/")[2]
                yield File(f"{shown_path(archive)}!{entry.filename}", name, partial(opened.read, entry))


def _texts(name: str, data: bytes) -> Iterator[str]:
    """Everything in a printed page or a picture that is text for someone."""
    if name.endswith(".pdf"):
        yield from _pdf_texts(data)
    elif name.endswith((".png", ".jpg", ".jpeg", ".webp")):
        yield from _picture_texts(data)


def _pdf_texts(data: bytes) -> Iterator[str]:
    """What its pages show, and every string and description in it: titles, links, outlines, alternative texts."""
    try:
        import pikepdf
        import pypdfium2
    except ImportError as error:
        raise MachineError(f"the package {error.name} is missing, and an audit needs it; run make audit") from None
    document = pypdfium2.PdfDocument(data)
    try:
        yield from (page.get_textpage().get_text_bounded() for page in document)
    finally:
        document.close()
    with pikepdf.open(io.BytesIO(data)) as opened:
        for item in opened.objects:
            yield from _strings(item)


def _strings(item: Any) -> Iterator[str]:
    """The strings of one object; those that it refers to are objects of their own."""
    import pikepdf

    if isinstance(item, pikepdf.String):
        yield str(item)
    elif isinstance(item, pikepdf.Array):
        yield from (text for child in item if not _elsewhere(child) for text in _strings(child))
    elif isinstance(item, pikepdf.Dictionary | pikepdf.Stream):
        yield from (text for _, child in item.items() if not _elsewhere(child) for text in _strings(child))
        if isinstance(item, pikepdf.Stream) and item.get("/Type") == "/Metadata":
            yield item.read_bytes().decode("utf-8", "replace")


def _elsewhere(child: Any) -> bool:
    return bool(getattr(child, "is_indirect", False))


def _picture_texts(data: bytes) -> Iterator[str]:
    try:
        from PIL import Image
    except ImportError:
        raise MachineError("the package pillow is missing, and an audit needs it; run make audit") from None
    with Image.open(io.BytesIO(data)) as picture:
        picture.load()
        for key, value in picture.info.items():
            text = value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
            yield f"{key} {text}"
        yield " ".join(str(value) for value in picture.getexif().values())
