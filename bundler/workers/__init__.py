"""Where foreign bytes are parsed and decoded: never in the main process, except for debugging.

One interface, several places to run: `ProcessWorkers` on this machine, `ClusterWorkers` on others (only imported when
asked for), `SerialWorkers` in this process. `open_workers` chooses.
"""

from bundler.workers.interface import Failed, Limits, Workers
from bundler.workers.opening import Place, open_workers
from bundler.workers.processes import ProcessWorkers
from bundler.workers.serial import SerialWorkers

__all__ = ["Failed", "Limits", "Place", "ProcessWorkers", "SerialWorkers", "Workers", "open_workers"]
