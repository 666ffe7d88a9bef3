"""Pixel data: reading single frames, finding text in them, covering it, writing only what changed."""
