"""How an area code stands in an address."""


class AreaCodePath:
    """Digits and dots, as long as a code; whether it is one, the page says (404, the same body)."""

    regex = r"[0-9][0-9.]{1,20}"

    def to_python(self, value: str) -> str:
        """The text as it stands."""
        return value

    def to_url(self, value: str) -> str:
        """The text as it stands."""
        return str(value)
