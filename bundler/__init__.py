"""epub-bundler: collects articles, cleans them, fits their pictures and binds them into one dated EPUB.

The pipeline, each step a folder of this package and joined in `bundler.pipeline`:

    sources -collect-> Page -clean-> Article -illustrate-> Chapter -package-> book.epub -check-> findings
"""

__version__ = "0.1.0"
