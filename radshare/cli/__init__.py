"""The researcher's commands: one file each."""
