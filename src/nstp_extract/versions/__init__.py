"""What changed between two versions of a report, told by what a figure is about.

`compare.compare_versions` does all of it; `ids.rename_figures` gives a new version's figures the
ids that they had. Which versions there are, and where they are kept, is decided in ``collection``.
Reviewed corrections, which are made again after each extraction, are in ``corrections``.
"""
