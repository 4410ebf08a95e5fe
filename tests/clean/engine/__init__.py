"""Tests of the engine for unknown pages."""
