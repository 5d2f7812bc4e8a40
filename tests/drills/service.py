"""Two servers on a cluster, the payment providers and the people, and who watches whether they are ready."""

import subprocess
import time

from cluster import HERE, get
from common import Crew, require, sign_up
from load import Load
from server import ROOT, Server, ServerError

GATEWAY = f"{HERE}:8090"
APPS = [f"{HERE}:8081", f"{HERE}:8082"]
USERS, ARTICLES, TICKETS = 6, 4000, 60000
DRAIN_SECONDS = 10


class Watch(Crew):
    """Asks again and again who leads and who is ready."""

    def __init__(self, nodes):
        super().__init__()
        self.leading = {node.name: [] for node in nodes}
        self.ready = [[] for _ in APPS]
        for node in nodes:
            self.add(self.ask_node, node)
        # Several at a time, as balancers and monitors do.
        for n in range(3 * len(APPS)):
            self.add(self.ask_app, n % len(APPS))

    def ask_node(self, node):
        while not self.is_over.wait(0.1):
            self.leading[node.name].append((time.monotonic(), node.is_leader()))

    def ask_app(self, number):
        host, port = APPS[number].split(":")
        while not self.is_over.wait(0.1):
            begun = time.monotonic()
            status, _ = get(host, int(port), "/readyz", 20)
            self.ready[number].append((begun, time.monotonic(), status))

    def leads(self, node, moment):
        """When a node that did not lead became the leader after this moment."""
        answers = [(at, leads) for at, leads in list(self.leading[node.name]) if at > moment]
        until = next((n for n, (_, leads) in enumerate(answers) if not leads), len(answers))
        return next((at for at, leads in answers[until:] if leads), None)


class Site:
    """The cluster, the payment providers, two servers of ours and the people."""

    def __init__(self, program, cluster):
        self.program, self.cluster = program, cluster
        self.data = cluster.directory / "miaohui"
        self.servers = [None, None]
        self.gateway = None

    def settings(self):
        keys = ROOT / "crates/simulator/test-keys"
        return [
            f"public_url=http://{HERE}",
            "payment.alipay.enabled=true",
            f"payment.alipay.gateway=http://{GATEWAY}/gateway.do",
            "payment.alipay.app_id=2021000000000001",
            "payment.alipay.seller_id=2088000000000001",
            f"payment.alipay.app_private_key_file={keys}/alipay-app.pem",
            f"payment.alipay.alipay_public_key_file={keys}/alipay.pub.pem",
            "sms.budget_per_hour=0",
            "sms.budget_per_day=0",
            "sms.per_address_per_hour=100000",
            "orders.pending_orders=0",
            "orders.pending_tickets=0",
            "orders.pending_tickets_per_project=0",
            "orders.expired_before_pause=0",
            f"shutdown.drain_seconds={DRAIN_SECONDS}",
        ]

    def start(self, number, program=None):
        """Starts a server, as a service manager does: again and again until it runs."""
        until = time.monotonic() + 120
        while True:
            server = Server(
                program or self.program,
                *self.settings(),
                database_url=self.cluster.urls()[number],
                listen=APPS[number],
                data=self.data,
            )
            try:
                server.start()
                break
            except ServerError as error:
                server.stop(check=False)
                require(time.monotonic() < until, f"the server starts: {error}")
                time.sleep(1)
        self.servers[number] = server

    def stop(self, number):
        """SIGTERM; status 0 is required."""
        begun = time.monotonic()
        self.servers[number].stop()
        require(time.monotonic() - begun < DRAIN_SECONDS + 2, "SIGTERM ends the server within drain_seconds")

    def open(self):
        with open(self.cluster.directory / "gateway.log", "wb") as log:
            self.gateway = subprocess.Popen(
                [self.program, "simulate-gateway", "--listen", GATEWAY], stdout=log, stderr=log
            )
        for number in range(len(APPS)):
            self.start(number)
        phones = [f"139{n:08}" for n in range(USERS)]
        users = [(sign_up(self.servers[0], phone), phone) for phone in phones]
        self.sql("INSERT INTO co_master (uid, name, created_at) VALUES (repeat('a', 32), 'drill', 1)")
        self.sql(
            "INSERT INTO co_project (master_id, name, created_at, ticket_count) "
            f"SELECT id, 'drill', 1, {TICKETS} FROM co_master"
        )
        tickets = self.sql(
            "INSERT INTO co_ticket (project_id, master_id, price, created_at, updated_at, name) SELECT p.id, "
            f"p.master_id, 1999, 1, 1, 'drill' FROM co_project p, generate_series(1, {TICKETS}) RETURNING id"
        )
        articles = self.sql(
            "INSERT INTO co_article (user_id, created_at, images, content) SELECT min(id), 1, '[]', 'liked' "
            f"FROM co_user CROSS JOIN generate_series(1, {ARTICLES}) n GROUP BY n RETURNING id"
        )
        self.sql(f"UPDATE co_user SET article_count = {ARTICLES} WHERE id = (SELECT min(id) FROM co_user)")
        return Load(APPS, self.data, users, [int(line) for line in articles], [int(line) for line in tickets], GATEWAY)

    def close(self):
        for server in filter(None, self.servers):
            server.stop(check=False)
        if self.gateway:
            self.gateway.kill()

    def sql(self, statement):
        return self.cluster.sql(statement, user="miaohui")
