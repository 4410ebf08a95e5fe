"""Pictures: found where an article refers to them, decoded in a worker, fitted to a reader's screen, kept once.

local, sources   bytes from the disk, the page itself, the network
choose           which of a picture's files
task             what a worker is asked for; the only module of these that the main process needs for it
fit, encode, svg bytes to a finished picture; in a worker, the only place that decodes foreign bytes
illustrate       an article's references to a chapter
budget           a book's pictures made smaller until it fits
"""

from bundler.images.budget import fit_into
from bundler.images.devices import DEFAULT, DEVICES, Device, device
from bundler.images.illustrate import Illustrator, recipe_key
from bundler.images.slots import Slots
from bundler.images.sources import Answer, NoNetwork, Online, Originals
from bundler.images.task import Fitted, Recipe, Task, Unusable, fit_picture

__all__ = [
    "DEFAULT",
    "DEVICES",
    "Answer",
    "Device",
    "Fitted",
    "Illustrator",
    "NoNetwork",
    "Online",
    "Originals",
    "Recipe",
    "Slots",
    "Task",
    "Unusable",
    "device",
    "fit_into",
    "fit_picture",
    "recipe_key",
]
