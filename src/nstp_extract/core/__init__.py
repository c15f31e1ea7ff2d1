"""The types every other layer speaks: spans, figures, documents, codes and errors.

Only the standard library is imported here. Nothing in this package knows a word of Chinese, a file
format or a table.
"""
