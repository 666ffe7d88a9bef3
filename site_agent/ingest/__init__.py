"""Reads what a hospital has: DICOM and reports, paired into source cases."""
