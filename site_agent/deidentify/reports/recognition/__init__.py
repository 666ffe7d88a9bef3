"""The trained recogniser, worked out with NumPy: of spaCy, which trains it, only the files are needed."""
