"""Measuring speed and memory; never part of the tests, because machines are noisy."""
