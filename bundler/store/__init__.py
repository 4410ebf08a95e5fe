"""What is kept on disk: a run's articles, so that memory stays flat, and pictures between runs."""

from bundler.store.answers import Answer, AnswerStore, open_answers
from bundler.store.articles import pack, unpack, unpack_draft
from bundler.store.bundles import BundleStore, bundle_key, digest_of
from bundler.store.files import Store
from bundler.store.pictures import PictureStore, open_pictures
from bundler.store.tally import Tally, open_tally
from bundler.store.working_folder import temporary_folder, temporary_store

__all__ = [
    "Answer",
    "AnswerStore",
    "BundleStore",
    "PictureStore",
    "Store",
    "Tally",
    "bundle_key",
    "digest_of",
    "open_answers",
    "open_pictures",
    "open_tally",
    "pack",
    "temporary_folder",
    "temporary_store",
    "unpack",
    "unpack_draft",
]
