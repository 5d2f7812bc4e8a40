"""A client of the Crowdfunding API, written from its document: people, their requests, and the documented shapes."""

import json
import re
import struct
import zlib
from decimal import Decimal

import requests

# error_code: error_message and the status of an answer that is this error.
CODES = {
    10000: ("Invalid data", 400),
    10001: ("Required data", 400),
    10002: ("Inactive user", 400),
    10003: ("Incorrect email or password", 400),
    10004: ("Invalid token", 401),
    10005: ("Invalid refresh token", 400),
    10006: ("Validation Failed", 400),
    10007: ("Invalid token header. No credentials provided.", 401),
    10008: ("Invalid token header. Token string should not contain spaces.", 401),
    10009: ("User inactive or deleted", 401),
    10010: ("Token has expired", 401),
    10011: ("Malformed request.", 400),
    10013: ("Authentication credentials were not provided.", 401),
    10014: ("You do not have permission to perform this action.", 403),
    10015: ("Not found", 404),
    10016: ("Method 'GET' not allowed.", 405),
    10017: ("Method 'POST' not allowed.", 405),
    10018: ("Method 'PUT' not allowed.", 405),
    10019: ("Method 'DELETE' not allowed.", 405),
    10020: ("Method 'HEAD' not allowed.", 405),
    10021: ("Method 'PATCH' not allowed.", 405),
    10022: ("Could not satisfy the request's Accept header", 406),
    10024: ("Invalid ID", 400),
    10026: ("Permission denied when checking project id", 400),
    10027: ("Invalid image ID", 400),
    10028: ("Invalid image type", 400),
    10029: ("Invalid image user (no user)", 400),
    10030: ("Invalid image user (other user)", 400),
    10033: ("Error comment type, you are not authenticated", 400),
    10034: ("Already associated", 400),
    10035: ("Package is full", 400),
    10036: ("Payment failed", 400),
    10037: ("Project is not under way", 400),
    10038: ("Request was throttled.", 429),
}


class Mismatch(Exception):
    """An answer is not what is documented."""


# Shapes. A type, a predicate, a tuple of alternatives, a list with the shape of its items, or a dictionary with exactly
# these keys. Answers are read with decimals as they are written, so that the writing of money can be looked at.


def money(value):
    """At most two decimals, in the shortest form: 23, 1000.5."""
    text = str(value)
    return type(value) in (int, Decimal) and re.fullmatch(r"\d+(\.\d?[1-9])?", text) is not None


def moment(value):
    """RFC 3339 in UTC with `Z`, and milliseconds only when they are not zero."""
    pattern = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.(?!000)\d{3})?Z"
    return isinstance(value, str) and re.fullmatch(pattern, value) is not None


def hex40(value):
    """40 hexadecimal digits."""
    return isinstance(value, str) and re.fullmatch(r"[0-9a-f]{40}", value) is not None


def image_url(value):
    """The address of an image, from the root of the site."""
    return isinstance(value, str) and value.startswith("/media/images/")


def tree(value):
    """A list of comments, each with all below it."""
    return isinstance(value, list) and not any(wrong(one, COMMENT, "") for one in value)


def topic_tree(value):
    """The same for the comments of a topic."""
    return isinstance(value, list) and not any(wrong(one, TOPIC_COMMENT, "") for one in value)


NONE = type(None)
ID = int
MAYBE_ID = (int, NONE)
PAIR = {"token": hex40, "refresh_token": hex40}
REGISTERED = {"id": ID, "email": str, "nickname": str}
IMAGE = {"id": ID, "user": MAYBE_ID, "type": int, "url": image_url}
NAMED = {"id": ID, "name": str}
FEEDBACK = {"id": ID, "project": ID, "content": str, "image": MAYBE_ID}
PACKAGE = {"id": ID, "project": ID, "name": str, "money": money, "type": int, "limit": int, "feedback": [int]}
PERSONAL = {"is_attended": bool, "support_type": int, "is_supported": bool}
PROJECT = {
    "id": ID,
    "user": ID,
    "name": str,
    "cover": ID,
    "location": ID,
    "location_detail": str,
    "category": ID,
    "total_money": money,
    "total_days": int,
    "remaining_days": int,
    "summary": str,
    "content": str,
    "now_money": money,
    "status": int,
    "attention_count": int,
    "support_count": int,
    "normal_support_count": int,
    "partner_support_count": int,
    "tags": [str],
    "post_datetime": moment,
    "modify_datetime": moment,
    "feedback": [int],
    "package": [int],
    "personal_information": PERSONAL,
}
PROJECT_FOR_STRANGERS = {**PROJECT, "personal_information": {}}
SUPPORT = {"id": ID, "project": ID, "package": ID, "money": money, "status": int, "paid": bool, "datetime": moment}
SUPPORTER = {
    "id": ID,
    "project": ID,
    "package": ID,
    "user": ID,
    "nickname": str,
    "money": money,
    "status": int,
    "datetime": moment,
}
SECTION = {"id": ID, "project": ID, "title": str, "description": str, "status": int, "order": int}
TASK = {"id": ID, "project": ID, "section": ID, "content": str, "status": int, "order": int}
COMMENT = {
    "id": ID,
    "project": ID,
    "user": MAYBE_ID,
    "email": (str, NONE),
    "content": str,
    "datetime": moment,
    "parent": MAYBE_ID,
    "children": tree,
}
TOPIC = {
    "id": ID,
    "project": ID,
    "user": ID,
    "title": str,
    "content": str,
    "post_datetime": moment,
    "modify_datetime": moment,
}
TOPIC_COMMENT = {
    "id": ID,
    "project": ID,
    "topic": ID,
    "user": ID,
    "content": str,
    "datetime": moment,
    "parent": MAYBE_ID,
    "children": topic_tree,
}
PUBLIC_DETAIL = {"avatar": MAYBE_ID, "native": MAYBE_ID, "profession": str, "qq": str, "weibo": str, "blog": str}
PUBLIC_USER = {"id": ID, "email": str, "nickname": str, "detailinfo": PUBLIC_DETAIL}
OWN_USER = {
    "id": ID,
    "email": str,
    "nickname": str,
    "is_active": bool,
    "is_staff": bool,
    "is_authentication": bool,
    "date_joined": moment,
    "detailinfo": {
        **PUBLIC_DETAIL,
        "name": str,
        "sex": str,
        "age": (int, NONE),
        "idcard": str,
        "idcard_image": MAYBE_ID,
        "mobile": str,
    },
    "fundinfo": {"alipay": str, "bank_name": str, "bank_sub_name": str, "name": str, "account": str},
    "balanceinfo": {"balance": money},
    "projectinfo": {"launch": int, "attention": int, "support": int},
    "questioninfo": {"ask": int, "answer": int, "comment": int, "vote": int},
}
SUPPORTED = {"id": ID, "project": PROJECT, "package": ID, "money": money, "status": int, "datetime": moment}
ATTENDED = {"id": ID, "project": PROJECT, "datetime": moment}


def page_of(shape):
    """A page of a list."""
    return {"count": int, "next": (str, NONE), "previous": (str, NONE), "results": [shape]}


def wrong(value, shape, at):
    """What of a value is not as its shape says."""
    if isinstance(shape, type):
        return [] if type(value) is shape else [f"{at} is {value!r}, not of type {shape.__name__}"]
    if isinstance(shape, tuple):
        return [] if any(not wrong(value, one, at) for one in shape) else [f"{at} is {value!r}"]
    if isinstance(shape, list):
        if type(value) is not list:
            return [f"{at} is {value!r}, not a list"]
        return [error for n, one in enumerate(value) for error in wrong(one, shape[0], f"{at}[{n}]")]
    if isinstance(shape, dict):
        if type(value) is not dict:
            return [f"{at} is {value!r}, not an object"]
        errors = [f"{at}.{key} is missing" for key in shape.keys() - value.keys()]
        errors += [f"{at}.{key} is too much" for key in value.keys() - shape.keys()]
        return errors + [e for key in shape.keys() & value.keys() for e in wrong(value[key], shape[key], f"{at}.{key}")]
    return [] if shape(value) else [f"{at} is {value!r}, not {shape.__name__}: {shape.__doc__}"]


def png(color):
    """A picture of 3 times 2 points."""

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\0" + bytes(color) * 3 for _ in range(2))
    header = struct.pack(">IIBBBBB", 3, 2, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def flat(body, prefix=""):
    """The pairs of a form: a list repeats its key, `a.b` is the field b of the dictionary a."""
    pairs = []
    for key, value in body.items():
        if isinstance(value, dict):
            pairs += flat(value, f"{prefix}{key}.")
        else:
            values = value if isinstance(value, list) else [value]
            pairs += [(prefix + key, "" if one is None else str(one)) for one in values]
    return pairs


def unlinked(value):
    """An answer without the links of a page, which keep the spelling that was asked for."""
    paged = isinstance(value, dict) and "next" in value
    return {**value, "next": None, "previous": None} if paged else value


class Http:
    """Sends requests to one server and remembers the last exchange, for the report of a failure."""

    def __init__(self, url):
        self.url = url
        self.session = requests.Session()
        # Neither a proxy nor a .netrc has a say in a test on the loopback.
        self.session.trust_env = False
        self.exchange = None

    def send(self, verb, path, **how):
        self.exchange = None
        url = path if path.startswith("http") else self.url + path
        request = self.session.prepare_request(requests.Request(verb, url, **how))
        self.exchange = (request, None)
        reply = self.session.send(request, timeout=30, allow_redirects=False)
        self.exchange = (request, reply)
        return reply

    def report(self):
        """The last exchange, for people."""
        if not self.exchange:
            return "no request"
        request, reply = self.exchange
        body = request.body if isinstance(request.body, str) else (request.body or b"").decode(errors="replace")
        headers = {
            k: v for k, v in request.headers.items() if k in ("Authorization", "Content-Type", "Accept", "Origin")
        }
        lines = [f"request:  {request.method} {request.url} {headers}"]
        lines += [f"          {body[:500]}"] if body else []
        if reply is None:
            return "\n".join([*lines, "answer:   none"])
        text = reply.content.decode(errors="replace")
        return "\n".join([*lines, f"answer:   {reply.status_code} {dict(reply.headers)}", f"          {text[:1500]}"])


class Person:
    """Somebody who uses the API: with a token or without, in one encoding of bodies, with the last slash or without."""

    def __init__(self, http, encoding="json", slash=True, email=""):
        self.http, self.encoding, self.slash, self.email = http, encoding, slash, email
        self.token = self.refresh_token = self.id = None

    # What is sent.

    def path(self, path, slash=None):
        path, mark, query = path.partition("?")
        slash = self.slash if slash is None else slash
        return (path if slash else path.rstrip("/")) + mark + query

    def headers(self):
        return {"Authorization": f"Token {self.token}"} if self.token else {}

    def encoded(self, body, files):
        if files:
            return {"data": flat(body or {}), "files": files}
        if body is None:
            return {}
        if self.encoding == "form":
            return {"data": flat(body)}
        if self.encoding == "multipart":
            # A file part without a file name is a plain field.
            return {"files": [(name, (None, value)) for name, value in flat(body)]}
        return {"json": body}

    def send(self, verb, path, body=None, files=None, slash=None, headers=None):
        how = self.encoded(body, files)
        return self.http.send(verb, self.path(path, slash), headers={**self.headers(), **(headers or {})}, **how)

    # What is expected.

    def answer(self, reply, status, shape=None):
        if reply.status_code != status:
            raise Mismatch(f"status {status}")
        if shape is None:
            if reply.content or "Content-Type" in reply.headers:
                raise Mismatch("no body and no Content-Type")
            return None
        value = self.json(reply)
        errors = wrong(value, shape, "answer")
        if errors:
            raise Mismatch("the documented shape; " + "; ".join(errors))
        return value

    def json(self, reply):
        if reply.headers.get("Content-Type") != "application/json":
            raise Mismatch("Content-Type: application/json")
        try:
            return json.loads(reply.content.decode(), parse_float=Decimal)
        except ValueError as error:
            raise Mismatch(f"JSON in UTF-8: {error}") from None

    def get(self, path, shape):
        """With and without the last slash the same, and HEAD answers as GET does, without the body."""
        reply = self.send("GET", path)
        value = self.answer(reply, 200, shape)
        other = self.answer(self.send("GET", path, slash=not self.slash), 200, shape)
        if unlinked(value) != unlinked(other):
            raise Mismatch(f"the same with and without the last slash: {unlinked(value)}")
        head = self.send("HEAD", path)
        if head.status_code != 200 or head.content:
            raise Mismatch("HEAD: status 200 without a body")
        for name in ("Content-Type", "Content-Length"):
            if head.headers.get(name) != reply.headers.get(name):
                raise Mismatch(f"HEAD has GET's {name}: {reply.headers.get(name)}")
        # What is found wrong from here on is about the answer with a body.
        self.http.exchange = (reply.request, reply)
        return value

    def post(self, path, body, shape, status=201, files=None):
        return self.answer(self.send("POST", path, body, files), status, shape)

    def put(self, path, body, shape, status=200, files=None):
        return self.answer(self.send("PUT", path, body, files), status, shape)

    def patch(self, path, body, shape, files=None):
        return self.answer(self.send("PATCH", path, body, files), 200, shape)

    def delete(self, path):
        self.answer(self.send("DELETE", path), 204)

    def fails(self, code, verb, path, body=None, files=None, errors=(), status=None, headers=None):
        """Exactly the documented body of an error, with the fields in exactly this order."""
        message, usual = CODES[code]
        status = status or usual
        reply = self.send(verb, path, body, files, headers=headers)
        if reply.status_code != status:
            raise Mismatch(f"status {status} with error_code {code} {message}, errors {list(errors)}")
        if status == 401 and reply.headers.get("WWW-Authenticate") != "Token":
            raise Mismatch("WWW-Authenticate: Token")
        if status == 405 and not reply.headers.get("Allow"):
            raise Mismatch("an Allow header")
        if verb == "HEAD":
            return
        fields = [{"field": name, "error_code": c, "error_message": CODES[c][0]} for name, c in errors]
        expected = {"error_code": code, "error_message": message, "errors": fields}
        if self.json(reply) != expected:
            raise Mismatch(json.dumps(expected))

    def invalid(self, errors, verb, path, body=None, files=None):
        """10006 with these fields."""
        self.fails(10006, verb, path, body, files, errors)


def exact(value):
    """The value with its decimals as they are written, as answers are read."""
    if isinstance(value, float):
        return Decimal(str(value))
    if isinstance(value, dict):
        return {key: exact(one) for key, one in value.items()}
    return type(value)(exact(one) for one in value) if isinstance(value, (list, tuple)) else value


def same(actual, expected, what):
    """A value of the last answer."""
    if exact(actual) != exact(expected):
        raise Mismatch(f"{what}: {expected!r}, and it is {actual!r}")
