"""Numbers and contacts for their like, of the same shape and such that nobody can have them.

Rules: telephone numbers of the ranges kept for fiction (NANP 555-01xx, Ofcom 01632 960xxx) or of no country
(+999, 000); mail and links of example.org (RFC 2606), addresses of the nets of RFC 5737, UIDs of a UUID
(PS3.5 B.2), social security numbers of area 000; any other id begins with TEST. Ages of ninety and more
become "90+".

Not here: names (`people`), dates (`dates`), hospitals and addresses (`places`).
"""

from __future__ import annotations

import re
import uuid
from typing import TYPE_CHECKING, Final

from site_agent.deidentify.reports.surrogates.pools import Pools
from site_agent.ingest.keys import keyed_digest

if TYPE_CHECKING:
    from site_agent.deidentify.reports.surrogates.draws import Draws

_NANP: Final = (10, 11)
_BRITISH: Final = 11
_EXCHANGE: Final = "555"
_LINE: Final = 7
_MARK: Final = "TEST"
_KEPT: Final = 2  # characters of a short id that are left beside the mark
_NETS: Final = ("192.0.2.", "198.51.100.", "203.0.113.")
_NET: Final = re.compile(r"(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.])")
_UID: Final = re.compile(r"(?<![\d.])[0-2](?:\.\d+){5,}")
_SOCIAL: Final = re.compile(r"\d{3}([- ])\d{2}\1\d{4}")


def is_net_address(said: str) -> bool:
    """Return whether a text holds an address of the internet."""
    return _NET.search(said) is not None


class Values:
    """The surrogates of a report's numbers and contacts.

    Args:
        draws: Draws of the patient.
    """

    def __init__(self, draws: Draws) -> None:
        self._draws = draws

    def identifier(self, said: str) -> str:
        """Return an id of the same length and separators that no system gives out."""
        if _UID.fullmatch(said):
            return self.uid(said)
        if _SOCIAL.fullmatch(said):
            return "000" + self._draws.turned(said[3:], said)
        count = max(1, sum(map(str.isalnum, said)) - _KEPT)
        mark = iter(_MARK.lower() if said.islower() else _MARK)
        told = self._draws.turned(said, "id")
        marked = "".join(
            next(mark, c) if c.isalnum() and sum(map(str.isalnum, said[:at])) < count else c
            for at, c in enumerate(told)
        )
        return marked if marked != said else told

    def phone(self, said: str) -> str:
        """Return a number kept for fiction, or one that no exchange can reach."""
        count, begins = sum(map(str.isdigit, said)), said.lstrip(" (")[:1]
        line = f"01{self._draws.digits(2, 'phone', said)}"
        if begins == "+":
            digits = "999" + self._draws.digits(count, "phone", said)
        elif count == _BRITISH and begins == "0":
            digits = f"01632960{self._draws.digits(3, 'phone', said)}"
        elif count in _NANP and begins != "0":
            digits = f"{'1' * (count - _NANP[0])}{_EXCHANGE}{_EXCHANGE}{line}"
        elif count <= _LINE:
            digits = f"{_EXCHANGE}{line}"[-count:]
        else:
            digits = "000" + self._draws.digits(count, "phone", said)
        numbers = iter(digits)
        return "".join(next(numbers) if c.isdigit() else c for c in said)

    def mail(self, said: str) -> str:
        """Return an address of a domain that is nobody's."""
        letter = self._draws.initial(next((c for c in said if c.isalpha()), "A")).upper()
        name = self._draws.pick(Pools.load().last[letter], "mail", said.lower())
        return f"{name.lower()}{self._draws.digits(2, 'mail', said.lower())}@example.org"

    def link(self, said: str) -> str:
        """Return a link to a host that is nobody's."""
        scheme, found, rest = said.rpartition("://")
        path = f"/{self._draws.digits(6, 'link', said)}" if "/" in rest else ""
        return f"{scheme}{found}{'' if found else 'www.'}example.org{path}"

    def net_address(self, said: str) -> str:
        """Return an internet address of a net kept for documentation."""
        draws = self._draws
        return _NET.sub(
            lambda m: f"{draws.pick(_NETS, 'net', m[0])}{1 + draws.number(254, 'host', m[0])}", said
        )

    def uid(self, said: str) -> str:
        """Return a UID that nobody else makes."""
        return _UID.sub(lambda match: self._uid(match[0]), said)

    def age(self, said: str) -> str:
        """Return an age of ninety or more without its number."""
        return re.sub(r"\d+", "90+", said) if any(map(str.isdigit, said)) else "90+"

    def _uid(self, said: str) -> str:
        digest = keyed_digest(self._draws.key, self._draws.patient, "uid", said)
        return f"2.25.{uuid.UUID(bytes=digest[:16], version=4).int}"
