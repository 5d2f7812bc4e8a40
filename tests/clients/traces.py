"""Traces as a collector sees them: a stand-in decodes what the server sends with the official schema of OTLP.

Usage: traces.py [binary].
"""

import http.server
import json
import pathlib
import sys
import tempfile
import threading
import time
import urllib.request

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest, ExportTraceServiceResponse

from server import Server, binary

LIST = "/api/crowdfunding/category/"
PARENT = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
UNSAMPLED = "00-4bf92f3577b34da6a3ce929d0e0e4737-00f067aa0ba902b7-00"


class Collector(http.server.ThreadingHTTPServer):
    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.spans, self.wrong = [], []
        threading.Thread(target=self.serve_forever, daemon=True).start()


class Handler(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["content-length"]))
        if self.path == "/sms":
            # The provider of messages.
            return self.answer("application/json", b"{}")
        if self.path != "/v1/traces" or self.headers["content-type"] != "application/x-protobuf":
            self.server.wrong.append((self.path, self.headers["content-type"]))
        request = ExportTraceServiceRequest()
        request.ParseFromString(body)
        for resource in request.resource_spans:
            names = {pair.key: pair.value.string_value for pair in resource.resource.attributes}
            if names.get("service.name") != "miaohui":
                self.server.wrong.append(names)
            for scope in resource.scope_spans:
                self.server.spans.extend(scope.spans)
        return self.answer("application/x-protobuf", ExportTraceServiceResponse().SerializeToString())

    def answer(self, kind, answer):
        self.send_response(200)
        self.send_header("content-type", kind)
        self.send_header("content-length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_):
        pass


def call(server, path, body=None, parent=None):
    """Sends a request; returns its id."""
    headers = {"content-type": "application/json", **({"traceparent": parent} if parent else {})}
    body = None if body is None else json.dumps(body).encode()
    with urllib.request.urlopen(urllib.request.Request(server.url + path, body, headers), timeout=10) as answer:
        return answer.headers["x-request-id"]


def values(span):
    return {
        pair.key: getattr(pair.value, pair.value.WhichOneof("value"))
        for pair in span.attributes
    }


def check(collector, request_id):
    assert not collector.wrong, collector.wrong
    roots = [span for span in collector.spans if span.trace_id.hex() == PARENT[3:35] and span.kind == 2]
    assert len(roots) == 1, [span.name for span in collector.spans]
    [root] = roots
    assert root.name == "GET /api/crowdfunding/category/" and root.parent_span_id.hex() == PARENT[36:52], root
    attributes = values(root)
    assert attributes["http.response.status_code"] == 200 and attributes["miaohui.code"] == 0, attributes
    assert attributes["miaohui.request_id"] == request_id, attributes
    steps = [span for span in collector.spans if span.parent_span_id == root.span_id]
    # A read that takes long is run again on another thread, as a step of its own.
    assert {step.name for step in steps} == {"db.read"}, steps
    assert any(values(step)["miaohui.statements"] > 0 for step in steps), steps
    for step in steps:
        assert root.start_time_unix_nano <= step.start_time_unix_nano <= step.end_time_unix_nano <= root.end_time_unix_nano
        assert values(step)["db.system.name"] == "sqlite", step
    written = [span for span in collector.spans if span.name == "send_sms_code"]
    assert len(written) == 1
    steps = [span for span in collector.spans if span.parent_span_id == written[0].span_id]
    assert any(step.name == "db.write" and "miaohui.queue_ms" in values(step) for step in steps), steps
    unsampled = [span for span in collector.spans if span.trace_id.hex() == UNSAMPLED[3:35]]
    assert not unsampled, "a proxy that does not sample decides"


def check_run(collector, address):
    """The message is sent in a trace of its own, and polls that find nothing make none."""
    runs = [span for span in collector.spans if span.kind == 1 and not span.parent_span_id]
    assert [run.name for run in runs] == ["send sms"], runs
    [run] = runs
    assert values(run)["miaohui.count"] == 1, run
    steps = [span for span in collector.spans if span.parent_span_id == run.span_id]
    assert all(step.trace_id == run.trace_id for step in steps)
    # The message is claimed, sent and recorded.
    assert [step.name for step in steps] == ["db.write", "provider.call", "db.write"], steps
    assert values(steps[1])["server.address"] == address, steps
    for step in steps:
        assert run.start_time_unix_nano <= step.start_time_unix_nano <= step.end_time_unix_nano <= run.end_time_unix_nano


def until_traced(collector, name, status=0):
    end = time.monotonic() + 30
    while not any(span.name == name and span.status.code == status for span in collector.spans):
        assert time.monotonic() < end, f"there is no {name} of status {status}"
        time.sleep(0.1)


def main():
    program, collector = binary(sys.argv[1:]), Collector()
    address = f"127.0.0.1:{collector.server_address[1]}"
    endpoint = f"traces.endpoint=http://{address}/v1/traces"
    sms = ["sms.provider=http", f"sms.http.url=http://{address}/sms", "sms.http.secret=0123456789abcdef"]
    with Server(program, endpoint, "trusted_proxies=127.0.0.1/32", *sms) as server:
        request_id = call(server, LIST, parent=PARENT)
        call(server, LIST, parent=UNSAMPLED)
        call(server, "/community/send_sms_code", {"country": "86", "phone": "13800138000"})
        until_traced(collector, "send sms")
    # What waits at the end is sent before the server ends.
    check(collector, request_id)
    check_run(collector, address)
    print("ok: a trace continues that of the proxy, and shows what the request waited for", flush=True)
    collector.spans.clear()
    with tempfile.TemporaryDirectory() as directory:
        to = pathlib.Path(directory, "to")
        with Server(program, endpoint, "backup.continuous=true", f"backup.to={to}") as server:
            call(server, "/community/send_sms_code", {"country": "86", "phone": "13800138000"})
            until_traced(collector, "ship log")
            to.rename(to.with_name("away"))
            to.touch()
            call(server, "/community/send_sms_code", {"country": "86", "phone": "13800138001"})
            until_traced(collector, "ship log", status=2)
    shipped = [span for span in collector.spans if span.name == "ship log"]
    assert all(values(run)["miaohui.count"] > 0 and not run.parent_span_id for run in shipped), shipped
    print("ok: the changes that are shipped have traces, and those that cannot be", flush=True)
    collector.spans.clear()
    with Server(program, endpoint, "traces.sample_per_mille=0") as server:
        call(server, LIST)
        call(server, LIST, parent=PARENT)
    assert not collector.spans, "a sample of 0 traces nothing, and a stranger decides nothing"
    print("ok: nothing is traced that is not sampled", flush=True)


if __name__ == "__main__":
    main()
