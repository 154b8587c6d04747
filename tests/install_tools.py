"""
Install what the tests need beside Python, by apt as root where it is missing.

`python tests/install_tools.py chromium java faketime nginx rsync soffice firefox-esr WebKitWebDriver Xvfb`: Chromium
for browser tests, if possible the one without windows, which takes a third less of the processor, else Playwright's
own download; Java for the Nu HTML checker; faketime, so that a build can be made on another day; nginx and rsync to
publish with; LibreOffice to fill in the blank workbook; Firefox, and WebKit with a screen that nobody sees, for the
provider's tool. Without Chromium the call fails; without the others it warns, and the tests that need them say so.
"""

import os
import shutil
import subprocess
import sys

BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser")
"""Names of Chromium, the one without windows first."""
_OPTIONAL = (
    ("java", "default-jre-headless", "HTML, CSS and SVG will not be validated."),
    ("faketime", "faketime", "builds will not be compared across days."),
    ("nginx", "nginx-light", "the shipped configuration will not be tried."),
    ("rsync", "rsync", "uploads will not be tried."),
    ("soffice", "libreoffice-calc python3-uno", "the blank workbook will not be filled in by a spreadsheet."),
    ("firefox-esr", "firefox-esr", "the provider's tool will not be tried in Firefox."),
    ("WebKitWebDriver", "webkit2gtk-driver", "the provider's tool will not be tried in WebKit."),
    ("Xvfb", "xvfb", "the provider's tool will not be tried in WebKit."),
)


def main(tools: list[str]) -> int:
    """Return 0 when all that the tests cannot do without is in place."""
    for name, package, lost in _OPTIONAL:
        there = shutil.which(name) or shutil.which(name, path="/usr/sbin")
        if name in tools and not (there or apt_install(*package.split())):
            print(f"{name} is missing and cannot be installed here: {lost}", file=sys.stderr)
    if "chromium" not in tools or shutil.which(BROWSERS[0]) or apt_install(BROWSERS[0], "fonts-liberation"):
        return 0
    if any(map(shutil.which, BROWSERS)) or apt_install("chromium", "fonts-liberation"):
        return 0
    return subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False).returncode


def apt_install(*packages: str) -> bool:
    """Whether apt could install some packages; only root asks it."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    commands = (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", *packages])
    return all(subprocess.run(["apt-get", *rest], env=environment, check=False).returncode == 0 for rest in commands)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
