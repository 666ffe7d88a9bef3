"""The site admin's commands: one file each."""
