"""Two servers on PostgreSQL under Patroni, with etcd and HAProxy, through whatever happens to each, while people buy.

    python3 tests/drills/patroni.py [--rounds N] [DRILL ...]

Without a name all drills run. The program is MIAOHUI, or what cargo builds; `roll` changes to MIAOHUI_NEW.
Needs root, and Debian's packages postgresql, patroni, etcd-server, python3-etcd and haproxy. Ends with an error if a
bound is missed.
"""

import argparse
import contextlib
import json
import os
import pathlib
import random
import re
import signal
import subprocess
import threading
import time

from cluster import Cluster, isolate
from common import require, say
from server import binary, environment
from service import APPS, Site, Watch

# The bounds, in seconds.
LONGEST_CALL = 15
BACK_AFTER_LEADER = 3
READY_AFTER_WRITE = 2
# How long /readyz may say yes after the last write.
READY_LATE = 3.5


class Drill:
    """What happens once, and what is required of it."""

    def __init__(self, site, load, watch):
        self.site, self.load, self.watch = site, load, watch
        self.nodes = site.cluster.nodes
        self.missed = []

    def bound(self, holds, what):
        if not holds:
            self.missed.append(what)
            say("MISSED", what)

    def wait_for_writes(self, moment, patience=90):
        """Until each server has confirmed a write after this moment."""
        until = time.monotonic() + patience
        while any(self.load.log.first_after(n, moment) is None for n in range(len(APPS))):
            require(time.monotonic() < until, f"both servers write within {patience} s without a restart")
            time.sleep(0.05)

    def wait_for_leader(self, node, moment, patience=90):
        until = time.monotonic() + patience
        while self.watch.leads(node, moment) is None:
            require(time.monotonic() < until, f"{node.name} leads within {patience} s")
            time.sleep(0.05)
        return self.watch.leads(node, moment)

    def happens(self, what, fault, heal=lambda: None, then=None, most=None):
        """A fault, until both servers write and the standby is synchronous again. `then` is the node that leads
        afterwards; `most` bounds the time without writes where none is awaited."""
        self.site.cluster.wait_for_standby()
        self.wait_for_writes(time.monotonic())
        self.load.log.since()
        begin = time.monotonic()
        fault()
        leader = self.wait_for_leader(then, begin) if then else None
        self.wait_for_writes(leader or time.monotonic())
        time.sleep(3)
        heal()
        self.site.cluster.wait_for_standby()
        time.sleep(1)
        end = time.monotonic()
        kinds, slowest = self.load.log.since()
        gaps = [self.load.log.gap(n, begin, end) for n in range(len(APPS))]
        without = max(last - first for first, last in gaps)
        back = [self.load.log.first_after(n, leader) - leader for n in range(len(APPS))] if leader else []
        failed = {kind: count for kind, count in sorted(kinds.items()) if kind != "ok"}
        times = f"{leader - begin:5.1f} s until a leader, then {max(back):.1f} s" if leader else ""
        say(
            f"{what}: {without:5.1f} s without writes, {times}",
            f"slowest {slowest:.1f} s, failed {json.dumps(failed)} of {kinds.total()}",
        )
        self.bound(slowest <= LONGEST_CALL, f"a call took {slowest:.1f} s")
        self.bound(
            not back or max(back) <= BACK_AFTER_LEADER, f"writes came {max(back, default=0):.1f} s after the leader"
        )
        self.bound(most is None or without <= most, f"{without:.1f} s without writes")
        for number, gap in enumerate(gaps):
            self.check_ready(number, *gap)
        self.check_ready_time(begin, end)

    def check_ready(self, number, first, last):
        """/readyz is false while nothing can be written, and true soon after."""
        answers = self.watch.ready[number]
        if last - first > READY_LATE + 1:
            wrong = [
                at
                for at, answered, status in answers
                if status == 200 and at > first + READY_LATE and answered < last - 0.5
            ]
            self.bound(not wrong, f"server {number + 1} was ready {len(wrong)} times while nothing could be written")
            again = next((answered for at, answered, status in answers if status == 200 and answered >= last), None)
            self.bound(
                again and again - last <= READY_AFTER_WRITE,
                f"server {number + 1} was ready {(again or 1e9) - last:.1f} s after its first write",
            )

    def check_ready_time(self, begin, end):
        slowest = max(
            answered - at for answers in self.watch.ready for at, answered, _ in answers if begin <= at <= end
        )
        self.bound(slowest <= 3, f"/readyz took {slowest:.1f} s")

    def finish(self):
        """Compares what was answered with what is there."""
        until = time.monotonic() + 90
        while True:
            answered, lost, refused, twice = self.load.compare(self.site.sql)
            # Notices of payments may have been missed; then the providers are asked in time.
            if not any(lost.values()) or time.monotonic() > until:
                break
            time.sleep(2)
        say("answered", answered)
        say("answers lost", json.dumps(lost))
        say("refused with 110 and carried out all the same", refused)
        say("effects that came twice", json.dumps(twice))
        self.bound(not any(lost.values()), "answers are lost")
        self.bound(not refused, "what was refused was carried out")
        self.bound(not any(twice.values()), f"effects came twice {self.load.unexpected[:3]}")

    def other(self, node):
        return next(other for other in self.nodes if other is not node)

    # What happens.

    def kill(self):
        """The primary's machine loses its power."""
        leader = self.site.cluster.leader()
        self.happens("killed", leader.kill, leader.start, self.other(leader))

    def crash(self):
        """PostgreSQL is killed on the primary; Patroni starts it again."""
        leader = self.site.cluster.leader()
        self.happens("crashed", lambda: leader.signal(signal.SIGKILL, "postgres"), most=LONGEST_CALL)

    def twice(self):
        """The standby dies, PostgreSQL on the primary recovers from a crash, and its machine dies as the standby comes
        back."""
        leader, standby = self.site.cluster.leader(), self.site.cluster.standby()

        def fault():
            # The recovery is quick then, so that servers find out what became of their commits.
            self.site.cluster.sql("CHECKPOINT", "postgres")
            # Patroni would go on without a standby.
            leader.signal(signal.SIGSTOP, "patroni")
            standby.kill()
            time.sleep(0.5)
            for process in leader.processes("postgres"):
                with contextlib.suppress(OSError):
                    if "checkpointer" in pathlib.Path(f"/proc/{process}/cmdline").read_text():
                        os.kill(process, signal.SIGKILL)
            time.sleep(2)
            leader.kill()
            standby.start()

        self.happens("both, one after the other", fault, leader.start, standby)

    def freeze(self):
        """The primary's machine stands still, and goes on when another one leads."""
        leader = self.site.cluster.leader()
        self.happens(
            "frozen", lambda: leader.signal(signal.SIGSTOP), lambda: leader.signal(signal.SIGCONT), self.other(leader)
        )

    def partition(self):
        """The primary's network is cut."""
        leader = self.site.cluster.leader()
        self.happens("cut off", lambda: leader.connect(False), lambda: leader.connect(True), self.other(leader))

    def switchover(self):
        """An operator makes the standby the primary."""
        self.happens("switched over", self.site.cluster.switch_over, then=self.site.cluster.standby())

    def standby(self):
        """The standby's machine loses its power."""
        standby = self.site.cluster.standby()
        self.happens("standby killed", standby.kill, standby.start, most=LONGEST_CALL)

    def disk(self):
        """The primary's disk is full."""
        leader = self.site.cluster.leader()
        full = leader.disk / "full"

        def fill():
            with contextlib.suppress(OSError), open(full, "wb", buffering=0) as file:
                while file.write(bytes(1 << 16)):
                    pass
            # Patroni tries to start PostgreSQL there again and again, until an operator ends that.
            time.sleep(10)
            leader.kill()

        def clean():
            full.unlink()
            leader.start()

        self.happens("disk full", fill, clean, self.other(leader))

    def stopped(self):
        """Both PostgreSQL stand still for a minute."""
        log, server = self.load.log, self.site.servers[0]
        status = pathlib.Path(f"/proc/{server.process.pid}/status")

        def of(key):
            return int(re.search(rf"(?m)^{key}:\s+(\d+)", status.read_text())[1])

        threads, memory = of("Threads"), of("VmRSS")
        log.since()
        begin = time.monotonic()
        for node in self.nodes:
            node.signal(signal.SIGSTOP)
        worst_threads, worst_memory = threads, memory
        try:
            while time.monotonic() < begin + 60:
                time.sleep(0.5)
                worst_threads, worst_memory = max(worst_threads, of("Threads")), max(worst_memory, of("VmRSS"))
                if self.site.servers[1] and time.monotonic() > begin + 40:
                    ending = time.monotonic()
                    self.site.stop(1)
                    self.site.servers[1] = None
                    say("SIGTERM ends a server meanwhile", f"{time.monotonic() - ending:.1f} s")
        finally:
            for node in self.nodes:
                node.signal(signal.SIGCONT)
        _, slowest = log.since()
        self.site.start(1)
        self.wait_for_writes(time.monotonic())
        say("stopped for a minute: slowest answer", f"{slowest:.1f} s")
        say("threads, before and most", f"{threads}, {worst_threads}")
        say("memory, before and most", f"{memory >> 10} MB, {worst_memory >> 10} MB")
        self.bound(slowest <= 10, f"a call took {slowest:.1f} s")
        self.bound(worst_threads <= threads + 20, "threads grow")
        self.bound(worst_memory <= memory + (64 << 10), "memory grows")
        self.check_ready_time(begin, begin + 60)

    def restart(self):
        """Everything is restarted, in any order, one by one and then all at once."""
        cluster, chance = self.site.cluster, random.Random(time.monotonic_ns())

        def etcd():
            cluster.etcd.kill()
            cluster.etcd.wait()
            yield
            cluster.start_etcd()

        def proxy():
            cluster.haproxy.terminate()
            cluster.haproxy.wait()
            yield
            cluster.start_haproxy()

        def node(which):
            which.stop()
            yield
            which.start()

        def app(number):
            self.site.stop(number)
            yield
            self.site.start(number)

        def parts():
            return {
                "etcd": etcd(),
                "haproxy": proxy(),
                "pg1": node(self.nodes[0]),
                "pg2": node(self.nodes[1]),
                "app1": app(0),
                "app2": app(1),
            }

        def shuffled(names):
            return chance.sample(list(names), len(names))

        for name in shuffled(parts()):
            part = parts()[name]
            self.happens(f"{name} restarted", lambda part=part: [None for _ in part])
        all_parts = parts()
        stopping, starting = shuffled(all_parts), shuffled(all_parts)
        say("stopped in the order, started in the order", f"{' '.join(stopping)}; {' '.join(starting)}")
        for name in stopping:
            next(all_parts[name])
        # A server whose database is not there yet is tried again, as a service manager does.
        waiting = [threading.Thread(target=next, args=(all_parts[name], None)) for name in starting]
        for thread in waiting:
            thread.start()
            time.sleep(chance.uniform(0, 3))
        for thread in waiting:
            thread.join()
        self.wait_for_writes(time.monotonic())

    def roll(self):
        """Another version takes over, one server after the other."""
        new = os.environ.get("MIAOHUI_NEW", self.site.program)
        upgraded = subprocess.run(
            [new, "upgrade", *self.site.servers[0].common],
            env=environment(),
            capture_output=True,
            text=True,
            check=False,
        )
        require(upgraded.returncode == 0, f"the new version changes the schema: {upgraded.stderr}")

        def change(number):
            self.site.stop(number)
            self.site.start(number, new)

        for number in range(len(APPS)):
            self.happens(f"app{number + 1} changed", lambda number=number: change(number))


DRILLS = [
    "kill",
    "crash",
    "twice",
    "freeze",
    "partition",
    "switchover",
    "standby",
    "disk",
    "stopped",
    "restart",
    "roll",
]


def run(name, rounds, program):
    """Runs a drill on a cluster of its own; the bounds that were missed."""
    print(f"{name}: {getattr(Drill, name).__doc__}", flush=True)
    # The disk that is filled is a small one in memory.
    with Cluster(disk_mb=600 if name == "disk" else 0) as cluster:
        site = Site(program, cluster)
        try:
            load = site.open()
            with Watch(cluster.nodes) as watch:
                drill = Drill(site, load, watch)
                with load:
                    for _ in range(rounds):
                        getattr(drill, name)()
                    cluster.wait_for_standby()
                    drill.wait_for_writes(time.monotonic())
                drill.finish()
                print(f"  {site.servers[0].run('verify').strip()}", flush=True)
                for number in range(len(APPS)):
                    site.stop(number)
            return drill.missed
        except BaseException:
            for server in filter(None, site.servers):
                server.show_log()
            raise
        finally:
            site.close()


def main():
    isolate()
    options = argparse.ArgumentParser()
    options.add_argument("drills", nargs="*", metavar="DRILL", help=f"one of {', '.join(DRILLS)}")
    options.add_argument("--rounds", type=int, default=1)
    chosen = options.parse_args()
    unknown = set(chosen.drills) - set(DRILLS)
    require(not unknown, f"known drills: {', '.join(DRILLS)}")
    program = binary()
    missed = [f"{name}: {bound}" for name in chosen.drills or DRILLS for bound in run(name, chosen.rounds, program)]
    if missed:
        raise SystemExit("the drills failed:\n" + "\n".join(missed))
    print("the drills hold")


if __name__ == "__main__":
    main()
