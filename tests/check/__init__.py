"""The audit of a finished book finds what was broken on purpose."""
