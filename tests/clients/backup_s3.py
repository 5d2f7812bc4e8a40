"""Backups to S3, as moto's server speaks it: made, continued, checked and restored, also when S3 fails half way.

A proxy between the program and S3 fails as it is told: it answers 503, cuts the answer, or closes the connection.
Usage: backup_s3.py [binary].
"""

import base64
import http.client
import http.server
import logging
import os
import pathlib
import random
import re
import secrets
import socket
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request

import boto3
from moto.server import ThreadedMotoServer

from server import Server, binary, environment

KEY = base64.b64encode(secrets.token_bytes(32)).decode()
ACCOUNT = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "MIAOHUI_BACKUP_KEY": KEY}


class Proxy(http.server.ThreadingHTTPServer):
    """Passes requests on to S3. `fail` decides about the number of each PUT or GET of an object."""

    daemon_threads = True

    def __init__(self, upstream):
        super().__init__(("127.0.0.1", 0), Handler)
        self.upstream = upstream
        self.fail = lambda method, number: None
        self.counts = {}
        self.lock = threading.Lock()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_address[1]}"

    def plan(self, fail):
        with self.lock:
            self.fail, self.counts = fail, {}

    def decide(self, method, path):
        with self.lock:
            self.counts[method] = self.counts.get(method, 0) + 1
            # Lists are not what is to fail: a cut one is refused, and nothing more.
            return self.fail(method, self.counts[method]) if "list-type" not in path else None


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def pass_on(self):
        fault = self.server.decide(self.command, self.path)
        if fault == "close":
            self.close_connection = True
            return
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if fault == "503":
            self.send_response(503)
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        upstream = http.client.HTTPConnection(*self.server.upstream, timeout=60)
        upstream.request(self.command, self.path, body, dict(self.headers))
        answer = upstream.getresponse()
        data = answer.read()
        self.send_response(answer.status)
        for name, value in answer.getheaders():
            if name.lower() not in ("transfer-encoding", "connection", "content-length", "date", "server"):
                self.send_header(name, value)
        length = answer.getheader("Content-Length") if self.command == "HEAD" else str(len(data))
        self.send_header("Content-Length", length or "0")
        self.end_headers()
        if fault == "cut":
            data = data[: len(data) // 2]
            self.close_connection = True
        self.wfile.write(data)

    do_GET = do_PUT = do_POST = do_DELETE = do_HEAD = pass_on


class Site:
    """The program, its S3 and a directory for what is restored."""

    def __init__(self, program, proxy, directory):
        self.program, self.proxy, self.directory = program, proxy, pathlib.Path(directory)
        self.count = 0

    def settings(self):
        return ["--set", f"backup.s3.endpoint={self.proxy.url}"]

    def run(self, *arguments, ok=True):
        done = subprocess.run(
            [self.program, *arguments, *self.settings()],
            cwd=self.directory,
            env={**environment(), **ACCOUNT},
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        text = done.stdout + done.stderr
        assert (done.returncode == 0) == ok, f"{arguments}: status {done.returncode}\n{text}"
        return text

    def restore(self, target, ok=True):
        self.count += 1
        new = self.directory / f"new{self.count}"
        text = self.run("restore", target, "--data-dir", str(new), ok=ok)
        assert new.exists() == ok, "a directory exists only if it is whole"
        return new, text


def s3_client(proxy):
    account = {"aws_access_key_id": "test", "aws_secret_access_key": "test"}
    return boto3.client("s3", endpoint_url=proxy.url, region_name="us-east-1", **account)


def objects(client, bucket):
    pages = client.get_paginator("list_objects_v2").paginate(Bucket=bucket)
    return [entry["Key"] for page in pages for entry in page.get("Contents", [])]


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


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


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
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    os.environ.setdefault("AWS_EC2_METADATA_DISABLED", "true")
    s3 = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    s3.start()
    host, port = s3.get_host_and_port()
    proxy = Proxy((host, port))
    threading.Thread(target=proxy.serve_forever, daemon=True).start()
    with tempfile.TemporaryDirectory(prefix="miaohui-s3-") as directory:
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
    proxy.shutdown()
    s3.stop()
    print("backups to S3: all tests pass")


if __name__ == "__main__":
    main()
