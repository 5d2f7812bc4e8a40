"""Starts PostgreSQL and PgBouncer of its own, from Debian's packages, and drives the server through what
happens to them: TLS, poolers, a frozen server, an immediate restart under load.

    python3 tests/drills/postgres.py [PROGRAM]
"""

import contextlib
import json
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "clients"))

from server import Server, ServerError, binary  # noqa: E402

PASSWORD = "drill password 1"


def free_port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


def as_postgres(*command, **options):
    command = ["runuser", "-u", "postgres", "--", *map(str, command)]
    return subprocess.run(command, cwd="/", check=True, capture_output=True, text=True, **options)


def say(what, value=""):
    print(f"  {what:<62} {value}", flush=True)


def require(holds, what):
    if not holds:
        raise SystemExit(f"the drill failed: {what}")


class Postgres:
    """A cluster with TLS by an authority of its own."""

    def __init__(self):
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
                f"ssl_cert_file = '{self.directory}/server.crt'\nssl_key_file = '{self.directory}/server.key'\n"
            )
        self.start()
        return self

    def __exit__(self, *_):
        with contextlib.suppress(subprocess.CalledProcessError):
            self.signal(signal.SIGCONT)
        with contextlib.suppress(subprocess.CalledProcessError):
            self.stop("immediate")
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

    def control(self, *arguments):
        as_postgres(self.bin / "pg_ctl", "-D", self.data, "-w", "-l", self.directory / "log", *arguments)

    def start(self):
        self.control("start")

    def stop(self, mode):
        self.control("stop", "-m", mode)

    def processes(self, data):
        first = int((data / "postmaster.pid").read_text().split()[0])
        children = pathlib.Path(f"/proc/{first}/task/{first}/children").read_text().split()
        return [first, *map(int, children)]

    def signal(self, number, data=None):
        for process in self.processes(data or self.data):
            with contextlib.suppress(ProcessLookupError):
                os.kill(process, number)

    def url(self, host="127.0.0.1", port=None, query=""):
        """The URL of a new database."""
        self.databases += 1
        self.database = f"drill{self.databases}"
        as_postgres(self.bin / "createdb", "-h", "127.0.0.1", "-p", str(self.port), "-U", "miaohui", self.database)
        return f"postgres://miaohui@{host}:{port or self.port}/{self.database}{query and '?'}{query}"

    def query(self, sql):
        """The lines of a query to the newest database."""
        answer = as_postgres(self.bin / "psql", "-h", "127.0.0.1", "-p", str(self.port), "-U", "miaohui", "-Atc", sql,
                             self.database)
        return [line for line in answer.stdout.split("\n") if line]


class PgBouncer:
    def __init__(self, postgres, mode):
        self.postgres, self.mode, self.port, self.process = postgres, mode, free_port(), None

    def __enter__(self):
        directory = self.postgres.directory / f"bouncer-{self.mode}"
        directory.mkdir()
        (directory / "users").write_text('"miaohui" ""\n')
        (directory / "settings").write_text(
            f"[databases]\n* = host=127.0.0.1 port={self.postgres.port}\n[pgbouncer]\n"
            f"listen_addr = 127.0.0.1\nlisten_port = {self.port}\nauth_type = trust\nauth_file = {directory}/users\n"
            f"pool_mode = {self.mode}\nunix_socket_dir =\nignore_startup_parameters = extra_float_digits\n"
            f"logfile = {directory}/log\npidfile = {directory}/pid\n"
        )
        shutil.chown(directory, "postgres")
        command = ["runuser", "-u", "postgres", "--", "/usr/sbin/pgbouncer", "-q", str(directory / "settings")]
        self.process = subprocess.Popen(command, cwd="/", stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        until = time.monotonic() + 20
        while time.monotonic() < until:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 1):
                return self
            time.sleep(0.1)
        raise SystemExit("PgBouncer does not start")

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(20)


def refused(program, url):
    """What the server says when it does not start."""
    try:
        with Server(program, database_url=url):
            return ""
    except ServerError as error:
        return str(error)


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


def sign_up(server):
    phone = {"country": "86", "phone": "13912345678"}
    ask(f"{server.url}/community/send_sms_code", {**phone, "type": 1})
    until = time.monotonic() + 20
    while time.monotonic() < until:
        with contextlib.suppress(OSError, IndexError):
            lines = (server.data / "outbox/sms.jsonl").read_text().splitlines()
            code = [json.loads(line)["code"] for line in lines][-1]
            _, reply = ask(f"{server.url}/community/user_signup", {**phone, "password": PASSWORD, "code": code})
            require(reply.get("code") == 0, f"sign-up: {reply}")
            return reply["token"]
        time.sleep(0.1)
    raise SystemExit("no code came")


def tls(program, postgres):
    print("TLS")
    roots = f"sslrootcert={postgres.directory}/ca.crt"
    with Server(program, database_url=postgres.url("localhost", query=f"sslmode=verify-full&{roots}")) as server:
        open_connections = "FROM pg_stat_ssl JOIN pg_stat_activity USING (pid) WHERE application_name = 'miaohui'"
        used = postgres.query(f"SELECT count(*) FILTER (WHERE ssl) = count(*), count(*) > 0 {open_connections}")
        require(used == ["t|t"], f"every connection uses TLS: {used}")
        require(ask(f"{server.url}/readyz")[0] == 200, "ready over TLS")
    say("verify-full with the name of the certificate", "serves")
    other = f"sslrootcert={postgres.directory}/other.crt"
    for query, host, expected in [
        (f"sslmode=verify-full&{roots}", "127.0.0.1", "another name is refused"),
        (f"sslmode=verify-full&{other}", "localhost", "another authority is refused"),
        (f"sslmode=verify-ca&{other}", "localhost", "verify-ca refuses another authority"),
        ("sslmode=verify-full", "localhost", "the system does not know the authority"),
    ]:
        error = refused(program, postgres.url(host, query=query))
        require("cannot connect to PostgreSQL" in error, f"{expected}: {error}")
        say(expected, "ok")
    with Server(program, database_url=postgres.url("127.0.0.1", query=f"sslmode=verify-ca&{roots}")):
        say("verify-ca takes any name", "serves")


def poolers(program, postgres):
    print("PgBouncer")
    with PgBouncer(postgres, "session") as bouncer:
        with Server(program, "database.connections=4", database_url=postgres.url(port=bouncer.port)) as server:
            require(ask(f"{server.url}/readyz")[0] == 200, "ready behind a session pooler")
        say("session pooling", "serves")
    version = subprocess.run(["/usr/sbin/pgbouncer", "--version"], capture_output=True, text=True, check=True).stdout
    number = tuple(int(part) for part in version.split()[1].split(".")[:2])
    with PgBouncer(postgres, "transaction") as bouncer:
        error = refused(program, postgres.url(port=bouncer.port))
        if number < (1, 21):
            require("pooler" in error, f"a transaction pooler is refused: {error}")
            say(f"transaction pooling of PgBouncer {number[0]}.{number[1]}", "refused, with what to do")


def frozen(program, postgres):
    print("A frozen server, for 20 seconds")
    with Server(program, "database.connections=4", database_url=postgres.url()) as server:
        token = sign_up(server)
        slowest, answers, stop = [0.0], {}, threading.Event()

        def call(method, body):
            while not stop.is_set():
                begun = time.monotonic()
                _, reply = ask(f"{server.url}/community/{method}", {"token": token, **body})
                slowest[0] = max(slowest[0], time.monotonic() - begun)
                code = reply.get("code", "none")
                answers[code] = answers.get(code, 0) + 1

        callers = [threading.Thread(target=call, args=("article_list", {})) for _ in range(12)]
        callers += [threading.Thread(target=call, args=("article_publish", {"content": "x"})) for _ in range(12)]
        for caller in callers:
            caller.start()
        time.sleep(1)
        postgres.signal(signal.SIGSTOP)
        try:
            time.sleep(3)
            not_ready, _ = ask(f"{server.url}/readyz", patience=5)
            alive, _ = ask(f"{server.url}/healthz", patience=2)
            time.sleep(17)
        finally:
            postgres.signal(signal.SIGCONT)
        begun = time.monotonic()
        while ask(f"{server.url}/readyz", patience=5)[0] != 200:
            require(time.monotonic() - begun < 30, "it recovers without a restart")
            time.sleep(0.1)
        again = time.monotonic() - begun
        stop.set()
        for caller in callers:
            caller.join()
        say("/readyz and /healthz meanwhile", f"{not_ready} {alive}")
        say("slowest answer", f"{slowest[0]:.1f} s")
        say("ready again after", f"{again:.1f} s")
        say("answers by code", json.dumps(answers))
        require(not_ready == 503 and alive == 200, "not ready, and alive")
        require(slowest[0] <= 12, "every call is answered in time")
        # A write whose commit was not answered is told as unknown; there are two connections for writes.
        require(set(answers) <= {0, 110, -1} and answers.get(-1, 0) <= 2, "the fault is a passing one")


def restarted(program, postgres, rounds=3):
    print(f"An immediate restart under load, {rounds} times")
    with Server(program, "database.connections=8", database_url=postgres.url()) as server:
        token = sign_up(server)
        confirmed, refused_, unknown, stop, lock = set(), set(), set(), threading.Event(), threading.Lock()
        number = [0]

        def publish():
            while not stop.is_set():
                with lock:
                    number[0] += 1
                    content = f"drill {number[0]}"
                _, reply = ask(f"{server.url}/community/article_publish", {"token": token, "content": content})
                code = reply.get("code", "none")
                kept = confirmed if code == 0 else refused_ if code == 110 else unknown
                with lock:
                    kept.add(content)

        callers = [threading.Thread(target=publish) for _ in range(16)]
        for caller in callers:
            caller.start()
        for _ in range(rounds):
            time.sleep(2)
            postgres.stop("immediate")
            postgres.start()
        time.sleep(2)
        stop.set()
        for caller in callers:
            caller.join()
        stored = postgres.query("SELECT content FROM co_article WHERE content LIKE 'drill %'")
        say("answered, refused, unknown", f"{len(confirmed)} {len(refused_)} {len(unknown)}")
        say("answered and missing", len(confirmed - set(stored)))
        say("refused and stored", len(refused_ & set(stored)))
        say("stored twice", len(stored) - len(set(stored)))
        require(not confirmed - set(stored), "no answered write is lost")
        require(not refused_ & set(stored), "no refused write is stored")
        require(len(stored) == len(set(stored)), "no write is stored twice")
        print(f"  {server.run('verify').strip()}")


def main():
    program = binary(sys.argv[1:])
    for drill in [tls, poolers, frozen, restarted]:
        with Postgres() as postgres:
            drill(program, postgres)


if __name__ == "__main__":
    main()
