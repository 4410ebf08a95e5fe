"""What is kept on disk: a run's articles, so that memory stays flat; cleaned pages and pictures between runs."""

from bundler.store.answers import Answer, AnswerStore, open_answers
from bundler.store.articles import pack, unpack, unpack_draft, unpack_pictures
from bundler.store.bodies import Bodies, compressed, open_bodies
from bundler.store.bundles import BundleStore, bundle_key, digest_of, is_file_of
from bundler.store.cleaned import CleanedStore, Forgetful, Results, open_cleaned
from bundler.store.files import Store
from bundler.store.pictures import PictureStore, open_pictures
from bundler.store.tally import Tally, open_tally
from bundler.store.working_folder import temporary_folder, temporary_store

__all__ = [
    "Answer",
    "AnswerStore",
    "Bodies",
    "BundleStore",
    "CleanedStore",
    "Forgetful",
    "PictureStore",
    "Results",
    "Store",
    "Tally",
    "bundle_key",
    "compressed",
    "digest_of",
    "is_file_of",
    "open_answers",
    "open_bodies",
    "open_cleaned",
    "open_pictures",
    "open_tally",
    "pack",
    "temporary_folder",
    "temporary_store",
    "unpack",
    "unpack_draft",
    "unpack_pictures",
]
