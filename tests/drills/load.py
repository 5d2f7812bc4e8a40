"""People who write, like, register, order and pay at two servers, and what they were answered."""

import collections
import http.client
import itertools
import json
import socket
import threading
import time

from common import PASSWORD, Crew, code_of

# Answers after which the same call may be sent again: a passing failure, one of unknown outcome, none at all, and a
# payment channel that does not answer.
AGAIN = {"110", "-1", "none", "601"}
GIVE_UP = 25


class Log:
    """When each server confirmed a write, how calls ended and how long they took."""

    def __init__(self, servers):
        self.confirmed = [[] for _ in range(servers)]
        self.kinds, self.slowest, self.lock = collections.Counter(), 0.0, threading.Lock()

    def add(self, server, kind, begun):
        now = time.monotonic()
        with self.lock:
            self.kinds[kind] += 1
            self.slowest = max(self.slowest, now - begun)
            if kind == "ok":
                self.confirmed[server].append(now)

    def since(self):
        """Counts and the longest time since the last call of this, and begins anew."""
        with self.lock:
            taken = self.kinds, self.slowest
            self.kinds, self.slowest = collections.Counter(), 0.0
        return taken

    def gap(self, server, begin, end):
        """The longest time without a confirmed write: begin and end of it."""
        with self.lock:
            times = [at for at in self.confirmed[server] if begin <= at <= end]
        return max(itertools.pairwise([begin, *times, end]), key=lambda pair: pair[1] - pair[0])

    def first_after(self, server, moment):
        with self.lock:
            return next((at for at in self.confirmed[server] if at > moment), None)


class Client:
    """Connections of one thread to all servers."""

    def __init__(self, load):
        self.load, self.connections = load, {}

    def post(self, host, path, body, headers=None):
        """The reply's JSON, or None."""
        connection = self.connections.get(host)
        if connection is None:
            name, port = host.split(":")
            connection = self.connections[host] = http.client.HTTPConnection(name, int(port), timeout=30)
        try:
            if connection.sock is None:
                connection.connect()
                connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            connection.request("POST", path, json.dumps(body), {"Content-Type": "application/json", **(headers or {})})
            return json.loads(connection.getresponse().read())
        except (OSError, http.client.HTTPException, ValueError):
            connection.close()
            return None

    def call(self, server, method, body, key=None):
        """The kind of the answer (ok, a code, or none) and the answer."""
        begun = time.monotonic()
        headers = {"Idempotency-Key": key} if key else {}
        reply = self.post(self.load.hosts[server], f"/community/{method}", body, headers)
        kind = "none" if reply is None else "ok" if reply.get("code") == 0 else str(reply.get("code"))
        self.load.log.add(server, kind, begun)
        if kind in AGAIN:
            time.sleep(0.1)
        return kind, reply

    def until_certain(self, server, method, body, key):
        """Sends a call again, to the other server each time, until its outcome is certain or the client gives up."""
        until = time.monotonic() + GIVE_UP
        while True:
            kind, reply = self.call(server, method, body, key)
            if kind not in AGAIN or time.monotonic() > until or self.load.is_over.is_set():
                return kind, reply
            server = 1 - server


class Load(Crew):
    """`with Load(...) as load:` runs it until the end; `facts` say what was answered."""

    def __init__(self, hosts, data, users, articles, tickets, gateway):
        self.hosts, self.data, self.users, self.articles, self.gateway = hosts, data, users, articles, gateway
        super().__init__()
        self.log, self.numbers = Log(len(hosts)), itertools.count(1)
        self.tickets = iter(tickets)
        self.published = {"ok": set(), "110": set(), "unknown": set()}
        self.liked, self.registered = set(), set()
        self.ordered, self.paid, self.unexpected = {}, set(), []
        jobs = [(self.publish, 5), (self.like, 3), (self.buy, 3)]
        for (job, count), server in itertools.product(jobs, range(len(hosts))):
            for n in range(count):
                self.add(self.work, job, server, n)
        self.add(self.work, self.register, 0, 0)

    def work(self, job, server, n):
        client = Client(self)
        for turn in job(client, server, n):
            if self.is_over.wait(turn):
                return

    def publish(self, client, server, n):
        token, _ = self.users[n % len(self.users)]
        while True:
            content = f"drill {next(self.numbers)}"
            kind, _ = client.call(server, "article_publish", {"token": token, "content": content})
            self.published[kind if kind in ("ok", "110") else "unknown"].add(content)
            yield 0.03

    def like(self, client, server, n):
        # No two threads like for the same user.
        token, phone = self.users[2 * n + server]
        for article in self.articles:
            kind, _ = client.call(server, "article_like", {"token": token, "article_id": article})
            if kind == "ok":
                self.liked.add((phone, article))
            yield 0.03

    def buy(self, client, server, n):
        token, _ = self.users[2 * n + server]
        for ticket in self.tickets:
            kind, reply = client.until_certain(
                server,
                "order_create",
                {"token": token, "ticket_id_list": [ticket]},
                f"order-{ticket}",
            )
            if kind != "ok":
                self.doubt("order_create", kind, reply)
                continue
            order = self.ordered[ticket] = reply["order_id"]
            if ticket % 2:
                body = {"token": token, "order_id": order, "channel": "sandbox"}
            else:
                body = {"token": token, "order_id": order, "channel": "alipay", "scene": "native"}
            kind, reply = client.until_certain(server, "order_pay", body, f"pay-{ticket}")
            if kind != "ok":
                self.doubt("order_pay", kind, reply)
            elif ticket % 2 or self.pay(client, reply["payment"]):
                self.paid.add(order)
            yield 0.03

    def pay(self, client, payment):
        """The payer scans the code and pays; whether the money has gone."""
        opened = client.post(self.gateway, "/control/open", payment)
        return opened and client.post(self.gateway, f"/control/pay/{opened['reference']}", {}) is not None

    def register(self, client, server, _):
        for number in itertools.count(13700000000):
            account = {"country": "86", "phone": str(number)}
            kind, _ = client.call(server, "send_sms_code", {**account, "type": 1})
            code = code_of(self.data, str(number), 5) if kind == "ok" else None
            if code:
                kind, _ = client.call(server, "user_signup", {**account, "password": PASSWORD, "code": code})
                if kind == "ok":
                    self.registered.add(str(number))
            yield 0.2

    def doubt(self, method, kind, reply):
        """A kept key makes each call certain in the end: no other refusal is expected."""
        if kind not in AGAIN:
            self.unexpected.append((method, kind, reply))

    def compare(self, sql):
        """What was answered against what is stored: lost answers, refused calls that were carried out, and effects that
        came twice."""
        contents = collections.Counter(sql("SELECT content FROM co_article WHERE content LIKE 'drill %'"))
        likes = set(sql("SELECT phone || ' ' || target_id FROM co_article_like JOIN co_user u ON u.id = user_id"))
        phones = set(sql("SELECT phone FROM co_user"))
        orders = dict(line.split("|") for line in sql("SELECT id, status FROM co_order"))
        lost = {
            "articles": len(self.published["ok"] - contents.keys()),
            "likes": len({f"{phone} {article}" for phone, article in self.liked} - likes),
            "registrations": len(self.registered - phones),
            "orders": sum(str(order) not in orders for order in self.ordered.values()),
            "payments": sum(orders.get(str(order)) != "1" for order in self.paid),
        }
        twice = {
            "articles": sum(count > 1 for count in contents.values()),
            "tickets": len(
                sql(
                    "SELECT ticket_id FROM co_order_item JOIN co_order o ON o.id = order_id WHERE o.status <> 2 "
                    "GROUP BY ticket_id HAVING count(*) > 1"
                )
            ),
            "payments": len(
                sql(
                    "SELECT subject_id FROM payment_intent WHERE status IN (2, 5) "
                    "GROUP BY subject, subject_id HAVING count(*) > 1"
                )
            ),
            "orders after a refusal": len(self.unexpected),
        }
        answered = (
            f"{len(self.published['ok'])} articles, {len(self.liked)} likes, {len(self.ordered)} orders, "
            f"{len(self.paid)} payments, {len(self.registered)} registrations"
        )
        return answered, lost, len(self.published["110"] & contents.keys()), twice
