"""What a run keeps on disk, so that memory stays flat: finished articles and fitted pictures."""

from bundler.store.articles import pack, unpack
from bundler.store.files import Store, temporary_store

__all__ = ["Store", "pack", "temporary_store", "unpack"]
