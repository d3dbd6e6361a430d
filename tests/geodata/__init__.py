"""Tests of the demo commune's generator."""
