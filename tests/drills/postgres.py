"""Starts PostgreSQL and PgBouncer of its own, from Debian's packages, and drives the server through what
happens to them: TLS, poolers, a frozen server, an immediate restart under load.

    python3 tests/drills/postgres.py [PROGRAM]
"""

import contextlib
import json
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time

from common import Postgres, ask, free_port, require, say, sign_up
from server import Server, ServerError, binary


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
