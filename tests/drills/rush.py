"""Starts PostgreSQL with a synchronous standby, from Debian's packages, and two servers; ten thousand people want
one of a thousand places of a project within one second.

    python3 tests/drills/rush.py [PROGRAM]

Needs an optimized program. Each person has a connection, asks for a place, pays for it, and comes again when the
server asks for that, as a client does. The load runs on the same machine as all servers.
"""

import asyncio
import collections
import contextlib
import hashlib
import json
import sys
import time

from common import require, say
from replicas import synchronous_primary
from server import Server, binary

BUYERS = 10_000
PLACES = 1_000
PROCESSES = 2
# Seconds in which all of them come, and in which each call is answered, on a machine that runs all of it.
ARRIVAL = 1.0
LONGEST = 3.0


def token_of(buyer):
    return f"{buyer:040x}"


def add_project(primary):
    """The buyers, and the project 1 with the package 1."""
    rows = ",".join(f"({n}, '{hashlib.sha256(token_of(n).encode()).hexdigest()}')" for n in range(BUYERS))
    never = 2**63 - 1
    file = primary.directory / "rush.sql"
    file.write_text(
        f"CREATE TEMP TABLE made (n, hash) AS VALUES {rows};\n"
        "INSERT INTO cf_user (email, password, nickname, is_active, date_joined)"
        " SELECT 'rush' || n || '@example.com', '', 'n', TRUE, 0 FROM made;\n"
        "INSERT INTO cf_session (token_hash, refresh_hash, user_id, created_at, expires_at, refresh_expires_at, family)"
        f" SELECT hash, n, u.id, 0, {never}, {never}, n FROM made JOIN cf_user u ON email = 'rush' || n || '@example.com';\n"
        "INSERT INTO cf_user (email, password, nickname, is_active, date_joined) VALUES ('owner', '', 'o', TRUE, 0);\n"
        "INSERT INTO cf_image (user_id, kind, name, blob, media_type, created_at, sealed)"
        " SELECT id, 2, 'c.png', '', 'image/png', 0, '' FROM cf_user WHERE email = 'owner';\n"
        "INSERT INTO cf_project (user_id, cover, location, category, status, total_money, total_days, started_at,"
        " post_datetime, modify_datetime, name, name_folded, summary, content)"
        " SELECT user_id, id, 110101, 1, 3, 100000, 30, (extract(epoch from now()) * 1000)::bigint, 0, 0, 'r', 'r', 's', 'c'"
        " FROM cf_image;\n"
        f"INSERT INTO cf_package (project_id, money, places, kind, name) SELECT id, 100, {PLACES}, 0, 'p' FROM cf_project;\n"
        "UPDATE cf_project_total SET count = count + 1 WHERE status = 3;\nANALYZE;\n"
    )
    primary.run_file(file)


class Buyer:
    """A person with a connection."""

    def __init__(self, number, address):
        self.number, self.address = number, address
        self.calls, self.answer, self.took = [], None, 0.0

    async def connect(self):
        self.reader, self.writer = await asyncio.open_connection(*self.address)

    async def call(self, path, body):
        text = json.dumps(body)
        begun = time.monotonic()
        self.writer.write(
            f"POST /api/crowdfunding/project/1/support/{path} HTTP/1.1\r\nhost: rush\r\nauthorization: Token"
            f" {token_of(self.number)}\r\ncontent-type: application/json\r\ncontent-length: {len(text)}\r\n\r\n{text}".encode()
        )
        head = (await self.reader.readuntil(b"\r\n\r\n")).decode().lower()
        length = int(head.split("content-length: ")[1].split("\r\n")[0])
        reply = json.loads(await self.reader.readexactly(length))
        status = int(head.split(" ")[1])
        self.calls.append((time.monotonic() - begun, status))
        return status, head, reply

    async def until_answered(self, path, body):
        """Comes again while the server is busy."""
        while True:
            status, head, reply = await self.call(path, body)
            if status != 503:
                return status, reply
            await asyncio.sleep(float(head.split("retry-after: ")[1].split("\r\n")[0]))

    async def buy(self, begin):
        await asyncio.sleep(begin + self.number * ARRIVAL / BUYERS - time.monotonic())
        begun = time.monotonic()
        status, reply = await self.until_answered("", {"package": 1})
        if status == 201:
            status, reply = await self.until_answered(f"{reply['id']}/pay/", {"channel": "sandbox", "scene": "app"})
        self.answer = "yes" if status == 200 and reply["paid"] else (status, json.dumps(reply))
        self.took = time.monotonic() - begun


async def rush(servers):
    buyers = []
    for number in range(BUYERS):
        host, port = servers[number % len(servers)].url.removeprefix("http://").split(":")
        buyers.append(Buyer(number, (host, int(port))))
    for first in range(0, BUYERS, 100):
        await asyncio.gather(*(buyer.connect() for buyer in buyers[first:first + 100]))
    begin = time.monotonic() + 1
    await asyncio.gather(*(buyer.buy(begin) for buyer in buyers))
    for buyer in buyers:
        buyer.writer.close()
    return buyers


def main():
    program = binary(sys.argv[1:])
    with contextlib.ExitStack() as stack:
        primary, url = synchronous_primary(stack)
        most = BUYERS // PROCESSES + 100
        settings = ["log.requests=false", f"connections.max_total={most}", f"connections.max_per_address={most}"]
        servers = [stack.enter_context(Server(program, *settings, database_url=url))]
        for _ in range(PROCESSES - 1):
            keys = f"keys_file={servers[0].data}/miaohui.keys"
            servers.append(stack.enter_context(Server(program, *settings, keys, database_url=url)))
        add_project(primary)
        buyers = asyncio.run(rush(servers))
        answers = collections.Counter(buyer.answer for buyer in buyers)
        for answer, number in answers.most_common():
            say(f"{answer}", number)
        calls = sorted(call for buyer in buyers for call in buyer.calls)
        busy = sum(status == 503 for _, status in calls)
        took = sorted(buyer.took for buyer in buyers)
        say("calls; busy, come again", f"{len(calls)}; {busy}")
        say("a call: half, 99 %, longest", " ".join(f"{calls[int(len(calls) * part)][0]:.2f} s" for part in (0.5, 0.99, 0.99999)))
        say("until yes or no: half, 99 %, longest", f"{took[BUYERS // 2]:.2f} {took[BUYERS * 99 // 100]:.2f} {took[-1]:.2f} s")
        paid = max((buyer.took + buyer.number * ARRIVAL / BUYERS for buyer in buyers if buyer.answer == "yes"), default=0)
        say("the last place is paid after", f"{paid:.2f} s")
        require(answers["yes"] == PLACES, "each place is sold once")
        require(len(answers) == 2, "everybody else hears that it is full")
        require(calls[-1][0] <= LONGEST, f"every call is answered within {LONGEST:.0f} s")
        counted = primary.query("SELECT now_money, normal_support_count FROM cf_project")
        require(counted == [f"{PLACES * 100}|{PLACES}"], f"the project's sums are right: {counted}")
        print(f"  {servers[0].run('verify').strip()}")


if __name__ == "__main__":
    main()
