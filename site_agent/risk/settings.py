"""What an adversary is taken to know, how much risk is accepted, and what may be done about it.

Rule: thresholds and knowledge are given, never derived from the data they judge.

Defaults: a maximum of 0.09 is what the European Medicines Agency recommends for clinical reports that it
publishes (EMA/90915/2016, guidance on Policy 0070), so classes of at least 12; a mean of 0.05 is a class of
twenty on average. ISO/IEC 27559:2022 (7.3.2 maximum or average risk, 8.2.2 quantifying identifiability) asks
for both kinds of measure and leaves the numbers to the custodian; El Emam (*Guide to the De-Identification of
Personal Health Information*, CRC Press 2013) says how to choose them.
"""

from __future__ import annotations

import math
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Self

import yaml
from pydantic import Field, ValidationError, model_validator

from radshare.model import Frozen
from site_agent.risk.errors import RiskSettingsInvalid

if TYPE_CHECKING:
    from pathlib import Path

Share = Annotated[float, Field(gt=0, le=1)]


class Attribute(StrEnum):
    """A quasi-identifier: something an acquaintance, a register or the press may know of a patient."""

    AGE = "age"
    SEX = "sex"
    ETHNICITY = "ethnicity"
    SIZE = "size"
    WEIGHT = "weight"
    EXAMS = "exams"
    INTERVALS = "intervals"
    EXAM_DATES = "exam_dates"
    SITE = "site"
    SCANNER = "scanner"
    MODALITY = "modality"
    BODY_PART = "body_part"
    FINDINGS = "findings"


class Attacker(StrEnum):
    """Who is judged by the thresholds."""

    PROSECUTOR = "prosecutor"
    """Knows that the person is in the data."""
    JOURNALIST = "journalist"
    """Does not know; wants to prove that somebody can be found."""


class RiskSettings(Frozen):
    """How risk is assessed.

    Attributes:
        max_risk: Highest risk of any one patient.
        mean_risk: Highest mean risk of all patients.
        attacker: Whose risk the thresholds judge; `Attacker.JOURNALIST` needs a population.
        sampling_fraction: Share of the population that is in the data, taken as drawn at random.
        knows: Quasi-identifiers; one that no patient has is no loss.
        sensitive: Attributes that an adversary would like to learn.
        suppress_at_most: Share of the patients that the suggestion may leave out.
        weights: How much it hurts to generalise an attribute; 1 where nothing is said.
        search_steps: Generalisations tried before the best one so far is taken.
    """

    max_risk: Share = 0.09
    mean_risk: Share = 0.05
    attacker: Attacker = Attacker.PROSECUTOR
    sampling_fraction: Share | None = None
    knows: Annotated[tuple[Attribute, ...], Field(min_length=1)] = tuple(
        attribute for attribute in Attribute if attribute is not Attribute.INTERVALS
    )
    sensitive: tuple[Attribute, ...] = (Attribute.FINDINGS,)
    suppress_at_most: Annotated[float, Field(ge=0, lt=1)] = 0.1
    weights: dict[Attribute, Annotated[float, Field(gt=0)]] = Field(default_factory=dict)
    search_steps: Annotated[int, Field(ge=1, le=100_000)] = 1000

    @model_validator(mode="after")
    def _once(self) -> Self:
        if len(set(self.knows)) < len(self.knows) or len(set(self.sensitive)) < len(self.sensitive):
            msg = "an attribute is named twice"
            raise ValueError(msg)
        return self

    @property
    def least_class(self) -> int:
        """Return the smallest class size whose prosecutor risk 1/k is within ``max_risk``."""
        k = math.ceil(1 / self.max_risk)
        return k - 1 if k > 1 and 1 / (k - 1) <= self.max_risk else k


def load_settings(path: Path | None, **changes: object) -> RiskSettings:
    """Return the settings of a YAML file (``None``: the defaults), with some of them changed.

    Args:
        path: YAML file with keys of `RiskSettings`.
        changes: Values that go before the file's; ``None`` changes nothing.

    Raises:
        RiskSettingsInvalid: The file cannot be read, or a key or value is not allowed.
    """
    try:
        document = yaml.safe_load(path.read_text(encoding="utf-8")) if path else {}
        given = {name: value for name, value in changes.items() if value is not None}
        return RiskSettings.model_validate((document or {}) | given)
    except OSError:
        raise RiskSettingsInvalid("the file cannot be read") from None
    except (yaml.YAMLError, UnicodeDecodeError, TypeError):
        raise RiskSettingsInvalid("not a YAML mapping") from None
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        raise RiskSettingsInvalid(f"{where or 'settings'}: {first['msg']}") from None
