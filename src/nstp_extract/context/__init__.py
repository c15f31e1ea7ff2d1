"""What the report says a figure of: its role, indicator, agency and period.

The four are strangers to one another: each reads a `Scene` and knows nothing of the others.
"""
