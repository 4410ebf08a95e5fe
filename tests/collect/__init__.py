"""Sources become pages: which files are read, in which order, and what each is taken for."""
