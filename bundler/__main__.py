"""`python -m bundler` is the command `epub-bundler`."""

from bundler.cli import main

if __name__ == "__main__":
    main()
