"""An inspector's list without numbers: a gap between two of them would be a restricted act.

Pages follow one another by the act where the last one ended. Restricted acts are counted for closed
quarters, and a quarter with 1 to 4 of them has no figure.
"""

from importlib import import_module

from django.db import migrations

_BEFORE = import_module("setiakawan.audit.migrations.0003_inspectors_read_without_names")

ASK = """
DROP FUNCTION audit_ledger_page(bigint, integer, text, timestamptz, timestamptz, text, uuid);
DROP FUNCTION audit_restricted_acts();
CREATE FUNCTION audit_ledger_page(
  before uuid, wanted integer, kind_is text, begins timestamptz, ends timestamptz, area text,
  only_entry uuid
) RETURNS TABLE (
  entry_id uuid, kind text, actor_kind text, appointment_id uuid, origin text,
  received_at timestamptz, effective_at timestamptz, outcome text, area_code text, hash bytea,
  is_erased boolean
) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH reach AS (
    SELECT coalesce(NULLIF(current_setting('setiakawan.role_inspector', true), ''), '{}')::area_multirange
         + coalesce(NULLIF(current_setting('setiakawan.role_staff', true), ''), '{}')::area_multirange
      AS codes
  ), last AS (
    SELECT seal_no FROM audit_seal WHERE stream = 'ledger' AND record_id = before
  )
  SELECT e.id, e.kind, e.actor_kind, e.appointment_id, e.origin, e.received_at, e.effective_at,
    e.outcome,
    (SELECT coalesce(min(a.area_code), '') FROM audit_entrysubject a WHERE a.entry_id = e.id),
    s.hash, NOT EXISTS (SELECT 1 FROM audit_payload p WHERE p.entry_id = e.id)
  FROM audit_seal s JOIN audit_entry e ON e.id = s.record_id, reach
  WHERE s.stream = 'ledger' AND NOT isempty(reach.codes)
    AND (before IS NULL OR s.seal_no < (SELECT seal_no FROM last))
    AND (kind_is IS NULL OR e.kind = kind_is)
    AND (begins IS NULL OR e.received_at >= begins)
    AND (ends IS NULL OR e.received_at < ends)
    AND (only_entry IS NULL OR e.id = only_entry)
    AND (area IS NULL OR EXISTS (
      SELECT 1 FROM audit_entrysubject a WHERE a.entry_id = e.id
        AND a.area_code >= area AND a.area_code < area || '/'))
    AND NOT EXISTS (
      SELECT 1 FROM audit_entrysubject a WHERE a.entry_id = e.id
        AND (a.restricted OR (a.area_code <> '' AND NOT reach.codes @> a.area_code::text)))
  ORDER BY s.seal_no DESC
  LIMIT least(wanted, 200)
$$;
CREATE FUNCTION audit_restricted_acts() RETURNS TABLE (quarter date, acts bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT date_trunc('quarter', e.received_at AT TIME ZONE 'Asia/Jakarta')::date,
    CASE WHEN count(*) >= 5 THEN count(*) END
  FROM audit_entry e
  WHERE (coalesce(current_setting('setiakawan.role_inspector', true), '') <> ''
      OR coalesce(current_setting('setiakawan.role_staff', true), '') <> '')
    AND e.received_at < date_trunc('quarter', now() AT TIME ZONE 'Asia/Jakarta')
      AT TIME ZONE 'Asia/Jakarta'
    AND EXISTS (SELECT 1 FROM audit_entrysubject a WHERE a.entry_id = e.id AND a.restricted)
  GROUP BY 1 ORDER BY 1 DESC
$$;
"""

UNDO = (
    """
DROP FUNCTION audit_ledger_page(uuid, integer, text, timestamptz, timestamptz, text, uuid);
DROP FUNCTION audit_restricted_acts();
"""
    + _BEFORE.ASK
)


class Migration(migrations.Migration):
    """No gap tells of a restricted act."""

    dependencies = [("audit", "0004_nothing_is_added_to_an_old_act")]
    operations = [migrations.RunSQL(ASK, UNDO)]
