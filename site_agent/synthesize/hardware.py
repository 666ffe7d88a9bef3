"""Which device and number format to compute with.

Rule: half precision only where the processor has it in hardware and training stays stable (bfloat16),
otherwise float32. Results are repeatable for one seed, one device and one thread count; across devices they
differ in the last bits.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import torch

from site_agent.synthesize.errors import DeviceUnavailable

if TYPE_CHECKING:
    from contextlib import AbstractContextManager


@dataclass(frozen=True, slots=True)
class Hardware:
    """A device and whether bfloat16 pays there."""

    device: torch.device
    bfloat16: bool

    def autocast(self) -> AbstractContextManager[None]:
        """Return a context in which networks compute in the chosen format."""
        return torch.autocast(self.device.type, dtype=torch.bfloat16, enabled=self.bfloat16)


def choose(device: str = "auto") -> Hardware:
    """Choose the hardware.

    Args:
        device: ``auto``, ``cpu`` or a torch device such as ``cuda`` or ``cuda:1``.

    Raises:
        DeviceUnavailable: If the named device is not there.
    """
    name = ("cuda" if torch.cuda.is_available() else "cpu") if device == "auto" else device
    try:
        chosen = torch.device(name)
        torch.empty(1, device=chosen)
    except (RuntimeError, AssertionError):
        raise DeviceUnavailable from None
    if chosen.type == "cpu":
        return Hardware(chosen, bfloat16=bool(torch.cpu._is_avx512_bf16_supported()))  # noqa: SLF001 - no public way
    return Hardware(chosen, bfloat16=chosen.type == "cuda" and torch.cuda.is_bf16_supported())
