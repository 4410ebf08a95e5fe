"""Tasks in worker processes: a bad one costs itself only."""
