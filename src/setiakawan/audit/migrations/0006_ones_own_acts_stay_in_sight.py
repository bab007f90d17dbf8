"""What somebody did about a subject stays in its timeline for them."""

from typing import ClassVar

from django.db import migrations

ASK = """
CREATE FUNCTION audit_own_acts_about(subject uuid) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT e.id FROM audit_entrysubject s JOIN audit_entry e ON e.id = s.entry_id
  WHERE s.subject_id = subject
    AND e.account_id = NULLIF(current_setting('setiakawan.account', true), '')::uuid
  ORDER BY e.effective_at DESC
  LIMIT 200
$$;
"""


class Migration(migrations.Migration):
    """One's own acts stay in sight."""

    dependencies: ClassVar = [("audit", "0005_no_gap_tells_of_a_restricted_act")]
    operations: ClassVar = [migrations.RunSQL(ASK, "DROP FUNCTION audit_own_acts_about(uuid);")]
