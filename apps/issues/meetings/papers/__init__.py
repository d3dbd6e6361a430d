"""A meeting's papers: its agenda and its minutes, in the Party's layout.

Made as a plan's papers are (``apps.assignments.papers``), with words of their own in
``blanks/words.toml``. They go from hand to hand in the cell, so that nothing stands in them of an
issue that only few may read.
"""
