"""Checking a finished book: run before a book gets its name, and as the command `epub-bundler check`. Reads only."""

from bundler.check.audit import audit
from bundler.check.findings import Code, Finding, Level

__all__ = ["Code", "Finding", "Level", "audit"]
