"""Records the tour of a demo, and replays it against a fresh demo: nothing differs. Against a server that answers otherwise,
the difference is named.

Usage: python3 tests/clients/replay.py [path-to-the-binary]
"""

import contextlib
import http.server
import json
import pathlib
import queue
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request

sys.dont_write_bytecode = True  # The sources stay as they are checked out.

from server import ServerError, binary, demo, environment, run_program  # noqa: E402
from tour import PAGE, blocks, run  # noqa: E402

# What must not be in a recording of the tour: phones, passwords, mails and tokens.
SECRETS = re.compile(r"(?<![0-9a-f])13[89]\d{8}(?![0-9a-f])|miaohui-demo|demo1@|\"(?:refresh_)?token\":\s*\"[0-9a-f]{32}")


@contextlib.contextmanager
def recorder(program, directory, to):
    """`miaohui record` before a server; its address."""
    command = [program, "record", "--out", directory / "calls.jsonl", "--values", directory / "values.jsonl"]
    command += ["--listen", "127.0.0.1:0", "--to", to]
    process = subprocess.Popen(command, cwd=directory, env=environment(), stdout=subprocess.PIPE, text=True)
    lines = queue.Queue()
    threading.Thread(target=lambda: [lines.put(line) for line in process.stdout], daemon=True).start()
    try:
        yield lines.get(timeout=30).split(" ")[0]
    finally:
        process.send_signal(signal.SIGTERM)
        status = process.wait(20)
    if status != 0:
        raise ServerError(f"record ended with status {status}")


@contextlib.contextmanager
def changed(url):
    """A server that answers as the one at `url`, with one key renamed."""

    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self):  # pylint: disable=invalid-name
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            kept = {k: v for k, v in self.headers.items() if k.lower() not in ("host", "content-length", "connection")}
            request = urllib.request.Request(
                url + self.path, data=body if self.command == "POST" else None, headers=kept, method=self.command
            )
            try:
                with urllib.request.urlopen(request, timeout=30) as reply:
                    status, kind, text = reply.status, reply.headers.get("Content-Type"), reply.read()
            except urllib.error.HTTPError as error:
                status, kind, text = error.code, error.headers.get("Content-Type"), error.read()
            text = text.replace(b'"like_count"', b'"likes"')
            self.send_response(status)
            if kind:
                self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

        do_GET = do_POST

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()


def replayed(program, directory, server, against, ok):
    """What `miaohui replay` says."""
    arguments = ["replay", "calls.jsonl", "--against", against, "--values", "values.jsonl"]
    arguments += ["--sms-log", str(server.data / "outbox/sms.jsonl")]
    return run_program(program, *arguments, directory=directory, ok=ok)


def record(program, directory):
    """Records the tour, all blocks that call the APIs."""
    with demo(program) as server, recorder(program, directory, server.url) as proxy:
        for block in blocks(PAGE):
            if "verify" not in block:
                run("sh", block.replace("http://127.0.0.1:8080", proxy), server, program)
    text = (directory / "calls.jsonl").read_text(encoding="utf-8")
    found = SECRETS.search(text)
    if found:
        raise ServerError(f"{found.group(0)} is in the recording")
    lines = text.splitlines()
    if json.loads(lines[0]) != {"miaohui-recording": 1} or len(lines) < 25:
        raise ServerError(f"{len(lines)} lines, the first is {lines[0]}")


def main():
    program, began = binary(sys.argv[1:]), time.monotonic()
    try:
        with tempfile.TemporaryDirectory(prefix="miaohui-replay-") as name:
            directory = pathlib.Path(name)
            record(program, directory)
            with demo(program) as server:
                shown = replayed(program, directory, server, server.url, ok=True)
                if " 0 differences" not in shown.stdout:
                    raise ServerError(shown.stdout)
            with demo(program) as server, changed(server.url) as url:
                shown = replayed(program, directory, server, url, ok=False).stdout
                if "article_detail article_detail.like_count: the key is missing" not in shown:
                    raise ServerError(f"the difference is not named:\n{shown}")
                if "article_detail.likes: the key is new" not in shown or "title" in shown:
                    raise ServerError(f"other differences are named:\n{shown}")
    except ServerError as error:
        print(f"FAIL {error}")
        return 1
    print(f"passed in {time.monotonic() - began:.1f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
