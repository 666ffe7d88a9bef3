"""Requests and grants."""
