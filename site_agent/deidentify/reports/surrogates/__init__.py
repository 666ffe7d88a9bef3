"""Surrogates: invented identifiers of the same form that stand where a report's own ones stood."""
