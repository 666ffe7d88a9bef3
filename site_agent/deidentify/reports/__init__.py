"""The report filter: what a report may keep, what must go, and what it says.

Needs nothing of DICOM: text and known values in, filtered text, labels and reasons out.
"""
