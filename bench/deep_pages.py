#!/usr/bin/env python3
"""Measures the first page of `article_list` while one account reads the deepest page on four connections.

    python3 bench/deep_pages.py target/release/miaohui [--articles 2000000] [--offset 10000]

It starts the program on an SQLite database in a temporary directory, fills it, and prints medians in ms
and their ratios. It needs nothing but Python.
"""

import argparse
import hashlib
import http.client
import json
import os
import socket
import sqlite3
import statistics
import subprocess
import tempfile
import threading
import time


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def call(connection, method, params):
    connection.request("POST", f"/community/{method}", json.dumps(params))
    return json.loads(connection.getresponse().read())


def timed(connection, token, offset):
    began = time.perf_counter()
    reply = call(connection, "article_list", {"token": token, "offset": offset})
    return (time.perf_counter() - began) * 1000, reply["code"]


def fill(path, articles, accounts):
    db = sqlite3.connect(path)
    db.execute("PRAGMA synchronous = OFF")
    for n in range(accounts):
        token = f"{n:032x}"
        db.execute(
            "INSERT INTO co_user (id, uid, country, phone, password, nickname, invitation_code, created_at)"
            " VALUES (?, ?, '86', ?, '', 'x', ?, 0)",
            (n + 1, f"{n:032x}", f"139{n:08}", f"code{n}"),
        )
        db.execute(
            "INSERT INTO co_session (token_hash, user_id, created_at, expires_at) VALUES (?, ?, 0, 9999999999999)",
            (hashlib.sha256(token.encode()).hexdigest(), n + 1),
        )
    db.execute(
        "INSERT INTO co_article (user_id, created_at, images, content)"
        " WITH RECURSIVE number(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < ?)"
        " SELECT n % ? + 1, n, '[]', 'text of an article ' || n FROM number",
        (articles, accounts),
    )
    db.commit()
    db.close()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("program")
    parser.add_argument("--articles", type=int, default=2_000_000)
    parser.add_argument("--offset", type=int, default=10_000)
    parser.add_argument("--calls", type=int, default=200)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as directory:
        port = free_port()
        command = [os.path.abspath(args.program), "serve", "--listen", f"127.0.0.1:{port}", "--data-dir", directory]
        server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            while True:
                try:
                    http.client.HTTPConnection("127.0.0.1", port).connect()
                    break
                except OSError:
                    time.sleep(0.1)
            fill(os.path.join(directory, "miaohui.db"), args.articles, 8)
            normal = http.client.HTTPConnection("127.0.0.1", port)

            def median(token, offset):
                times = [timed(normal, token, offset) for _ in range(args.calls)]
                return statistics.median(took for took, _ in times), {code for _, code in times}

            alone, _ = median(f"{1:032x}", 0)
            args_calls, args.calls = args.calls, 20
            deep, codes = median(f"{1:032x}", args.offset)
            args.calls = args_calls
            stop = threading.Event()

            def attack():
                connection = http.client.HTTPConnection("127.0.0.1", port)
                while not stop.is_set():
                    timed(connection, f"{0:032x}", args.offset)

            attackers = [threading.Thread(target=attack) for _ in range(4)]
            for attacker in attackers:
                attacker.start()
            time.sleep(0.5)
            args.calls = min(args.calls, 60)
            beside, _ = median(f"{1:032x}", 0)
            stop.set()
            for attacker in attackers:
                attacker.join()
            print(f"first page alone            {alone:8.2f} ms")
            print(f"page at offset {args.offset:>9}    {deep:8.2f} ms  codes {codes}  {deep / alone:.1f} x")
            print(f"first page beside 4 readers {beside:8.2f} ms  {beside / alone:.1f} x")
        finally:
            server.terminate()
            server.wait()


if __name__ == "__main__":
    main()
