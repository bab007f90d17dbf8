"""Say whether the browser for the journeys is there, and how to get it when it isn't."""

import shutil
import subprocess
import sys

if __name__ == "__main__":
    chromium = shutil.which("chromium") or "/usr/bin/chromium"
    try:
        version = subprocess.run(
            [chromium, "--version"], check=True, capture_output=True, text=True
        ).stdout.strip()
    except (OSError, subprocess.CalledProcessError) as reason:
        sys.exit(
            f"The browser journeys need Debian's chromium, and it doesn't run here: {reason}\n"
            "Install it with: apt-get install --no-install-recommends chromium\n"
            "Without a browser: make quick"
        )
    sys.stderr.write(f"ok  browser: {version}\n")
