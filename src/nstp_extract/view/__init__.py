"""The evidence page: one HTML file that opens from disk and shows every figure in its place.

``source`` gives the rows that are shown, ``data`` makes of them what the page's program reads, and
``page`` puts data, program (``app/``), style and libraries (``vendor/``) together. The words of the
page are in ``labels.toml``. How a figure is found or a table written does not belong here.
"""
