"""Containers of Podman, whose images, volumes and network are their own and go away."""

import contextlib
import json
import os
import sys
import time

from packaging_checks import PATIENCE, SOURCE, run

sys.path.insert(0, str(SOURCE / "tests/clients"))

from network import Network

PROGRAM = "/usr/bin/miaohui"


class Engine:
    """Podman and Buildah with all that they keep in a directory, and one network that reaches nothing else."""

    def __init__(self, directory):
        directory.mkdir()
        storage, containers = directory / "storage.conf", directory / "containers.conf"
        # Others need what the file system of the directory may not have.
        storage.write_text(
            f'[storage]\ndriver = "overlay"\ngraphroot = "{directory}/graph"\nrunroot = "{directory}/run"\n'
        )
        # Without systemd. Other runtimes refuse cgroups of the first version beside the second.
        containers.write_text(
            '[containers]\nlog_driver = "k8s-file"\ndefault_ulimits = ["nofile=4096:4096", "nproc=4096:4096"]\n'
            '[engine]\ncgroup_manager = "cgroupfs"\nevents_logger = "none"\nruntime = "runc"\n'
            f'tmp_dir = "{directory}/tmp"\nvolume_path = "{directory}/volumes"\n'
        )
        self.environment = {
            **os.environ, "CONTAINERS_STORAGE_CONF": str(storage), "CONTAINERS_CONF": str(containers),
            "DISABLE_HC_SYSTEMD": "true", "TMPDIR": str(directory),
        }
        self.network = Network()
        self.inside("ip", "link", "set", "lo", "up")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.podman("rm", "--all", "--force", "--time=0", "--volumes", ok=False)
        self.podman("image", "umount", "--all", "--force", ok=False)
        self.network.end()

    def podman(self, *arguments, ok=True):
        return run("podman", *arguments, ok=ok, env=self.environment)

    def build(self, *arguments):
        # Docker's format has health checks.
        return run("buildah", "bud", "--isolation=chroot", "--format=docker", "--quiet", *arguments,
                   env=self.environment)

    def inside(self, *command, ok=True):
        """Runs a program of this machine in the containers' network."""
        return run("nsenter", f"--net={self.network.path}", *command, ok=ok)

    def ask(self, port, path):
        return self.inside("curl", "--silent", "--fail", "--max-time", 20, f"http://127.0.0.1:{port}{path}").stdout

    def run(self, *arguments, ok=True):
        """Runs a container to its end."""
        return self.podman("run", "--rm", f"--network=ns:{self.network.path}", *arguments, ok=ok)

    @contextlib.contextmanager
    def started(self, *arguments, seconds=30):
        """A container that must become healthy, and end with status 0 within `seconds` after SIGTERM."""
        name = self.podman("run", "--detach", f"--network=ns:{self.network.path}", *arguments).stdout.strip()
        container = Container(self, name)
        container.wait_until_healthy()
        yield container
        self.podman("stop", f"--time={seconds}", name)
        state = container.state()
        assert state["ExitCode"] == 0 and not state["OOMKilled"], f"{state}\n{container.said()}"
        self.podman("rm", name)


class Container:
    def __init__(self, engine, name):
        self.engine, self.name = engine, name

    def state(self):
        return json.loads(self.engine.podman("inspect", self.name).stdout)[0]["State"]

    def said(self):
        logs = self.engine.podman("logs", self.name, ok=False)
        return logs.stdout + logs.stderr

    def wait_until_healthy(self):
        """Runs the image's own check, as Docker does."""
        until = time.monotonic() + PATIENCE
        while self.engine.podman("healthcheck", "run", self.name, ok=False).returncode != 0:
            assert self.state()["Running"] and time.monotonic() < until, self.said()
            time.sleep(0.1)

    def execute(self, *arguments, ok=True):
        """What `docker exec` runs."""
        return self.engine.podman("exec", self.name, PROGRAM, *arguments, ok=ok)
