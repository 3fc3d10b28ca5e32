"""One command starts the pages and the job worker, and one signal ends both."""

import os
import re
import signal
import socket
import subprocess
import sys
import threading
import urllib.request

import pytest

from guanxi.commands import processes


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def test_a_port_in_use_is_refused_with_another_proposed():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(processes.PortTaken, match=str(port + 1)):
            processes.refuse_taken("127.0.0.1", port)


def test_one_signal_ends_pages_and_jobs(tmp_path):
    port = free_port()
    command = [sys.executable, "-m", "guanxi.cli", "serve", "--port", str(port), "--lang", "en"]
    environment = {
        **os.environ,
        "GUANXI_HOME": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "guanxi.web.settings",
    }
    environment.pop("DATABASE_URL", None)
    server = subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    deadline = threading.Timer(120, server.kill)  # only so that a server that never answers fails here
    deadline.start()
    try:
        said = []
        for line in server.stdout:
            said.append(line)
            if "Ctrl-C" in line:
                break
        children = descendants(server.pid)
        (link,) = re.findall(r"http\S+/welcome/\S+", "".join(said))
        with urllib.request.urlopen(link, timeout=60) as page:
            assert "Your user name is owner" in page.read().decode()
    finally:
        server.send_signal(signal.SIGTERM)
        server.communicate()
        deadline.cancel()
    assert f"http://localhost:{port}" in "".join(said), "".join(said)
    assert len(children) >= 3  # the pages' master and its workers, and the worker of jobs
    assert not [pid for pid in children if alive(pid)]
    assert server.returncode == 0


def descendants(pid: int) -> list[int]:
    listing = subprocess.run(["ps", "-eo", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
    parents = [tuple(map(int, line.split())) for line in listing.splitlines()]
    direct = [child for child, parent in parents if parent == pid]
    return direct + [grandchild for child in direct for grandchild in descendants(child)]


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
