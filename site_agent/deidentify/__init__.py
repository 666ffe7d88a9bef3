"""Removes who it is: attributes, burned-in text, report words."""
