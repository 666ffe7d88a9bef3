"""Typed calls to the coordinator over mutual TLS: enrolment, catalog, access, vault, experiments, tunnel."""

from radshare.client.coordinator import CoordinatorClient
from radshare.client.enrollment import enroll
from radshare.client.transcript import read_transcript

__all__ = ["CoordinatorClient", "enroll", "read_transcript"]
