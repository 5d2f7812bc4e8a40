"""Starts two servers on one PostgreSQL behind HAProxy, and restarts them in turn under load: no call may fail.

    python3 tests/drills/ends.py [PROGRAM] [RESTARTS]

HAProxy repeats nothing, so that every closed door is seen. Runs as root, with PostgreSQL, HAProxy and wrk from
Debian's packages.
"""

import re
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from common import Postgres, ask, free_port, require, say
from server import Server, binary

# HAProxy notices within its two checks; the servers announce their end for longer.
CHECKS_MS, ANNOUNCE_SECONDS = 300, 2
CONNECTIONS = 16
LONGEST_SECONDS = 170


def configuration(port, servers):
    lines = [
        "global", "  maxconn 2000", "defaults", "  mode http", "  timeout connect 2s", "  timeout client 60s",
        "  timeout server 60s", "  retries 0", "listen miaohui", f"  bind 127.0.0.1:{port}", "  option forwardfor",
        "  option httpchk GET /readyz", f"  default-server inter {CHECKS_MS}ms fall 2 rise 1",
    ]
    lines += [f"  server app{n} {listen} check port {operations}" for n, (listen, operations) in enumerate(servers)]
    return "\n".join(lines) + "\n"


def run(program, restarts, directory, url):
    places = [(f"127.0.0.1:{free_port()}", free_port()) for _ in range(2)]

    def start(number):
        listen, operations = places[number]
        server = Server(
            program, f"operations_listen=127.0.0.1:{operations}", "trusted_proxies=127.0.0.1", "log.requests=false",
            "database.connections=8", f"shutdown.announce_seconds={ANNOUNCE_SECONDS}",
            database_url=url, listen=listen, data=directory / "data",
        )
        server.start()
        while ask(f"http://127.0.0.1:{operations}/readyz")[0] != 200:
            time.sleep(0.1)
        return server

    servers = [start(0), start(1)]
    port = free_port()
    (directory / "haproxy.cfg").write_text(configuration(port, places), encoding="utf-8")
    proxy = subprocess.Popen(["haproxy", "-db", "-f", directory / "haproxy.cfg"], stdout=subprocess.DEVNULL,
                             stderr=subprocess.DEVNULL)
    try:
        while ask(f"http://127.0.0.1:{port}/docs")[0] != 200:
            time.sleep(0.1)
        load = subprocess.Popen(
            ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{LONGEST_SECONDS}s",
             f"http://127.0.0.1:{port}/api/crowdfunding/project/"],
            stdout=subprocess.PIPE, text=True,
        )
        time.sleep(2)
        for number in range(restarts):
            servers[number % 2].stop()
            servers[number % 2] = start(number % 2)
            # Until HAProxy sends there again.
            time.sleep(4 * CHECKS_MS / 1000)
        load.send_signal(signal.SIGINT)
        return load.communicate(timeout=30)[0]
    finally:
        proxy.kill()
        for server in servers:
            server.stop(check=False)


def main():
    program = binary(sys.argv[1:2])
    restarts = int(sys.argv[2]) if len(sys.argv) > 2 else 6
    with Postgres() as postgres, tempfile.TemporaryDirectory(prefix="miaohui-ends-") as directory:
        report = run(program, restarts, Path(directory), postgres.url(query="sslmode=disable"))
    calls = int(re.search(r"(\d+) requests in", report).group(1))
    say(f"calls during {restarts} restarts", calls)
    require(calls > 0 and "Non-2xx" not in report and "Socket errors" not in report, f"no call fails:\n{report}")


if __name__ == "__main__":
    main()
