"""An S3 server for client tests, behind a proxy that fails as it is told."""

import contextlib
import http.client
import http.server
import logging
import os
import socket
import subprocess
import tempfile
import threading
import time

import boto3
from botocore.config import Config
from moto.server import ThreadedMotoServer
from server import free_port

CREDENTIALS = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test"}


class Proxy(http.server.ThreadingHTTPServer):
    """Passes requests on to S3. `fail` decides about the number of each PUT or GET of an object: "503" answers so,
    "close" closes the connection, "cut" does so in the middle of the answer, "half" in the middle of the request, and
    "slow" says nothing until `release` is set.
    """

    daemon_threads = True

    def __init__(self, upstream):
        super().__init__(("127.0.0.1", 0), Handler)
        self.upstream = upstream
        self.fail = lambda method, number: None
        self.counts = {}
        self.lock = threading.Lock()
        self.release = threading.Event()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_address[1]}"

    def plan(self, fail):
        with self.lock:
            self.fail, self.counts = fail, {}
            # What hangs from before goes on.
            self.release.set()
            self.release = threading.Event()

    def decide(self, method, path):
        # Lists are not what is to fail: a cut one is refused, and nothing more.
        if "list-type" in path:
            return None
        with self.lock:
            self.counts[method] = self.counts.get(method, 0) + 1
            if method == "GET" and "/blobs/" in path:
                self.counts["files read"] = self.counts.get("files read", 0) + 1
            return self.fail(method, self.counts[method])


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def pass_on(self):
        fault = self.server.decide(self.command, self.path)
        if fault == "slow":
            self.server.release.wait(60)
            fault = "close"
        if fault == "half":
            self.rfile.read(int(self.headers.get("Content-Length") or 0) // 2)
            fault = "close"
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


def s3_client(proxy):
    account = {"aws_access_key_id": "test", "aws_secret_access_key": "test"}
    config = Config(s3={"addressing_style": "path"}, request_checksum_calculation="when_required")
    return boto3.client("s3", endpoint_url=proxy.url, region_name="us-east-1", config=config, **account)


def objects(client, bucket):
    pages = client.get_paginator("list_objects_v2").paginate(Bucket=bucket)
    return [entry["Key"] for page in pages for entry in page.get("Contents", [])]


@contextlib.contextmanager
def behind_proxy(upstream):
    proxy = Proxy(upstream)
    threading.Thread(target=proxy.serve_forever, daemon=True).start()
    try:
        yield proxy
    finally:
        proxy.plan(lambda *_: None)
        proxy.shutdown()


@contextlib.contextmanager
def moto():
    """A proxy before moto's server, which keeps everything in memory and compares no signature."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    os.environ.setdefault("AWS_EC2_METADATA_DISABLED", "true")
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    try:
        with behind_proxy(server.get_host_and_port()) as proxy:
            yield proxy
    finally:
        server.stop()


@contextlib.contextmanager
def s3s(program):
    """A proxy before s3s-fs, which keeps files in a directory and compares signatures and checksums."""
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="miaohui-s3s-") as directory:
        account = ["--access-key", "test", "--secret-key", "test"]
        command = [program, "--host", "127.0.0.1", "--port", str(port), *account, directory]
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            until = time.monotonic() + 20
            while True:
                try:
                    socket.create_connection(("127.0.0.1", port), timeout=1).close()
                    break
                except OSError:
                    assert time.monotonic() < until, "s3s-fs does not listen"
                    time.sleep(0.05)
            with behind_proxy(("127.0.0.1", port)) as proxy:
                yield proxy
        finally:
            process.terminate()
            process.wait(10)
