"""What the drills share: a PostgreSQL of their own, calls whose failure is an answer, and what they say."""

import contextlib
import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "clients"))

from server import free_port

PASSWORD = "drill password 1"


def as_postgres(*command, **options):
    command = ["runuser", "-u", "postgres", "--", *map(str, command)]
    return subprocess.run(command, cwd="/", check=True, capture_output=True, text=True, **options)


def say(what, value=""):
    print(f"  {what:<62} {value}", flush=True)


def require(holds, what):
    if not holds:
        raise SystemExit(f"the drill failed: {what}")


class Crew:
    """`with` a crew its `threads` work, until `is_over` is set at the end."""

    def __init__(self):
        self.is_over, self.threads = threading.Event(), []

    def add(self, work, *arguments):
        self.threads.append(threading.Thread(target=work, args=arguments))

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self.is_over.set()
        for thread in self.threads:
            thread.join()


class Cluster:
    """A cluster of PostgreSQL: its programs in `bin`, its files in `data`, a `port` and the name of a `database`."""

    def control(self, *arguments):
        as_postgres(self.bin / "pg_ctl", "-D", self.data, "-w", "-l", f"{self.data}.log", *arguments)

    def start(self):
        self.control("start")

    def stop(self, mode):
        self.control("stop", "-m", mode)

    def end(self):
        with contextlib.suppress(subprocess.CalledProcessError, OSError):
            self.signal(signal.SIGCONT)
        with contextlib.suppress(subprocess.CalledProcessError):
            self.stop("immediate")

    def processes(self):
        first = int((self.data / "postmaster.pid").read_text().split()[0])
        children = pathlib.Path(f"/proc/{first}/task/{first}/children").read_text().split()
        return [first, *map(int, children)]

    def signal(self, number):
        for process in self.processes():
            with contextlib.suppress(ProcessLookupError):
                os.kill(process, number)

    def psql(self, *arguments):
        server = ["-h", "127.0.0.1", "-p", str(self.port), "-U", "miaohui"]
        return as_postgres(self.bin / "psql", *server, "-v", "ON_ERROR_STOP=1", *arguments, self.database)

    def query(self, sql):
        """The lines of a query to the newest database."""
        return [line for line in self.psql("-Atc", sql).stdout.split("\n") if line]

    def run_file(self, path):
        """Runs a file of statements on the newest database."""
        os.chmod(path, 0o644)
        self.psql("-q", "-f", path)


class Postgres(Cluster):
    """A cluster with TLS by an authority of its own."""

    def __init__(self, settings=""):
        self.settings = settings
        self.bin = sorted(pathlib.Path("/usr/lib/postgresql").glob("*/bin"))[-1]
        self.directory = pathlib.Path(tempfile.mkdtemp(prefix="miaohui-drill-"))
        shutil.chown(self.directory, "postgres")
        self.data, self.port = self.directory / "data", free_port()
        self.database, self.databases = "", 0

    def __enter__(self):
        as_postgres(self.bin / "initdb", "-D", self.data, "-U", "miaohui", "--auth=trust", "--encoding=UTF8")
        self.make_certificates()
        with open(self.data / "postgresql.conf", "a", encoding="utf-8") as settings:
            settings.write(
                f"port = {self.port}\nlisten_addresses = '127.0.0.1'\nunix_socket_directories = ''\nssl = on\n"
                f"ssl_cert_file = '{self.directory}/server.crt'\nssl_key_file = '{self.directory}/server.key'\n{self.settings}"
            )
        self.start()
        return self

    def __exit__(self, *_):
        self.end()
        shutil.rmtree(self.directory, ignore_errors=True)

    def make_certificates(self):
        def openssl(*arguments):
            as_postgres("openssl", *arguments)

        ca, key = self.directory / "ca.crt", self.directory / "ca.key"
        openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", ca, "-days", "2",
                "-subj", "/CN=Drill authority", "-addext", "basicConstraints=critical,CA:TRUE")
        extensions = self.directory / "names"
        extensions.write_text("subjectAltName=DNS:localhost\n")
        openssl("req", "-newkey", "rsa:2048", "-nodes", "-keyout", self.directory / "server.key",
                "-out", self.directory / "server.csr", "-subj", "/CN=localhost")
        openssl("x509", "-req", "-in", self.directory / "server.csr", "-CA", ca, "-CAkey", key, "-CAcreateserial",
                "-days", "2", "-extfile", extensions, "-out", self.directory / "server.crt")
        other = self.directory / "other.crt"
        openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", self.directory / "other.key",
                "-out", other, "-days", "2", "-subj", "/CN=Another authority")
        for name in ["server.key", "ca.key"]:
            os.chmod(self.directory / name, 0o600)
        for name in ["ca.crt", "other.crt"]:
            os.chmod(self.directory / name, 0o644)
        os.chmod(self.directory, 0o755)

    def url(self, host="127.0.0.1", port=None, query=""):
        """The URL of a new database."""
        self.databases += 1
        self.database = f"drill{self.databases}"
        as_postgres(self.bin / "createdb", "-h", "127.0.0.1", "-p", str(self.port), "-U", "miaohui", self.database)
        return f"postgres://miaohui@{host}:{port or self.port}/{self.database}{query and '?'}{query}"


def ask(url, body=None, patience=30):
    """Status and JSON of a call; status 0 when there was no answer."""
    data = None if body is None else json.dumps(body).encode()
    try:
        with urllib.request.urlopen(urllib.request.Request(url, data), timeout=patience) as reply:
            text = reply.read()
            status = reply.status
    except urllib.error.HTTPError as error:
        text, status = error.read(), error.code
    except OSError:
        return 0, {}
    try:
        return status, json.loads(text)
    except ValueError:
        return status, {"text": text.decode(errors="replace").strip()}


def code_of(data, phone, patience=20):
    """The code that the outbox has for a phone."""
    until = time.monotonic() + patience
    while time.monotonic() < until:
        with contextlib.suppress(OSError):
            messages = map(json.loads, (data / "outbox/sms.jsonl").read_text().splitlines())
            codes = [message["code"] for message in messages if message["phone"].endswith(phone)]
            if codes:
                return codes[-1]
        time.sleep(0.1)
    return None


def sign_up(server, phone="13912345678"):
    """The token of a new user."""
    account = {"country": "86", "phone": phone}
    ask(f"{server.url}/community/send_sms_code", {**account, "type": 1})
    code = code_of(server.data, phone)
    require(code, "a code comes")
    _, reply = ask(f"{server.url}/community/user_signup", {**account, "password": PASSWORD, "code": code})
    require(reply.get("code") == 0, f"sign-up: {reply}")
    return reply["token"]
