"""Close what was still open: adding to an old act, an id of somebody else, erasing by the worker."""

from django.db import migrations

# Subjects and payload belong to the entry that is written in the same transaction. Without this the
# app could add a subject to (and so hide) an act of last year, or give an erased act a new payload.
NEW_ONLY = """
CREATE FUNCTION audit_belongs_to_new_entry() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF EXISTS (
    SELECT 1 FROM new_rows n WHERE NOT EXISTS (
      SELECT 1 FROM audit_unsealed u WHERE u.record_id = n.entry_id
        AND u.transaction = pg_current_xact_id()::text::bigint)
  ) THEN
    RAISE EXCEPTION '% takes rows of new entries only', TG_TABLE_NAME
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER audit_entrysubject_of_new_entry AFTER INSERT ON audit_entrysubject
  REFERENCING NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION audit_belongs_to_new_entry();
CREATE TRIGGER audit_payload_of_new_entry AFTER INSERT ON audit_payload
  REFERENCING NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION audit_belongs_to_new_entry();
"""

# VOLATILE, so that the look after the lock sees what the one before has committed.
BEGIN_ACT = """
CREATE FUNCTION audit_begins_act(act uuid) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(('x' || substr(act::text, 20, 4) || substr(act::text, 25))::bit(64)::bigint);
  RETURN NOT EXISTS (SELECT 1 FROM audit_entry WHERE id = act);
END $$;
"""

ERASING = """
CREATE OR REPLACE FUNCTION audit_erase_payload(entry uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF current_setting('setiakawan.system', true) IS DISTINCT FROM 'on' THEN
    RAISE EXCEPTION 'only the system erases a payload' USING ERRCODE = 'insufficient_privilege';
  END IF;
  PERFORM set_config('setiakawan.erasing', entry::text, true);
  DELETE FROM audit_payload WHERE entry_id = entry;
  PERFORM set_config('setiakawan.erasing', '', true);
END $$;
"""

OLD_ERASING = """
CREATE OR REPLACE FUNCTION audit_erase_payload(entry uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM set_config('setiakawan.erasing', entry::text, true);
  DELETE FROM audit_payload WHERE entry_id = entry;
  PERFORM set_config('setiakawan.erasing', '', true);
END $$;
"""

UNDO = (
    """
DROP TRIGGER audit_entrysubject_of_new_entry ON audit_entrysubject;
DROP TRIGGER audit_payload_of_new_entry ON audit_payload;
DROP FUNCTION audit_belongs_to_new_entry();
DROP FUNCTION audit_begins_act(uuid);
"""
    + OLD_ERASING
)


class Migration(migrations.Migration):
    """Nothing is added to an old act."""

    dependencies = [("audit", "0003_inspectors_read_without_names")]
    operations = [migrations.RunSQL(NEW_ONLY + BEGIN_ACT + ERASING, UNDO)]
