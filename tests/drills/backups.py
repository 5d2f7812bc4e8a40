"""Measures writes while the server makes backups, and restores each of them.

    python3 tests/drills/backups.py [PROGRAM] [--backups 20] [--every 30] [--articles 100000]

Two servers take the same writes in turn, one that makes backups all the time and one that makes none.
Each backup must restore, verify, and hold exactly the writes that were answered before its moment.
Needs a quiet machine and an optimized program.
"""

import argparse
import contextlib
import http.client
import json
import pathlib
import shutil
import signal
import sqlite3
import subprocess
import tempfile
import threading
import time
import urllib.parse

from common import require, say, sign_up
from server import Server, binary, run_program

WRITERS = 8
A_SECOND = 320
# What a quantile may be with backups, as a multiple of that without.
MOST = 1.5
# Seconds.
NOTED_WITHIN = 1
KEYS = "miaohui.keys"
QUANTILES = {"p50": 0.5, "p99": 0.99, "p99.9": 0.999}


class Writer(threading.Thread):
    """Likes articles at a fixed rate while it may; notes when each like was sent and answered."""

    def __init__(self, server, token, articles, may_write):
        super().__init__(daemon=True)
        self.address = urllib.parse.urlsplit(server.url).netloc
        self.token, self.articles, self.may_write = token, iter(articles), may_write
        self.likes, self.failed, self.over = [], 0, False

    def run(self):
        connection = http.client.HTTPConnection(self.address, timeout=60)
        pause, due = WRITERS / A_SECOND, 0.0
        while not self.over:
            if not self.may_write.is_set():
                # The server ends connections that idle for long.
                connection.close()
                self.may_write.wait()
                continue
            now = time.monotonic()
            due = max(due + pause, now - pause)
            if due > now:
                time.sleep(due - now)
            article = next(self.articles)
            body = json.dumps({"token": self.token, "article_id": article})
            sent, begun = time.time(), time.monotonic()
            connection.request("POST", "/community/article_like", body)
            reply = json.loads(connection.getresponse().read())
            if reply["code"] == 0:
                self.likes.append((article, sent, time.time(), time.monotonic() - begun))
            else:
                self.failed += 1


class Side:
    """A server with its writers, that stands still while it is not its turn."""

    def __init__(self, stack, program, source, token, articles, *settings):
        self.server = Server(program, *settings)
        restore(program, source, self.server.data, source.parent / KEYS)
        stack.enter_context(self.server)
        self.may_write = threading.Event()
        share = articles // WRITERS
        self.writers = [
            Writer(self.server, token, range(1 + share * number, 1 + share * (number + 1)), self.may_write)
            for number in range(WRITERS)
        ]
        for writer in self.writers:
            writer.start()
        self.signal(signal.SIGSTOP)

    def signal(self, number):
        self.server.process.send_signal(number)

    def turn(self, seconds):
        self.signal(signal.SIGCONT)
        self.may_write.set()
        time.sleep(seconds)
        self.may_write.clear()
        time.sleep(0.5)
        self.signal(signal.SIGSTOP)

    def end(self):
        self.signal(signal.SIGCONT)
        for writer in self.writers:
            writer.over = True
        self.may_write.set()
        for writer in self.writers:
            writer.join(60)

    def likes(self):
        return [like for writer in self.writers for like in writer.likes]

    def milliseconds(self):
        """Quantiles of the time of a write."""
        times = sorted(like[3] for like in self.likes())
        return {name: 1000 * times[int(part * len(times))] for name, part in QUANTILES.items()}


def fill(program, to, articles):
    """Makes a backup of a database with one person and so many articles; returns the person's token."""
    with Server(program) as server:
        token = sign_up(server)
        with contextlib.closing(sqlite3.connect(server.data / "miaohui.db", timeout=60)) as database, database:
            database.execute(
                "INSERT INTO co_article (user_id, created_at, images, content)"
                " WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)"
                " SELECT (SELECT max(id) FROM co_user), 0, '[]', 'An article of so many words, number ' || i FROM n",
                [articles],
            )
            database.execute("UPDATE co_user SET article_count = ?", [articles])
        server.run("backup", "--to", str(to))
        shutil.copy(server.data / KEYS, to.parent / KEYS)
    return token


def restore(program, source, to, keys):
    arguments = ["restore", str(source), "--data-dir", str(to), "--keys-file", str(keys)]
    done = run_program(program, *arguments, directory=to.parent, timeout=600)
    require("all is well" in done.stdout, f"{source}: {done.stdout}{done.stderr}")


def manifests(target):
    """The manifests of all whole backups by their folder."""
    return {path.parent.name: json.loads(path.read_text())["manifest"] for path in target.glob("backups/*/manifest.json")}


def check(program, kept, name, moment, likes, place):
    """Restores a backup and compares what it holds with what was answered before its moment."""
    restore(program, kept, place / name, place / KEYS)
    with contextlib.closing(sqlite3.connect(place / name / "miaohui.db")) as database:
        stored = {row[0] for row in database.execute("SELECT target_id FROM co_article_like")}
    # The moment is noted just after the copy has fixed it.
    before = {article for article, _, answered, _ in likes if answered < moment - NOTED_WITHIN}
    after = {article for article, sent, _, _ in likes if sent > moment}
    every = {article for article, *_ in likes}
    require(not before - stored, f"{name} lacks {len(before - stored)} writes that were answered before it")
    require(not after & stored, f"{name} holds {len(after & stored)} writes that were sent after it")
    require(not stored - every, f"{name} holds {len(stored - every)} writes that were never answered")
    shutil.rmtree(place / name)
    return len(stored)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program", nargs="*")
    parser.add_argument("--backups", type=int, default=20)
    parser.add_argument("--every", type=int, default=30)
    parser.add_argument("--articles", type=int, default=200_000)
    arguments = parser.parse_args()
    program = binary(arguments.program)
    with contextlib.ExitStack() as stack:
        place = pathlib.Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="miaohui-backups-")))
        token = fill(program, place / "source", arguments.articles)
        to, kept = place / "to", {}
        settings = [f"backup.to={to}", f"backup.every_seconds={arguments.every}", "backup.check_days=0"]
        common = (stack, program, place / "source", token, arguments.articles)
        with_backups, without = Side(*common, *settings), Side(*common)
        while len(kept) < arguments.backups:
            with_backups.turn(arguments.every)
            without.turn(arguments.every / 2)
            found = manifests(to)
            # The schedule keeps the last backup of an hour only, so each is copied before the next one.
            for name in found.keys() - kept.keys():
                subprocess.run(["cp", "-al", to, place / f"kept-{name}"], check=True)
                kept[name] = found[name]["at_ms"] / 1000
                say(f"backup {len(kept)}", name)
        for side in (with_backups, without):
            side.end()
        likes = with_backups.likes()
        failed = sum(writer.failed for side in (with_backups, without) for writer in side.writers)
        ours, theirs = with_backups.milliseconds(), without.milliseconds()
        say("writes with and without backups, failed", f"{len(likes)} {len(without.likes())} {failed}")
        for name in QUANTILES:
            ratio = ours[name] / theirs[name]
            say(f"{name} with backups, as a multiple of that without", f"{ratio:.2f} of {theirs[name]:.1f} ms")
        for name, moment in sorted(kept.items()):
            rows = check(program, place / f"kept-{name}", name, moment, likes, place)
            say(f"{name} restores and verifies", f"{rows} writes")
        require(failed == 0, "no write fails")
        require(ours["p99"] <= MOST * theirs["p99"], f"p99 is at most {MOST} times that without backups")


if __name__ == "__main__":
    main()
