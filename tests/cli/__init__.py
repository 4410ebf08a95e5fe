"""The command as a user runs it: exit codes, streams, messages, and what bad input does."""
