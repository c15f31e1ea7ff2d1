"""Extractions as tables: their schemas, rows, frames, files and the data dictionary.

`schema` declares every table once. What happens to many reports is in ``collection``. Importing
this package costs nothing; pandas is loaded by `schema` and `frames` only.
"""
