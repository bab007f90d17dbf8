"""Two questions that must be answered before anybody is anybody: see docs/architecture.md."""

from django.db import migrations

ASK = """
CREATE FUNCTION accounts_who_signs_in(typed text, number text)
RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT id FROM accounts_account WHERE is_active AND username = typed
  UNION
  SELECT id FROM accounts_account WHERE is_active AND number <> '' AND phone = number
$$;
CREATE FUNCTION accounts_invitation_by_key(digest bytea)
RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT id FROM accounts_invitation WHERE key_digest = digest
$$;
"""

UNDO = """
DROP FUNCTION accounts_who_signs_in(text, text);
DROP FUNCTION accounts_invitation_by_key(bytea);
"""


class Migration(migrations.Migration):
    """Who signs in is found by exactly what was typed."""

    dependencies = [("accounts", "0001_people_are_appointed")]
    operations = [migrations.RunSQL(ASK, UNDO)]
