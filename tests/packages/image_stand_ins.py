"""Images for those that `deploy/docker/Dockerfile` begins with, made of Debian's packages: no registry is needed.

The base has what cc-debian12:nonroot of github.com/GoogleContainerTools/distroless has, and nothing more. The
builder has a `cargo` that plans what the real one would build, and takes a program that is built already.
"""

import os
import re
import shutil
from pathlib import Path

from packaging_checks import SOURCE, run

DOCKERFILE = SOURCE / "deploy/docker/Dockerfile"
BASE = "gcr.io/distroless/cc-debian12:nonroot"
BUILDER = re.compile(r"^FROM (rust:(\d+\.\d+)-slim-bookworm) AS build$", re.MULTILINE)
SUITE = "bookworm"
# In this order: the first has the directories.
BASE_PACKAGES = [
    "base-files", "netbase", "tzdata", "media-types", "ca-certificates", "libc6", "libssl3", "libgomp1", "libstdc++6",
    "libgcc-s1", "gcc-12-base",
]
BASE_CONFIG = [
    "ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
    "ENV SSL_CERT_FILE=/etc/ssl/certs/ca-certificates.crt",
    "USER 65532",
    "WORKDIR /home/nonroot",
]
PASSWD = """root:x:0:0:root:/root:/sbin/nologin
nobody:x:65534:65534:nobody:/nonexistent:/sbin/nologin
nonroot:x:65532:65532:nonroot:/home/nonroot:/sbin/nologin
"""
GROUP = "root:x:0:\nnobody:x:65534:\ntty:x:5:\nstaff:x:50:\nnonroot:x:65532:\n"
BUILDER_CONFIG = [
    "ENV RUSTUP_HOME=/usr/local/rustup",
    "ENV CARGO_HOME=/usr/local/cargo",
    "ENV PATH=/usr/local/cargo/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
]
# What it writes to /seen is compared with what should be there.
CARGO = """#!/bin/sh -e
echo "$*" >/seen/arguments
env >/seen/environment
find . -type f -o -type l | cut -c3- >/seen/files
RUSTC_BOOTSTRAP=1 RUSTC=/toolchain/bin/rustc \\
  /toolchain/bin/cargo "$@" --offline --unit-graph -Z unstable-options >/seen/units.json
mkdir -p target/dist
cp /given/miaohui target/dist/miaohui
"""


def builder():
    """The Dockerfile's name of the builder, and the version of Rust in it."""
    text = DOCKERFILE.read_text()
    found = BUILDER.search(text)
    assert found and f"FROM {BASE}\n" in text, f"{DOCKERFILE} names other images than there are stand-ins for"
    return found[1], found[2]


def unpack(archives, package, to):
    (archive,) = archives.glob(f"{package}_*.deb")
    run("dpkg-deb", "--extract", archive, to)


def make_base(archives, root):
    root.mkdir()
    for package in BASE_PACKAGES:
        if package != "ca-certificates":
            unpack(archives, package, root)
    unpack(archives, "ca-certificates", root.with_name("authorities"))
    found = sorted(root.with_name("authorities").glob("usr/share/ca-certificates/mozilla/*.crt"))
    bundle = root / "etc/ssl/certs/ca-certificates.crt"
    bundle.parent.mkdir(parents=True)
    bundle.write_text("".join(file.read_text() for file in found))
    (root / "etc/passwd").write_text(PASSWD)
    (root / "etc/group").write_text(GROUP)
    (root / "etc/nsswitch.conf").write_text("passwd: compat\ngroup: compat\nhosts: files dns\n")
    home = root / "home/nonroot"
    home.mkdir(mode=0o700)
    os.chown(home, 65532, 65532)


def make_images(engine, directory):
    """Makes both images; returns the arguments that put them into the place of the Dockerfile's."""
    root, base = directory / "builder", directory / "base"
    # Unpacked and not configured, which takes a fifth of the time.
    run("mmdebstrap", "--quiet", "--variant=extract", f"--include={','.join(BASE_PACKAGES)},dash,coreutils,findutils",
        "--skip=essential/unlink", "--skip=cleanup/apt/cache", SUITE, root)
    archives = root / "var/cache/apt/archives"
    make_base(archives, base)
    shutil.rmtree(archives)
    cargo = root / "usr/local/cargo/bin/cargo"
    cargo.parent.mkdir(parents=True)
    cargo.write_text(CARGO)
    cargo.chmod(0o755)
    contexts = []
    for path, name, config in ((base, BASE, BASE_CONFIG), (root, builder()[0], BUILDER_CONFIG)):
        archive, image = path.with_suffix(".tar"), f"localhost/{path.name}:latest"
        run("tar", "--create", "--numeric-owner", "--file", archive, "--directory", path, ".")
        engine.podman("import", "--quiet", *(f"--change={line}" for line in config), archive, image)
        archive.unlink()
        contexts.append(f"--build-context={name}=container-image://{image}")
    return contexts


def volumes(program, seen):
    """What the builder's cargo needs: the toolchain of this machine, its downloaded crates, and the program."""
    toolchain = run("rustc", "--print", "sysroot").stdout.strip()
    home = Path(os.environ.get("CARGO_HOME", Path.home() / ".cargo"))
    # A configuration says where crates come from, which is part of the names of their directories.
    shared = [home / name for name in ("registry", "git", "config.toml") if (home / name).exists()]
    return [
        f"--volume={toolchain}:/toolchain:ro", f"--volume={program.parent}:/given:ro", f"--volume={seen}:/seen",
        *(f"--volume={path}:/usr/local/cargo/{path.name}:ro" for path in shared),
    ]
