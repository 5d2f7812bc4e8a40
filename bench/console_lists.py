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
import hashlib
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

DAY = 86_400_000
FAR = 4_000_000_000_000
TOKEN = "a-session-of-the-measurement"
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


def tables(rows, now):
    """The rows of each large table: columns, and expressions over the number `n` of a row. `at` is when it was made: over
    a year, the last one now. User 7 has a fiftieth of everything."""
    at = f"({now - 365 * DAY} + n * {365 * DAY // rows})"
    user = f"CASE WHEN n % 50 = 0 THEN 7 ELSE n * 7919 % {rows} + 1 END"
    of_hundred = "n % 100 + 1"
    number = "substr(CAST(10000000 + n AS TEXT), 2)"
    few, newest = "n % 1000 = 0", f"n > {rows - 500}"
    return {
        "co_user": (
            "uid, country, phone, password, nickname, invitation_code, created_at, banned",
            f"'uid' || n, '86', CAST(13000000000 + n AS TEXT), '', '庙会' || n, 'c' || n, {at},"
            f" CASE WHEN {few} THEN 'spam' END",
        ),
        "co_article": (
            "user_id, created_at, images, content, hidden",
            f"{user}, {at}, '[]', 'text of article ' || n, {few}",
        ),
        "co_article_comment": (
            "article_id, user_id, content, created_at, hidden",
            f"{user}, {user}, 'comment ' || n, {at}, {few}",
        ),
        "co_game_comment": (
            "game_id, user_id, content, created_at, hidden",
            f"{of_hundred}, {user}, 'comment ' || n, {at}, {few}",
        ),
        "co_order": (
            "user_id, price, status, created_at, updated_at, expires_at",
            f"{user}, 9800, CASE WHEN {newest} THEN 0 WHEN n % 20 = 0 THEN 2 ELSE 1 END, {at}, {at}, {FAR}",
        ),
        # The older half is sold, of which the newest are reserved.
        "co_ticket": (
            "project_id, master_id, state, order_id, owner_id, sold_at, price, created_at, updated_at, name",
            f"{of_hundred}, {of_hundred}, CASE WHEN n > {rows // 2} THEN 0 WHEN n > {rows // 2 - 500} THEN 1 ELSE 2 END,"
            f" CASE WHEN n <= {rows // 2} THEN {rows // 2} + n END, CASE WHEN n <= {rows // 2 - 500} THEN {user} END,"
            f" CASE WHEN n <= {rows // 2 - 500} THEN {at} END, 9800, {at}, {at}, 'ticket ' || n",
        ),
        "co_ticket_comment": (
            "ticket_id, user_id, content, created_at, hidden",
            f"{user}, {user}, 'comment ' || n, {at}, {few}",
        ),
        "co_check_in": (
            "ticket_id, project_id, scan, gate, staff, admitted_at, created_at",
            f"n, {of_hundred}, 's' || n, 'gate', 'staff', {at}, {at}",
        ),
        "co_media": (
            "id, user_id, created_at, uploaded_at, blob, media_type, size",
            f"'m' || n, {user}, {at}, {at}, 'b' || n, 'image/jpeg', 1000",
        ),
        "cf_user": (
            "email, password, nickname, is_active, date_joined, activated_at, idcard_image",
            f"'u' || n || '@mail.example', '', '味道' || n, n % 1000 <> 0, {at}, {at}, CASE WHEN {few} THEN 1 END",
        ),
        "cf_image": (
            "user_id, kind, name, blob, media_type, created_at",
            f"{user}, n % 3 + 1, 'i' || n, 'b' || n, 'image/jpeg', {at}",
        ),
        "cf_project": (
            "user_id, cover, location, category, status, total_money, total_days, started_at, post_datetime,"
            " modify_datetime, name, name_folded, summary, content, attention_count",
            f"{user}, n, 1, n % 9 + 1, CASE WHEN {few} THEN 1 WHEN n % 3 = 0 THEN 4 ELSE 5 END, 100000, 30, {at}, {at}, {at},"
            " '糖' || n, '糖' || n, 'summary', 'text', n % 5000",
        ),
        "cf_package": ("project_id, money, places, kind, name", "n, 1000, 0, 0, 'package ' || n"),
        "cf_feedback": ("project_id, content", "n, 'promise ' || n"),
        "cf_support": (
            "project_id, package_id, user_id, money, kind, status, paid, created_at, paid_at",
            f"{of_hundred}, {of_hundred}, {user}, 1000, 0, CASE WHEN n % 20 = 0 THEN 2 ELSE 1 END, NOT {few}, {at}, {at}",
        ),
        "cf_comment": (
            "project_id, user_id, created_at, content",
            f"{of_hundred}, {user}, {at}, 'comment ' || n",
        ),
        "cf_topic": (
            "project_id, user_id, post_datetime, modify_datetime, title, content, hidden",
            f"{of_hundred}, {user}, {at}, {at}, 'topic ' || n, 'text', {few}",
        ),
        "cf_topic_comment": (
            "topic_id, user_id, created_at, content",
            f"{of_hundred}, {user}, {at}, 'comment ' || n",
        ),
        "cf_settlement": (
            "project_id, outcome, fen, fee, created_at, ended_at",
            f"n, 4, 1000, 10, {at}, {at}",
        ),
        "cf_recharge": (
            "user_id, money, channel, status, created_at",
            f"{user}, 1000, 'sandbox', CASE WHEN {few} THEN 2 ELSE 1 END, {at}",
        ),
        "cf_withdrawal": (
            "user_id, money, target, status, created_at, decided_at",
            f"{user}, 1000, '', CASE WHEN {newest} THEN 0 WHEN n % 20 = 0 THEN 2 ELSE 1 END, {at}, {at}",
        ),
        "ledger_balance": ("account, balance", "'user:' || n, 1000"),
        "ledger_posting": ("key, what, created_at", f"'payment:' || n, 'payment', {at}"),
        "ledger_line": (
            "posting_id, account, fen",
            f"(n + 1) / 2, CASE WHEN n % 2 = 0 THEN 'sandbox' ELSE 'user:' || {user} END, CASE WHEN n % 2 = 0 THEN 1 ELSE -1 END",
        ),
        "payment_intent": (
            "reference, subject, subject_id, user_id, channel, fen, status, transaction_no, paid, created_at, expires_at,"
            " ended_at, paid_at",
            f"'P' || {number}, 'ticket order', n, {user}, 'sandbox', 9800, CASE WHEN {newest} THEN 1 WHEN n % 20 = 0 THEN 4"
            f" WHEN {few} THEN 3 WHEN n % 999 = 0 THEN 5 ELSE 2 END, 'T' || {number}, 9800, {at}, {FAR}, {at}, {at}",
        ),
        "payment_refund": (
            "reference, intent_id, fen, reason, status, created_at, ended_at, channel",
            f"'R' || {number}, n, 100, 'reason', CASE WHEN {few} THEN 2 ELSE 1 END, {at}, {at}, 'sandbox'",
        ),
        "payment_case": (
            "kind, channel, key, intent_id, fen, detail, status, created_at",
            f"'complaint', 'sandbox', 'K' || {number}, n, 100, 'detail', CASE WHEN {few} THEN 0 ELSE 1 END, {at}",
        ),
        "payment_bill_line": (
            "bill_id, line_no, channel, month, kind, reference, transaction_no, refund_no, fen, fee, happened_at, state,"
            " status, intent_id",
            f"n * 365 / {rows + 1} + 1, n, 'sandbox', '2026-' || substr(CAST(101 + n * 12 / {rows + 1} AS TEXT), 2), 0,"
            f" 'B' || {number}, 'T' || {number}, '', 9800, 50, {at}, 'SUCCESS', 1, n",
        ),
        "outbox": (
            "kind, payload, created_at, expires_at, next_at, tries, ended_at, recipient, state, reason",
            f"'sms', '', {at}, {FAR}, CASE WHEN {newest} THEN {FAR} END, 1, {at}, '+86' || CAST(13000000000 + n AS TEXT),"
            f" CASE WHEN {newest} THEN 'queued' WHEN n % 20 = 0 THEN 'failed' ELSE 'delivered' END, NULL",
        ),
        "moderation_report": (
            "product, kind, thing_id, reporter, reason, text, state, created_at, decided_at",
            f"'community', 'article', n, {user}, 'spam', 'text', CASE WHEN {few} THEN 'open' WHEN n % 20 = 0 THEN 'upheld'"
            f" ELSE 'dismissed' END, {at}, CASE WHEN {few} THEN NULL ELSE {at} END",
        ),
        "webhook_delivery": (
            "endpoint_id, kind, thing, data, state, created_at, next_at, ended_at",
            f"1, 'order.paid', 'order:' || n, '{{}}', CASE WHEN {few} THEN 'failed' ELSE 'delivered' END, {at}, NULL, {at}",
        ),
        "console_audit": (
            "created_at, staff_id, actor, address, action, resource, subject, changes",
            f"{at}, 1, 'a@mail.example', '127.0.0.1', 'change', CASE WHEN {few} THEN 'masters' ELSE 'orders' END, n, '{{}}'",
        ),
    }


def small_tables(now):
    """A hundred rows of what operators enter, and the signed-in owner."""
    hundred = "WITH RECURSIVE number (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < 100)"
    token = hashlib.sha256(TOKEN.encode()).hexdigest()
    return f"""
        INSERT INTO co_master (uid, name, created_at) {hundred} SELECT 'uid' || n, 'master ' || n, {now} FROM number;
        INSERT INTO co_project (master_id, name, created_at) {hundred} SELECT n, 'project ' || n, {now} FROM number;
        INSERT INTO co_game (name, created_at) {hundred} SELECT 'game ' || n, {now} FROM number;
        INSERT INTO webhook_endpoint (url, paused_at, created_at) VALUES ('https://mail.example', {now}, {now});
        INSERT INTO console_staff (id, email, name, role, password, created_at)
            VALUES (1, 'a@mail.example', 'A', 'owner', '', {now});
        INSERT INTO console_session (token_hash, staff_id, csrf, proven, created_at, expires_at)
            VALUES ('{token}', 1, 'csrf', TRUE, {now}, {FAR});
    """


def parts(table, key, of, longest, texts, lengths):
    """The pieces or grams of the texts of a table."""
    sources = " UNION ALL ".join(f"SELECT {text} AS text, id FROM {of}" for text in texts)
    places = " UNION ALL ".join(f"SELECT {n} AS k" for n in range(1, longest + 1))
    return " ".join(
        f"INSERT INTO {table} SELECT DISTINCT substr(s.text, p.k, {length}), s.id FROM ({sources}) s JOIN ({places}) p"
        f" ON p.k <= LENGTH(s.text) {'' if length == 12 else f'- {length} + 1'} ORDER BY 1, 2;"
        for length in lengths
    )


def filling(rows, now):
    """The statements that fill an empty database."""
    yield small_tables(now)
    number = f"WITH RECURSIVE number (n) AS (SELECT CAST(1 AS BIGINT) UNION ALL SELECT n + 1 FROM number WHERE n < {rows})"
    for table, (columns, values) in tables(rows, now).items():
        yield f"INSERT INTO {table} ({columns}) {number} SELECT {values} FROM number;"
    yield parts("co_user_piece", "id", "co_user", 11, ["nickname", "phone"], [12])
    yield parts("cf_user_piece", "id", "cf_user", 22, ["nickname", "email"], [12])
    yield parts("cf_project_gram", "project_id", "cf_project", 8, ["name_folded"], [1, 2, 3])
    counted = "INSERT INTO console_counted (what, last_id) VALUES"
    yield f"{counted} ('co_user_piece', {rows}), ('cf_user_piece', {rows});"


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
