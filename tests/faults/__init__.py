"""Faults on purpose: kills, full disks, and what is left after them."""
