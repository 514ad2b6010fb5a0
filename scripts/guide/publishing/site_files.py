"""What a site consists of, and how that is written to the disk, as a folder and as a ZIP.

Files that are the same for every buyer are hard links: that saves 5 of 12 ms of CPU of a further buyer's pages, and most of
the room on the disk.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
import time
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from guide.publishing.ownership import MANIFEST, folders_of

UNLINKABLE = (errno.EXDEV, errno.EPERM, errno.EMLINK, errno.ENOTSUP, errno.ENOSYS)
"""How systems refuse hard links."""


@dataclass(frozen=True)
class Site:
    """What a site consists of."""

    slug: str
    written: Mapping[str, bytes]
    """Files of its own, by path."""
    shared: Mapping[str, str]
    """Files that it shares with other sites: SHA-256 by path."""
    shared_from: Path
    """The folder that the shared files lie in, under the same paths."""
    about: Mapping[str, Any]
    """For the manifest: the guide's id, edition, hash of the inputs, versions of the tools."""

    @property
    def guide(self) -> str:
        """The id of the guide that it is a site of."""
        return str(self.about["guide"])

    def manifest(self) -> bytes:
        """What was built from what, and the hash of every file, a line each: JSON."""
        own = {name: hashlib.sha256(data).hexdigest() for name, data in self.written.items()}
        files = ",\n".join(f'  {json.dumps(name)}: "{own.get(name) or self.shared[name]}"' for name in self.names())
        about = json.dumps(self.about, ensure_ascii=False, indent=1).removesuffix("}").rstrip()
        return f'{about}{"," if self.about else ""}\n "files": {{\n{files}\n }}\n}}\n'.encode()

    def names(self) -> list[str]:
        """The paths of all its files but the manifest."""
        return sorted({*self.shared, *self.written})


# --------------------------------------------------------------------------------------------------
# Strings and descriptors, not paths and buffers: this is most of what stamping a buyer costs.


def write_site(site: Site, folder: str) -> None:
    """Fills the empty folder. Raises OSError if the disk refuses.

    All files but the shared ones get one modification time, the manifest's: one that has another has been changed since.
    """
    now = time.time_ns()
    for directory in folders_of((*site.written, *site.shared)):
        os.mkdir(f"{folder}/{directory}")
    for name, data in site.written.items():
        _write_file(f"{folder}/{name}", data, now)
    _write_file(f"{folder}/{MANIFEST}", site.manifest(), now)
    source = os.fspath(site.shared_from)
    for name in site.shared:
        _share(f"{source}/{name}", f"{folder}/{name}", now)


def _write_file(path: str, data: bytes, time_ns: int) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
    try:
        left = memoryview(data)
        while left:  # a disk that is nearly full takes a part, and refuses the next
            left = left[os.write(descriptor, left) :]
    finally:
        os.close(descriptor)
    os.utime(path, ns=(time_ns, time_ns))


def _share(source: str, target: str, time_ns: int) -> None:
    """A hard link where the file system has them, else a copy."""
    try:
        os.link(source, target)
    except OSError as error:
        if error.errno not in UNLINKABLE:
            raise
        shutil.copyfile(source, target)
        os.utime(target, ns=(time_ns, time_ns))


def write_zip(folder: Path, target: Path, slug: str) -> None:
    """All that `folder` holds, below the site's name; the same bytes for the same files: fixed dates and order."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            entry = zipfile.ZipInfo(f"{slug}/{path.relative_to(folder).as_posix()}", (1980, 1, 1, 0, 0, 0))
            entry.external_attr = 0o644 << 16
            compressed = path.suffix in (".png", ".pdf", ".gz", ".woff2")
            entry.compress_type = zipfile.ZIP_STORED if compressed else zipfile.ZIP_DEFLATED
            archive.writestr(entry, path.read_bytes())
