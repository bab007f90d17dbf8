"""What may stand in the log: never a key that opens something."""

import logging
import re

_KEY = re.compile(r"(/undangan/)(?!buka/|selesai/)[^/\s]+")


class WithoutKeys(logging.Filter):
    """Takes the key of an invitation out of an address before it is written down.

    A refused link may be made good again, and then the key in the log would open the account.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """Mask, and let the line go on."""
        record.msg = _KEY.sub(r"\1…", record.getMessage())
        record.args = None
        return True
