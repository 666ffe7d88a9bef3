"""The root of everything that can be refused, and what the user can do about it.

Rules: a `code` is stable and documented in docs/errors; a `detail` never holds a patient value, a path or a
secret; only `main()` catches. Each package derives its own root from `RadshareError`.
"""

from __future__ import annotations

from typing import ClassVar


class RadshareError(Exception):
    """Something was refused.

    Attributes:
        code: Stable identifier, e.g. ``PACKAGE_TAMPERED``.
        summary: One sentence: what is wrong.
        remedy: One sentence: what to do.
        exit_code: Exit status of a command that ends with this error (docs/reference/exit-codes.md).
    """

    code: ClassVar[str] = "INTERNAL"
    summary: ClassVar[str] = "Something went wrong that has no code of its own."
    remedy: ClassVar[str] = "Run the command again with --verbose and report the code."
    exit_code: ClassVar[int] = 1

    def __init__(self, detail: str = "") -> None:
        self.detail = detail
        super().__init__(detail or self.summary)

    def __str__(self) -> str:
        """Return code, summary, detail and remedy as one teaching paragraph."""
        about = f" ({self.detail})" if self.detail else ""
        return f"{self.code}: {self.summary}{about} {self.remedy}"

    def as_json(self) -> dict[str, dict[str, str]]:
        """Return the one JSON error shape that every command and route uses."""
        return {
            "error": {
                "code": self.code,
                "summary": self.summary,
                "detail": self.detail,
                "remedy": self.remedy,
            }
        }
