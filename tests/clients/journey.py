"""A walk of steps, and what is said about each."""

import sys
import time
import traceback

from requests import RequestException

from api import Http, Mismatch
from server import ServerError


class Journey:
    """Steps share what they made, so they run in the order in which they are written."""

    # What a wrong answer leads to, here or where it is looked into.
    FAILURES = (Mismatch, ServerError, RequestException, LookupError, TypeError, ValueError, AttributeError)
    # Those that speak for themselves.
    PLAIN = (Mismatch, ServerError, RequestException)
    # Whether later steps need what earlier ones made, so that the first failure ends the journey.
    CHAINED = True

    def __init__(self, server, label):
        self.server, self.label, self.http = server, label, Http(server.url)
        self.passed = 0

    def steps(self):
        return [step for name, step in vars(type(self)).items() if name.startswith("step_")]

    def report(self, _step):
        """What happened last, for people."""
        return self.http.report()

    def run(self):
        """Whether all steps passed."""
        steps = self.steps()
        for step in steps:
            began = time.monotonic()
            try:
                step(self)
            except self.FAILURES as error:
                print(f"FAIL {self.label:18} {step.__doc__}", flush=True)
                if not isinstance(error, self.PLAIN):
                    traceback.print_exc(file=sys.stdout)
                print(f"  {self.report(step)}".replace("\n", "\n  "))
                print(f"  expected: {error}", flush=True)
                if self.CHAINED:
                    break
            else:
                self.passed += 1
                print(f"ok   {self.label:18} {time.monotonic() - began:5.1f} s  {step.__doc__}", flush=True)
        return self.passed == len(steps)
