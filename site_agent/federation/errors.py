"""What the site's end of Flower refuses."""

from __future__ import annotations

from site_agent.errors import SiteAgentError


class FederationError(SiteAgentError):
    """Flower's processes at this site could not be started."""

    code = "FEDERATION_UNAVAILABLE"
    summary = "The site's SuperNode, gate or tunnel end did not start."
    remedy = "Look into flower/*.log in the site's home; the agent tries again by itself."
