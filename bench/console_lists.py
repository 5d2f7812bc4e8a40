#!/usr/bin/env python3
"""Measures every list of the console on a database whose large tables have a million rows each.

    python3 bench/console_lists.py target/release/miaohui [--rows 1000000] [--database-url postgres://…]
        [--over 50] [--only orders,users] [--keep DIRECTORY]

It starts the program on an empty database, fills it, and asks each list that the navigation has for its first page, its
last one, each choice of days, each value of each filter (alone and within 30 days), each order, and searches that find
few rows and many. Prints the number of queries and the slowest medians of each list in ms, and then the queries above
`--over`. On PostgreSQL it needs psql and an empty database of its own, and a role that may switch constraints off. A
directory that is kept holds what was filled, and is measured again without filling.
"""

import argparse
import http.client
import itertools
import os
import re
import socket
import sqlite3
import statistics
import subprocess
import tempfile
import time
import urllib.parse

from console_rows import TOKEN, filling

SEARCHES = {
    "users": ["500123", "1300", "3", "13000500123", "#500123"],
    "crowdfunding-users": ["500123", "@mail.example", "mail", "u500123@mail.example"],
    "crowdfunding-projects": ["500123", "糖", "12"],
    "intents": ["P0500123", "P0", "T0500123"],
    "refunds": ["R0500123", "R0"],
    "payment-cases": ["K0500123", "K0"],
    "bill-lines": ["B0500123", "B0"],
    "outbox": ["+8613000500123", "+86130"],
    "unsent": ["+8613000500123", "+86130"],
    "accounts": ["user:500123", "user:"],
    "media": ["m500123", "m"],
}


class Sqlite:
    """The database in the data directory."""

    def __init__(self, directory):
        self.arguments = ["--data-dir", directory]
        self.db = sqlite3.connect(os.path.join(directory, "miaohui.db"))
        self.db.executescript("PRAGMA synchronous = OFF; PRAGMA cache_size = -1000000; PRAGMA foreign_keys = OFF;")

    def indexes(self):
        found = self.db.execute("SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql LIKE 'CREATE INDEX%'")
        return found.fetchall()

    def run(self, sql):
        self.db.executescript(sql)

    def value(self, sql):
        return self.db.execute(sql).fetchone()[0]

    def end(self):
        self.db.close()


class Postgres:
    """A database of a PostgreSQL server."""

    def __init__(self, directory, url):
        self.arguments = ["--data-dir", directory, "--database-url", url]
        self.url = url

    def psql(self, sql):
        sql = f"SET session_replication_role = replica; SET maintenance_work_mem = '512MB'; {sql}"
        command = ["psql", self.url, "-v", "ON_ERROR_STOP=1", "-qAt", "-F", "\t", "-f", "-"]
        return subprocess.run(command, input=sql, capture_output=True, text=True, check=True).stdout

    def indexes(self):
        found = self.psql("SELECT indexname, indexdef FROM pg_indexes WHERE indexdef LIKE 'CREATE INDEX%'"
                          " AND schemaname = 'public'")
        return [line.split("\t") for line in found.splitlines()]

    def run(self, sql):
        self.psql(sql)

    def value(self, sql):
        return self.psql(sql).strip()

    def end(self):
        self.psql("VACUUM ANALYZE")


def start(program, arguments):
    """The running program and its port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [os.path.abspath(program), "serve", "--listen", f"127.0.0.1:{port}", *arguments]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    for _ in range(600):
        try:
            http.client.HTTPConnection("127.0.0.1", port).connect()
            return server, port
        except OSError:
            time.sleep(0.1)
    server.terminate()
    raise SystemExit("the server does not start")


def stop(server):
    server.terminate()
    server.wait()


def fill(database, rows):
    """Fills the database; the indexes are made after it."""
    indexes = database.indexes()
    for name, _ in indexes:
        database.run(f"DROP INDEX {name};")
    for statement in filling(rows, int(time.time() * 1000)):
        began = time.time()
        database.run(statement)
        print(f"  {time.time() - began:6.1f} s  {' '.join(statement.split())[:60]}", flush=True)
    for _, sql in indexes:
        database.run(f"{sql};")


class Console:
    """The signed-in owner."""

    def __init__(self, port):
        self.connection = http.client.HTTPConnection("127.0.0.1", port)

    def get(self, path):
        began = time.perf_counter()
        self.connection.request("GET", path, headers={"cookie": f"miaohui_console={TOKEN}"})
        reply = self.connection.getresponse()
        text = reply.read().decode()
        took = (time.perf_counter() - began) * 1000
        # 503: it took longer than the server lets a page take.
        if reply.status not in (200, 303, 503):
            raise SystemExit(f"{path}: {reply.status} {text[:300]}")
        return took, text

    def median(self, path, calls):
        times = [self.get(path)[0]]
        while len(times) < calls and sum(times) < 3000:
            times.append(self.get(path)[0])
        return statistics.median(times)


def queries(name, page):
    """What a list is asked for, by what its page offers."""
    yield ""
    yield "page=200"
    for search in SEARCHES.get(name, ["#500123"]):
        yield f"q={urllib.parse.quote(search)}"
    days, values = [], []
    kinds = {}
    for column, options in re.findall(r'<select name="(t|[fk]\.[a-z_]+)"[^>]*>(.*?)</select>', page, re.S):
        options = re.findall(r'value="([^"]+)"', options)
        if column == "t":
            days = options
        elif column.startswith("k."):
            kinds[column[2:]] = options
        else:
            values += [f"{column}={urllib.parse.quote(value)}" for value in options]
    for column in re.findall(r'<input type="text"[^>]* name="f\.([a-z_]+)"', page):
        named = [f"{kind}:" for kind in kinds.get(column, [])[:2]] or [""]
        values += [f"f.{column}={urllib.parse.quote(kind + key)}" for kind in named for key in ("7", "1234")]
    yield from (f"t={one}" for one in days)
    yield "from=2000-01-01&to=2100-01-01"
    yield from values
    yield from (f"t=30d&{one}" for one in values if days)
    sorts = {sort.lstrip("-") for sort in re.findall(r"[?;&]sort=(-?[a-z_]+)", page)}
    for sort, sign in itertools.product(sorted(sorts), ["", "-"]):
        yield f"sort={sign}{sort}"
        yield f"sort={sign}{sort}&page=200"
        if days:
            yield f"t=30d&sort={sign}{sort}"


def measure(console, args):
    _, start_page = console.get("/console/r/orders")
    names = dict.fromkeys(re.findall(r'href="/console/r/([a-z-]+)"', start_page))
    slow = []
    for name in names:
        if args.only and name not in args.only.split(","):
            continue
        _, page = console.get(f"/console/r/{name}")
        paths = [f"/console/r/{name}?{query}" for query in dict.fromkeys(queries(name, page))]
        found = sorted(((console.median(path, args.calls), path) for path in paths), reverse=True)
        middle = statistics.median(took for took, _ in found)
        print(f"{name:24} {len(found):4} queries  median {middle:7.1f} ms  slowest {found[0][0]:8.1f} ms  {found[0][1]}", flush=True)
        slow += [one for one in found if one[0] > args.over]
    for search in ["13000500123", "500123", "1300", "P0500123", "@mail.example", "小能"]:
        path = f"/console/find?q={urllib.parse.quote(search)}"
        took = console.median(path, args.calls)
        print(f"{'find':24} {search:30} {took:8.1f} ms", flush=True)
        slow += [(took, path)] if took > args.over else []
    print(f"above {args.over} ms: {len(slow)}")
    for took, path in sorted(slow, reverse=True):
        print(f"  {took:8.1f} ms  {path}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--calls", type=int, default=9)
    parser.add_argument("--over", type=float, default=50)
    parser.add_argument("--only", help="names of lists, with commas between them")
    parser.add_argument("--database-url")
    parser.add_argument("--keep", help="the directory of the data")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="miaohui-lists-") as temporary:
        directory = args.keep or temporary
        is_filled = os.path.exists(os.path.join(directory, "filled"))
        os.makedirs(directory, exist_ok=True)
        arguments = ["--data-dir", directory] + (["--database-url", args.database_url] if args.database_url else [])
        server, port = start(args.program, arguments)
        try:
            if not is_filled:
                stop(server)
                database = Postgres(directory, args.database_url) if args.database_url else Sqlite(directory)
                fill(database, args.rows)
                database.end()
                open(os.path.join(directory, "filled"), "w").close()
                server, port = start(args.program, arguments)
                print("waits for the counts of the dashboard", flush=True)
                time.sleep(90)
            measure(Console(port), args)
        finally:
            stop(server)


if __name__ == "__main__":
    main()
