#!/usr/bin/env python3
"""Turns users and their habits into machines, disks and money, from the costs that measure.py has measured.

    python3 bench/capacity/model.py [--users 100000000] [--price app=… --price database=… …]

All numbers that are not measured are parameters: `--set NAME=VALUE` changes a field of Plan, `--habit CALL=TIMES` how
often an active user makes a call in a day. Without prices there is no money.
"""

import argparse
import dataclasses
import json
import math
import pathlib

COSTS = pathlib.Path(__file__).with_name("costs.json")
DAY, GB, MB = 86400, 1e9, 1e6

# Calls of an active user in a day. An image comes from the object storage or its cache; a phone keeps it for a day.
HABITS = {
    "article_list": 25,
    "following_article_list": 5,
    "article_detail": 15,
    "article_comment_list": 10,
    "article_like": 6,
    "article_comment_publish": 0.8,
    "article_publish": 0.3,
    "user_follow": 0.3,
    "send_message_to_user": 2,
    "my_message_center": 4,
    "ticket_list": 3,
    "ticket_detail": 2,
    "order": 0.03,
    "user_login": 0.02,
    "image": 80,
}

# The share of a day's calls in each hour, in China's time, before it is scaled to a sum of one.
HOURS = [15, 8, 5, 4, 4, 6, 15, 30, 42, 45, 46, 52, 62, 55, 46, 44, 46, 52, 64, 78, 92, 100, 78, 40]


@dataclasses.dataclass
class Plan:
    """What is assumed beside the costs and habits."""

    users: float = 1e6
    # The share of the users who come on a day.
    active: float = 0.2
    # How much busier than the mean of its hour the worst minute is.
    burst: float = 1.5
    # The share of its processors that a machine uses at the peak.
    load: float = 0.5
    # Processor speed of the machines against the one that measured.
    speed: float = 1.0
    app_cores: int = 16
    database_cores: int = 64
    database_disk_gb: float = 8000
    # What one primary can write and a standby replay, and what it can commit with a synchronous standby.
    log_mb_per_second: float = 100
    commits_per_second: float = 10000
    # Copies of the data in all: the primary, a synchronous standby and one more.
    copies: int = 3
    # Connections of a server of ours to each PostgreSQL for each of its cores, and what one PostgreSQL takes.
    connections_per_core: int = 4
    connections_most: int = 500
    # How long data is kept in tables, and how much larger they are than what was put in.
    years: float = 2
    bloat: float = 1.3
    # Kept log for the restoration of any moment, after compression.
    log_days: float = 7
    log_compression: float = 0.3
    image_kb: float = 60
    images_per_article: float = 2
    image_stored_kb: float = 400
    # The share of image bytes that the cache of the delivery network has.
    cache: float = 0.95
    # Bytes of a registered user who never comes back: account, session, quotas.
    user_bytes: float = 3000


@dataclasses.dataclass
class Need:
    """What a plan needs."""

    calls_per_second: float
    app_cores: float
    write_cores: float
    read_cores: float
    commits_per_second: float
    log_mb_per_second: float
    gbit_out: float
    data_gb: float
    largest_table_gb: float
    log_gb: float
    images_gb: float
    cdn_gb_per_month: float
    origin_gb_per_month: float
    app_machines: int
    shards: int
    replicas_per_shard: int
    why: str

    @property
    def database_machines(self):
        return self.shards * (1 + self.replicas_per_shard)


def read_costs():
    return json.loads(COSTS.read_text())


def hourly():
    """The share of each hour."""
    return [hour / sum(HOURS) for hour in HOURS]


def need(plan, costs, habits=None):
    """The machines for the worst minute of a day, and the disks after `years`."""
    habits = HABITS if habits is None else habits
    active = plan.users * plan.active
    api = {name: times for name, times in habits.items() if name != "image"}
    # Calls a second in the worst minute, from calls in a day.
    peak = max(hourly()) * 24 / DAY * plan.burst

    def total(cost, only=lambda _: True):
        return active * sum(times * costs[name][cost] for name, times in api.items() if only(costs[name]))

    def is_write(call):
        return call["is_write"]

    def cores(milliseconds):
        return milliseconds / 1000 * peak / plan.load / plan.speed

    calls = active * sum(api.values())
    write_cores = cores(total("database_ms", is_write))
    read_cores = cores(total("database_ms", lambda call: not call["is_write"]))
    app_cores = cores(total("server_ms"))
    commits = active * sum(times for name, times in api.items() if is_write(costs[name])) * peak
    log = total("log_bytes") * peak / MB
    per_day = {name: active * times * costs[name]["table_bytes"] for name, times in api.items()}
    kept = 365 * plan.years * plan.bloat / GB
    data = sum(per_day.values()) * kept + plan.users * plan.user_bytes / GB
    images = active * habits.get("image", 0) * plan.image_kb * 1000
    app_machines = math.ceil(app_cores / plan.app_cores)
    bounds = {
        "processors of the primary": write_cores / plan.database_cores,
        "its log": log / plan.log_mb_per_second,
        "its commits": commits / plan.commits_per_second,
        "its disk": data / plan.database_disk_gb,
    }
    why, most = max(bounds.items(), key=lambda bound: bound[1])
    shards = max(1, math.ceil(most))
    # Reads that the primary has no room for go to replicas, of which one is the synchronous standby.
    room = shards * plan.database_cores - write_cores
    readers = math.ceil(max(0, read_cores - room) / plan.database_cores / shards)
    return Need(
        calls_per_second=calls * peak,
        app_cores=app_cores,
        write_cores=write_cores,
        read_cores=read_cores,
        commits_per_second=commits,
        log_mb_per_second=log,
        gbit_out=(total("bytes_out") + images) * peak * 8 / GB,
        data_gb=data,
        largest_table_gb=max(per_day.values()) * kept,
        log_gb=total("log_bytes") * plan.log_days * plan.log_compression / GB,
        images_gb=active
        * habits.get("article_publish", 0)
        * plan.images_per_article
        * plan.image_stored_kb
        * 1000
        * 365
        * plan.years
        / GB,
        cdn_gb_per_month=images * 30 / GB,
        origin_gb_per_month=(images * (1 - plan.cache) + total("bytes_out")) * 30 / GB,
        app_machines=max(1, app_machines),
        shards=shards,
        replicas_per_shard=max(plan.copies - 1, readers),
        why=why,
    )


def step(plan, needed):
    """The first step from one machine to many that carries it."""
    everything = needed.app_cores + needed.write_cores + needed.read_cores
    primary = plan.database_cores
    if needed.shards > 1:
        return f"sharded by user ({needed.why})"
    if needed.largest_table_gb > 500:
        return "primary, replicas, partitioned tables, S3 and CDN"
    if needed.write_cores + needed.read_cores > primary:
        return "primary, replicas, S3 and CDN"
    if needed.gbit_out > 1 or needed.images_gb > 2000:
        return "primary and standby, S3 and CDN"
    if everything > plan.app_cores:
        return "primary and standby, several servers"
    return "one machine, with backups elsewhere"


def money(plan, needed, prices):
    """The price of a month, by the prices of a machine (app, database) and of a GB (disk, object, cdn, traffic)."""
    parts = {
        "app": needed.app_machines,
        "database": needed.database_machines,
        "disk": (needed.data_gb * plan.copies + needed.log_gb) * 1.5,
        "object": needed.images_gb + needed.log_gb + needed.data_gb,
        "cdn": needed.cdn_gb_per_month,
        "traffic": needed.origin_gb_per_month,
    }
    unknown = prices.keys() - parts.keys()
    if unknown:
        raise SystemExit(f"there are prices of {', '.join(parts)}, and not of {', '.join(unknown)}")
    return {name: amount * prices[name] for name, amount in parts.items() if name in prices}


def day(plan, costs, habits=None):
    """Simulates a day: for each hour calls a second, and the share of the provided processors that they use."""
    provided = need(plan, costs, habits)
    # The worst minute uses `load` of all.
    worst = max(hourly()) * plan.burst
    return [
        (hour, provided.calls_per_second * share / worst, share / worst * plan.load)
        for hour, share in enumerate(hourly())
    ]


def show(plan, costs, habits, prices):
    needed = need(plan, costs, habits)
    rows = [
        ("users, active on a day", f"{plan.users:,.0f}, {plan.users * plan.active:,.0f}"),
        ("calls a second in the worst minute", f"{needed.calls_per_second:,.0f}"),
        (
            "cores of servers; of databases for writes, for reads",
            f"{needed.app_cores:,.1f}; {needed.write_cores:,.1f}, {needed.read_cores:,.1f}",
        ),
        ("commits a second, log", f"{needed.commits_per_second:,.0f}, {needed.log_mb_per_second:,.1f} MB/s"),
        ("out, with images", f"{needed.gbit_out:,.2f} Gbit/s"),
        (
            f"data after {plan.years:g} years, largest table",
            f"{needed.data_gb:,.1f} GB, {needed.largest_table_gb:,.1f} GB",
        ),
        ("images, delivered in a month", f"{needed.images_gb:,.0f} GB, {needed.cdn_gb_per_month:,.0f} GB"),
        (
            "servers; shards, machines of databases",
            f"{needed.app_machines:,}; {needed.shards:,}, {needed.database_machines:,}",
        ),
        (
            "connections to a primary",
            f"{connections(plan, needed):,.0f}"
            + (" (needs poolers)" if connections(plan, needed) > plan.connections_most else ""),
        ),
        ("step", step(plan, needed)),
    ]
    if prices:
        parts = money(plan, needed, prices)
        listed = ", ".join(f"{name} {amount:,.0f}" for name, amount in parts.items())
        rows.append(("a month", f"{sum(parts.values()):,.0f} ({listed})"))
    for name, value in rows:
        print(f"{name:<54}{value}")


def connections(plan, needed):
    """Each server connects to each shard, as far as they are not split in the same way."""
    return needed.app_machines * plan.app_cores * plan.connections_per_core


def pairs(values, of=float):
    return {name: of(value) for name, _, value in (text.partition("=") for text in values)}


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--users", type=float, nargs="+", default=[1e4, 1e5, 1e6, 1e7, 1e8])
    options.add_argument("--set", action="append", default=[], metavar="NAME=VALUE")
    options.add_argument("--habit", action="append", default=[], metavar="CALL=TIMES")
    options.add_argument("--price", action="append", default=[], metavar="PART=PRICE")
    options.add_argument("--day", action="store_true", help="simulate a day, hour by hour")
    chosen = options.parse_args()
    costs = read_costs()["calls"]
    habits = {**HABITS, **pairs(chosen.habit)}
    unknown = habits.keys() - costs.keys() - {"image"}
    if unknown:
        raise SystemExit(f"no costs of {', '.join(unknown)}")
    for users in chosen.users:
        try:
            plan = dataclasses.replace(Plan(users=users), **pairs(chosen.set))
        except TypeError as error:
            raise SystemExit(f"{error}: see Plan") from None
        show(plan, costs, habits, pairs(chosen.price))
        if chosen.day:
            for hour, calls, used in day(plan, costs, habits):
                print(f"  {hour:02}:00 {calls:12,.0f} calls/s  {used:5.0%} {'#' * round(used * 80)}")
        print()


if __name__ == "__main__":
    main()
