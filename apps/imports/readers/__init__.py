"""Opening other people's files without trusting them.

`sandbox.read_file(path)` is the only door: the file is opened by `worker.py` in a process of its
own with limits on memory, time and size and without network, and comes back as plain rows and
geometries (`shapes.py`). No other module of the project opens such a file.
"""
