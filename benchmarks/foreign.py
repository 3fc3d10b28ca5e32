"""Other packages, each in an environment of its own under .cache/, made once; and what this machine is."""

from __future__ import annotations

import json
import os
import platform
import signal
import subprocess
import sys
from pathlib import Path

CACHE = Path(__file__).resolve().parent.parent / ".cache"


def environment(name: str, packages: list[str], python: str | None = None) -> Path:
    """The Python of the environment that holds these packages.

    python   the interpreter it is made with; this one unless told
    """
    folder = CACHE / name / "venv"
    found, made = folder / "bin" / "python", folder / "made"
    if not made.exists():
        subprocess.run([python or sys.executable, "-m", "venv", folder], check=True)
        subprocess.run([found, "-m", "pip", "install", "-q", *packages], check=True)
        made.write_text("\n".join(packages))
    return found


def run(python: Path, script: str, *arguments, seconds: float) -> dict:
    """What a script prints as JSON on its last line; else how it failed or when it was stopped."""
    before = os.times()
    command = [str(python), "-c", script, *map(str, arguments)]
    # A session of its own, so that what it started ends with it.
    child = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    try:
        said, complaint = child.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        os.killpg(child.pid, signal.SIGKILL)
        child.communicate()
        now = os.times()
        spent = now.children_user + now.children_system - before.children_user - before.children_system
        return {"stopped_after_seconds": seconds, "stopped_after_processor_seconds": spent}
    if child.returncode:
        return {"failed": (complaint.strip().splitlines() or ["?"])[-1]}
    return json.loads(said.splitlines()[-1])


def machine() -> dict:
    """The processor, its cores, the system, and how busy it is with other things."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text().splitlines() if info.exists() else []
    names = [line.split(":")[1].strip() for line in lines if line.startswith("model name")]
    return {
        "cpu": names[0] if names else platform.processor(),
        "cores": os.cpu_count(),
        "system": platform.system(),
        "load_average": os.getloadavg()[0],
    }
