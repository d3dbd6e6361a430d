"""Proof that no file can hurt: over 200 hostile ones and 5,000 damaged ones, with one oracle."""
