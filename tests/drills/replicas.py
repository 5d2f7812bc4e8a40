"""Starts PostgreSQL with two standbys, from Debian's packages, and two servers that read from them, and
looks for a reader who misses what anybody was answered.

    python3 tests/drills/replicas.py [PROGRAM]

Meanwhile the standbys lag, stand still, are frozen, killed, and begin a timeline of their own.
"""

import contextlib
import random
import re
import signal
import sys
import threading
import time
import urllib.request

from common import Cluster, Crew, Postgres, as_postgres, ask, free_port, require, say, sign_up
from server import Server, binary

CLIENTS = 8


class Standby(Cluster):
    """A standby that streams from a primary."""

    def __init__(self, primary, name):
        self.primary, self.port, self.bin = primary, free_port(), primary.bin
        self.data, self.database = primary.directory / name, primary.database

    def __enter__(self):
        as_postgres(self.bin / "pg_basebackup", "-h", "127.0.0.1", "-p", self.primary.port, "-U", "miaohui",
                    "-c", "fast", "-R", "-D", self.data)
        with open(self.data / "postgresql.conf", "a", encoding="utf-8") as settings:
            settings.write(f"\nport = {self.port}\n")
        self.start()
        return self

    def __exit__(self, *_):
        self.end()

    def url(self):
        return f"postgres://miaohui@127.0.0.1:{self.port}/{self.database}?sslmode=disable"


class Clients(Crew):
    """Write through one server and read through any; what was answered is seen by all."""

    def __init__(self, servers, token):
        super().__init__()
        self.servers, self.token = servers, token
        self.published, self.lock = [], threading.Lock()
        self.stale, self.failed, self.reads, self.slowest = [], {}, 0, 0.0
        for number in range(CLIENTS):
            self.add(self.run, number)

    def call(self, method, body):
        begun = time.monotonic()
        url = f"{random.choice(self.servers).url}/community/{method}"
        _, reply = ask(url, {"token": self.token, **body})
        self.slowest = max(self.slowest, time.monotonic() - begun)
        return reply

    def note(self, reply):
        code = reply.get("code", "none")
        with self.lock:
            self.failed[code] = self.failed.get(code, 0) + 1

    def failures(self):
        with self.lock:
            return sum(self.failed.values())

    def run(self, number):
        count = 0
        while not self.is_over.is_set():
            count += 1
            content = f"replica {number} {count}"
            reply = self.call("article_publish", {"content": content})
            if reply.get("code") != 0:
                self.note(reply)
                continue
            with self.lock:
                self.published.append((reply["article_id"], content))
                known = random.sample(self.published, min(3, len(self.published))) + [self.published[-1]]
            for article, content in known:
                reply = self.call("article_detail", {"article_id": article})
                self.reads += 1
                if reply.get("code") == 0 and reply["article_detail"]["content"] == content:
                    continue
                if reply.get("code") in (110, "none"):
                    self.note(reply)
                else:
                    self.stale.append((article, reply))


def synchronous_primary(stack):
    """A primary whose commits wait for a standby, and the URL of a new database."""
    primary = stack.enter_context(Postgres())
    url = primary.url(query="sslmode=disable")
    stack.enter_context(Standby(primary, "standby"))
    primary.query("ALTER SYSTEM SET synchronous_standby_names = '*'")
    primary.query("SELECT pg_reload_conf()")
    return primary, url


def lags(server):
    """The seconds that the standbys lag, as far as they tell."""
    text = urllib.request.urlopen(f"{server.operations}/metrics", timeout=10).read().decode()
    return [float(seconds) for seconds in re.findall(r'^miaohui_replica_lag_seconds\{replica="127[^"]*"\} (\S+)', text, re.M)]


def until(what, condition):
    """Waits for a condition; the server asks every five seconds."""
    end = time.monotonic() + 15
    while not condition():
        require(time.monotonic() < end, what)
        time.sleep(0.2)


def counters(servers):
    """Reads that the standbys served, and those that they gave to the primary."""
    served = missed = 0
    for server in servers:
        text = urllib.request.urlopen(f"{server.operations}/metrics", timeout=10).read().decode()
        served += int(re.search(r"^miaohui_db_replica_reads_total (\d+)", text, re.M).group(1))
        missed += int(re.search(r"^miaohui_db_replica_misses_total (\d+)", text, re.M).group(1))
    return served, missed


def main():
    program = binary(sys.argv[1:])
    with contextlib.ExitStack() as stack:
        primary = stack.enter_context(Postgres())
        url = primary.url(query="sslmode=disable")
        first, second = (stack.enter_context(Standby(primary, name)) for name in ("first", "second"))
        settings = ["database.connections=8", f"database.replicas={first.url()},{second.url()}"]

        def both(sql):
            return lambda: [standby.query(sql) for standby in (first, second)]

        pause, resume = both("SELECT pg_wal_replay_pause()"), both("SELECT pg_wal_replay_resume()")
        servers, token = [], None
        # The standbys do not have the tables yet when the first server makes them and reads.
        pause()
        for _ in range(2):
            port = free_port()
            server = Server(program, *settings, f"operations_listen=127.0.0.1:{port}", database_url=url)
            server.operations = f"http://127.0.0.1:{port}"
            servers.append(stack.enter_context(server))
            settings.append(f"keys_file={server.data}/miaohui.keys")
            # Each server sends messages to a file of its own, and either may send this one.
            token = token or sign_up(server)
        resume()
        clients = Clients(servers, token)

        def episode(what, seconds, begin=lambda: None, end=lambda: None):
            before, reads, failed = counters(servers), clients.reads, clients.failures()
            begin()
            time.sleep(seconds)
            end()
            after = counters(servers)
            say(what, f"{clients.reads - reads} reads, {after[0] - before[0]} on a standby, "
                f"{after[1] - before[1]} given back, {clients.failures() - failed} calls failed")
            require(not clients.stale, f"nobody misses what was answered: {clients.stale[:3]}")
            return after[0] - before[0], clients.reads - reads

        def until_served(what, seconds, share):
            """Repeats an episode until standbys serve this share of the reads.

            On a slow machine they are late, and each time left out for a second.
            """
            for _ in range(8):
                served, reads = episode(what, seconds)
                if served > share * reads:
                    return
            require(False, f"standbys serve the reads: {what}")

        def promote():
            first.control("promote")
            # Its log gets ahead of the primary's.
            first.query("CREATE TABLE other AS SELECT generate_series(1, 300000) AS n")

        def demote():
            first.stop("fast")
            as_postgres("touch", first.data / "standby.signal")
            first.start()

        with clients:
            until_served("two standbys that keep up", 5, 0.5)
            require(len(lags(servers[0])) == 2, "both standbys tell how far they are behind")

            def seen():
                until("a standby whose replay stands still lags", lambda: min(lags(servers[0])) > 1)
                resume()
                until("and has caught up later", lambda: max(lags(servers[0])) < 1)

            episode("replay stands still", 3, pause, seen)
            delay = "ALTER SYSTEM SET recovery_min_apply_delay = '{}'"

            def delayed(time):
                return lambda: [(standby.query(delay.format(time)), standby.query("SELECT pg_reload_conf()"))
                                for standby in (first, second)]

            episode("replay is 200 ms late", 3, delayed("200ms"), delayed("0"))
            episode("one standby is frozen", 4, lambda: first.signal(signal.SIGSTOP), lambda: first.signal(signal.SIGCONT))
            episode("one standby is killed", 3, lambda: first.stop("immediate"), first.start)
            episode("both are back", 4)
            episode("one began a timeline of its own", 4, promote)
            episode("and is a standby again, ahead of the primary", 5, demote)
            second.stop("immediate")
            served, _ = episode("and is alone", 4)
            require(served == 0, "a standby that went another way serves nothing")
            second.start()
            until_served("the other one is back", 5, 0.3)
            failed = dict(clients.failed)
            require(not failed and clients.slowest < 5, f"no call fails, and none waits for long: {failed}")

            def restart():
                primary.stop("immediate")
                primary.start()

            episode("the primary restarts", 4, restart)
            until_served("and is back", 5, 0.3)
        say("failed calls by code, and the slowest", f"{clients.failed} {clients.slowest:.1f} s")
        require(set(clients.failed) <= {110, -1}, "calls fail while the primary restarts, and as they should")
        print(f"  {servers[0].run('verify').strip()}")


if __name__ == "__main__":
    main()
