"""Characters in, `Quantity` out: numerals, units, bounds and dates, and what is no figure.

Read from characters, not from words. Who did what is not known here: that is ``context``.
"""
