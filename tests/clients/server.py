"""A server of its own for a client test: a free port, a directory that goes away, SIGTERM at the end."""

import contextlib
import json
import os
import pathlib
import queue
import random
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
LIMITS = ("login", "signup", "sms", "upload", "publish", "order", "lookup")


class ServerError(Exception):
    """The server did not start, did not end as it should, or refused a command."""


def binary(arguments=()):
    """The program: the first argument, or MIAOHUI, or what cargo builds."""
    named = next(iter(arguments), None) or os.environ.get("MIAOHUI")
    path = pathlib.Path(named).resolve() if named else ROOT / "target/debug/miaohui"
    if not path.is_file():
        sys.exit(f"{path} is not there: build it with `cargo build`, or name another one")
    return str(path)


def free_port():
    """A port that nobody listens on, below those that the system gives to connections, so that none takes it."""
    while True:
        port = random.randrange(20_000, 32_000)
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


def environment():
    """Our environment without what would configure the server."""
    return {key: value for key, value in os.environ.items() if not key.startswith("MIAOHUI")}


def run_program(program, *arguments, directory, ok=True, more=None, timeout=300):
    """Runs the program to its end, in a directory without a configuration, with `more` variables; it must succeed, or
    with `ok=False` fail."""
    done = subprocess.run(
        [program, *arguments],
        cwd=directory,
        env={**environment(), **(more or {})},
        capture_output=True,
        text=True,
        timeout=timeout,
        check=False,
    )
    if (done.returncode == 0) != ok:
        raise ServerError(f"{arguments}: status {done.returncode}\n{done.stdout}{done.stderr}")
    return done


class Server:
    """`with Server(...) as server:` runs it; leaving requires that SIGTERM ends it with status 0."""

    def __init__(self, program, *settings, database_url="", limits=False, patience=60, listen="127.0.0.1:0", data=None):
        self.directory = pathlib.Path(tempfile.mkdtemp(prefix="miaohui-client-"))
        # A data directory that is given is shared, and stays.
        self.data = data or self.directory / "data"
        self.listen = listen
        self.log = self.directory / "server.log"
        self.program = program
        self.common = ["--data-dir", str(self.data)]
        if database_url:
            self.common += ["--database-url", database_url]
        settings = ["payment.sandbox=true", *settings]
        if not limits:
            settings += [f"limits.{name}_per_minute=0" for name in LIMITS]
        self.settings = [part for setting in settings for part in ("--set", setting)]
        self.patience = patience
        self.process = None
        self.url = None

    def __enter__(self):
        try:
            self.start()
        except BaseException:
            self.stop(check=False)
            raise
        return self

    def __exit__(self, kind, error, trace):
        if kind is not None:
            self.show_log()
        # A failure of the test is what should be seen; that the server ended badly comes second.
        self.stop(check=kind is None)
        return False

    def start(self):
        command = [self.program, "serve", "--listen", self.listen, *self.common, *self.settings]
        with open(self.log, "wb") as log:
            # The working directory is empty, so that no configuration file is found there.
            self.process = subprocess.Popen(
                command, cwd=self.directory, env=environment(), stdout=subprocess.PIPE, stderr=log, text=True
            )
        lines = queue.Queue()
        # Read to the end by a thread of its own: a pipe that nobody reads would stop the server.
        threading.Thread(target=self.read, args=(lines,), daemon=True).start()
        until = time.monotonic() + self.patience
        while self.url is None:
            try:
                line = lines.get(timeout=max(0.1, until - time.monotonic()))
            except queue.Empty:
                raise ServerError(f"the server did not say within {self.patience} s where it listens") from None
            if line is None:
                raise ServerError(f"the server ended at once:\n{self.log.read_text()[-2000:]}")
            found = re.match(r"\s*Crowdfunding\s+(http://\S+)/api/", line)
            self.url = found and found.group(1)

    def read(self, lines):
        for line in self.process.stdout:
            lines.put(line)
        lines.put(None)

    def stop(self, check=True):
        status = None
        if self.process:
            # A server that has gone already has a status of its own, which is not 0.
            self.process.send_signal(signal.SIGTERM)
            try:
                status = self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.process.kill()
                status = "none within 20 seconds"
        if check and status != 0:
            self.show_log()
        shutil.rmtree(self.directory, ignore_errors=True)
        if check and status != 0:
            raise ServerError(f"after SIGTERM the exit status is 0, and it was: {status}")

    def show_log(self):
        """What the server itself had to say, without its line for each request."""
        with contextlib.suppress(OSError):
            lines = [line for line in self.log.read_text(errors="replace").splitlines() if '"level":"INFO"' not in line]
            for line in lines[-20:]:
                print(f"  server: {line}", flush=True)

    def run(self, *arguments, status=0):
        """Another process of the program, on the same data, while the server runs."""
        done = run_program(
            self.program, *arguments, *self.common, directory=self.directory, ok=status == 0, timeout=60
        )
        return done.stdout

    def mails(self, to):
        """The mails to an address so far."""
        try:
            lines = (self.data / "outbox/mail.jsonl").read_text().splitlines()
        except FileNotFoundError:
            return []
        return [mail for mail in map(json.loads, lines) if mail["to"] == to]

    def mail(self, to, number=1):
        """The `number`th mail to an address; mails leave a moment after the answer."""
        until = time.monotonic() + 15
        while time.monotonic() < until:
            mails = self.mails(to)
            if len(mails) >= number:
                return mails[number - 1]
            time.sleep(0.05)
        raise ServerError(f"mail {number} to {to} did not come; there are {len(self.mails(to))}")


def demo(program, *settings):
    """A server with the demo data: a copy of those that DEMO_DATA names (see demo_data.py), or new ones."""
    made = os.environ.get("DEMO_DATA")
    server = Server(program, "demo=true", *settings, patience=300)
    if made:
        shutil.copytree(made, server.data)
    return server


@contextlib.contextmanager
def postgres():
    """The URL of a database of its own on the server that MIAOHUI_TEST_POSTGRES names; None without one."""
    server = os.environ.get("MIAOHUI_TEST_POSTGRES", "").rstrip("/")
    if not server or not shutil.which("psql"):
        yield None
        return
    name = f"client_{secrets.token_hex(6)}"

    def psql(statement):
        command = ["psql", f"{server}/postgres", "-q", "-v", "ON_ERROR_STOP=1", "-c", statement]
        subprocess.run(command, check=True, timeout=60)

    psql(f"CREATE DATABASE {name}")
    try:
        yield f"{server}/{name}"
    finally:
        psql(f"DROP DATABASE {name} WITH (FORCE)")
