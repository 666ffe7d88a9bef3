"""The container of a package: a tar file that has exactly one byte form.

Rules, for writing and for reading alike: members are plain files in ascending order of their names, each
header is the one that `_header` makes (USTAR, mode 0644, owner 0, time 0), padding is zero, two zero blocks
end the file, and nothing follows. The reader makes each header again and compares bytes, so links, devices,
extended headers, absolute names, duplicates and appended data cannot even be expressed; limits hold before
memory is used.

Source: POSIX.1-1988 USTAR as Python's tarfile writes it.

Not here: what the members mean (radshare.package).
"""

from __future__ import annotations

import re
import tarfile
from typing import TYPE_CHECKING, Annotated, BinaryIO

from pydantic import Field

from radshare.errors import PackageMalformed
from radshare.model import Frozen

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_BLOCK = 512
_NAME = re.compile(r"(?:[a-z]{1,16}/)?[a-z0-9][a-z0-9-]{0,40}\.[a-z]{2,5}")
_SIZE_FIELD = slice(124, 136)


class PackageLimits(Frozen):
    """What a reader accepts at most.

    Attributes:
        max_members: Number of members.
        max_member_bytes: Length of one member.
        max_total_bytes: Length of all members together.
        max_image_side_px: Width and height of an image.
    """

    max_members: Annotated[int, Field(ge=4)] = 50_000
    max_member_bytes: Annotated[int, Field(ge=1)] = 64 * 1024**2
    max_total_bytes: Annotated[int, Field(ge=1)] = 4 * 1024**3
    max_image_side_px: Annotated[int, Field(ge=16)] = 4096


def write_container(members: Mapping[str, bytes], file: BinaryIO) -> None:
    """Write members in their one byte form.

    Raises:
        PackageMalformed: A name that no package may hold.
    """
    for name in sorted(members):
        data = members[name]
        file.write(_header(name, len(data)))
        file.write(data)
        file.write(bytes(-len(data) % _BLOCK))
    file.write(bytes(2 * _BLOCK))


def read_container(file: BinaryIO, limits: PackageLimits) -> dict[str, bytes]:
    """Return all members, in ascending order of their names.

    Raises:
        PackageMalformed: The bytes are not what `write_container` makes, or a limit is exceeded.
    """
    members: dict[str, bytes] = {}
    total = 0
    previous = ""
    for name, size in _headers(file):
        total += size
        if name <= previous:
            raise PackageMalformed("members out of order or twice")
        if len(members) >= limits.max_members:
            raise PackageMalformed(f"more than {limits.max_members} members")
        if size > limits.max_member_bytes or total > limits.max_total_bytes:
            raise PackageMalformed("more bytes than the limits allow")
        members[name] = _exactly(file, size)
        if _exactly(file, -size % _BLOCK).strip(b"\0"):
            raise PackageMalformed("bytes between members")
        previous = name
    return members


def _headers(file: BinaryIO) -> Iterator[tuple[str, int]]:
    """Yield name and size of each member; the caller reads its bytes before asking for the next."""
    while (block := _exactly(file, _BLOCK)) != bytes(_BLOCK):
        try:
            name = block[: block.index(0)].decode("ascii")
            size = int(block[_SIZE_FIELD].rstrip(b"\0 ").decode("ascii"), 8)
        except ValueError:
            raise PackageMalformed("a member header that cannot be read") from None
        if size < 0 or block != _header(name, size):
            raise PackageMalformed("a member header that is not in its one form")
        yield name, size
    if _exactly(file, _BLOCK) != bytes(_BLOCK) or file.read(1):
        raise PackageMalformed("bytes after the end")


def _header(name: str, size: int) -> bytes:
    if not _NAME.fullmatch(name):
        raise PackageMalformed("a member name that no package may hold")
    info = tarfile.TarInfo(name)
    info.size = size
    info.mode = 0o644
    return info.tobuf(tarfile.USTAR_FORMAT, "ascii", "strict")


def _exactly(file: BinaryIO, size: int) -> bytes:
    data = file.read(size)
    if len(data) != size:
        raise PackageMalformed("truncated")
    return data
