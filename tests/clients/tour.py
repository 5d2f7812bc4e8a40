"""Runs the tour of docs/tour.md against a fresh demo, each block in a shell of its own, as in a new terminal.

Usage: python3 tests/clients/tour.py [path-to-the-binary]
"""

import os
import re
import shutil
import subprocess
import sys
import time

sys.dont_write_bytecode = True  # The sources stay as they are checked out.

from server import ROOT, ServerError, binary, demo  # noqa: E402

PAGE, TRANSLATED = ROOT / "docs/tour.md", ROOT / "docs/tour.zh-CN.md"
# What each block must show, in order.
EXPECTED = ('"token":', "第一次逛庙会", '"is_like":true', '"status":3', '"paid":true', "all is well")


def blocks(path):
    """The shell blocks of a page without the start of the server."""
    found = re.findall(r"```sh\n(.*?)```", path.read_text(encoding="utf-8"), re.DOTALL)
    return [block for block in found if "serve --demo" not in block]


def for_round(block, number):
    """The block with a phone and a key of its own, so that one server serves several rounds."""
    return block.replace("13900139000", f"1390013900{number}").replace("tour-1", f"tour-{number}")


def run(shell, block, server, program):
    """The output of a block in a shell that knows nothing else."""
    script = block.replace("http://127.0.0.1:8080", server.url).replace("cargo run --release --", program)
    done = subprocess.run(
        [shell, "-eu", "-c", script],
        cwd=server.directory,
        env={"PATH": os.environ["PATH"], "LANG": "C.UTF-8"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    if done.returncode != 0 or done.stderr:
        raise ServerError(f"status {done.returncode} of\n{block}\n{done.stdout}{done.stderr}")
    return done.stdout


def walk(shell, number, server, program):
    """All blocks in one kind of shell."""
    for block, expected in zip(blocks(PAGE), EXPECTED, strict=True):
        shown = run(shell, for_round(block, number), server, program)
        if expected not in shown:
            raise ServerError(f"{shell}: {expected} is not shown by\n{block}\n{shown}")
        if "pay; pay" in block:
            replies = [line for line in shown.splitlines() if '"paid"' in line]
            if len(replies) != 2 or replies[0] != replies[1]:
                raise ServerError(f"{shell}: two payments with one key differ: {replies}")


def main():
    program, began = binary(sys.argv[1:]), time.monotonic()
    shells = [shell for shell in ("sh", "bash", "zsh") if shutil.which(shell)]
    try:
        if blocks(PAGE) != blocks(TRANSLATED):
            raise ServerError("the blocks of the translation differ")
        with demo(program) as server:
            for number, shell in enumerate(shells, 1):
                walk(shell, number, server, program)
    except ServerError as error:
        print(f"FAIL {error}")
        return 1
    print(f"passed in {time.monotonic() - began:.1f} s: {', '.join(shells)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
