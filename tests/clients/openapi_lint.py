"""Holds both OpenAPI documents against the rules of Redocly and Spectral: no error and no warning beyond the exceptions
that openapi_lint/ explains.

Usage: python3 tests/clients/openapi_lint.py [path-to-the-binary]
"""

import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time

sys.dont_write_bytecode = True  # The sources stay as they are checked out.

from api import Http  # noqa: E402
from server import Server, ServerError, binary  # noqa: E402

TOOLS = pathlib.Path(__file__).resolve().parent / "openapi_lint"
PRODUCTS = ("community", "crowdfunding")
# Nothing is asked of the network but the packages.
QUIET = {"REDOCLY_TELEMETRY": "off", "REDOCLY_SUPPRESS_UPDATE_NOTICE": "true", "NO_COLOR": "1"}


def run(*command):
    """The output of a tool, and whether it succeeded."""
    done = subprocess.run(
        command, cwd=TOOLS, env={**os.environ, **QUIET}, capture_output=True, text=True, timeout=300, check=False
    )
    return done.stdout + done.stderr, done.returncode == 0


def lint(path):
    """What is wrong with a document."""
    tools = TOOLS / "node_modules/.bin"
    wrong = []
    shown, passed = run(tools / "redocly", "lint", "--config", "redocly.yaml", path)
    if not passed or re.search(r"\d+ warning", shown):
        wrong.append(f"redocly: {shown[-6000:]}")
    shown, passed = run(tools / "spectral", "lint", "--fail-severity", "hint", path)
    if not passed:
        wrong.append(f"spectral: {shown[-6000:]}")
    return wrong


def main():
    program, began = binary(sys.argv[1:]), time.monotonic()
    shown, passed = run("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")
    if not passed:
        print(f"FAIL npm: {shown}")
        return 1
    wrong = []
    try:
        with Server(program) as server, tempfile.TemporaryDirectory(prefix="miaohui-lint-") as directory:
            for product in PRODUCTS:
                path = pathlib.Path(directory) / f"{product}.json"
                path.write_bytes(Http(server.url).send("GET", f"/openapi/{product}.json").content)
                wrong += [f"{product}: {one}" for one in lint(path)]
    except ServerError as error:
        wrong.append(str(error))
    for one in wrong:
        print(f"FAIL {one}")
    print(f"{'FAILED' if wrong else 'passed'} in {time.monotonic() - began:.1f} s")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
