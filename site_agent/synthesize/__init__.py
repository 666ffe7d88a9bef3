"""Replaces each image by a synthetic counterpart, and proves it."""
