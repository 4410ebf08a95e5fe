"""Where foreign bytes are parsed and decoded: never in the main process, except for debugging.

One interface, several places to run: `ProcessWorkers` on this machine, `SerialWorkers` in this process.
"""

from bundler.workers.interface import Failed, Limits, Workers
from bundler.workers.processes import ProcessWorkers
from bundler.workers.serial import SerialWorkers

__all__ = ["Failed", "Limits", "ProcessWorkers", "SerialWorkers", "Workers"]
