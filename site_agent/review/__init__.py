"""Signs off what may leave: by policy or by a person."""
