"""Why a release is refused on what was measured of its filter."""

from __future__ import annotations

from site_agent.errors import SiteAgentError


class CertificateError(SiteAgentError):
    """A certificate stands in the way."""

    code = "CERTIFICATE"
    summary = "The filter's certificate does not allow this."
    remedy = "See docs/reference/synthesize.md for what each bar asks."


class CertificateUnreadable(CertificateError):
    """A certificate that the settings name cannot be read."""

    code = "CERTIFICATE_UNREADABLE"
    summary = "A certificate that site.yaml names cannot be read."
    remedy = "Put certificate.published.json of `site-agent certify` where filter.certificates says."


class CertificateFailed(CertificateError):
    """The filter was measured and missed a bar."""

    code = "CERTIFICATE_FAILED"
    summary = "This filter was measured and missed a release threshold."
    remedy = (
        "Nothing is published through this filter; train another, and look at the certificate's page for why."
    )


class CertificateMissing(CertificateError):
    """The settings ask for more than there is."""

    code = "CERTIFICATE_MISSING"
    summary = "The release needs a certificate that this filter does not have."
    remedy = "Certify the filter, name a certificate of its version in filter.certificates, or ask for less."


class PairUnproved(CertificateError):
    """A pair without the evidence that every release rests on."""

    code = "PAIR_UNPROVED"
    summary = "A pair was not made by this filter, did not pass its gate, or comes from too small a group."
    remedy = "Restore the private folder from a backup; what has no evidence is never published."
