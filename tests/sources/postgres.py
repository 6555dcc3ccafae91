"""A PostgreSQL of its own for one run of tests: in a temporary folder, on the loopback, behind a password."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

USER, PASSWORD = "reader", "Salainen-Sana-4711"
PACKAGED = Path("/usr/lib/postgresql")  # Debian keeps the server's programs out of the path


@contextmanager
def running(folder: Path):
    """Yield the port of a server, which is stopped afterwards."""
    programs = _programs()
    account = _account()
    data, secret = folder / "data", folder / "password"
    secret.write_text(PASSWORD)
    if account:
        for place in (folder, secret):
            shutil.chown(place, account)
        for place in folder.parents:
            if place.is_relative_to(tempfile.gettempdir()) and str(place) != tempfile.gettempdir():
                place.chmod(place.stat().st_mode | 0o011)
    made = [
        programs / "initdb",
        "-D",
        data,
        "-U",
        USER,
        f"--pwfile={secret}",
        "--auth=scram-sha-256",
        "--encoding=UTF8",
    ]
    _run(account, *made, "--no-sync", "--locale=C.UTF-8")
    port = _free_port()
    settings = ("listen_addresses=127.0.0.1", "unix_socket_directories=", "fsync=off")
    command = [programs / "postgres", "-D", data, "-p", port, *(part for one in settings for part in ("-c", one))]
    server = subprocess.Popen(_as(account, *command), cwd="/", stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait(port, server)
        yield port
    finally:
        server.terminate()
        server.wait(timeout=30)


def _wait(port: int, server: subprocess.Popen[bytes]) -> None:
    """Wait until the server takes questions; at most half a minute."""
    for _ in range(300):
        try:
            psycopg.connect(host="127.0.0.1", port=port, user=USER, password=PASSWORD, dbname="postgres").close()
        except psycopg.OperationalError:
            assert server.poll() is None, "PostgreSQL did not start"
            time.sleep(0.1)
        else:
            return
    pytest.fail("PostgreSQL does not answer")


def _programs() -> Path:
    found = sorted(PACKAGED.glob("*/bin/pg_ctl")) or [Path(one) for one in [shutil.which("pg_ctl")] if one]
    if not found:
        pytest.skip("PostgreSQL is NOT here: its tests are LEFT OUT. Debian: apt install postgresql")
    return found[-1].parent


def _account() -> str | None:
    """Return whom the server runs as: it refuses to run as root."""
    if os.geteuid() != 0:
        return None
    names = {user.pw_name for user in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def _as(account: str | None, *command: object) -> list[str]:
    return [*(("runuser", "-u", account, "--") if account else ()), *map(str, command)]


def _run(account: str | None, *command: object) -> None:
    # Its output goes to nowhere: the server would keep a pipe of ours open.
    subprocess.run(_as(account, *command), check=True, cwd="/", stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]
