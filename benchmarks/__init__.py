"""Timings of ours against a named peer, taken in turn in one run."""
