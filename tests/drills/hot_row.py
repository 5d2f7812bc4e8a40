"""Starts PostgreSQL with a synchronous standby, from Debian's packages, and two servers; everybody likes
one article.

    python3 tests/drills/hot_row.py [PROGRAM]

Needs wrk and an optimized program.
"""

import contextlib
import hashlib
import pathlib
import re
import subprocess
import sys

from common import ask, require, say, sign_up
from replicas import synchronous_primary
from server import Server, binary

SECONDS = 10
USERS = 20_000
# Likes a second.
LEAST = 1_500


def add_users(primary):
    """Users with the tokens 0, 1, 2 and so on, as 32 hexadecimal digits."""
    tokens = [f"{user:032x}" for user in range(USERS)]
    rows = ",".join(f"({n}, '{token}', '{hashlib.sha256(token.encode()).hexdigest()}')" for n, token in enumerate(tokens))
    (primary.directory / "users.sql").write_text(
        f"CREATE TEMP TABLE made (n, uid, hash) AS VALUES {rows};\n"
        "INSERT INTO co_user (uid, country, phone, password, nickname, invitation_code, created_at)"
        " SELECT uid, '86', 'hot' || n, '', 'n', 'hot' || n, 0 FROM made;\n"
        "INSERT INTO co_session (token_hash, user_id, created_at, expires_at)"
        " SELECT hash, u.id, 0, 9223372036854775807 FROM made JOIN co_user u USING (uid);\nANALYZE;\n"
    )
    primary.run_file(primary.directory / "users.sql")


def load(servers):
    """Loads all servers at once; returns calls a second, failed calls and the 99th percentile in ms."""
    script = pathlib.Path(__file__).with_suffix(".lua")
    command = ["wrk", "-t2", "-c32", f"-d{SECONDS}s", "--latency", "-s", str(script)]
    running = [
        subprocess.Popen([*command, server.url, "--", str(number)], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                         text=True)
        for number, server in enumerate(servers)
    ]
    rate, failed, slowest = 0.0, 0, 0.0
    for process in running:
        out, err = process.communicate()
        rate += float(re.search(r"Requests/sec:\s+([\d.]+)", out).group(1))
        number, unit = re.search(r"99%\s+([\d.]+)(us|ms|s)", out).groups()
        slowest = max(slowest, float(number) * {"us": 0.001, "ms": 1, "s": 1000}[unit])
        failed += bool(err)
        if err:
            print(err)
    return rate, failed, slowest


def main():
    program = binary(sys.argv[1:])
    with contextlib.ExitStack() as stack:
        primary, url = synchronous_primary(stack)
        first = stack.enter_context(Server(program, "log.requests=false", database_url=url))
        token = sign_up(first)
        second = stack.enter_context(
            Server(program, "log.requests=false", f"keys_file={first.data}/miaohui.keys", database_url=url))
        _, reply = ask(f"{first.url}/community/article_publish", {"token": token, "content": "Everybody likes it"})
        require(reply.get("article_id") == 1, f"{reply}")
        add_users(primary)
        require(primary.query("SELECT sync_state FROM pg_stat_replication") == ["sync"], "the standby is synchronous")
        for servers in ([first], [first, second]):
            rate, failed, p99 = load(servers)
            say(f"likes and unlikes of one article a second, {len(servers)} processes", f"{rate:.0f}, p99 {p99:.0f} ms")
            require(not failed, "no call fails")
        counted = primary.query("SELECT like_count = (SELECT count(*) FROM co_article_like) FROM co_article")
        require(counted == ["t"], "the counter is right")
        require(rate >= LEAST, f"{LEAST} durable likes a second")
        print(f"  {first.run('verify').strip()}")


if __name__ == "__main__":
    main()
