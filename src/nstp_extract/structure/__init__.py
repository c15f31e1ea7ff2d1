"""What the text is built of: headings and their sections, sentences, and words.

Figures are not known here, but for the spans that must stay whole words.
"""
