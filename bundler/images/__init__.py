"""Pictures: found where an article refers to them, decoded in a worker, fitted to a reader's screen, kept once.

Only this folder (and the cover) uses Pillow, and foreign bytes are decoded in workers only.
"""

from bundler.images.fit import Fitted, Screen, Task, Unusable, fit_picture
from bundler.images.illustrate import Illustrator

__all__ = ["Fitted", "Illustrator", "Screen", "Task", "Unusable", "fit_picture"]
