"""Install Chromium for the browser tests where there is none: by apt as root, else Playwright's own download."""

import os
import shutil
import subprocess
import sys


def main() -> int:
    """Return 0 when a Chromium is in place."""
    if shutil.which("chromium") or shutil.which("chromium-browser"):
        return 0
    if os.geteuid() == 0 and shutil.which("apt-get"):
        environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        update = subprocess.run(["apt-get", "update", "-qq"], env=environment, check=False)
        install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium", "fonts-liberation"]
        if update.returncode == 0 and subprocess.run(install, env=environment, check=False).returncode == 0:
            return 0
    return subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
