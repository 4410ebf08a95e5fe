"""What is kept on disk: a run's articles, so that memory stays flat, and pictures between runs."""

from bundler.store.articles import pack, unpack
from bundler.store.files import Store
from bundler.store.pictures import PictureStore, open_pictures
from bundler.store.working_folder import temporary_folder, temporary_store

__all__ = [
    "PictureStore",
    "Store",
    "open_pictures",
    "pack",
    "temporary_folder",
    "temporary_store",
    "unpack",
]
