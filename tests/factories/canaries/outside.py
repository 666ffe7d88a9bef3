"""Places outside the data set's own attributes: file name, preamble, file meta, bytes behind everything.

Not here: what stands inside compressed frames (`frames`).
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from factories.canaries.draft import Draft

META = {
    "SourceApplicationEntityTitle": "{name}",
    "SendingApplicationEntityTitle": "{name}",
    "ReceivingApplicationEntityTitle": "{name}",
    "ImplementationVersionName": "{name}",
    "SourcePresentationAddress": "http://{name}.example",
}


def everything(draft: Draft) -> None:
    """Write every place of this module but the file name, which the corpus gives."""
    draft.preamble = draft.text("{name} {number}", "file/preamble").encode().ljust(128, b"\0")
    for keyword, template in META.items():
        draft.plant(draft.meta, keyword, template, f"meta/{keyword}")
    draft.meta.PrivateInformationCreatorUID = draft.text("{uid}", "meta/PrivateInformationCreatorUID")
    text = draft.text("{name} {id}", "meta/PrivateInformation").encode()
    draft.meta.PrivateInformation = text + b" " * (len(text) % 2)
    trailing(draft)


def trailing(draft: Draft) -> None:
    """Write bytes behind the data set, of a length no element can have."""
    behind = draft.text("{name}.", "file/bytes behind the data set").encode()
    draft.after.append(lambda content: content + behind + b"\1" * (1 - len(behind) % 2))


def padding(draft: Draft) -> None:
    """Write Data Set Trailing Padding (FFFC,FFFC) with text in it."""
    text = draft.text("{name} {id}", "file/trailing padding", "FFFCFFFC").encode()
    text += b"\0" * (len(text) % 2)
    draft.dataset.add_new(0xFFFCFFFC, "OB", text)


def at_start(element: bytes) -> Callable[[bytes], bytes]:
    """Return a change that writes an encoded element in front of the data set."""

    def insert(content: bytes) -> bytes:
        (length,) = struct.unpack_from("<I", content, 140)  # (0002,0000) UL, PS3.10 7.1
        return content[: 144 + length] + element + content[144 + length :]

    return insert
