"""Requests, fetches, verifies and assembles what others share."""
