"""What the checks of packages share."""

import http.client
import re
import subprocess
import sys
import threading
import time
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2]
CLIENTS = 4
# Every step is bounded.
PATIENCE = 120


def run(*command, ok=True, **more):
    done = subprocess.run(
        [str(part) for part in command], text=True, capture_output=True, timeout=PATIENCE, check=False, **more
    )
    if ok and done.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))}\n{done.stdout}{done.stderr}")
    return done


def step(text):
    print(f"  {text}", flush=True)


class Load:
    """Clients that ask without a pause."""

    def __init__(self, port):
        self.port, self.answered, self.failed, self.is_over = port, 0, [], False
        self.threads = [threading.Thread(target=self.ask) for _ in range(CLIENTS)]
        for thread in self.threads:
            thread.start()

    def ask(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        while not self.is_over:
            try:
                connection.request("GET", "/api/crowdfunding/project/")
                reply = connection.getresponse()
                reply.read()
                assert reply.status == 200, reply.status
                self.answered += 1
            except (OSError, AssertionError, http.client.HTTPException) as error:
                self.failed.append(repr(error))
                connection.close()

    def wait_for(self, more):
        goal, until = self.answered + more, time.monotonic() + PATIENCE
        while self.answered < goal:
            assert time.monotonic() < until, self.failed[:3]
            time.sleep(0.01)

    def end(self):
        self.is_over = True
        for thread in self.threads:
            thread.join()


def make_root(path, packages):
    """A minimal Debian in a directory, of this machine's release."""
    suite = re.search(r"VERSION_CODENAME=(\w+)", Path("/etc/os-release").read_text()).group(1)
    run("mmdebstrap", "--quiet", "--variant=essential", f"--include={packages}", suite, path)


def stripped(binary, directory):
    """A binary for tests is mostly debug information."""
    program = directory / "miaohui"
    run("strip", "--strip-debug", "-o", program, binary)
    return program


def package(binary, directory, version):
    to = directory / version
    run(SOURCE / "deploy/package", binary, to, "--fast", f"--deb-version={version}")
    (found,) = to.glob("*.deb")
    return found
