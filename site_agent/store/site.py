"""A site as its steps see it: where it lives, who it is, what it decided, what it remembers.

Not here: opening it from its home folder (site_agent.service.home).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from radshare.audit import AuditLog
    from radshare.identity import Member
    from site_agent.settings import SiteSettings
    from site_agent.store.store import Store


@dataclass(frozen=True, slots=True)
class Site:
    """One hospital's agent.

    Attributes:
        home: The site's home folder.
        member: Its identity and keys.
        settings: Its settings.
        store: Its memory.
        audit: Its audit log.
    """

    home: Path
    member: Member
    settings: SiteSettings
    store: Store
    audit: AuditLog
