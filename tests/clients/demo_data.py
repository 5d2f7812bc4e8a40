"""Makes the demo data once, for tests that start with a copy of them: loading takes most of such a test's time.

Usage: python3 tests/clients/demo_data.py DIRECTORY [path-to-the-binary]

The directory must be new. Name it in DEMO_DATA for the tests.
"""

import pathlib
import sys

sys.dont_write_bytecode = True  # The sources stay as they are checked out.

from server import Server, ServerError, binary  # noqa: E402


def main():
    directory = pathlib.Path(sys.argv[1]).resolve()
    try:
        with Server(binary(sys.argv[2:]), "demo=true", patience=300, data=directory):
            pass
    except ServerError as error:
        print(f"FAIL {error}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
