"""What an inspector may ask: acts without payload, name or subject; restricted ones as a count."""

from django.db import migrations, models

ASK = """
CREATE FUNCTION audit_ledger_page(
  before bigint, wanted integer, kind_is text, begins timestamptz, ends timestamptz, area text,
  only_entry uuid
) RETURNS TABLE (
  seal_no bigint, entry_id uuid, ledger_no bigint, kind text, actor_kind text, appointment_id uuid,
  origin text, received_at timestamptz, effective_at timestamptz, outcome text, area_code text,
  hash bytea, is_erased boolean
) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH reach AS (
    SELECT coalesce(NULLIF(current_setting('setiakawan.role_inspector', true), ''), '{}')::area_multirange
         + coalesce(NULLIF(current_setting('setiakawan.role_staff', true), ''), '{}')::area_multirange
      AS codes
  )
  SELECT s.seal_no, e.id, e.ledger_no, e.kind, e.actor_kind, e.appointment_id, e.origin,
    e.received_at, e.effective_at, e.outcome,
    (SELECT coalesce(min(a.area_code), '') FROM audit_entrysubject a WHERE a.entry_id = e.id),
    s.hash, NOT EXISTS (SELECT 1 FROM audit_payload p WHERE p.entry_id = e.id)
  FROM audit_seal s JOIN audit_entry e ON e.id = s.record_id, reach
  WHERE s.stream = 'ledger' AND NOT isempty(reach.codes)
    AND (before IS NULL OR s.seal_no < before)
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
  SELECT date_trunc('quarter', e.received_at AT TIME ZONE 'Asia/Jakarta')::date, count(*)
  FROM audit_entry e
  WHERE (coalesce(current_setting('setiakawan.role_inspector', true), '') <> ''
      OR coalesce(current_setting('setiakawan.role_staff', true), '') <> '')
    AND EXISTS (SELECT 1 FROM audit_entrysubject a WHERE a.entry_id = e.id AND a.restricted)
  GROUP BY 1 ORDER BY 1 DESC
$$;
"""

UNDO = """
DROP FUNCTION audit_ledger_page(bigint, integer, text, timestamptz, timestamptz, text, uuid);
DROP FUNCTION audit_restricted_acts();
"""


class Migration(migrations.Migration):
    """Inspectors read acts without names, and open one payload with a second person."""

    dependencies = [("audit", "0002_what_is_remembered_stays")]
    operations = [
        migrations.AddField(
            "payloadopening", "entry_kind", models.CharField(max_length=80, default="")
        ),
        migrations.AddField("payloadopening", "entry_at", models.DateTimeField(null=True)),
        migrations.RunSQL(ASK, UNDO),
    ]
