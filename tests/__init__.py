"""The tests mirror the package; golden cases are folders anyone can add."""
