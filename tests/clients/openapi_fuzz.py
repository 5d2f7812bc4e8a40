"""Holds a running server against its own OpenAPI document: requests from its schemas, and every reply against them.

Usage: python3 tests/clients/openapi_fuzz.py [path-to-the-binary]

SCHEMATHESIS names an installed `st`; without it the pinned version is installed for the run. FUZZ_EXAMPLES and
FUZZ_SEED make another run of it.
"""

import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time
import venv

sys.dont_write_bytecode = True  # The sources stay as they are checked out.

from api import COMMENT, FEEDBACK, IMAGE, PACKAGE, PAIR, PROJECT, REGISTERED, SECTION, SUPPORT, TASK  # noqa: E402
from api import TOPIC, TOPIC_COMMENT, Http, Mismatch, Person, png  # noqa: E402
from server import Server, ServerError, binary  # noqa: E402

HERE = pathlib.Path(__file__).resolve().parent
# What an answer can be wrong in without a matter of taste.
CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_schema_conformance",
    "response_headers_conformance",
    "unsupported_method",
    "allow_header_conformance",
    "ignored_auth",
)
# Success takes a secret that no generator guesses.
UNREACHABLE = {
    "POST /api/token/get/",
    "POST /api/token/refresh/",
    "POST /api/accounts/activate/",
    "POST /api/accounts/password/reset/confirm/",
    "POST /api/accounts/password/change/",
    "DELETE /api/accounts/user/",
    # Both ids must be of one support of the caller, which generated pairs hardly ever are.
    "GET /api/crowdfunding/project/{id}/support/{sid}/pay/",
}
EACH = 8  # Things of each kind: requests delete some of them.

CONFIG = """
warnings = false
hooks = "{hooks}"

[dictionaries.ids]
values = {ids}

[parameters]
"path.id" = {{ dictionary = "ids", probability = 0.9 }}
"path.sid" = {{ dictionary = "ids", probability = 0.9 }}
"""


def schemathesis(directory):
    """The path of `st`, installed into the directory if it is nowhere else."""
    if os.environ.get("SCHEMATHESIS"):
        return os.environ["SCHEMATHESIS"]
    venv.create(directory / "venv", with_pip=True)
    scripts = directory / "venv" / "bin"
    pip = [scripts / "pip", "install", "--quiet", "--disable-pip-version-check", "-r", HERE / "requirements.txt"]
    subprocess.run(pip, check=True)
    return str(scripts / "st")


def sign_in(server, http, name):
    """A user with a token."""
    person = Person(http, email=f"{name}@example.com")
    login = {"email": person.email, "password": "correct horse 9"}
    person.id = person.post("/api/accounts/register/", {**login, "nickname": name}, REGISTERED)["id"]
    token = re.search(r"token=([0-9a-f]+)", server.mail(person.email)["text"]).group(1)
    person.post("/api/accounts/activate/", {"token": token}, None, status=204)
    person.token = person.post("/api/token/get/", login, PAIR, status=200)["token"]
    return person


def furnish(server, owner, other):
    """Some things of each kind with ids from 1, so that most requests arrive somewhere; what each field may hold."""
    base = "/api/crowdfunding/"
    upload = {"image": ("a.png", png((200, 0, 0)), "image/png")}
    images = {n % 4: owner.post("/api/image/", {"type": n % 4}, IMAGE, files=upload)["id"] for n in range(2 * EACH)}
    real = {
        "cover": images[2],
        "image": images[3],
        "avatar": images[1],
        "idcard_image": images[0],
        "location": 420111,
        "native": 420111,
        "category": 1,
        "project": 1,
        "package": 1,
        "parent": 1,
        "feedback": EACH + 1,
    }
    cover = other.post("/api/image/", {"type": 2}, IMAGE, files=upload)["id"]
    # Nobody supports an own project, so that some belong to somebody else.
    author_of = {n: other if n % 4 == 3 else owner for n in range(1, EACH + 1)}
    for n in range(1, EACH + 1):
        author = author_of[n]
        project = {
            "name": f"p{n}",
            "cover": images[2] if author is owner else cover,
            "location": real["location"],
            "category": 1,
            "total_money": 100.5,
            "total_days": 30,
            "summary": "s",
            "content": "c",
        }
        author.post(f"{base}project/", project, PROJECT)
        author.post(f"{base}feedback/", {"project": n, "content": "c"}, FEEDBACK)
    for n in range(1, EACH + 1):
        author, supporter = author_of[n], owner if author_of[n] is other else other
        path = f"{base}project/{n}/"
        # Not one of the first, so that those can be deleted.
        feedback = author.post(f"{base}feedback/", {"project": n, "content": "c"}, FEEDBACK)["id"]
        package = {"project": n, "money": 5.5, "limit": 0, "type": n % 2, "name": "n", "feedback": [feedback]}
        package = author.post(f"{base}package/", package, PACKAGE)["id"]
        author.post(f"{path}comment/", {"type": "normal", "content": "c"}, COMMENT)
        author.post(f"{path}topic/", {"title": "t", "content": "c"}, TOPIC)
        author.post(f"{base}project/topic/{n}/comment/", {"content": "c"}, TOPIC_COMMENT)
        author.post(f"{path}section/", {"title": "t", "description": "d", "status": 0, "order": 1}, SECTION)
        author.post(f"{base}project/section/{n}/task/", {"content": "c", "status": 0, "order": 1}, TASK)
        if n % 2 == 1:
            author.put(f"{path}save/", None, None, status=204)
            server.run("review", "approve", str(n))
            support = supporter.post(f"{path}support/", {"package": package}, SUPPORT)["id"]
            if n > 3:
                supporter.post(f"{path}support/{support}/pay/", {}, SUPPORT, status=200)
    return real


def unreached(report):
    """The operations that never answered with success: of them, only errors were looked at."""
    answers = json.loads(report.read_text())
    total = sum(sum(counts.values()) for counts in answers.values())
    good = sum(n for counts in answers.values() for status, n in counts.items() if status < "300")
    print(f"{total} answers of {len(answers)} operations, {good} of them success")
    return {label for label, counts in answers.items() if not any(status < "300" for status in counts)}


def fuzz(program, st, directory, title, signed_in, examples, seed):
    """One run on fresh data; whether it passed."""
    with Server(program) as server:
        http = Http(server.url)
        owner = sign_in(server, http, "owner")
        real = furnish(server, owner, sign_in(server, http, "other"))
        config = directory / "schemathesis.toml"
        ids = list(range(1, EACH + 1))
        config.write_text(CONFIG.format(hooks=HERE / "openapi_fuzz_hooks.py", ids=ids))
        command = [
            st,
            "--config-file",
            config,
            "--no-color",
            "run",
            f"{server.url}/openapi/crowdfunding.json",
            "--checks",
            ",".join(CHECKS),
            "--seed",
            str(seed),
            "--max-examples",
            str(examples),
            "--continue-on-failure",
            "--generation-database",
            "none",
        ]
        if signed_in:
            command += ["--header", f"Authorization: Token {owner.token}"]
        print(f"== {title}", flush=True)
        report = directory / "answers.json"
        environment = {
            **os.environ,
            "FUZZ_REAL_VALUES": json.dumps(real),
            "FUZZ_ANSWERS": str(report),
            "PYTHONPATH": str(HERE),
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        passed = subprocess.run(command, cwd=directory, env=environment, check=False).returncode == 0
        server.run("verify")
        missed = unreached(report) - UNREACHABLE
        if signed_in and missed:
            print("FAIL these never answered with success: " + ", ".join(sorted(missed)))
        return passed and not (signed_in and missed)


def main():
    program = binary(sys.argv[1:])
    examples, seed = int(os.environ.get("FUZZ_EXAMPLES", "5")), int(os.environ.get("FUZZ_SEED", "1"))
    began, passed = time.monotonic(), True
    with tempfile.TemporaryDirectory(prefix="miaohui-fuzz-") as name:
        directory = pathlib.Path(name)
        st = schemathesis(directory)
        try:
            passed &= fuzz(program, st, directory, "as a user", True, examples, seed)
            passed &= fuzz(program, st, directory, "without credentials", False, 2, seed)
        except Mismatch as error:
            print(f"FAIL while the data was made: {error}")
            passed = False
        except ServerError as error:
            print(f"FAIL {error}")
            passed = False
    print(f"{'passed' if passed else 'FAILED'} in {time.monotonic() - began:.1f} s")
    return 0 if passed else 1


if __name__ == "__main__":
    sys.exit(main())
