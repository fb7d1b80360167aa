"""Find what the machine lacks, and install it or say how.

In:   the parts a make target needs, as arguments: python venv pango chromium java node
Out:  exit code 0 when all are there; 1 with the exact commands to install them otherwise

Runs before the virtual environment exists: standard library only, and nothing newer than Python 3.8 can read.
"""

from __future__ import annotations

import ctypes.util
import os
import shutil
import subprocess
import sys

NEEDED_PYTHON = (3, 11)

COMMANDS = {
    "Debian or Ubuntu": "sudo apt-get update && sudo apt-get install -y {debian}",
    "Fedora": "sudo dnf install -y {fedora}",
    "macOS": "brew install {macos}",
    "Windows": "wsl --install -d Debian   (then run make inside WSL, with the Debian command above)",
}

PARTS = {
    "python": {
        "what": "Python %d.%d or newer" % NEEDED_PYTHON,
        "debian": "python3 python3-venv",
        "fedora": "python3.11   (then: make PYTHON=python3.11)",
        "macos": "python@3.11   (then: make PYTHON=python3.11)",
    },
    "venv": {
        "what": "Python's module for virtual environments",
        "debian": "python3-venv",
        "fedora": "python3",
        "macos": "python@3.11",
    },
    "chromium": {
        "what": "the browser Chromium, for the browser tests",
        "debian": "chromium fonts-noto-core",
        "fedora": "chromium",
        "macos": "--cask chromium",
    },
    "pango": {
        "what": "Pango, which sets the text of PDF files",
        "debian": "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0",
        "fedora": "pango harfbuzz",
        "macos": "pango",
    },
    "java": {
        "what": "Java 17 or newer, for the validators of PDF files and of forms for phones",
        "debian": "default-jdk-headless",
        "fedora": "java-21-openjdk-devel",
        "macos": "openjdk",
    },
    "node": {
        "what": "npm, for the validator of office documents",
        "debian": "npm",
        "fedora": "nodejs-npm",
        "macos": "node",
    },
}

LIBRARIES = ("pango-1.0", "pangoft2-1.0", "harfbuzz-subset")

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM_ON_MACOS = "/Applications/Chromium.app/Contents/MacOS/Chromium"


def find_chromium() -> str | None:
    """The path of a browser to test with, or None. CHROMIUM names another one."""
    named = os.environ.get("CHROMIUM")
    if named:
        return shutil.which(named)
    if os.path.exists(CHROMIUM_ON_MACOS):
        return CHROMIUM_ON_MACOS
    return next((path for path in map(shutil.which, CHROMIUM_NAMES) if path), None)


def is_there(part: str) -> bool:
    if part == "python":
        return sys.version_info >= NEEDED_PYTHON
    if part == "venv":
        try:
            import ensurepip  # noqa: F401
            import venv  # noqa: F401
        except ImportError:
            return False
        return True
    if part == "pango":
        return all(ctypes.util.find_library(name) for name in LIBRARIES)
    if part in ("java", "node"):
        return shutil.which({"java": "java", "node": "npm"}[part]) is not None
    return find_chromium() is not None


def can_install() -> bool:
    """Only root on Debian or Ubuntu may be helped without asking; elsewhere the person decides."""
    return hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get") is not None


def install(parts: list[str]) -> None:
    packages = sorted({name for part in parts for name in PARTS[part]["debian"].split()})
    print("Installing with apt-get: " + " ".join(packages), flush=True)
    environment = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    for command in (
        ["apt-get", "update", "-q"],
        ["apt-get", "install", "-y", "-q", "--no-install-recommends", *packages],
    ):
        if subprocess.call(command, env=environment, stdout=sys.stderr) != 0:
            return


def how_to_install(parts: list[str]) -> str:
    lines = ["This machine lacks:"]
    lines += ["  - " + PARTS[part]["what"] for part in parts]
    lines.append("Install it, then run make again:")
    for system, command in COMMANDS.items():
        names = {key: " ".join(PARTS[part][key] for part in parts) for key in ("debian", "fedora", "macos")}
        lines.append("  %-17s %s" % (system + ":", command.format(**names)))
    return "\n".join(lines)


def main(parts: list[str]) -> int:
    missing = [part for part in parts if not is_there(part)]
    if missing and can_install():
        install(missing)
        missing = [part for part in parts if not is_there(part)]
    if missing:
        print(how_to_install(missing), file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
