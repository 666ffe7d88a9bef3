"""Why a risk could not be computed, and that it is too high."""

from __future__ import annotations

from site_agent.errors import SiteAgentError


class RiskSettingsInvalid(SiteAgentError):
    """The settings of the risk assessment cannot be used."""

    code = "RISK_SETTINGS_INVALID"
    summary = "The settings of the risk assessment cannot be used."
    remedy = "Compare them with docs/reference/risk.md; unknown keys are refused, not ignored."
    exit_code = 2


class RiskTableInvalid(SiteAgentError):
    """A table that was given cannot be read."""

    code = "RISK_TABLE_INVALID"
    summary = "A table that was given to the risk assessment cannot be read or lacks a column."
    remedy = "Compare its columns with docs/reference/risk.md."


class NobodyToAssess(SiteAgentError):
    """There is no patient."""

    code = "RISK_NOBODY"
    summary = "There is no patient in this folder whose risk could be assessed."
    remedy = "Name a folder that `site-agent deidentify` wrote, or one with metadata.csv."


class RiskTooHigh(SiteAgentError):
    """A threshold is exceeded."""

    code = "RISK_TOO_HIGH"
    summary = "The re-identification risk is above a threshold."
    remedy = "Generalise or suppress as the report suggests, then assess again before anything is released."
