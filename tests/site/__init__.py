"""A whole site on this machine, with faults planted picture by picture, made into books by the whole program."""
