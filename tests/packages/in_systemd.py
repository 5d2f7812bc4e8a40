"""Runs inside a Debian that systemd has booted: installs the package, and checks the service until its removal."""

import http.client
import json
import os
import re
import signal
import ssl
import stat
import time
from pathlib import Path

from packaging_checks import PATIENCE, Load, run, step

SERVICE, SOCKET = "miaohui.service", "miaohui.socket"
CALLS, OPERATIONS = 8080, 8081
ETC = Path("/etc/miaohui")
DATA = Path("/var/lib/miaohui")
# What the first start tells the operator.
NEW_KEY = "a key for personal data was made: keep a copy apart from the database's, or the data are lost with it"


def shown(unit, key):
    return run("systemctl", "show", unit, "--value", "--property", key).stdout.strip()


def main_pid():
    return int(shown(SERVICE, "MainPID"))


def ask(port, path, tls=None):
    kind = http.client.HTTPSConnection if tls else http.client.HTTPConnection
    connection = kind("localhost", port, timeout=20, **({"context": tls} if tls else {}))
    connection.request("GET", path)
    reply = connection.getresponse()
    return reply, reply.read().decode()


def wait(what, holds):
    until = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < until, what
        time.sleep(0.1)


def is_ready():
    try:
        reply, body = ask(OPERATIONS, "/readyz")
    except OSError:
        return False
    return reply.status == 200 and body.strip() == "ready"


def drop_in(name, text):
    directory = Path(f"/etc/systemd/system/{SERVICE}.d")
    directory.mkdir(exist_ok=True)
    (directory / f"{name}.conf").write_text(text)
    run("systemctl", "daemon-reload")


def configure(section):
    settings = ETC / "miaohui.toml"
    settings.write_text(f"{settings.read_text()}\n{section}\n")
    run("systemctl", "restart", SERVICE)


def installed():
    run("dpkg", "--install", "/opt/old.deb")
    assert shown(SERVICE, "ActiveState") == "active" and shown(SOCKET, "ActiveState") == "active"
    assert shown(SERVICE, "UnitFileState") == "enabled" and shown(SOCKET, "UnitFileState") == "enabled"
    # Type=notify: `start` has waited for it.
    assert is_ready()
    assert ask(CALLS, "/api/crowdfunding/project/")[0].status == 200
    step("installed, started and ready at once")


def confined():
    """What the unit forbids is forbidden."""
    pid = main_pid()
    status = dict(line.split(":\t", 1) for line in Path(f"/proc/{pid}/status").read_text().splitlines())
    assert status["NoNewPrivs"] == "1" and status["Seccomp"] == "2", status
    assert int(status["CapEff"], 16) == int(status["CapBnd"], 16) == 0, status
    assert os.stat(f"/proc/{pid}").st_uid == DATA.stat().st_uid != 0
    assert stat.S_IMODE(DATA.stat().st_mode) == 0o700
    for place, writable in (("/etc/miaohui", False), ("/usr", False), ("/var/log", False), (DATA, True)):
        tried = run("nsenter", "--target", pid, "--mount", "touch", f"{place}/tried", ok=False)
        assert (tried.returncode == 0) == writable, (place, tried.stderr)
    (DATA / "tried").unlink()
    rated = run("systemd-analyze", "security", "--threshold=20", SERVICE, ok=False)
    assert rated.returncode == 0, rated.stdout[-300:]
    step(rated.stdout.strip().splitlines()[-1].encode("ascii", "ignore").decode().strip())


def upgraded():
    """No call fails while the next package replaces this one, nor while the service restarts."""
    before, since = main_pid(), shown(SOCKET, "ActiveEnterTimestampMonotonic")
    load = Load(CALLS)
    load.wait_for(50)
    run("dpkg", "--install", "/opt/new.deb")
    load.wait_for(50)
    after_upgrade = main_pid()
    run("systemctl", "restart", SERVICE)
    load.wait_for(50)
    load.end()
    assert not load.failed, load.failed[:3]
    assert len({before, after_upgrade, main_pid()}) == 3
    assert shown(SOCKET, "ActiveEnterTimestampMonotonic") == since, "the socket was closed"
    assert run("dpkg-query", "--show", "--showformat=${Version}", "miaohui").stdout.startswith("0.0.2")
    step(f"upgraded and restarted under load: {load.answered} calls, none failed")


def reloaded():
    settings = ETC / "miaohui.toml"
    text = settings.read_text()
    settings.write_text(text + "\n[limits]\nlogin_per_minute = 7\n")
    before = main_pid()
    run("systemctl", "reload", SERVICE)
    said = run("journalctl", "--unit", SERVICE, "--output=cat", "--no-pager").stdout
    assert "limits.login_per_minute" in said, said[-1000:]
    settings.write_text(text + "\n[limits]\nlogin_per_minute = \"many\"\n")
    assert run("systemctl", "reload", SERVICE, ok=False).returncode != 0
    assert main_pid() == before and is_ready()
    settings.write_text(text)
    run("systemctl", "reload", SERVICE)
    step("reloaded; an invalid configuration changes nothing")


def encrypted():
    """TLS on the socket's address."""
    tls = ETC / "tls"
    tls.mkdir()
    certificate, key = tls / "fullchain.pem", tls / "privkey.pem"
    run("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", 30,
        "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-out", certificate, "-keyout", key)
    run("chown", "-R", "root:miaohui", tls)
    for file, mode in ((tls, 0o750), (certificate, 0o640), (key, 0o640)):
        file.chmod(mode)
    configure(f'[tls]\ncertificate = "{certificate}"\nkey = "{key}"')
    trusted = ssl.create_default_context(cafile=certificate)
    reply, _ = ask(CALLS, "/api/crowdfunding/project/", trusted)
    assert reply.status == 200 and "max-age" in reply.getheader("strict-transport-security", ""), reply.headers
    step("TLS on the same socket")


def backed_up():
    """Backups to a directory that the unit is told of."""
    to = Path("/var/backups/miaohui")
    to.mkdir(mode=0o700)
    run("chown", "miaohui:", to)
    drop_in("backups", f"[Service]\nReadWritePaths={to}\n")
    configure(f'[backup]\nto = "{to}"')
    # The first is due at once.
    made = re.compile(r"^miaohui_backup_last_success_timestamp_seconds [1-9]", re.MULTILINE)
    wait("a backup", lambda: made.search(ask(OPERATIONS, "/metrics")[1]))
    assert [file for file in to.rglob("*") if file.is_file()]
    step("a backup by the schedule")


def watched():
    """systemd starts a process again that hangs, and one that is killed."""
    drop_in("watchdog", "[Service]\nWatchdogSec=3\n")
    run("systemctl", "restart", SERVICE)
    for name, sent in (("hangs", signal.SIGSTOP), ("is killed", signal.SIGKILL)):
        pid, restarts = main_pid(), int(shown(SERVICE, "NRestarts"))
        os.kill(pid, sent)
        wait(f"a restart of what {name}", lambda: int(shown(SERVICE, "NRestarts")) > restarts and is_ready())
        assert main_pid() != pid
    step("a process that hangs and one that is killed are started again")


def removed():
    run("dpkg", "--remove", "miaohui")
    assert shown(SERVICE, "ActiveState") != "active" and shown(SOCKET, "ActiveState") != "active"
    assert not Path("/usr/bin/miaohui").exists()
    assert (DATA / "miaohui.db").stat().st_size > 0 and (ETC / "miaohui.toml").exists()
    run("dpkg", "--purge", "miaohui")
    assert (DATA / "miaohui.db").stat().st_size > 0
    run("dpkg", "--install", "/opt/new.deb")
    wait("the service on the data of before", is_ready)
    step("removed and purged with its data kept, and installed again on them")


def logged_well():
    """Nothing that the unit forbids is missed: the service has logged no failure of its own."""
    lines = run("journalctl", "--unit", SERVICE, "--output=cat", "--no-pager").stdout.splitlines()
    events = [json.loads(line) for line in lines if line.startswith("{")]
    assert events, lines[:20]
    wrong = [event for event in events if event["level"] in ("WARN", "ERROR") and event["message"] != NEW_KEY]
    assert not wrong, wrong[:5]
    step(f"{len(events)} lines in the journal, no warning")


def main():
    wait("systemd", lambda: run("systemctl", "is-active", "multi-user.target", ok=False).returncode == 0)
    installed()
    confined()
    upgraded()
    logged_well()
    reloaded()
    encrypted()
    backed_up()
    watched()
    removed()
    print("passed")


if __name__ == "__main__":
    main()
