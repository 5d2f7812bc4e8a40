"""What the generator cannot know: which things are there. Loaded by openapi_fuzz.py through schemathesis."""

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
            one = [REAL["project"]]
        fields[name] = one
    return fields


@schemathesis.hook
def map_body(context, body):
    """See above; the file of an upload becomes a picture."""
    body = replaced(body)
    if isinstance(body, dict) and context.operation.path.startswith("/api/image/") and isinstance(body.get("image"), bytes):
        body["image"] = PICTURE
    return body
