"""Why the filter refuses as a whole. Why it suppresses one exam is a `site_agent.errors.Reason`."""

from __future__ import annotations

from site_agent.errors import SiteAgentError


class FilterError(SiteAgentError):
    """The image filter refused."""

    code = "FILTER"
    summary = "The image filter could not do this."
    remedy = "See docs/errors/README.md for the code."


class FilterMissing(FilterError):
    """A file of the filter is not there."""

    code = "FILTER_MISSING"
    summary = "The filter is incomplete or not there at all."
    remedy = "Train it with `site-agent train-filter`, or restore the whole folder."


class FilterCorrupt(FilterError):
    """A file of the filter is not what was written, or an earlier release wrote it."""

    code = "FILTER_CORRUPT"
    summary = (
        "A file of the filter is not the one that was written at the end of training, "
        "or an earlier release wrote it."
    )
    remedy = "Restore the folder from a backup or train again; a changed filter never makes counterparts."


class FilterUnsafe(FilterError):
    """A file that could run code when loaded."""

    code = "FILTER_UNSAFE"
    summary = "The filter folder holds a pickle or another file that could run code when loaded."
    remedy = (
        "Train the filter again, or remove from a foreign checkpoint what is no data; "
        "docs/how-to/bring-your-own-image-filter.md says what may be in it."
    )


class FilterWeak(FilterError):
    """The gate misses planted copies."""

    code = "FILTER_WEAK"
    summary = "The filter's gate recognises too few of the copies that were planted to test it."
    remedy = "Train on more images, longer or with a larger preset; nothing is published through this filter."


class FilterExists(FilterError):
    """The output folder holds another filter."""

    code = "FILTER_EXISTS"
    summary = "The output folder already holds a filter of other data, seed or preset."
    remedy = "Choose another folder, or move the old filter away first."


class DiskFull(FilterError):
    """There is no space left for the training's state."""

    code = "DISK_FULL"
    summary = "The disk is full; the training stopped at its last state, and nothing of it is lost."
    remedy = "Free some space and run the same command again; it goes on where it stopped."


class TooFewPatients(FilterError):
    """No profile is shared by enough patients."""

    code = "TOO_FEW_PATIENTS"
    summary = "Too few patients share a finding to hide any one of them among the others."
    remedy = (
        "Wait for more patients, or lower k only if your policy allows it: every finding needs 2 k patients."
    )


class PresetUnknown(FilterError):
    """The preset does not exist or is not valid."""

    code = "PRESET_UNKNOWN"
    summary = "There is no such preset, or its file is not valid."
    remedy = "Use tiny, cpu-quick, cpu or gpu, or the path of a YAML file with the same keys."
    exit_code = 2


class DataFolderInvalid(FilterError):
    """The data folder cannot be read."""

    code = "DATA_FOLDER_INVALID"
    summary = "The data folder needs images/ and metadata.csv with the columns image, patient_id and labels."
    remedy = "Compare it with docs/reference/synthesize.md."


class DeviceUnavailable(FilterError):
    """The asked-for device is not there."""

    code = "DEVICE_UNAVAILABLE"
    summary = "This machine does not have the device that was asked for."
    remedy = "Use --device auto or --device cpu."
    exit_code = 2


class ModeInvalid(FilterError):
    """Mode and options do not go together."""

    code = "MODE_INVALID"
    summary = "The mode of the filter and its options do not go together."
    remedy = (
        "Leave --mode out for counterparts; --strength goes with --mode sdedit alone, which is an ablation."
    )
    exit_code = 2


class ExtraMissing(FilterError):
    """A package of an extra is not installed."""

    code = "EXTRA_MISSING"
    summary = "This needs a package that is not installed."
    remedy = "Install `radshare[hub]` to use checkpoints that read text."


class CheckpointRemote(FilterError):
    """A checkpoint of the hub without leave to fetch it."""

    code = "CHECKPOINT_REMOTE"
    summary = "This checkpoint is not on this machine, and nothing is fetched without being asked to."
    remedy = "Give a local folder, or name a new folder to fetch it into with --allow-download."
    exit_code = 2


class BudgetInvalid(FilterError):
    """A privacy budget that cannot be kept, or says nothing."""

    code = "BUDGET_INVALID"
    summary = "This privacy budget cannot be kept, or would promise nothing."
    remedy = (
        "Give --public with radiographs that are no secret, leave --dp-delta out, and take a larger "
        "--dp-epsilon or more patients."
    )
    exit_code = 2


class PublicInvalid(FilterError):
    """Public exams that nothing can be started from."""

    code = "PUBLIC_INVALID"
    summary = "Generators cannot start from these public exams."
    remedy = (
        "Give --public a data folder with at least 20 usable radiographs of patients who are not yours, "
        "the same ones each time the training is started again."
    )
    exit_code = 2
