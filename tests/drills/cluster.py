"""PostgreSQL under Patroni, etcd and HAProxy, each in a network of its own, with the files that docs/operations.md
shows."""

import contextlib
import http.client
import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time

from common import as_postgres, require, say
from network import Network
from server import ROOT

PASSWORD = "drill"
HERE = "10.0.0.1"
LOG = subprocess.STDOUT


def isolate():
    """Runs this program again where the network is its own, and where whatever it starts ends with it."""
    if os.environ.get("DRILL_IS_ISOLATED"):
        return
    os.environ["DRILL_IS_ISOLATED"] = "1"
    alone = ["unshare", "--net", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc"]
    # The first process there is a shell, because it takes leave of processes whose parents were killed.
    os.execvp("unshare", [*alone, "bash", "-c", '"$@"; exit $?', "drill", sys.executable, *sys.argv])


def ip(*arguments):
    command = ["ip", *map(str, arguments)]
    said = subprocess.run(command, check=False, capture_output=True, text=True)
    require(said.returncode == 0, f"{' '.join(command)}: {said.stderr.strip()}")


def documented(language, first_line):
    """A block of docs/operations.md."""
    text = (ROOT / "docs/operations.md").read_text(encoding="utf-8")
    blocks = re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)
    return next(block for block in blocks if block.startswith(first_line)).replace("SECRET", PASSWORD)


def get(host, port, path, patience=1.0):
    """Status and body of a GET; status 0 without an answer."""
    connection = http.client.HTTPConnection(host, port, timeout=patience)
    try:
        connection.request("GET", path)
        reply = connection.getresponse()
        return reply.status, reply.read()
    except (OSError, http.client.HTTPException):
        return 0, b""
    finally:
        connection.close()


def post(host, path, body):
    """Status and body of a POST to Patroni."""
    connection = http.client.HTTPConnection(host, 8008, timeout=60)
    connection.request("POST", path, json.dumps(body), {"Content-Type": "application/json"})
    reply = connection.getresponse()
    return reply.status, reply.read()


class Node:
    """A machine with Patroni and its PostgreSQL."""

    def __init__(self, name, address, directory, disk_mb):
        self.name, self.address, self.directory = name, address, directory / name
        self.process = None
        self.directory.mkdir()
        self.data, self.disk = self.directory / "disk/data", self.directory / "disk"
        self.disk.mkdir()
        if disk_mb:
            subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={disk_mb}m", "tmpfs", self.disk], check=True)
        for path in [self.directory, self.disk]:
            shutil.chown(path, "postgres", "postgres")
        self.network = Network()
        self.net = self.network.path
        ip("link", "add", name, "type", "veth", "peer", "name", "eth0", "netns", self.network.pid)
        ip("link", "set", name, "master", "switch", "up")
        for arguments in [
            ["addr", "add", f"{address}/24", "dev", "eth0"],
            ["link", "set", "eth0", "up"],
            ["link", "set", "lo", "up"],
        ]:
            subprocess.run(["nsenter", f"--net={self.net}", "ip", *arguments], check=True)
        settings = documented("yaml", "# /etc/patroni")
        settings = settings.replace("name: pg1", f"name: {name}").replace("10.0.0.11", address)
        settings = re.sub(r"data_dir: .*", f"data_dir: {self.data}", settings)
        settings = re.sub(r"bin_dir: .*", f"bin_dir: {postgres_bin()}", settings)
        settings = re.sub(r"unix_socket_directories: .*", f"unix_socket_directories: {self.directory}", settings)
        if has_stale_cache():
            settings = settings.replace("etcd3:", "etcd:")
        if disk_mb:
            settings = settings.replace("max_connections: 200\n", "max_connections: 200\n        max_wal_size: 64MB\n")
        (self.directory / "patroni.yml").write_text(settings)

    def start(self):
        with open(self.directory / "log", "ab") as log:
            command = [
                "nsenter",
                f"--net={self.net}",
                "runuser",
                "-u",
                "postgres",
                "--",
                "/usr/bin/patroni",
                str(self.directory / "patroni.yml"),
            ]
            # Signals of the terminal are for the drill only.
            self.process = subprocess.Popen(command, cwd="/", stdout=log, stderr=LOG, start_new_session=True)

    def processes(self, *names):
        """What runs on this machine, or the programs of these names."""
        found, net = [], os.readlink(self.net)
        for entry in pathlib.Path("/proc").iterdir():
            with contextlib.suppress(OSError):
                is_other = entry.name.isdigit() and int(entry.name) != self.network.pid
                if is_other and os.readlink(entry / "ns/net") == net:
                    if not names or (entry / "comm").read_text().strip() in names:
                        found.append(int(entry.name))
        return found

    def signal(self, number, *names):
        for process in self.processes(*names):
            with contextlib.suppress(ProcessLookupError):
                os.kill(process, number)

    def kill(self):
        """As when the machine loses its power."""
        while self.processes():
            self.signal(signal.SIGKILL)
            time.sleep(0.01)
        self.process.wait()

    def stop(self):
        """Patroni ends PostgreSQL first."""
        self.signal(signal.SIGTERM, "patroni")
        self.process.wait(60)

    def connect(self, is_connected):
        ip("link", "set", self.name, "up" if is_connected else "down")

    def is_leader(self):
        return get(self.address, 8008, "/primary", 0.7)[0] == 200

    def log_tail(self):
        return "\n".join((self.directory / "log").read_text(errors="replace").splitlines()[-15:])


def postgres_bin():
    return sorted(pathlib.Path("/usr/lib/postgresql").glob("*/bin"))[-1]


def has_stale_cache():
    """Whether Patroni is older than 3.1: by etcd's newer protocol, a primary that stood still cannot name its standby
    again (patroni/patroni#2779)."""
    said = subprocess.run(["/usr/bin/patroni", "--version"], capture_output=True, text=True, check=True).stdout
    return tuple(int(part) for part in said.split()[1].split(".")[:2]) < (3, 1)


class Cluster:
    """Two nodes, etcd and HAProxy."""

    def __init__(self, disk_mb=0):
        self.directory = pathlib.Path(tempfile.mkdtemp(prefix="miaohui-drill-"))
        self.directory.chmod(0o755)
        ip("link", "set", "lo", "up")
        ip("link", "add", "switch", "type", "bridge")
        ip("addr", "add", f"{HERE}/24", "dev", "switch")
        ip("link", "set", "switch", "up")
        self.nodes = [Node(f"pg{n}", f"10.0.0.1{n}", self.directory, disk_mb) for n in (1, 2)]
        self.etcd = self.haproxy = None

    def __enter__(self):
        self.start_etcd()
        self.nodes[0].start()
        leader = self.wait_for_leader(60)
        self.nodes[1].start()
        self.sql("CREATE ROLE miaohui LOGIN PASSWORD 'drill'", "postgres")
        self.sql("CREATE DATABASE miaohui OWNER miaohui", "postgres")
        self.wait_for_standby()
        self.start_haproxy()
        require(leader is self.leader(), "the first node stays the leader")
        return self

    def __exit__(self, kind, *_):
        if kind is not None:
            for node in self.nodes:
                print(f"  {node.name}: {node.log_tail()}", flush=True)
        # All processes end with the one that leads them; the disks are mounted for them only.
        for node in self.nodes:
            node.signal(signal.SIGKILL)
            subprocess.run(["umount", "-l", node.disk], check=False, capture_output=True)
            # With its network it would go too, but perhaps after the next cluster has asked for the name.
            ip("link", "delete", node.name)
            node.network.end()
        for process in [self.etcd, self.haproxy]:
            if process:
                process.kill()
                process.wait()
        ip("link", "delete", "switch")
        shutil.rmtree(self.directory, ignore_errors=True)

    def start_etcd(self):
        client, peer = f"http://{HERE}:2379", "http://127.0.0.1:2380"
        options = {
            "name": "one",
            "data-dir": self.directory / "etcd",
            "listen-client-urls": client,
            "advertise-client-urls": client,
            "listen-peer-urls": peer,
            "initial-advertise-peer-urls": peer,
            "initial-cluster": f"one={peer}",
        }
        if has_stale_cache():
            options["enable-v2"] = "true"
        command = ["etcd", *(f"--{name}={value}" for name, value in options.items())]
        with open(self.directory / "etcd.log", "ab") as log:
            self.etcd = subprocess.Popen(command, stdout=log, stderr=LOG, start_new_session=True)
        until = time.monotonic() + 20
        while get(HERE, 2379, "/health")[0] != 200:
            require(time.monotonic() < until, "etcd starts")
            time.sleep(0.1)

    def start_haproxy(self):
        file = self.directory / "haproxy.cfg"
        file.write_text(documented("haproxy", "# /etc/haproxy"))
        with open(self.directory / "haproxy.log", "ab") as log:
            self.haproxy = subprocess.Popen(
                ["/usr/sbin/haproxy", "-db", "-f", str(file)], stdout=log, stderr=LOG, start_new_session=True
            )

    def leader(self):
        return next((node for node in self.nodes if node.is_leader()), None)

    def standby(self):
        leader = self.leader()
        return next(node for node in self.nodes if node is not leader)

    def wait_for_leader(self, patience):
        until = time.monotonic() + patience
        while time.monotonic() < until:
            if leader := self.leader():
                return leader
            time.sleep(0.1)
        raise SystemExit(f"no leader within {patience} s")

    def wait_for_standby(self, patience=180, anew=45):
        """Until the other node is a synchronous standby. If it does not find the way back, it is made anew, as an
        operator would do."""
        begun = time.monotonic()
        is_new = False
        while time.monotonic() < begun + patience:
            leader = self.leader()
            if leader and not is_new and time.monotonic() > begun + anew:
                is_new = True
                say("the standby does not come back by itself", "made anew")
                post(self.standby().address, "/reinitialize", {"force": True})
            if leader:
                _, body = get(leader.address, 8008, "/cluster", 3)
                with contextlib.suppress(ValueError):
                    members = json.loads(body).get("members", [])
                    if any(member.get("role") == "sync_standby" for member in members):
                        return
            time.sleep(0.3)
        raise SystemExit(f"no synchronous standby within {patience} s")

    def switch_over(self):
        leader, standby = self.leader(), self.standby()
        status, text = post(leader.address, "/switchover", {"leader": leader.name, "candidate": standby.name})
        require(status == 200, f"Patroni switches over: {text}")

    def sql(self, statement, database="miaohui", user="postgres"):
        """The lines of a query on the leader."""
        leader = self.wait_for_leader(30)
        url = f"postgres://{user}:{PASSWORD}@{leader.address}/{database}"
        lines = as_postgres(postgres_bin() / "psql", "-XAtq", "-v", "ON_ERROR_STOP=1", "-c", statement, url).stdout
        return lines.splitlines()

    def urls(self):
        """The two ways to the primary."""
        account = f"postgres://miaohui:{PASSWORD}"
        hosts = ",".join(node.address for node in self.nodes)
        return [f"{account}@{HERE}/miaohui", f"{account}@{hosts}/miaohui"]
