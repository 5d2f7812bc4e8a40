#!/usr/bin/env python3
"""Measures what each call costs on PostgreSQL with the demo data: processor time of the server and of PostgreSQL,
statements, rows, bytes of tables and of the log, bytes out. Then it lets many people do everything at once and compares
the throughput of this machine with what the costs predict.

    python3 bench/capacity/measure.py target/release/miaohui [--out bench/capacity/costs.json]

Needs root, Debian's packages postgresql (with its contrib modules) and wrk, and a machine that is quiet.
"""

import argparse
import concurrent.futures
import http.client
import json
import os
import pathlib
import re
import resource
import subprocess
import sys
import tempfile
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests/drills"), str(ROOT / "tests/clients"), str(pathlib.Path(__file__).parent)]

from common import Postgres  # noqa: E402
from model import HABITS  # noqa: E402
from server import Server, binary  # noqa: E402

CLIENTS = 8
TICK = os.sysconf("SC_CLK_TCK")
SETTINGS = "shared_preload_libraries = 'pg_stat_statements'\npg_stat_statements.max = 10000\nautovacuum = off\n"
# The rows of all tables. The statistics of PostgreSQL are seconds late.
ROWS = (
    "SELECT sum((xpath('/row/c/text()', query_to_xml(format('SELECT count(*) AS c FROM %I', relname), false, true, ''))"
    ")[1]::text::bigint) FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
)
# What people of the demo do in the check: shares of calls.
MIX = {"article_list": 0.6, "article_detail": 0.2, "article_like": 0.15, "ticket_list": 0.05}


class Site:
    """The server, its database and a connection to it."""

    def __init__(self, server, postgres):
        self.server, self.postgres = server, postgres
        host, port = re.fullmatch(r"http://(.*):(\d+)", server.url).groups()
        self.address = f"{host}:{port}"
        self.host, self.port, self.own = host, int(port), threading.local()
        phones = [f"138{n:08}" for n in range(1, 21)]
        self.tokens = [
            self.call("user_login", country="86", phone=phone, password="miaohui-demo")["token"] for phone in phones
        ]

    def call(self, method, **body):
        if not hasattr(self.own, "connection"):
            self.own.connection = http.client.HTTPConnection(self.host, self.port, timeout=60)
        self.own.connection.request(
            "POST", f"/community/{method}", json.dumps(body), {"Content-Type": "application/json"}
        )
        reply = self.own.connection.getresponse()
        text = reply.read()
        self.own.bytes_out = len(text) + sum(len(name) + len(value) + 4 for name, value in reply.getheaders()) + 17
        answer = json.loads(text)
        if answer["code"] != 0:
            raise SystemExit(f"{method}: {answer}")
        return answer

    def sql(self, statement):
        return self.postgres.query(statement)

    def processor(self):
        """Seconds of the server, and of PostgreSQL with the processes that it has ended."""

        def of(process, with_ended):
            try:
                fields = pathlib.Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
            except FileNotFoundError:
                # It has ended just now, and its time is its parent's.
                return 0
            return sum(int(field) for field in fields[11 : 15 if with_ended else 13]) / TICK

        first, *children = self.postgres.processes()
        return of(self.server.process.pid, False), of(first, True) + sum(of(child, False) for child in children)

    def database(self):
        """Statements, inserted rows, bytes of tables with their indexes, and bytes of the log."""
        # What sessions count is there a moment later.
        time.sleep(1.2)
        self.sql("CHECKPOINT")
        statements = self.sql("SELECT sum(calls) FROM pg_stat_statements WHERE query !~ '^(BEGIN|COMMIT|SET|ROLLBACK)'")
        rows = self.sql(ROWS)
        size = self.sql(
            "SELECT sum(pg_total_relation_size(oid)) FROM pg_class WHERE relkind = 'r' AND relname !~ '^(pg_|sql_)'"
        )
        log = self.sql("SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')")
        return [int(float(lines[0] or 0)) for lines in (statements, rows, size, log)]


def operations(site):
    """Each call with its number of repetitions; writes are repeated more often, because tables grow by pages."""
    tokens = site.tokens
    articles = [int(line) for line in site.sql("SELECT id FROM co_article WHERE NOT hidden")]
    users = site.sql("SELECT uid FROM co_user WHERE phone LIKE '138%' ORDER BY id")
    # The sandbox declines amounts that end in 44 fen.
    free = iter(site.sql("SELECT id FROM co_ticket WHERE state = 0 AND price > 0 AND price % 100 <> 44 ORDER BY id"))
    site.sql("DELETE FROM co_follow")
    site.sql("DELETE FROM co_article_like")
    text = "庙会上的糖葫芦和面人，今年比去年热闹得多，孩子们都不想回家。" * 3

    def token(n):
        return tokens[n % len(tokens)]

    def order(n):
        ticket = int(next(free))
        created = site.call("order_create", token=token(n), ticket_id_list=[ticket])
        site.call("order_pay", token=token(n), order_id=created["order_id"], channel="sandbox")

    def follow(n):
        first, second = divmod(n, len(users) - 1)
        others = [uid for number, uid in enumerate(users) if number != first]
        site.call("user_follow", token=tokens[first], to_uid=others[second])

    return {
        "article_list": (1200, lambda n: site.call("article_list", token=token(n), limit=20)),
        "user_follow": (min(500, 18 * (len(users) - 1)), follow),
        "following_article_list": (1000, lambda n: site.call("following_article_list", token=token(n), limit=20)),
        "article_detail": (
            1200,
            lambda n: site.call("article_detail", token=token(n), article_id=articles[n % len(articles)]),
        ),
        "article_comment_list": (
            1000,
            lambda n: site.call("article_comment_list", token=token(n), article_id=articles[n % len(articles)]),
        ),
        "article_like": (
            min(1000, len(articles) * len(tokens)),
            lambda n: site.call(
                "article_like", token=tokens[n // len(articles)], article_id=articles[n % len(articles)]
            ),
        ),
        "article_comment_publish": (
            1000,
            lambda n: site.call(
                "article_comment_publish", token=token(n), article_id=articles[n % len(articles)], content=text[:60]
            ),
        ),
        "article_publish": (1000, lambda n: site.call("article_publish", token=token(n), content=text)),
        "send_message_to_user": (
            1000,
            lambda n: site.call(
                "send_message_to_user", token=tokens[n % 10], to_uid=users[10 + n % 7], content=text[:60]
            ),
        ),
        "my_message_center": (1000, lambda n: site.call("my_message_center", token=token(n))),
        "ticket_list": (1000, lambda n: site.call("ticket_list", token=token(n), limit=20)),
        "ticket_detail": (1000, lambda n: site.call("ticket_detail", token=token(n), ticket_id=int(site.first_ticket))),
        "order": (150, order),
        "user_login": (
            40,
            lambda n: site.call("user_login", country="86", phone=f"138{n % 20 + 1:08}", password="miaohui-demo"),
        ),
    }


def measure(site):
    """Several clients at a time: alone, a call pays for threads that fall asleep and wake up."""

    def times(work, count):
        def once(n):
            work(n)
            return site.own.bytes_out

        with concurrent.futures.ThreadPoolExecutor(CLIENTS) as clients:
            return sum(clients.map(once, range(count)))

    costs = {}
    site.first_ticket = site.sql("SELECT min(id) FROM co_ticket")[0]
    for name, (count, work) in operations(site).items():
        if name.endswith(("list", "detail", "center")):
            times(work, count // 4)
        before, processor = site.database(), site.processor()
        begun = time.monotonic()
        bytes_out = times(work, count)
        took = time.monotonic() - begun
        server, engine = (after - former for after, former in zip(site.processor(), processor, strict=True))
        statements, rows, size, log = (after - former for after, former in zip(site.database(), before, strict=True))
        costs[name] = {
            "server_ms": round(server / count * 1000, 4),
            "database_ms": round(engine / count * 1000, 4),
            "statements": round(statements / count, 1),
            "rows": round(rows / count, 2),
            "table_bytes": round(size / count),
            "log_bytes": round(log / count),
            "bytes_out": round(bytes_out / count),
            "is_write": rows / count > 0.5,
        }
        print(f"{name:26} {took / count * 1000:7.2f} ms  {json.dumps(costs[name])}", flush=True)
    return costs


LUA = """
local tokens, articles, mix = {}, {}, {}
function init(args)
   for part in string.gmatch(args[1], "[^,]+") do tokens[#tokens + 1] = part end
   for part in string.gmatch(args[2], "[^,]+") do articles[#articles + 1] = part end
   for name, share in string.gmatch(args[3], "([%w_]+)=([%d.]+)") do mix[#mix + 1] = { name, tonumber(share) } end
   math.randomseed(os.time())
end
function request()
   local point, name = math.random(), nil
   for _, entry in ipairs(mix) do
      name = entry[1]
      point = point - entry[2]
      if point < 0 then break end
   end
   local extra = ',"limit":20'
   if name == "article_detail" or name == "article_like" then
      extra = ',"article_id":' .. articles[math.random(#articles)]
   end
   local body = '{"token":"' .. tokens[math.random(#tokens)] .. '"' .. extra .. "}"
   if name == "article_like" and math.random(2) == 1 then name = "article_unlike" end
   return wrk.format("POST", "/community/" .. name, { ["Content-Type"] = "application/json" }, body)
end
"""


def check(site, costs, seconds):
    """Calls of the mix in a second of processor time: what the costs predict, and what many clients at once get. Other
    programs of the machine change the calls in a second, and not these."""
    articles = site.sql("SELECT id FROM co_article WHERE NOT hidden ORDER BY id LIMIT 2000")
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        script.write(LUA)
        script.flush()
        mix = ",".join(f"{name}={share}" for name, share in MIX.items())
        command = [
            "wrk",
            "-t1",
            "-c32",
            f"-d{seconds}s",
            "-s",
            script.name,
            f"http://{site.address}",
            "--",
            ",".join(site.tokens),
            ",".join(articles),
            mix,
        ]
        before, used = site.processor(), resource.getrusage(resource.RUSAGE_CHILDREN)
        text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    now = resource.getrusage(resource.RUSAGE_CHILDREN)
    client = now.ru_utime + now.ru_stime - used.ru_utime - used.ru_stime
    server, engine = (after - former for after, former in zip(site.processor(), before, strict=True))
    calls = int(re.search(r"(\d+) requests in", text)[1])
    cost = {
        kind: sum(share * costs[name][kind] for name, share in MIX.items()) for kind in ("server_ms", "database_ms")
    }
    predicted = 1000 / (cost["server_ms"] + cost["database_ms"])
    done = calls / (server + engine)
    return {
        "calls_per_processor_second": round(done),
        "predicted": round(predicted),
        "of_predicted": round(done / predicted, 2),
        "cores": os.cpu_count(),
        "calls_per_second": round(calls / seconds),
        "processors_used": round((server + engine + client) / seconds, 2),
        "server_ms": round(server / calls * 1000, 4),
        "database_ms": round(engine / calls * 1000, 4),
        "client_ms": round(client / calls * 1000, 4),
        "failed": "Non-2xx" in text,
    }


def main():
    options = argparse.ArgumentParser()
    options.add_argument("program", nargs="?")
    options.add_argument("--out", type=pathlib.Path)
    options.add_argument("--seconds", type=int, default=20)
    chosen = options.parse_args()
    program = binary([chosen.program] if chosen.program else [])
    with Postgres(SETTINGS) as postgres:
        url = postgres.url()
        with Server(
            program, "demo=true", "orders.pending_orders=0", "log.requests=true", database_url=url, patience=200
        ) as server:
            postgres.query("CREATE EXTENSION pg_stat_statements")
            site = Site(server, postgres)
            costs = measure(site)
            missing = HABITS.keys() - costs.keys() - {"image"}
            if missing:
                raise SystemExit(f"not measured: {missing}")
            result = {"calls": costs, "check": check(site, costs, chosen.seconds)}
    print(json.dumps(result["check"]))
    if chosen.out:
        chosen.out.write_text(json.dumps(result, indent=1) + "\n")


if __name__ == "__main__":
    main()
