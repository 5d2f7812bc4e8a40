"""Tests of the model: python3 -m unittest discover --start-directory bench/capacity"""

import dataclasses
import unittest

import model
from model import HABITS, Plan, need


def call(**changes):
    cost = {
        "server_ms": 1,
        "database_ms": 2,
        "statements": 3,
        "rows": 0,
        "table_bytes": 0,
        "log_bytes": 0,
        "bytes_out": 1000,
        "is_write": False,
    }
    return {**cost, **changes}


# A million active users who read ten times and write once.
COSTS = {"read": call(), "write": call(rows=1, table_bytes=100, log_bytes=1000, bytes_out=100, is_write=True)}
DAILY = {"read": 10, "write": 1}
EVEN = Plan(users=1e6, active=1, burst=1, load=1, years=1, bloat=1, user_bytes=0)


class Arithmetic(unittest.TestCase):
    def setUp(self):
        # Every hour is like the others.
        self.hours, model.HOURS = model.HOURS, [1] * 24

    def tearDown(self):
        model.HOURS = self.hours

    def test_what_can_be_calculated_by_hand(self):
        needed = need(EVEN, COSTS, DAILY)
        self.assertAlmostEqual(needed.calls_per_second, 11e6 / 86400)
        self.assertAlmostEqual(needed.app_cores, 11e6 / 86400 / 1000)
        self.assertAlmostEqual(needed.read_cores, 10e6 / 86400 * 2 / 1000)
        self.assertAlmostEqual(needed.write_cores, 1e6 / 86400 * 2 / 1000)
        self.assertAlmostEqual(needed.commits_per_second, 1e6 / 86400)
        self.assertAlmostEqual(needed.log_mb_per_second, 1e6 / 86400 * 1000 / 1e6)
        self.assertAlmostEqual(needed.data_gb, 1e6 * 100 * 365 / 1e9)
        self.assertAlmostEqual(needed.gbit_out, 1e6 * (10 * 1000 + 100) / 86400 * 8 / 1e9)
        self.assertEqual((needed.app_machines, needed.shards, needed.replicas_per_shard), (1, 1, 2))

    def test_images_count_where_they_go(self):
        needed = need(dataclasses.replace(EVEN, image_kb=50, cache=0.9), COSTS, {**DAILY, "image": 20})
        self.assertAlmostEqual(needed.cdn_gb_per_month, 1e6 * 20 * 50e3 * 30 / 1e9)
        api = 1e6 * (10 * 1000 + 100) * 30 / 1e9
        self.assertAlmostEqual(needed.origin_gb_per_month, 0.1 * needed.cdn_gb_per_month + api)

    def test_an_even_day_uses_what_is_provided_all_day(self):
        for _, calls, used in model.day(dataclasses.replace(EVEN, load=0.5), COSTS, DAILY):
            self.assertAlmostEqual(calls, 11e6 / 86400)
            self.assertAlmostEqual(used, 0.5)


class Shape(unittest.TestCase):
    def test_twice_the_users_need_twice_as_much(self):
        once, twice = (need(Plan(users=users), COSTS, DAILY) for users in (1e6, 2e6))
        for name in ("calls_per_second", "app_cores", "write_cores", "read_cores", "data_gb", "log_gb", "gbit_out"):
            self.assertAlmostEqual(getattr(twice, name), 2 * getattr(once, name), msg=name)

    def test_each_bound_of_a_primary_asks_for_shards(self):
        for change in (
            {"database_cores": 1},
            {"log_mb_per_second": 0.1},
            {"commits_per_second": 100},
            {"database_disk_gb": 10},
        ):
            few = need(Plan(users=1e8), COSTS, DAILY)
            many = need(dataclasses.replace(Plan(users=1e8), **change), COSTS, DAILY)
            self.assertGreater(many.shards, few.shards, change)

    def test_reads_beyond_the_primary_go_to_replicas(self):
        reads = {"read": 2000, "write": 1}
        needed = need(Plan(users=1e6, database_cores=16), COSTS, reads)
        provided = needed.database_machines * 16
        self.assertGreaterEqual(provided, needed.read_cores + needed.write_cores)
        self.assertGreater(needed.replicas_per_shard, 2)

    def test_steps_come_in_their_order(self):
        costs = model.read_costs()["calls"]
        steps = []
        for exponent in range(8, 81):
            plan = Plan(users=10 ** (exponent / 8))
            name = model.step(plan, need(plan, costs))
            if not steps or steps[-1] != name:
                steps.append(name)
        self.assertEqual(len(steps), len(set(steps)), f"no step comes back: {steps}")
        self.assertTrue(steps[0].startswith("one machine") and steps[-1].startswith("sharded"), steps)

    def test_money_is_linear_in_prices(self):
        plan = Plan(users=1e7)
        needed = need(plan, COSTS, DAILY)
        once = model.money(plan, needed, {"app": 10, "cdn": 0.1})
        twice = model.money(plan, needed, {"app": 20, "cdn": 0.2})
        self.assertAlmostEqual(sum(twice.values()), 2 * sum(once.values()))
        self.assertEqual(once["app"], needed.app_machines * 10)
        with self.assertRaises(SystemExit):
            model.money(plan, needed, {"luck": 1})

    def test_the_busiest_hour_is_the_one_that_is_provided_for(self):
        plan = Plan(users=1e7)
        hours = model.day(plan, COSTS, DAILY)
        self.assertAlmostEqual(max(used for *_, used in hours) * plan.burst, plan.load)
        mean = sum(calls for _, calls, _ in hours) / 24
        self.assertAlmostEqual(mean, plan.users * plan.active * 11 / 86400)


class Measured(unittest.TestCase):
    def test_every_habit_has_costs(self):
        self.assertEqual(HABITS.keys() - model.read_costs()["calls"].keys(), {"image"})

    def test_a_processor_does_what_the_costs_predict(self):
        self.assertTrue(0.75 <= model.read_costs()["check"]["of_predicted"] <= 1.33)


if __name__ == "__main__":
    unittest.main()
