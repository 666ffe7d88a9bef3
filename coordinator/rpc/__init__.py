"""The servicers, one a file, and what guards them."""
