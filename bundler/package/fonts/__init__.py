"""The cover's font, and what its letters are."""
