"""The hospital's flow: ingest, de-identify, synthesize, review, publish; each stage goes on where it was."""
