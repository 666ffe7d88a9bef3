"""Published packages."""
