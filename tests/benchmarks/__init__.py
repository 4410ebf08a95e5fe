"""What the benchmarks rest on: a site that is the same everywhere, and limits that do the same work as the program."""
