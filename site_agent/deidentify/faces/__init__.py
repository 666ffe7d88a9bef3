"""Faces in volumes of heads: finding them and cutting them off."""
