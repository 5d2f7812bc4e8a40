"""Starts PostgreSQL with two standbys, from Debian's packages, and two servers that read from them, and
looks for a reader who misses what anybody was answered.

    python3 tests/drills/replicas.py [PROGRAM]

Meanwhile the standbys lag, stand still, are frozen, killed, and begin a timeline of their own.
"""

import contextlib
import random
import re
import signal
import subprocess
import sys
import threading
import time
import urllib.request

from common import Postgres, as_postgres, ask, free_port, require, say, sign_up
from server import Server, binary

CLIENTS = 8


class Standby:
    """A standby that streams from a primary."""

    def __init__(self, primary, name):
        self.primary, self.port = primary, free_port()
        self.data = primary.directory / name
        self.is_primary = False

    def __enter__(self):
        as_postgres(self.primary.bin / "pg_basebackup", "-h", "127.0.0.1", "-p", self.primary.port, "-U", "miaohui",
                    "-c", "fast", "-R", "-D", self.data)
        self.start()
        return self

    def __exit__(self, *_):
        with contextlib.suppress(subprocess.CalledProcessError):
            self.signal(signal.SIGCONT)
        with contextlib.suppress(subprocess.CalledProcessError):
            self.control("stop", "-m", "immediate")

    def control(self, *arguments):
        as_postgres(self.primary.bin / "pg_ctl", "-D", self.data, "-w", *arguments)

    def start(self):
        self.control("-o", f"-p {self.port}", "-l", self.primary.directory / f"{self.data.name}.log", "start")

    def signal(self, number):
        self.primary.signal(number, self.data)

    def query(self, sql):
        return as_postgres(self.primary.bin / "psql", "-h", "127.0.0.1", "-p", self.port, "-U", "miaohui", "-Atc", sql,
                           self.primary.database).stdout.strip()

    def url(self):
        return f"postgres://miaohui@127.0.0.1:{self.port}/{self.primary.database}?sslmode=disable"


class Clients:
    """Write through one server and read through any; what was answered is seen by all."""

    def __init__(self, servers, token):
        self.servers, self.token = servers, token
        self.published, self.likes, self.lock = [], {}, threading.Lock()
        self.stale, self.failed, self.reads, self.slowest = [], {}, 0, 0.0
        self.stop = threading.Event()
        self.threads = [threading.Thread(target=self.run, args=(number,)) for number in range(CLIENTS)]

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self.stop.set()
        for thread in self.threads:
            thread.join()

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

    def run(self, number):
        count = 0
        while not self.stop.is_set():
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
        servers, token = [], None
        for _ in range(2):
            port = free_port()
            server = Server(program, *settings, f"operations_listen=127.0.0.1:{port}", database_url=url)
            server.operations = f"http://127.0.0.1:{port}"
            servers.append(stack.enter_context(server))
            settings.append(f"keys_file={server.data}/miaohui.keys")
            # Each server sends messages to a file of its own, and either may send this one.
            token = token or sign_up(server)
        clients = Clients(servers, token)

        def episode(what, seconds, begin=lambda: None, end=lambda: None):
            before, reads = counters(servers), clients.reads
            begin()
            time.sleep(seconds)
            end()
            after = counters(servers)
            say(what, f"{clients.reads - reads} reads, {after[0] - before[0]} on a standby, "
                f"{after[1] - before[1]} given back")
            require(not clients.stale, f"nobody misses what was answered: {clients.stale[:3]}")
            return after[0] - before[0], clients.reads - reads

        def both(sql):
            return lambda: [standby.query(sql) for standby in (first, second)]

        def promote():
            first.control("promote")
            # Its log gets ahead of the primary's.
            first.query("CREATE TABLE other AS SELECT generate_series(1, 300000) AS n")

        def demote():
            first.control("stop", "-m", "fast")
            as_postgres("touch", first.data / "standby.signal")
            first.start()

        with clients:
            served, reads = episode("two standbys that keep up", 5)
            require(served > 0.5 * reads, "standbys serve the reads")
            episode("replay stands still", 3, both("SELECT pg_wal_replay_pause()"), both("SELECT pg_wal_replay_resume()"))
            delay = "ALTER SYSTEM SET recovery_min_apply_delay = '{}'"

            def delayed(time):
                return lambda: [(standby.query(delay.format(time)), standby.query("SELECT pg_reload_conf()"))
                                for standby in (first, second)]

            episode("replay is 200 ms late", 3, delayed("200ms"), delayed("0"))
            episode("one standby is frozen", 4, lambda: first.signal(signal.SIGSTOP), lambda: first.signal(signal.SIGCONT))
            episode("one standby is killed", 3, lambda: first.control("stop", "-m", "immediate"), first.start)
            episode("both are back", 4)
            episode("one began a timeline of its own", 4, promote)
            episode("and is a standby again, ahead of the primary", 5, demote)
            second.control("stop", "-m", "immediate")
            served, _ = episode("and is alone", 4)
            require(served == 0, "a standby that went another way serves nothing")
            second.start()
            served, reads = episode("the other one is back", 5)
            require(served > 0.3 * reads, "it serves again")
        say("failed calls by code, and the slowest", f"{clients.failed} {clients.slowest:.1f} s")
        require(not clients.failed and clients.slowest < 5, "no call fails, and none waits for long")
        print(f"  {servers[0].run('verify').strip()}")


if __name__ == "__main__":
    main()
