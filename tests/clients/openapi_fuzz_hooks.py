"""What the generator cannot know: which things are there. Loaded by schemathesis, which openapi_fuzz.py starts."""

import atexit
import collections
import json
import os

import schemathesis
from api import png

# Field: a value that the server takes in it, made by openapi_fuzz.py before the run.
REAL = json.loads(os.environ["FUZZ_REAL_VALUES"])
PICTURE = png((0, 200, 0))


def replaced(value):
    """Ids of nothing become ids of something; whatever is meant to be wrong stays wrong."""
    if not isinstance(value, dict):
        return value
    fields = {}
    for name, one in value.items():
        if isinstance(one, dict):
            one = replaced(one)
        elif name in REAL and type(one) is int and one > 0:
            one = REAL[name]
        elif name == "feedback" and isinstance(one, list) and one:
            one = [REAL[name]]
        fields[name] = one
    return fields


@schemathesis.hook
def map_body(context, body):
    """See above; the file of an upload becomes a picture."""
    body = replaced(body)
    if (
        isinstance(body, dict)
        and context.operation.path.startswith("/api/image/")
        and isinstance(body.get("image"), bytes)
    ):
        body["image"] = PICTURE
    return body


ANSWERS = collections.defaultdict(collections.Counter)


@schemathesis.hook
def after_call(context, case, response):  # pylint: disable=unused-argument
    """Counts the answers by operation and status."""
    ANSWERS[case.operation.label][response.status_code] += 1


@atexit.register
def write():
    """For openapi_fuzz.py, which looks at what was reached."""
    with open(os.environ["FUZZ_ANSWERS"], "w", encoding="utf-8") as file:
        json.dump(ANSWERS, file)
