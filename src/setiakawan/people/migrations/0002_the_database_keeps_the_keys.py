"""What the database does by itself about people, and what may be asked beyond the one who asks."""

from typing import ClassVar

from django.db import migrations

RANGES = (
    "coalesce(NULLIF(current_setting('setiakawan.role_{role}', true), ''), '{{}}')::area_multirange"
)

TRIGGERS = """
-- The keys under which a person is found follow the person: from their area, and from each kelurahan
-- in which somebody without fixed residence was found.
CREATE FUNCTION people_write_keys(the_person uuid) RETURNS void
LANGUAGE sql SET search_path = public, pg_temp AS $$
  DELETE FROM people_searchkey WHERE person_id = the_person;
  INSERT INTO people_searchkey (person_id, key, area_code, is_restricted, recorded_by)
  SELECT p.id, k.key, a.area_code, p.is_restricted, p.recorded_by
  FROM people_person p
    CROSS JOIN LATERAL (SELECT DISTINCT unnest(p.search_keys) AS key) k
    CROSS JOIN LATERAL (
      SELECT p.area_code UNION
      SELECT f.area_code FROM people_presence f
      WHERE f.person_id = p.id AND f.ended_at IS NULL
    ) a
  WHERE p.id = the_person AND NOT p.is_mistaken;
$$;
REVOKE ALL ON FUNCTION people_write_keys(uuid) FROM PUBLIC;

CREATE FUNCTION people_new_person_is_found() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO people_searchkey (person_id, key, area_code, is_restricted, recorded_by)
  SELECT DISTINCT NEW.id, k.key, NEW.area_code, NEW.is_restricted, NEW.recorded_by
  FROM unnest(NEW.search_keys) AS k(key);
  RETURN NULL;
END $$;
CREATE TRIGGER people_new_person_is_found AFTER INSERT ON people_person
  FOR EACH ROW EXECUTE FUNCTION people_new_person_is_found();

CREATE FUNCTION people_changed_person_is_found() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM people_write_keys(NEW.id);
  RETURN NULL;
END $$;
CREATE TRIGGER people_changed_person_is_found AFTER UPDATE ON people_person
  FOR EACH ROW WHEN (OLD.search_keys IS DISTINCT FROM NEW.search_keys
    OR OLD.area_code IS DISTINCT FROM NEW.area_code
    OR OLD.is_restricted IS DISTINCT FROM NEW.is_restricted
    OR OLD.is_mistaken IS DISTINCT FROM NEW.is_mistaken)
  EXECUTE FUNCTION people_changed_person_is_found();

CREATE FUNCTION people_found_person_is_found() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM people_write_keys(NEW.person_id);
  RETURN NULL;
END $$;
CREATE TRIGGER people_found_person_is_found AFTER INSERT OR UPDATE ON people_presence
  FOR EACH ROW EXECUTE FUNCTION people_found_person_is_found();

-- Where everybody may know somebody to live doesn't move while they are protected: that a name left
-- one list and came into another would tell where they went. Who writes mustn't know.
CREATE FUNCTION people_protected_person_stays() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  -- The system writes the code of a successor: there the area changed, and nobody moved.
  IF coalesce(current_setting('setiakawan.system', true), '') <> 'on'
     AND EXISTS (SELECT 1 FROM people_protection s
                 WHERE s.person_id = OLD.id AND s.ended_at IS NULL) THEN
    NEW.area_code := OLD.area_code;
    NEW.is_unhoused := OLD.is_unhoused;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER people_protected_person_stays BEFORE UPDATE OF area_code, is_unhoused ON people_person
  FOR EACH ROW EXECUTE FUNCTION people_protected_person_stays();

-- A fact is added and never changed, by nobody; the key rotation of the owner alone writes numbers anew.
REVOKE ALL ON FUNCTION people_new_person_is_found() FROM PUBLIC;
REVOKE ALL ON FUNCTION people_changed_person_is_found() FROM PUBLIC;
REVOKE ALL ON FUNCTION people_found_person_is_found() FROM PUBLIC;
REVOKE ALL ON FUNCTION people_protected_person_stays() FROM PUBLIC;

CREATE FUNCTION people_fact_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a fact is added and never changed' USING ERRCODE = 'insufficient_privilege';
END $$;
"""

FACTS: tuple[str, ...] = (
    "people_address", "people_contact", "people_membership", "people_relation", "people_consent",
    "people_document", "people_correction", "people_notthesame",
)  # fmt: skip

KEPT = "".join(
    f"CREATE TRIGGER {table}_stays BEFORE UPDATE OR DELETE ON {table}"
    " FOR EACH ROW EXECUTE FUNCTION people_fact_stays();\n"
    for table in FACTS
)

ASK = f"""
-- With the rights of who asks: row security on persons answers. PL/pgSQL keeps the plan of it.
CREATE FUNCTION people_sees(the_person uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS $$
BEGIN
  RETURN EXISTS (SELECT 1 FROM people_person p WHERE p.id = the_person);
END $$;

CREATE FUNCTION people_team_of(the_person uuid)
RETURNS TABLE (account_id uuid, joined_at timestamptz, added_by uuid, role text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT t.account_id, t.joined_at, t.added_by, t.role::text
  FROM people_teammember t
  WHERE t.person_id = the_person AND t.left_at IS NULL
    AND EXISTS (
      SELECT 1 FROM people_teammember me
      WHERE me.person_id = the_person AND me.left_at IS NULL
        AND me.account_id = NULLIF(current_setting('setiakawan.account', true), '')::uuid)
    AND NOT EXISTS (
      SELECT 1 FROM accounts_bar b
      WHERE b.subject_id = the_person AND b.ended_at IS NULL
        AND b.account_id = NULLIF(current_setting('setiakawan.account', true), '')::uuid)
  ORDER BY t.joined_at, t.account_id
$$;

CREATE FUNCTION people_team_row(the_person uuid, the_account uuid) RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT t.id FROM people_teammember t
  WHERE t.person_id = the_person AND t.account_id = the_account AND t.left_at IS NULL
    AND EXISTS (SELECT 1 FROM people_team_of(the_person))
  LIMIT 1
$$;

CREATE FUNCTION people_unhoused_alike(keys text[], sex_is text, about_year integer)
RETURNS TABLE (person_id uuid, name text, sex text, birth_year integer, marks text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT p.id, p.name::text, p.sex::text, p.birth_year::integer, p.marks::text
  FROM people_person p
  WHERE p.is_unhoused AND NOT p.is_restricted AND NOT p.is_mistaken AND p.life = 'alive'
    AND p.search_keys::text[] && keys
    AND (sex_is = '' OR p.sex = '' OR p.sex = sex_is)
    AND (about_year IS NULL OR p.birth_year IS NULL OR abs(p.birth_year - about_year) <= 15)
    AND NOT EXISTS (SELECT 1 FROM people_protection s
                    WHERE s.person_id = p.id AND s.ended_at IS NULL)
    AND NOT EXISTS (SELECT 1 FROM accounts_bar b
                    WHERE b.subject_id = p.id AND b.ended_at IS NULL
                      AND b.account_id = NULLIF(current_setting('setiakawan.account', true), '')::uuid)
    AND coalesce(
      NULLIF(current_setting('setiakawan.role_psm', true), ''),
      NULLIF(current_setting('setiakawan.role_kelurahan_coordinator', true), ''),
      NULLIF(current_setting('setiakawan.role_coordinator', true), ''),
      NULLIF(current_setting('setiakawan.role_officer', true), ''),
      NULLIF(current_setting('setiakawan.role_case_manager', true), '')) IS NOT NULL
  ORDER BY p.sort_name, p.id
  LIMIT 5
$$;
CREATE INDEX people_without_fixed_residence ON people_person (sort_name) WHERE is_unhoused;

CREATE FUNCTION people_closed_to_me(the_persons uuid[]) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT DISTINCT b.subject_id FROM accounts_bar b
  WHERE b.subject_id = ANY(the_persons) AND b.ended_at IS NULL
    AND b.account_id = NULLIF(current_setting('setiakawan.account', true), '')::uuid
$$;

CREATE FUNCTION people_readings_of(the_person uuid)
RETURNS TABLE (account_id uuid, what text, reason text, at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT r.account_id, r.what::text, r.reason::text, r.at
  FROM audit_reading r
  WHERE r.subject_kind = 'person' AND r.subject_id = the_person::text AND r.kind <> 'refused'
    AND EXISTS (
      SELECT 1 FROM people_person p
      WHERE p.id = the_person
        AND ({RANGES.format(role="officer")} + {RANGES.format(role="case_manager")}
             @> p.area_code::text OR EXISTS (
          SELECT 1 FROM people_teammember m WHERE m.person_id = p.id AND m.left_at IS NULL
            AND m.account_id = NULLIF(current_setting('setiakawan.account', true), '')::uuid
            AND coalesce(NULLIF(current_setting('setiakawan.role_officer', true), ''),
                         NULLIF(current_setting('setiakawan.role_case_manager', true), ''))
              IS NOT NULL))
        AND (NOT p.is_restricted OR EXISTS (
          SELECT 1 FROM people_teammember t WHERE t.person_id = p.id AND t.left_at IS NULL
            AND t.account_id = NULLIF(current_setting('setiakawan.account', true), '')::uuid))
        AND NOT EXISTS (
          SELECT 1 FROM accounts_bar b WHERE b.subject_id = p.id AND b.ended_at IS NULL
            AND b.account_id = NULLIF(current_setting('setiakawan.account', true), '')::uuid))
  ORDER BY r.at DESC
  LIMIT 200
$$;
CREATE INDEX audit_readings_of_a_person ON audit_reading (subject_id, at DESC)
  WHERE subject_kind = 'person';

CREATE FUNCTION people_shares_number(the_index uuid)
RETURNS TABLE (persons bigint, is_any_hidden boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT count(DISTINCT i.person_id),
    coalesce(bool_or(p.is_restricted OR i.is_protected), false)
  FROM people_identifier i JOIN people_person p ON p.id = i.person_id
  WHERE i.index = the_index AND NOT i.is_over AND NOT p.is_mistaken
    AND NOT EXISTS (SELECT 1 FROM people_identifier n
                    WHERE n.slot_id = i.slot_id AND n.person_id = i.person_id
                      AND (n.recorded_at, n.id) > (i.recorded_at, i.id))
$$;
"""

UNDO = (
    "".join(f"DROP TRIGGER {table}_stays ON {table};\n" for table in FACTS)
    + """
DROP FUNCTION people_fact_stays();
DROP TRIGGER people_protected_person_stays ON people_person;
DROP TRIGGER people_found_person_is_found ON people_presence;
DROP TRIGGER people_changed_person_is_found ON people_person;
DROP TRIGGER people_new_person_is_found ON people_person;
DROP FUNCTION people_protected_person_stays();
DROP FUNCTION people_found_person_is_found();
DROP FUNCTION people_changed_person_is_found();
DROP FUNCTION people_new_person_is_found();
DROP FUNCTION people_write_keys(uuid);
DROP INDEX audit_readings_of_a_person;
DROP INDEX people_without_fixed_residence;
DROP FUNCTION people_sees(uuid);
DROP FUNCTION people_team_row(uuid, uuid);
DROP FUNCTION people_team_of(uuid);
DROP FUNCTION people_unhoused_alike(text[], text, integer);
DROP FUNCTION people_closed_to_me(uuid[]);
DROP FUNCTION people_readings_of(uuid);
DROP FUNCTION people_shares_number(uuid);
"""
)


class Migration(migrations.Migration):
    """The database keeps the keys, the area of the protected, and every fact."""

    dependencies: ClassVar = [
        ("people", "0001_people_and_what_is_known_about_them"),
        ("accounts", "0003_who_left_has_a_successor"),
        ("audit", "0006_ones_own_acts_stay_in_sight"),
    ]
    operations: ClassVar = [migrations.RunSQL(TRIGGERS + KEPT + ASK, UNDO)]
