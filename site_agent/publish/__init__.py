"""Builds, seals and submits packages of approved pairs."""
