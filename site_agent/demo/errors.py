"""What can go wrong with the demo itself. Logs of every program lie in the demo folder."""

from __future__ import annotations

from typing import ClassVar

from site_agent.errors import SiteAgentError


class DemoError(SiteAgentError):
    """The demo could not be played to its end."""

    code: ClassVar[str] = "DEMO_FAILED"
    summary: ClassVar[str] = "The demo could not be played to its end."
    remedy: ClassVar[str] = "Read the logs in the demo folder's logs/; every program writes its own."


class DemoFolderError(DemoError):
    """The folder holds something that no demo wrote."""

    code: ClassVar[str] = "DEMO_FOLDER_TAKEN"
    summary: ClassVar[str] = "The demo's folder exists and was not made by a demo, so it is left alone."
    remedy: ClassVar[str] = "Name another folder with --out, or remove it yourself."


class DemoImagesError(DemoError):
    """A folder given with --hospital does not hold images/ and a metadata.csv with usable rows."""

    code: ClassVar[str] = "DEMO_IMAGES_UNUSABLE"
    summary: ClassVar[str] = "A folder given with --hospital cannot make a hospital."
    remedy: ClassVar[str] = (
        "It needs images/ and metadata.csv (columns image, patient_id, labels); see docs/quickstart.md."
    )


class ProgramError(DemoError):
    """A program ended with an exit code that the demo did not expect."""

    code: ClassVar[str] = "DEMO_PROGRAM_FAILED"
    summary: ClassVar[str] = "A program that the demo started failed."


class PatienceError(DemoError):
    """A step took longer than it may."""

    code: ClassVar[str] = "DEMO_TIMED_OUT"
    summary: ClassVar[str] = "A step of the demo took longer than it may."
    remedy: ClassVar[str] = (
        "Free the machine's processors, or allow more with --patience; see the demo's logs/."
    )
