"""A plan's papers: the cell's resolution with its appendix, and each person's own list with a map.

``making.make_paper`` is the way in: it reads within reach, writes a file, logs. A paper says what
it says in Vietnamese whatever the reader's language. How it looks and what it says is data:
``blanks/layout.toml`` holds margins, sizes and wording, and ``blanks/*.docx`` are templates that an
office may replace by its own.
"""
