"""Hostile input by the thousand: attacks on readers, and ways out of a source's folder."""
