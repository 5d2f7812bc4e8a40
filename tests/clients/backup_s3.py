"""Backups to S3, as moto's server speaks it: made, continued, checked and restored, also when S3 fails half way.

Usage: backup_s3.py [binary].
"""

import base64
import pathlib
import random
import re
import secrets
import sqlite3
import sys
import tempfile
import time
import urllib.request

from s3 import CREDENTIALS, moto, objects, s3_client
from server import Server, binary, free_port, run_program

KEY = base64.b64encode(secrets.token_bytes(32)).decode()
ACCOUNT = {**CREDENTIALS, "MIAOHUI_BACKUP_KEY": KEY}


class Site:
    """The program, its S3 and a directory for what is restored."""

    def __init__(self, program, proxy, directory):
        self.program, self.proxy, self.directory = program, proxy, pathlib.Path(directory)
        self.count = 0

    def settings(self):
        return ["--set", f"backup.s3.endpoint={self.proxy.url}"]

    def run(self, *arguments, ok=True):
        done = run_program(
            self.program, *arguments, *self.settings(), directory=self.directory, ok=ok, more=ACCOUNT
        )
        return done.stdout + done.stderr

    def restore(self, target, ok=True):
        self.count += 1
        new = self.directory / f"new{self.count}"
        text = self.run("restore", target, "--data-dir", str(new), ok=ok)
        assert new.exists() == ok, "a directory exists only if it is whole"
        return new, text


def faults(site, data):
    """Whatever fails, nothing half made is taken for whole; what works again is enough."""
    target = "s3://backups/faults"
    for name, fault in [
        ("a broken upload", lambda method, number: "close" if method == "PUT" and number >= 3 else None),
        ("an overloaded service", lambda method, number: "503" if method == "PUT" and number >= 40 else None),
    ]:
        site.proxy.plan(fault)
        text = site.run("backup", "--to", target, "--data-dir", data, ok=False)
        assert "no backup was made" in text, text
        site.proxy.plan(lambda *_: None)
        whole = [line for line in site.run("backup", "list", target).splitlines() if "interrupted" not in line]
        assert not whole, f"{name}: {whole}"
        site.restore(target, ok=False)
        print(f"  {name}: nothing is taken for whole", flush=True)
    # A service that fails now and then is asked again.
    chance = random.Random(1)
    site.proxy.plan(lambda *_: chance.choice(["503", "close", *[None] * 14]))
    site.run("backup", "--to", target, "--data-dir", data)
    site.proxy.plan(lambda *_: None)
    site.restore(target)
    print("  one failure in eight: made all the same", flush=True)
    site.proxy.plan(lambda method, number: "close" if method == "GET" and number > 20 else None)
    site.restore(target, ok=False)
    site.proxy.plan(lambda method, number: "cut" if method == "GET" and number % 5 == 4 else None)
    _, text = site.restore(target)
    assert "all is well" in text, text
    site.proxy.plan(lambda *_: None)
    print("  cut downloads: read again, or refused", flush=True)


def damage(site, client, found):
    """A changed object is named."""
    target = "s3://backups/site"
    for key in [[k for k in found if "/database.zst" in k][-1], next(k for k in found if "/blobs/" in k)]:
        body = client.get_object(Bucket="backups", Key=key)["Body"].read()
        middle = len(body) // 2
        client.put_object(Bucket="backups", Key=key, Body=body[:middle] + bytes([body[middle] ^ 1]) + body[middle + 1 :])
        text = site.run("backup", "check", target, ok=False)
        assert key.rsplit("/", 1)[1] in text, text
        client.put_object(Bucket="backups", Key=key, Body=body)
    site.run("backup", "check", target)
    print("  a flipped bit is found and named", flush=True)


def continuous(program, proxy, directory):
    """A machine that is lost with its disk, with the log at S3."""
    target = "s3://backups/continuous"
    settings = [
        f"backup.to={target}",
        "backup.continuous=true",
        f"backup.s3.endpoint={proxy.url}",
        "backup.s3.access_key_id=test",
        "backup.s3.secret_access_key=test",
        f"backup.key={KEY}",
    ]
    site, operations = Site(program, proxy, directory), free_port()
    settings.append(f"operations_listen=127.0.0.1:{operations}")
    with Server(program, *settings) as server:
        until = time.monotonic() + 60
        while "20" not in site.run("backup", "list", target):
            assert time.monotonic() < until, "no backup was made"
            time.sleep(0.5)
        server.run("staff", "add", "late@example.com")
        written = time.time()
        while True:
            metrics = urllib.request.urlopen(f"http://127.0.0.1:{operations}/metrics", timeout=10).read().decode()
            line = next(l for l in metrics.splitlines() if l.startswith("miaohui_backup_log_shipped_timestamp_seconds "))
            if float(line.split()[1]) > written + 1:
                break
            assert time.time() < written + 10, "a change is shipped within ten seconds"
            time.sleep(0.2)
        new, text = site.restore(target)
        assert "parts of the log" in text and "all is well" in text, text
        rows = sqlite3.connect(new / "miaohui.db").execute("SELECT count(*) FROM console_staff WHERE email = 'late@example.com'")
        assert rows.fetchone() == (1,), "the change after the backup is in the log"
    print("  the log goes on after a backup", flush=True)


def main():
    program = binary(sys.argv[1:])
    with moto() as proxy, tempfile.TemporaryDirectory(prefix="miaohui-s3-") as directory:
        client = s3_client(proxy)
        client.create_bucket(Bucket="backups")
        site = Site(program, proxy, directory)
        with Server(program, "demo=true") as server:
            data = str(server.data)
            said = site.run("backup", "--to", "s3://backups/site", "--data-dir", data)
            files = re.search(r", (\d+) files .* of which \1 new", said)
            assert files and int(files[1]) > 100, said
            said = site.run("backup", "--to", "s3://backups/site", "--data-dir", data)
            assert "0 new" in said, said
            _, text = site.restore("s3://backups/site")
            assert f" {files[1]} files" in text and "all is well" in text, text
            print("  made, made again with nothing new, restored", flush=True)
            damage(site, client, objects(client, "backups"))
            faults(site, data)
        (pathlib.Path(directory) / "continuous").mkdir()
        continuous(program, proxy, f"{directory}/continuous")
    print("backups to S3: all tests pass")


if __name__ == "__main__":
    main()
