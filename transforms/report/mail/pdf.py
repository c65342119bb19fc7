"""The mail as a PDF for those who ask for one, printed by a headless Chromium where there is one."""

import logging
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from transforms.report.delivery import archive

TIMEOUT_SECONDS = 90
_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
log = logging.getLogger("cmr")


def browser() -> str | None:
    """The browser's path, or None."""
    return next((path for name in _NAMES if (path := shutil.which(name))), None)


def printed(message: bytes) -> bytes | None:
    """The HTML part of a mail as PDF bytes, or None, with a line in the log, when it cannot be
    made.
    """
    program = browser()
    if program is None:
        log.warning("pdf: no chromium on this machine; the mail goes without its PDF")
        return None
    with tempfile.TemporaryDirectory(prefix="cmr-pdf-") as folder:
        page, out = Path(folder) / "page.html", Path(folder) / "page.pdf"
        page.write_text(archive.page(message), encoding="utf-8")
        try:
            subprocess.run([program, *_flags(folder), f"--print-to-pdf={out}", page.as_uri()], check=True,
                           timeout=TIMEOUT_SECONDS, capture_output=True, stdin=subprocess.DEVNULL)  # fmt: skip
            return out.read_bytes()
        except (subprocess.SubprocessError, OSError) as error:
            log.warning("pdf: %s; the mail goes without its PDF", type(error).__name__)
            return None


def _flags(folder: str) -> list[str]:
    """No host is found, whatever the page says; the sandbox needs a user who is not root."""
    flags = [
        "--headless", "--disable-gpu", "--disable-dev-shm-usage", "--no-pdf-header-footer", "--no-first-run",
        "--host-resolver-rules=MAP * ~NOTFOUND",
        f"--user-data-dir={folder}/profile",
    ]  # fmt: skip
    return [*flags, "--no-sandbox"] if os.geteuid() == 0 else flags
