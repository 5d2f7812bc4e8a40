"""Uploaded files in an S3 bucket: stored, served, removed, checked, backed up and moved, also when S3 fails.

Runs against moto's server and, where MIAOHUI_S3S names its program, against s3s-fs, which compares signatures and
checksums. A proxy in between fails as it is told.
Usage: media_s3.py [--short] [binary]. The short form leaves out what takes minutes: checks, backups, migrations.
"""

import hashlib
import os
import pathlib
import random
import re
import signal
import sqlite3
import struct
import sys
import tempfile
import threading
import time
import zlib

import requests

from s3 import CREDENTIALS, moto, objects, s3_client, s3s
from server import Server, binary, free_port, run_program

BUCKET = "files"
PREFIX = "miaohui/media"
SECONDS = 3
# The longest that anybody waits: for a place, then for the storing of a file.
PATIENCE = 5 * SECONDS + 2
HTTP = requests.Session()
HTTP.trust_env = False


def png(width, height, seed, noise=False):
    """A picture; noise cannot be compressed."""
    chance = random.Random(seed)

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    color = bytes(chance.randrange(256) for _ in range(3))
    rows = b"".join(b"\0" + (chance.randbytes(3 * width) if noise else color * width) for _ in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    data = chunk(b"IDAT", zlib.compress(rows, 1))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + data + chunk(b"IEND", b"")


def large(seed):
    """A picture that is stored in two parts."""
    return png(1750, 1700, seed, noise=True)


class Site:
    """A server with its files in a bucket, and the commands beside it."""

    def __init__(self, program, proxy, directory):
        self.program, self.proxy, self.directory = program, proxy, pathlib.Path(directory)
        self.client = s3_client(proxy)
        self.server = None

    def settings(self, **changed):
        given = {
            "media.store": "s3",
            "media.s3.bucket": BUCKET,
            "media.s3.prefix": PREFIX,
            "media.s3.endpoint": self.proxy.url,
            "media.s3.access_key_id": "test",
            "media.s3.secret_access_key": "test",
            "media.s3.timeout_seconds": SECONDS,
            **changed,
        }
        return [f"{key}={value}" for key, value in given.items()]

    def serve(self, *more, **changed):
        self.server = Server(
            self.program, "limits.anonymous_images_per_hour=0", *self.settings(**changed), *more, patience=120
        )
        return self.server

    def run(self, *arguments, ok=True, changed=None, data=None):
        # Nobody waits for a command, and moto is slow on a busy machine.
        settings = self.settings(**{"media.s3.timeout_seconds": 30, **(changed or {})})
        flags = [part for setting in settings for part in ("--set", setting)]
        arguments = [*arguments, "--data-dir", str(data or self.server.data), *flags]
        done = run_program(self.program, *arguments, directory=self.directory, ok=ok, more=CREDENTIALS)
        return done.stdout + done.stderr

    def keys(self, folder, prefix=PREFIX):
        start = f"{prefix}/{folder}/"
        return [key for key in objects(self.client, BUCKET) if key.startswith(start)]

    def has(self, content):
        name = hashlib.sha256(content).hexdigest()
        return f"{PREFIX}/blobs/{name[:2]}/{name}" in self.keys("blobs")

    def unfinished(self):
        """The uploads of parts that were begun and not ended; s3s-fs does not tell."""
        try:
            return self.client.list_multipart_uploads(Bucket=BUCKET).get("Uploads", [])
        except self.client.exceptions.ClientError as error:
            assert "NotImplemented" in str(error), error
            return []

    def post_image(self, content, kind=1):
        began = time.monotonic()
        files = {"image": ("picture.png", content, "image/png")}
        reply = HTTP.post(f"{self.server.url}/api/image/", data={"type": kind}, files=files, timeout=60)
        return reply, time.monotonic() - began

    def image(self, content, kind=1):
        reply, _ = self.post_image(content, kind)
        assert reply.status_code == 201, reply.text
        return reply.json()

    def get(self, url, **headers):
        began = time.monotonic()
        reply = HTTP.get(self.server.url + url, headers=headers, timeout=60)
        return reply, time.monotonic() - began

    def delete(self, image):
        reply = HTTP.delete(f"{self.server.url}/api/image/{image['id']}/", timeout=60)
        assert reply.status_code == 204, reply.text

    def let_new_files_age(self):
        """Ends the leases that keep removals from files of the last ten minutes."""
        with sqlite3.connect(self.server.data / "miaohui.db", timeout=10) as database:
            database.execute("UPDATE lease SET until_ms = 0 WHERE name LIKE 'file %'")

    def metric(self, name):
        text = HTTP.get(f"http://127.0.0.1:{self.operations}/metrics", timeout=10).text
        return float(re.search(rf"^{name} (\S+)$", text, re.M)[1])


def wait_until(holds, what, seconds=20):
    until = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < until, what
        time.sleep(0.1)


def step(text):
    print(f"  {text}", flush=True)


def serving(site):
    """What is stored is served, whole and in ranges, with thumbnails."""
    content = large(1)
    image = site.image(content)
    assert site.has(content), "it is in the bucket under its digest"
    assert not [path for path in (site.server.data / "media").rglob("*") if path.is_file() and path.stat().st_size > 0]
    whole, _ = site.get(image["url"])
    assert whole.content == content and whole.headers["Content-Length"] == str(len(content))
    etag, length = whole.headers["ETag"], len(content)
    assert site.get(image["url"], **{"If-None-Match": etag})[0].status_code == 304
    head = HTTP.head(site.server.url + image["url"], timeout=30)
    assert head.status_code == 200 and head.headers["Content-Length"] == str(length)
    for asked, start, end in [
        ("bytes=0-0", 0, 1),
        ("bytes=100-262199", 100, 262_200),
        ("bytes=262143-262144", 262_143, 262_145),
        (f"bytes={length - 10}-", length - 10, length),
        ("bytes=-1000000", length - 1_000_000, length),
        (f"bytes=5-{length * 2}", 5, length),
    ]:
        reply, _ = site.get(image["url"], Range=asked)
        assert reply.status_code == 206 and reply.content == content[start:end], asked
        assert reply.headers["Content-Range"] == f"bytes {start}-{end - 1}/{length}", asked
    assert site.get(image["url"], Range=f"bytes={length}-")[0].status_code == 416
    assert site.get(image["url"], Range="bytes=0-1", **{"If-Range": '"other"'})[0].content == content
    step("stored in parts, served whole and in ranges")
    small, _ = site.get(image["url"] + "?w=240")
    assert small.headers["Content-Type"] == "image/jpeg" and len(small.content) < 100_000
    wait_until(lambda: len(site.keys("thumbs")) == 1, "the thumbnail is kept")
    again, _ = site.get(image["url"] + "?w=200")
    assert (again.content, again.headers["ETag"]) == (small.content, small.headers["ETag"])
    assert site.get(image["url"] + "?w=240", Range="bytes=2-9")[0].content == small.content[2:10]
    tiny = site.image(png(30, 20, 2))
    assert site.get(tiny["url"] + "?w=960")[0].content == png(30, 20, 2)
    assert len(site.keys("thumbs")) == 1, "a small picture has no thumbnail"
    step("thumbnails are made once and kept beside")
    card = png(90, 60, 3)
    secret = site.image(card, kind=0)
    shown, _ = site.get(secret["url"])
    assert shown.content == card and shown.headers["Cache-Control"] == "private, no-store"
    site.let_new_files_age()
    wait_until(lambda: not site.has(card), "the plain copy of an identity picture is removed", 90)
    step("an identity picture is in the bucket encrypted only")


def removing(site):
    """A file goes with its last row, and not while the same content is new."""
    content = png(400, 300, 10)
    one, two = site.image(content), site.image(content)
    assert site.get(one["url"] + "?w=120")[0].status_code == 200
    name = hashlib.sha256(content).hexdigest()
    site.delete(one)
    assert site.get(two["url"])[0].content == content
    site.delete(two)
    time.sleep(3)
    assert site.has(content), "an upload of the same content may be under way"
    site.let_new_files_age()
    site.run("verify", "--repair")
    assert not site.has(content) and not [key for key in site.keys("thumbs") if name in key]
    assert site.get(two["url"])[0].status_code == 404
    three = site.image(content)
    assert site.get(three["url"])[0].content == content, "and it can be stored again"
    step("removed with the last row, with its thumbnails")


def checking(site):
    """verify and doctor see what is wrong in a bucket."""
    assert "all is well" in site.run("verify", "--blobs", "--rate", "1000")
    assert "can be written" in site.run("doctor")
    assert "CANNOT BE WRITTEN" in site.run("doctor", changed={"media.s3.endpoint": "http://127.0.0.1:9"}, ok=False)
    content = png(50, 50, 20)
    image = site.image(content)
    name = hashlib.sha256(content).hexdigest()
    key = f"{PREFIX}/blobs/{name[:2]}/{name}"
    site.client.put_object(Bucket=BUCKET, Key=key, Body=content[:-1] + b"!")
    text = site.run("verify", "--blobs", "--rate", "1000", ok=False)
    assert f"{name} is damaged" in text, text
    site.client.delete_object(Bucket=BUCKET, Key=key)
    assert site.get(image["url"])[0].status_code == 404
    assert "a row names a file that is missing: 1 rows" in site.run("verify", ok=False)
    site.client.put_object(Bucket=BUCKET, Key=key, Body=content)
    assert "all is well" in site.run("verify")
    refused = site.run("backup", "--to", f"s3://{BUCKET}/{PREFIX}/", ok=False)
    assert "is where media.s3 keeps the files" in refused, refused
    step("verify and doctor tell what is damaged, missing or wrong")


def refused_for_now(site, send, what):
    """An answer in time that says when to come again."""
    reply, took = send()
    assert reply.status_code == 503, f"{what}: {reply.status_code} {reply.text[:300]}"
    assert int(reply.headers["Retry-After"]) >= 1, f"{what}: {reply.headers}"
    assert took < PATIENCE, f"{what}: {took:.1f} s"
    return took


def failing(site):
    """Whatever S3 does, callers get an answer in time, and nothing half stored is ever served."""
    image = site.image(png(300, 200, 30))
    never = lambda *_: None
    waits = []
    for number, fault in enumerate(["503", "close", "half", "slow"]):
        site.proxy.plan(lambda method, count, fault=fault: fault if method == "PUT" else None)
        for content in (png(64, 64, 100 + number), large(200 + number)):
            waits.append(refused_for_now(site, lambda c=content: site.post_image(c), f"an upload, {fault}"))
            site.proxy.plan(never)
            assert not site.has(content), fault
            uploads = site.unfinished()
            site.proxy.plan(lambda method, count, fault=fault: fault if method == "PUT" else None)
            assert not uploads, f"{fault}: {uploads}"
        site.proxy.plan(never)
        assert site.get(image["url"])[0].status_code == 200
    for fault in ["503", "close", "slow"]:
        site.proxy.plan(lambda method, count, fault=fault: fault if method in ("GET", "HEAD") else None)
        waits.append(refused_for_now(site, lambda: site.get(image["url"]), f"a picture, {fault}"))
        waits.append(refused_for_now(site, lambda: site.get(image["url"], Range="bytes=0-9"), f"a range, {fault}"))
        waits.append(refused_for_now(site, lambda: site.get(image["url"] + "?w=120"), f"a thumbnail, {fault}"))
    step(f"refused for the time being within {max(waits):.1f} s, whatever fails; nothing half stored is there")
    site.proxy.plan(lambda method, count: "close" if method == "PUT" and count == 2 else None)
    content = large(300)
    site.image(content)
    assert site.has(content), "a part that failed once was sent again"
    chance = random.Random(1)
    site.proxy.plan(lambda *_: chance.choice(["503", "close", *[None] * 10]))
    for seed in range(20):
        content = png(200, 100, 400 + seed)
        made = site.image(content)
        assert site.get(made["url"])[0].content == content
    site.proxy.plan(lambda method, count: "cut" if method == "GET" and count % 3 == 1 else None)
    content = large(300)
    assert site.get(site.image(content)["url"])[0].content == content, "a cut piece is read again"
    site.proxy.plan(never)
    step("a bucket that fails now and then is asked again")


def hanging(site):
    """A bucket that says nothing holds up nobody who does not need it."""
    image = site.image(png(80, 80, 40))
    site.proxy.plan(lambda *_: "slow")
    replies = []
    threads = [threading.Thread(target=lambda: replies.append(site.get(image["url"]))) for _ in range(150)]
    for thread in threads:
        thread.start()
    began = time.monotonic()
    operations = f"http://127.0.0.1:{site.operations}"
    for url in (f"{site.server.url}/api/crowdfunding/project/", f"{operations}/readyz", f"{operations}/healthz"):
        assert HTTP.get(url, timeout=10).status_code == 200, url
    assert time.monotonic() - began < 5, "what needs no file does not wait"
    for thread in threads:
        thread.join()
    assert all(reply.status_code == 503 and took < PATIENCE for reply, took in replies), sorted(
        (reply.status_code, round(took, 1)) for reply, took in replies
    )
    site.proxy.plan(lambda *_: None)
    assert site.get(image["url"])[0].status_code == 200, "and it goes on at once"
    assert site.metric("miaohui_media_store_failures_total") > 100
    step(f"150 at once: all answered within {max(took for _, took in replies):.1f} s, others are not held up")


def community(site):
    """The Community API says 110 with retry_after."""
    url = f"{site.server.url}/community"
    login = HTTP.post(f"{url}/user_login", json={"country": "86", "phone": "13800000001", "password": "miaohui-demo"}).json()
    token = login["token"]
    media = HTTP.post(f"{url}/get_media_id", json={"token": token}).json()["media_id"]
    send = lambda: HTTP.post(f"{url}/upload", data={"media_id": media}, files={"file": ("a.png", png(70, 70, 50))}).json()
    site.proxy.plan(lambda method, count: "503" if method == "PUT" else None)
    said = send()
    assert said["code"] == 110 and said["retry_after"] >= 1, said
    site.proxy.plan(lambda *_: None)
    said = send()
    assert said["code"] == 0, said
    assert HTTP.get(f"{site.server.url}/media/{media}.png", timeout=30).content == png(70, 70, 50)
    step("the Community API says 110 and takes the same media id later")


def killed(site):
    """A server that is killed while it stores leaves nothing under a final name."""
    content = large(500)
    site.proxy.plan(lambda method, count: "slow" if method == "PUT" and count == 2 else None)
    thread = threading.Thread(target=lambda: losing_connection(lambda: site.post_image(content)))
    thread.start()
    wait_until(lambda: site.proxy.counts.get("PUT", 0) >= 2, "the second part is sent")
    site.server.process.send_signal(signal.SIGKILL)
    site.server.process.wait(10)
    thread.join()
    site.proxy.plan(lambda *_: None)
    assert not site.has(content)
    site.server.url = None
    site.server.start()
    assert "all is well" in site.run("verify")
    step("killed while it stores: nothing is there, and the next start is well")


def losing_connection(call):
    """Runs a call whose connection is lost."""
    try:
        call()
    except requests.RequestException:
        pass


def backing_up(site):
    """Backups have the files of a bucket as those of a disk."""
    target = str(site.directory / "backups")
    said = site.run("backup", "--to", target)
    found = re.search(r", (\d+) files .* of which \1 new", said)
    assert found and int(found[1]) > 100, said
    site.proxy.plan(lambda *_: None)
    assert "0 new" in site.run("backup", "--to", target)
    assert "files read" not in site.proxy.counts, f"known files are not read again: {site.proxy.counts}"
    restored, keys = site.directory / "restored", ["--keys-file", str(site.server.data / "miaohui.keys")]
    text = site.run("restore", target, *keys, data=restored)
    assert f"  {found[1]} files" in text and "migrate-media --to s3" in text and "all is well" in text, text
    assert "all is well" in site.run("verify", "--blobs", "--rate", "1000", changed={"media.store": "disk"}, data=restored)
    other = {"media.s3.prefix": "other"}
    text = site.run("migrate-media", "--to", "s3", changed=other, data=restored)
    assert f"{found[1]} files copied" in text, text
    assert "all is well" in site.run("verify", "--blobs", "--rate", "1000", changed=other, data=restored)
    refused = site.run("serve", "--listen", "127.0.0.1:0", data=restored, ok=False)
    assert "belongs to another database" in refused and "--take-bucket" in refused, refused
    text = site.run("restore", target, "--without-files", *keys, data=site.directory / "bare")
    assert "  0 files" in text and "all is well" in text, text
    assert "all is well" in site.run("verify", data=site.directory / "bare"), "the bucket is whole"
    text = site.run("backup", "--to", str(site.directory / "rows"), changed={"backup.files": "false"})
    assert ", 0 files" in text, text
    step("backed up, restored, and brought back to another bucket")


def migrating(site):
    """The files move to the disk and back, whatever interrupts it."""
    data = site.server.data
    count = len(site.keys("blobs"))
    site.proxy.plan(lambda method, number: "close" if method == "GET" and number > 120 else None)
    text = site.run("migrate-media", "--to", "disk", ok=False)
    assert "the same command goes on with it" in text, text
    site.proxy.plan(lambda *_: None)
    text = site.run("migrate-media", "--to", "disk")
    there = int(re.search(r"(\d+) were there", text)[1])
    assert there > 0 and int(re.search(r"(\d+) files copied", text)[1]) + there == count, text
    assert f"0 files copied (0 B), {count} were there" in site.run("migrate-media", "--to", "disk")
    assert "all is well" in site.run("verify", "--blobs", "--rate", "1000", changed={"media.store": "disk"})
    step("to the disk, interrupted and continued")
    back = {"media.s3.prefix": "back", "media.store": "disk"}
    blobs = data / "media/blobs"
    damaged = next(path for path in blobs.rglob("*") if path.is_file() and path.stat().st_size > 50)
    whole = damaged.read_bytes()
    damaged.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    site.proxy.plan(lambda method, number: "half" if method == "PUT" and number > 60 else None)
    site.run("migrate-media", "--to", "s3", changed=back, ok=False)
    site.proxy.plan(lambda *_: None)
    text = site.run("migrate-media", "--to", "s3", changed=back, ok=False)
    assert f"not copied, because it is damaged: {damaged.name}" in text, text
    damaged.write_bytes(whole)
    assert "1 files copied" in site.run("migrate-media", "--to", "s3", changed=back)
    names = sorted(key.rsplit("/", 1)[1] for key in site.keys("blobs", "back"))
    assert names == sorted(path.name for path in blobs.rglob("*") if path.is_file())
    back["media.store"] = "s3"
    assert "all is well" in site.run("verify", "--blobs", "--rate", "1000", changed=back)
    step("to a bucket, interrupted and continued; a damaged file is named")


def suite(program, proxy, short):
    with tempfile.TemporaryDirectory(prefix="miaohui-media-") as directory:
        site = Site(program, proxy, directory)
        site.client.create_bucket(Bucket=BUCKET)
        site.operations = free_port()
        with site.serve("demo=true", f"operations_listen=127.0.0.1:{site.operations}"):
            assert len(site.keys("blobs")) > 100, "the demo's pictures are in the bucket"
            serving(site)
            removing(site)
            failing(site)
            hanging(site)
            community(site)
            killed(site)
            if not short:
                checking(site)
                backing_up(site)
                migrating(site)


def main():
    short = "--short" in sys.argv
    program = binary([argument for argument in sys.argv[1:] if argument != "--short"])
    print("moto", flush=True)
    with moto() as proxy:
        suite(program, proxy, short)
    other = os.environ.get("MIAOHUI_S3S")
    if other:
        print("s3s-fs", flush=True)
        with s3s(other) as proxy:
            suite(program, proxy, short)
    print("files in a bucket: all tests pass")


if __name__ == "__main__":
    main()
