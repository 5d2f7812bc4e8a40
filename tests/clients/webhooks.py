"""Webhooks as another system sees them: verified with the library of the Standard Webhooks specification, and an alarm
of deploy/alerts.yml that a Prometheus of its own fires when one is paused.

PROMETHEUS names the program `prometheus`; without it, and without /usr/bin/prometheus, there is no alarm to see.
Usage: webhooks.py [binary].
"""

import contextlib
import http.server
import json
import os
import pathlib
import select
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request

from standardwebhooks import Webhook, WebhookVerificationError

from server import ROOT, Server, binary, free_port

WAIT_SECONDS = 30


class Receiver(http.server.ThreadingHTTPServer):
    """Keeps what comes, and answers with `status`."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.taken, self.status = [], 200
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_address[1]}/events"


class Handler(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["content-length"]))
        self.server.taken.append((dict(self.headers), body))
        self.send_response(self.server.status)
        self.send_header("content-length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


def wait_for(what, found):
    until = time.monotonic() + WAIT_SECONDS
    while time.monotonic() < until:
        with contextlib.suppress(OSError):
            if value := found():
                return value
        time.sleep(0.1)
    raise AssertionError(f"{what} did not come within {WAIT_SECONDS} s")


def register(server, name):
    """Registers a user, which is an event."""
    body = {"email": f"{name}@example.com", "password": "a long password 7", "nickname": name}
    request = urllib.request.Request(
        f"{server.url}/api/accounts/register/", json.dumps(body).encode(), {"content-type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=10) as answer:
        assert answer.status in (200, 201, 204), answer.status


def event_of_a_user(server, name, take):
    """Registers users, one a second, until `take(seconds)` returns the event of one.

    There is none of the first ones if the server has not noticed yet that another process has added the endpoint.
    """
    for n in range(WAIT_SECONDS):
        register(server, f"{name}{n}")
        if event := take(1):
            return event
    raise AssertionError(f"no event came within {WAIT_SECONDS} s")


def check_signature(receiver, secret, server):
    def take(seconds):
        until = time.monotonic() + seconds
        while not receiver.taken and time.monotonic() < until:
            time.sleep(0.05)
        return receiver.taken.pop() if receiver.taken else None

    headers, body = event_of_a_user(server, "ann", take)
    event = Webhook(secret).verify(body, headers)
    assert event["type"] == "user.created" and event["data"]["product"] == "crowdfunding", event
    for other, changed in (("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", body), (secret, body + b" ")):
        try:
            Webhook(other).verify(changed, headers)
        except WebhookVerificationError:
            continue
        raise AssertionError("a wrong signature is believed")
    print("ok: the library of the specification verifies an event", flush=True)


def check_listener(server):
    """`miaohui webhooks listen` takes what the server sends."""
    port = free_port()
    secret = server.run("webhooks", "add", f"http://127.0.0.1:{port}", "--wants", "users").split()[-1]
    command = [server.program, "webhooks", "listen", "--listen", f"127.0.0.1:{port}", "--secret", secret]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as listener:
        try:
            assert listener.stdout.readline().startswith("listening on ")
            def take(seconds):
                ready, _, _ = select.select([listener.stdout], [], [], seconds)
                return listener.stdout.readline() if ready else None

            event = json.loads(event_of_a_user(server, "bob", take))
            assert event["type"] == "user.created", event
        finally:
            listener.kill()
    print("ok: `webhooks listen` prints an event", flush=True)


def check_alarm(receiver, server, operations):
    """An endpoint that is gone is paused, and a Prometheus with our rules says so."""
    prometheus = os.environ.get("PROMETHEUS") or shutil.which("prometheus")
    if not prometheus:
        print("left out: there is no prometheus", flush=True)
        return
    receiver.status = 410
    register(server, "cid")
    directory = pathlib.Path(tempfile.mkdtemp(prefix="miaohui-prometheus-"))
    port = free_port()
    configuration = {
        "global": {"scrape_interval": "1s", "evaluation_interval": "1s"},
        "rule_files": [str(ROOT / "deploy/alerts.yml")],
        "scrape_configs": [{"job_name": "miaohui", "static_configs": [{"targets": [f"127.0.0.1:{operations}"]}]}],
    }
    # JSON is YAML.
    (directory / "prometheus.yml").write_text(json.dumps(configuration))
    command = [
        prometheus,
        f"--config.file={directory}/prometheus.yml",
        f"--storage.tsdb.path={directory}/data",
        f"--web.listen-address=127.0.0.1:{port}",
        "--log.level=error",
    ]
    running = subprocess.Popen(command)

    def firing():
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/api/v1/alerts", timeout=5) as answer:
            alerts = json.load(answer)["data"]["alerts"]
        return [alert for alert in alerts if alert["labels"]["alertname"] == "WebhookPaused" and alert["state"] == "firing"]

    try:
        [alert] = wait_for("the alarm", firing)
        assert alert["annotations"]["summary"].startswith("1 webhooks are paused"), alert
    finally:
        running.terminate()
        running.wait(20)
        shutil.rmtree(directory, ignore_errors=True)
    print("ok: the alarm WebhookPaused fires", flush=True)


def main():
    program, receiver, operations = binary(sys.argv[1:]), Receiver(), free_port()
    settings = ["limits.signup_per_minute=0", "webhooks.allow_private=true", "webhooks.allow_http=true", f"operations_listen=127.0.0.1:{operations}"]
    with Server(program, *settings) as server:
        added = server.run("webhooks", "add", receiver.url, "--wants", "users,orders")
        check_signature(receiver, added.split()[-1], server)
        check_listener(server)
        check_alarm(receiver, server, operations)


if __name__ == "__main__":
    main()
