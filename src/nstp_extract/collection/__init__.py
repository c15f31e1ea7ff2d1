"""Many reports: which must run, how they are mapped, and how their tables are published.

`run.refresh_collection` does all of it. What happens to one report is in ``method``, what a table
is in ``tables``; who calls this, and when, is up to the command line and the pipeline.
"""
