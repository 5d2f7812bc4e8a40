"""A network of its own."""

import os
import pathlib
import subprocess
import time


class Network:
    """A network namespace, which a process that does nothing keeps until `end`."""

    def __init__(self):
        self.keeper = subprocess.Popen(["unshare", "--net", "sleep", "infinity"])
        self.pid = self.keeper.pid
        self.path = pathlib.Path(f"/proc/{self.pid}/ns/net")
        own = os.readlink("/proc/self/ns/net")
        while os.readlink(self.path) == own:
            time.sleep(0.01)

    def end(self):
        self.keeper.kill()
        self.keeper.wait()
