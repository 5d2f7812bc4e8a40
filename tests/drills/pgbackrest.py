"""Runs the configuration of pgBackRest that docs/backup.md shows, against an S3 with TLS: a backup under load, a
machine that burns, and a moment that is restored.

    python3 tests/drills/pgbackrest.py [PROGRAM]

Needs Debian's packages postgresql, pgbackrest and haproxy, and moto (tests/clients/requirements.txt).
"""

import logging
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time

import boto3
from moto.server import ThreadedMotoServer

from common import Postgres, as_postgres, ask, free_port, require, say, sign_up
from server import ROOT, Server, binary

BUCKET = "my-bucket"
# The log is pushed every ten seconds (archive_timeout), and pushing takes a moment.
MOST_LOST_SECONDS = 15


def documented(first_line):
    """A block of docs/backup.md."""
    blocks = re.findall(r"```ini\n(.*?)```", (ROOT / "docs/backup.md").read_text(encoding="utf-8"), re.DOTALL)
    return next(block for block in blocks if block.startswith(first_line))


class S3:
    """moto's server; HAProxy in front of it speaks TLS with the certificate of the drill's authority."""

    def __init__(self, postgres):
        self.directory, self.port, self.proxy = postgres.directory, free_port(), None
        self.moto = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)

    def __enter__(self):
        self.moto.start()
        host, port = self.moto.get_host_and_port()
        account = {"aws_access_key_id": "key", "aws_secret_access_key": "secret"}
        client = boto3.client("s3", endpoint_url=f"http://{host}:{port}", region_name="us-east-1", **account)
        client.create_bucket(Bucket=BUCKET)
        pair = self.directory / "server.pem"
        pair.write_text((self.directory / "server.crt").read_text() + (self.directory / "server.key").read_text())
        pair.chmod(0o600)
        settings = self.directory / "haproxy.cfg"
        settings.write_text(
            "defaults\n  mode http\n  timeout connect 5s\n  timeout client 60s\n  timeout server 60s\n"
            f"listen s3\n  bind 127.0.0.1:{self.port} ssl crt {pair}\n  server moto {host}:{port}\n"
        )
        self.proxy = subprocess.Popen(["/usr/sbin/haproxy", "-db", "-q", "-f", str(settings)])
        return self

    def __exit__(self, *_):
        self.proxy.terminate()
        self.proxy.wait(20)
        self.moto.stop()


class PgBackRest:
    """The documented configuration, with the drill's S3 and paths in it."""

    def __init__(self, postgres, s3):
        self.directory = postgres.directory
        self.file = self.directory / "pgbackrest.conf"
        shown = documented("# /etc/pgbackrest")
        here = {
            "repo1-s3-endpoint": "localhost",
            "repo1-s3-region": "us-east-1",
            "repo1-s3-key": "key",
            "repo1-s3-key-secret": "secret",
            "repo1-cipher-pass": "a drill",
            "spool-path": self.directory / "spool",
            "pg1-path": postgres.data,
        }
        for key, value in here.items():
            shown, found = re.subn(rf"(?m)^{key}=.*", f"{key}={value}", shown)
            require(found == 1, f"docs/backup.md shows {key}")
        more = {
            "repo1-s3-uri-style": "path",
            "repo1-storage-port": s3.port,
            "repo1-storage-ca-file": self.directory / "ca.crt",
            "log-path": self.directory / "pgbackrest-log",
            "lock-path": self.directory / "pgbackrest-lock",
        }
        lines = "".join(f"{key}={value}\n" for key, value in more.items())
        shown = shown.replace("[global]\n", f"[global]\n{lines}", 1)
        shown += (
            f"pg1-port={postgres.port}\npg1-socket-path={self.directory}\npg1-user=miaohui\npg1-database=postgres\n"
        )
        self.file.write_text(shown)
        shutil.chown(self.file, "postgres")
        self.file.chmod(0o600)
        for name in ["pgbackrest-log", "spool"]:
            (self.directory / name).mkdir()
            shutil.chown(self.directory / name, "postgres")

    def run(self, *arguments):
        try:
            return as_postgres("pgbackrest", f"--config={self.file}", "--stanza=main", *arguments, timeout=300).stdout
        except subprocess.CalledProcessError as error:
            raise SystemExit(f"pgbackrest {' '.join(arguments)}: {error.stdout}{error.stderr}") from None


class Writer:
    """Publishes articles and keeps when each was answered."""

    def __init__(self, server, token):
        self.server, self.token, self.answered, self.tried, self.is_over = server, token, {}, 0, threading.Event()
        self.thread = threading.Thread(target=self.run)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.is_over.set()
        self.thread.join()

    def run(self):
        while not self.is_over.wait(0.01):
            self.tried += 1
            content = f"drill {self.tried}"
            _, reply = ask(f"{self.server.url}/community/article_publish", {"token": self.token, "content": content})
            if reply.get("code") == 0:
                self.answered[content] = time.time()


def stored(postgres):
    return set(postgres.query("SELECT content FROM co_article WHERE content LIKE 'drill %'"))


def burn(postgres):
    """SIGKILL and no disk any more."""
    postgres.signal(signal.SIGKILL)
    time.sleep(0.5)
    shutil.rmtree(postgres.data)
    postgres.data.mkdir(mode=0o700)
    shutil.chown(postgres.data, "postgres")


def ready(server):
    until = time.monotonic() + 60
    while ask(f"{server.url}/readyz", patience=5)[0] != 200:
        require(time.monotonic() < until, "the server comes back without a restart")
        time.sleep(0.2)


def drill(program, postgres, s3):
    backrest = PgBackRest(postgres, s3)
    settings = documented("# postgresql.conf").replace("pgbackrest --", f"pgbackrest --config={backrest.file} --")
    with open(postgres.data / "postgresql.conf", "a", encoding="utf-8") as file:
        file.write(f"{settings}unix_socket_directories = '{postgres.directory}'\n")
    postgres.control("restart")
    url = postgres.url()
    backrest.run("stanza-create")
    backrest.run("check")
    say("stanza-create and check", "ok")
    with Server(program, database_url=url) as server:
        token = sign_up(server)
        with Writer(server, token) as writer:
            time.sleep(2)
            begun = time.monotonic()
            backrest.run("--type=full", "backup")
            say(
                "a full backup under load",
                f"{time.monotonic() - begun:.1f} s, {len(writer.answered)} articles meanwhile",
            )
            time.sleep(2)
            moment = postgres.query("SELECT now()")[0]
            moment_here = time.time()
            time.sleep(2)
            backrest.run("--type=incr", "backup")
            time.sleep(15)
            burnt = time.time()
            burn(postgres)
        answered = writer.answered
        begun = time.monotonic()
        backrest.run("restore")
        postgres.start()
        ready(server)
        missing = [at for content, at in answered.items() if content not in stored(postgres)]
        lost = burnt - min(missing, default=burnt)
        say("the machine burned; restored to the end of the log in", f"{time.monotonic() - begun:.1f} s")
        say("articles answered, lost, of the last seconds", f"{len(answered)}, {len(missing)}, {lost:.1f} s")
        require(lost <= MOST_LOST_SECONDS, "what was archived is there")
        print(f"  {server.run('verify').strip()}")

        postgres.stop("fast")
        backrest.run("--delta", "restore", "--type=time", f"--target={moment}", "--target-action=promote")
        postgres.start()
        ready(server)
        until = time.monotonic() + 60
        while postgres.query("SELECT pg_is_in_recovery()") != ["f"]:
            require(time.monotonic() < until, "the restored database is promoted")
            time.sleep(0.2)
        found = stored(postgres)
        before = {content for content, at in answered.items() if at < moment_here - 0.5}
        after = {content for content, at in answered.items() if at > moment_here + 0.5}
        say("a moment restored: articles before it, missing", f"{len(before)}, {len(before - found)}")
        say("articles after it, and there all the same", f"{len(after)}, {len(after & found)}")
        require(not before - found and not after & found, "exactly what was there at that moment")
        _, reply = ask(f"{server.url}/community/article_publish", {"token": token, "content": "afterwards"})
        require(reply.get("code") == 0, f"it takes writes again: {reply}")
        print(f"  {server.run('verify').strip()}")


def main():
    program = binary(sys.argv[1:])
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    os.environ["AWS_EC2_METADATA_DISABLED"] = "true"
    print("pgBackRest")
    with Postgres() as postgres, S3(postgres) as s3:
        drill(program, postgres, s3)


if __name__ == "__main__":
    main()
