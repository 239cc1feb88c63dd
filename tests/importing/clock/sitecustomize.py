"""What Python reads at its start where PYTHONPATH names this folder: a clock as many seconds behind as CLOCK_BEHIND says.

CLOCK_BEHIND is a file: the clock of a running process is set back by writing it. Python's own datetime asks time.time()
where its C twin is not there; a process knows no other clock of the day (queues and limits count on the monotonic one).
"""

import os
import sys
import time
from pathlib import Path

import numpy  # noqa: F401 - takes the C twin before it is gone: it cannot be loaded without

del sys.modules["datetime"]
sys.modules["_datetime"] = sys.modules["_zoneinfo"] = None  # the second is built on the first
_told = Path(os.environ["CLOCK_BEHIND"])
_now = time.time
time.time = lambda: _now() - float(_told.read_text() or 0)
