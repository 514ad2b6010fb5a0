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

from guide.core.files import O_BINARY
from guide.publishing.ownership import MANIFEST, folders_of

UNLINKABLE = (errno.EXDEV, errno.EPERM, errno.EINVAL, errno.EMLINK, errno.ENOTSUP, errno.ENOSYS)
"""The error codes by which systems refuse hard links."""


@dataclass(frozen=True)
class Site:
    """The files of a site that is to be published, and what its manifest says of it."""

    slug: str
    own_files: Mapping[str, bytes]
    """Files of its own, by path."""
    shared_files: Mapping[str, str]
    """Files that it shares with other sites: SHA-256 by path."""
    shared_folder: Path
    """The folder that the shared files lie in, under the same paths."""
    metadata: Mapping[str, Any]
    """For the manifest: the guide's id, edition, hash of the inputs, versions of the tools."""

    @property
    def guide(self) -> str:
        """Returns the id of the guide that it is a site of."""
        return str(self.metadata["guide"])

    def manifest(self) -> bytes:
        """Returns what was built from what, and the hash of every file, a line each: JSON."""
        own = {name: hashlib.sha256(data).hexdigest() for name, data in self.own_files.items()}
        files = ",\n".join(
            f'  {json.dumps(name)}: "{own.get(name) or self.shared_files[name]}"' for name in self.names()
        )
        metadata = json.dumps(self.metadata, ensure_ascii=False, indent=1).removesuffix("}").rstrip()
        return f'{metadata}{"," if self.metadata else ""}\n "files": {{\n{files}\n }}\n}}\n'.encode()

    def names(self) -> list[str]:
        """Returns the paths of all its files but the manifest."""
        return sorted({*self.shared_files, *self.own_files})


# --------------------------------------------------------------------------------------------------
# Strings and descriptors, not paths and buffers: this is most of what rendering a buyer costs.


def write_site(site: Site, folder: str) -> None:
    """Writes the files of `site` into the empty `folder`. Raises OSError if the disk refuses.

    All files but the shared ones get one modification time, the manifest's: one that has another has been changed since.
    """
    now = time.time_ns()
    for directory in folders_of((*site.own_files, *site.shared_files)):
        os.mkdir(f"{folder}/{directory}")
    for name, data in site.own_files.items():
        _write_file(f"{folder}/{name}", data, now)
    _write_file(f"{folder}/{MANIFEST}", site.manifest(), now)
    source = os.fspath(site.shared_folder)
    for name in site.shared_files:
        _share(f"{source}/{name}", f"{folder}/{name}", now)


def _write_file(path: str, data: bytes, time_ns: int) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | O_BINARY, 0o666)
    try:
        remainder = memoryview(data)
        while remainder:  # a disk that is nearly full takes a part, and refuses the next
            remainder = remainder[os.write(descriptor, remainder) :]
    finally:
        os.close(descriptor)
    os.utime(path, ns=(time_ns, time_ns))


def _share(source: str, target: str, time_ns: int) -> None:
    """Makes `target` a hard link to `source` where the file system has them, else a copy with the modification time given."""
    try:
        os.link(source, target)
    except OSError as error:
        if error.errno not in UNLINKABLE:
            raise
        shutil.copyfile(source, target)
        os.utime(target, ns=(time_ns, time_ns))


def write_zip(folder: Path, target: Path, slug: str) -> None:
    """Writes the ZIP `target` with all that `folder` holds, below the folder `slug`.

    The same files give the same bytes: dates and order are fixed.
    """
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            entry = zipfile.ZipInfo(f"{slug}/{path.relative_to(folder).as_posix()}", (1980, 1, 1, 0, 0, 0))
            entry.external_attr = 0o644 << 16
            compressed = path.suffix in (".png", ".pdf", ".gz", ".woff2")
            entry.compress_type = zipfile.ZIP_STORED if compressed else zipfile.ZIP_DEFLATED
            archive.writestr(entry, path.read_bytes())
