"""Pictures: found where an article refers to them, decoded in a worker, fitted to a reader's screen, kept once.

local, sources   bytes from the disk, the page itself, the network
choose           which of a picture's files
fit, encode, svg bytes to a finished picture; in a worker, the only place that decodes foreign bytes
illustrate       an article's references to a chapter
budget           a book's pictures made smaller until it fits
"""

from bundler.images.budget import fit_into
from bundler.images.devices import DEFAULT, DEVICES, Device, device
from bundler.images.fit import Fitted, Recipe, Task, Unusable, fit_picture
from bundler.images.illustrate import Illustrator
from bundler.images.sources import Answer, NoNetwork, Online, Originals

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
    "Task",
    "Unusable",
    "device",
    "fit_into",
    "fit_picture",
]
