"""What is wrong with a site: each of its files searched for the values of other buyers."""

from __future__ import annotations

import hashlib
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import ahocorasick

from guide.core.errors import Problem, shown_path
from guide.model.buyer import DRAFT_ENDING, RESERVED_SLUG, Buyer
from guide.model.guide import Guide
from guide.publishing.audit.extract import File, archive_files, chunks_of, site_files, spellings
from guide.publishing.audit.secrets import identifying_values, normalize, secrets_of
from guide.publishing.ownership import manifest_of
from guide.site.placeholders import PLACEHOLDER

_CACHE_SIZE = 200_000
"""Files, and pieces of files, that are remembered at most."""
_MOST_LINES = 3
"""Places of one buyer's values in one site that get a problem each."""
_UNREADABLE = "can't be read, so that nothing is known of it"


@dataclass(frozen=True)
class _Content:
    """What there is to say of a file."""

    secrets: frozenset[str]
    """Values of buyers that it holds, normalized."""
    faults: tuple[str, ...]
    """What is wrong with it in any site."""
    logo_of: str | None
    """The buyer whose logo it is."""


class Scanner:
    """Scans the sites and ZIPs in one folder. Sites share most of their files and lines, and each is searched once."""

    def __init__(self, buyers: Sequence[Buyer], guide: Guide, out: Path) -> None:
        self.buyers = {buyer.slug: buyer for buyer in buyers}
        self.guide = guide
        self.out = out
        self.secrets = secrets_of(buyers, guide)
        # A logo is published anew: neither that nor the file it was read from may lie in another's site.
        self._logos = {
            digest: buyer.slug
            for buyer in buyers
            if buyer.logo
            for digest in (hashlib.sha256(buyer.logo.data).hexdigest(), buyer.logo.original)
        }
        self._automaton = ahocorasick.Automaton()
        for plain in self.secrets:
            self._automaton.add_word(plain, plain)
        self._automaton.make_automaton()
        self._files: dict[tuple[int, int], _Content] = {}
        self._clean: set[bytes] = set()

    def places(self) -> list[Path]:
        """Returns the sites, and then the ZIPs."""
        sites = (path for path in self.out.iterdir() if path.is_dir() and not path.name.startswith("."))
        return [*sorted(sites), *sorted(self.out.glob("*.zip"))]

    def problems(self, places: Iterable[Path] | None = None) -> list[Problem]:
        """Returns what is wrong with these sites and ZIPs; with all of them, if none are given."""
        problems: list[Problem] = []
        for place in self.places() if places is None else places:
            if place.is_dir():
                problems += self._site_problems(place.name.removesuffix(DRAFT_ENDING), site_files(place))
            elif zipfile.is_zipfile(place):
                problems += self._site_problems(place.stem.removesuffix(DRAFT_ENDING), archive_files(place))
            else:
                problems.append(_problem(shown_path(place), _UNREADABLE))
        return problems

    @cached_property
    def _harmless(self) -> frozenset[str]:
        """Returns what the guide and its neutral edition say too, and so tells nothing of anyone.

        Only files that are as the edition was built count: what someone has put there since is scanned like the rest.
        """
        neutral = self.out / RESERVED_SLUG
        hashes = (manifest_of(neutral) or {}).get("files", {})
        harmless, _ = self._search({self.guide.model_dump_json().encode()})
        for file in site_files(neutral):
            if hashes.get(file.name) == hashlib.sha256(file.read()).hexdigest():
                harmless |= self._content(file).secrets
        return harmless

    def _site_problems(self, slug: str, files: Iterator[File]) -> Iterator[Problem]:
        buyer = self.buyers.get(slug)
        own = [normalize(text) for text in identifying_values(buyer, self.guide)] if buyer else []
        leaks: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for file in files:
            content = self._content(file)
            if content.logo_of not in (None, slug):
                yield _problem(file.location, f"is the logo of {content.logo_of}")
            yield from (_problem(file.location, fault) for fault in content.faults)
            for plain in sorted(content.secrets - self._harmless):
                secret = self.secrets[plain]
                if slug not in secret.owners and not any(plain in value for value in own):
                    leaks[", ".join(sorted(secret.owners))].append((file.location, secret.text))
        for owners, places in leaks.items():
            yield from _leak_problems(owners, places)

    def _content(self, file: File) -> _Content:
        if file.inode in self._files:
            return self._files[file.inode]
        data = file.read()
        logo_of = self._logos.get(hashlib.sha256(data).hexdigest()) if self._logos else None
        faults: tuple[str, ...] = ()
        try:
            chunks = chunks_of(file.name, data)
        except Exception:  # whatever a reader of PDFs or pictures says of a damaged file
            chunks, faults = {file.name.encode()}, (_UNREADABLE,)
        secrets, has_placeholder = self._search(chunks)
        if has_placeholder:
            faults = (*faults, "has a placeholder that was not filled")
        content = _Content(secrets, faults, logo_of)
        if file.inode:
            if len(self._files) > _CACHE_SIZE:
                self._files.clear()
            self._files[file.inode] = content
        return content

    def _search(self, chunks: set[bytes]) -> tuple[frozenset[str], bool]:
        """Returns the secrets in `chunks`, normalized; and whether a placeholder is left in them."""
        secrets: set[str] = set()
        has_placeholder = False
        for chunk in chunks - self._clean:
            text = chunk.decode("utf-8", "replace")
            forms = spellings(text) if self.secrets else ()
            matches = {plain for form in forms for _, plain in self._automaton.iter(form)}
            unfilled = bool(PLACEHOLDER.search(text))
            if not matches and not unfilled:
                if len(self._clean) > _CACHE_SIZE:
                    self._clean.clear()
                self._clean.add(chunk)
            secrets |= matches
            has_placeholder |= unfilled
        return frozenset(secrets), has_placeholder


def _leak_problems(owners: str, places: Sequence[tuple[str, str]]) -> Iterator[Problem]:
    """Yields what a site holds of those buyers' by (file, text): a line each; of many one line, with the first and the count."""
    few = places if len(places) <= _MOST_LINES else places[:1]
    for location, text in few:
        more = ""
        if len(few) < len(places):
            others = " and ".join(dict.fromkeys(name for name, _ in places[1:_MOST_LINES]))
            more = f"; {len(places)} such places in all, others in {others}"
        yield _problem(location, f"holds {text!r}, which belongs to {owners}{more}")


def _problem(location: str, message: str) -> Problem:
    return Problem(location, 0, 0, "", f"{message}; take this site down and build it again")
