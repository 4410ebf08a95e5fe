"""`bundler.toml`: named bundles with their sources and options, read whole, told whole when it does not hold.

Its keys are the long options of `build`, so that a new option is a new key, too. A run's options are layered: those of
the program, `[defaults]`, `[bundles.NAME]`, the environment, the command line.
"""

from bundler.cli.bundles.asked import Asked, asked
from bundler.cli.bundles.reading import Bundles, NamedBundle, read_bundles

__all__ = ["Asked", "Bundles", "NamedBundle", "asked", "read_bundles"]
