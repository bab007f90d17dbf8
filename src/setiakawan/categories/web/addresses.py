"""Codes as they stand in an address; what has another form is not there."""

from django.urls.converters import StringConverter


class KindPath(StringConverter):
    """``08``."""

    regex = "[0-9]{2}"


class CriterionPath(StringConverter):
    """``20g1``."""

    regex = "[0-9]{2}[a-z][0-9]?"


class SchemePath(StringConverter):
    """``pas12``."""

    regex = "[a-z]{2,6}[0-9]{0,2}"
