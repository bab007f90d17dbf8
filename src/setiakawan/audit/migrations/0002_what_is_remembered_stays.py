"""Numbers for the receipts, the trigger that keeps rows as they are, and the queue of the sealer."""

from django.db import migrations

NUMBERS = """
ALTER TABLE audit_entry ALTER COLUMN ledger_no ADD GENERATED ALWAYS AS IDENTITY;
ALTER TABLE audit_reading ALTER COLUMN reading_no ADD GENERATED ALWAYS AS IDENTITY;
"""

# Reach is a set of ranges over area codes in byte order.
REACH = """
CREATE TYPE area_range AS RANGE (
  SUBTYPE = text, COLLATION = "C", MULTIRANGE_TYPE_NAME = area_multirange
);
"""

APPEND_ONLY = """
CREATE FUNCTION audit_refuses_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$;
""" + "".join(
    f"""
CREATE TRIGGER {table}_is_append_only BEFORE UPDATE OR DELETE ON {table}
  FOR EACH ROW EXECUTE FUNCTION audit_refuses_change();
CREATE TRIGGER {table}_is_never_emptied BEFORE TRUNCATE ON {table}
  FOR EACH STATEMENT EXECUTE FUNCTION audit_refuses_change();
"""
    for table in (
        "audit_entry",
        "audit_entrysubject",
        "audit_reading",
        "audit_seal",
        "audit_dayhead",
    )
)

# A payload may be erased, through this function and nothing else: only the worker may call it, and
# the erasing is an act of its own in the ledger.
ERASING = """
CREATE FUNCTION audit_guards_payload() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' AND current_setting('setiakawan.erasing', true) = OLD.entry_id::text THEN
    RETURN OLD;
  END IF;
  RAISE EXCEPTION 'audit_payload is append-only' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER audit_payload_is_append_only BEFORE UPDATE OR DELETE ON audit_payload
  FOR EACH ROW EXECUTE FUNCTION audit_guards_payload();
CREATE TRIGGER audit_payload_is_never_emptied BEFORE TRUNCATE ON audit_payload
  FOR EACH STATEMENT EXECUTE FUNCTION audit_refuses_change();
CREATE FUNCTION audit_erase_payload(entry uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM set_config('setiakawan.erasing', entry::text, true);
  DELETE FROM audit_payload WHERE entry_id = entry;
  PERFORM set_config('setiakawan.erasing', '', true);
END $$;
REVOKE ALL ON FUNCTION audit_erase_payload(uuid) FROM PUBLIC;
"""

QUEUE = """
CREATE FUNCTION audit_awaits_seal() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_TABLE_NAME = 'audit_entry' THEN
    INSERT INTO audit_unsealed SELECT n.id, 'ledger', n.ledger_no,
      pg_current_xact_id()::text::bigint FROM new_rows n;
  ELSE
    INSERT INTO audit_unsealed SELECT n.id, 'reading', n.reading_no,
      pg_current_xact_id()::text::bigint FROM new_rows n;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER audit_entry_awaits_seal AFTER INSERT ON audit_entry
  REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION audit_awaits_seal();
CREATE TRIGGER audit_reading_awaits_seal AFTER INSERT ON audit_reading
  REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION audit_awaits_seal();
"""

UNDO = """
DROP TRIGGER audit_entry_awaits_seal ON audit_entry;
DROP TRIGGER audit_reading_awaits_seal ON audit_reading;
DROP FUNCTION audit_awaits_seal();
DROP FUNCTION audit_erase_payload(uuid);
DROP FUNCTION audit_guards_payload() CASCADE;
DROP FUNCTION audit_refuses_change() CASCADE;
DROP TYPE area_range CASCADE;
ALTER TABLE audit_entry ALTER COLUMN ledger_no DROP IDENTITY;
ALTER TABLE audit_reading ALTER COLUMN reading_no DROP IDENTITY;
"""


class Migration(migrations.Migration):
    """What is remembered stays as it was written."""

    dependencies = [("audit", "0001_acts_are_remembered")]
    operations = [
        migrations.RunSQL(NUMBERS + REACH + APPEND_ONLY + ERASING + QUEUE, UNDO),
    ]
