"""Every address, and who of the cast finds something there. A new address is one more line.

``row(name, who)``: everybody in ``who`` gets the page (or is led on), for everybody else signed in
there is nothing at it (404), and somebody not signed in is led to the sign-in page.
"""

from dataclasses import dataclass

PSM = {"bu_sri", "pak_joko"}
COORDINATORS = {"bu_wahyuni", "pak_harjo"}
OFFICERS = {"bu_ratna", "pak_agus"}
ADMINISTRATORS = {"bu_dewi", "mas_yudha"}
INSPECTOR = {"bu_kartika"}
SIGNED_IN = (
    PSM | COORDINATORS | OFFICERS | ADMINISTRATORS | INSPECTOR
    | {"pak_bambang", "bu_endah", "bu_maya", "mas_tono", "pak_hendro"}
)  # fmt: skip
NOBODY: set[str] = set()
EVERYBODY = SIGNED_IN | {"anonymous"}

LOOK_AFTER_ACCOUNTS = COORDINATORS | OFFICERS | ADMINISTRATORS
APPOINT = OFFICERS | ADMINISTRATORS
KEEP_SANGKRAH = LOOK_AFTER_ACCOUNTS | {"bu_endah"}
REGISTER = PSM | COORDINATORS | OFFICERS | {"bu_maya"}
"""Who may register people somewhere."""
SEE_PEOPLE = REGISTER | {"pak_bambang"}
"""Who sees at least some people; Pak Bambang (TKSK) those of whose team he is."""
SEE_SUTINI = {"bu_sri", "bu_wahyuni", "bu_maya"} | OFFICERS
"""Who sees a resident of Sangkrah about whom nothing is hidden."""


@dataclass(frozen=True)
class Row:
    """One address."""

    name: str
    who: frozenset[str]
    arguments: str = ""
    """``kwarg=sample`` pairs; samples are named in ``city.py``."""
    posts: bool = False
    """It takes a POST and nothing else: a button, not a page."""
    also: str = ""
    """Query string to ask with."""
    theirs: bool = False
    """A page of the libraries for signing in: it has its own ways of saying no. Nobody's where the
    cast has no second factor of its own."""


def row(name: str, who: set[str], arguments: str = "", **more: object) -> Row:
    """Write one line."""
    return Row(name, frozenset(who), arguments, **more)  # type: ignore[arg-type]


MATRIX = [
    # office
    row("home", SIGNED_IN),
    row("start", LOOK_AFTER_ACCOUNTS),
    row("help", SIGNED_IN),
    row("settings", APPOINT | INSPECTOR),
    row("setting", ADMINISTRATORS, "name=help_phone"),
    row("ledger", INSPECTOR),
    row("ledger_entry", INSPECTOR, "entry_id=entry"),
    row("ledger_openings", INSPECTOR | OFFICERS),
    row("ledger_decide_opening", INSPECTOR | OFFICERS, "opening_id=opening", posts=True),
    row("robots", EVERYBODY),
    # areas
    row("areas_index", SIGNED_IN),
    row("area_search", SIGNED_IN, also="?cari=sang"),
    row("area_suggest", SIGNED_IN, also="?cari=sang"),
    row("area", SIGNED_IN, "code=sangkrah"),
    row("area_tiles", SIGNED_IN, "code=sangkrah"),
    row("area_rw", KEEP_SANGKRAH, "code=sangkrah"),
    row("area_rw_paste", KEEP_SANGKRAH, "code=sangkrah"),
    row("area_rw_file", KEEP_SANGKRAH, "code=sangkrah"),
    row("area_confirm", KEEP_SANGKRAH, "code=sangkrah"),
    row("area_alias", KEEP_SANGKRAH, "code=sangkrah"),
    row("area_rename", KEEP_SANGKRAH, "code=rw"),
    row("area_end", KEEP_SANGKRAH, "code=rw"),
    row("area_split", APPOINT, "code=sangkrah"),
    row("area_merge", APPOINT, "code=sangkrah"),
    # signing in
    row("account_login", EVERYBODY, theirs=True),
    row("account_logout", EVERYBODY, theirs=True),
    row("account_inactive", EVERYBODY, theirs=True),
    row("account_reauthenticate", SIGNED_IN, theirs=True),
    row("own_notices", SIGNED_IN),
    row("mfa_authenticate", EVERYBODY, theirs=True),
    row("second_factor_needed", SIGNED_IN),
    row("mfa_reauthenticate", SIGNED_IN, theirs=True),
    row("mfa_index", SIGNED_IN, theirs=True),
    row("mfa_activate_totp", SIGNED_IN, theirs=True),
    row("mfa_deactivate_totp", NOBODY, theirs=True),
    row("mfa_list_webauthn", SIGNED_IN, theirs=True),
    row("mfa_add_webauthn", SIGNED_IN, theirs=True),
    row("mfa_reauthenticate_webauthn", SIGNED_IN, theirs=True),
    row("mfa_edit_webauthn", NOBODY, "pk=1", theirs=True),
    row("mfa_remove_webauthn", NOBODY, "pk=1", theirs=True),
    row("mfa_view_recovery_codes", NOBODY, theirs=True),
    row("mfa_generate_recovery_codes", SIGNED_IN, theirs=True),
    row("mfa_download_recovery_codes", NOBODY, theirs=True),
    row("usersessions_list", SIGNED_IN, theirs=True),
    row("session_end", NOBODY, "pk=999999", posts=True),
    # keys
    row("invitation_key", EVERYBODY),
    row("invitation_open", EVERYBODY),
    row("invitation_done", EVERYBODY),
    row("invitation_link", NOBODY, "key=AAAA-BBBB"),
    # accounts
    row("accounts", COORDINATORS | OFFICERS | ADMINISTRATORS),
    row("account", LOOK_AFTER_ACCOUNTS, "account_id=sri"),
    row("account_correct", COORDINATORS | OFFICERS, "account_id=sri"),
    row("account_appoint", APPOINT, "account_id=sri"),
    row("account_close", LOOK_AFTER_ACCOUNTS, "account_id=sri"),
    row("account_reopen", LOOK_AFTER_ACCOUNTS, "account_id=sri"),
    row("recovery_show", LOOK_AFTER_ACCOUNTS, "account_id=sri"),
    row("own_account", SIGNED_IN),
    row("own_profile", SIGNED_IN),
    row("account_change_password", SIGNED_IN),
    row("invitations", LOOK_AFTER_ACCOUNTS),
    row("invite", LOOK_AFTER_ACCOUNTS),
    row("invite_many", LOOK_AFTER_ACCOUNTS),
    row("invitations_sheet", LOOK_AFTER_ACCOUNTS),
    row("invitation", LOOK_AFTER_ACCOUNTS, "invitation_id=invitation"),
    row("invitation_withdraw", LOOK_AFTER_ACCOUNTS, "invitation_id=invitation"),
    row("invitation_renew", LOOK_AFTER_ACCOUNTS, "invitation_id=invitation", posts=True),
    row("recoveries", LOOK_AFTER_ACCOUNTS),
    row("recovery", {"pak_agus"}, "invitation_id=recovery"),
    row("recovery_agree", APPOINT | {"pak_harjo"}, "invitation_id=recovery", posts=True),
    row("staff_session", ADMINISTRATORS),
    row("staff_session_end", ADMINISTRATORS, posts=True),
    # offices
    row("offices", SIGNED_IN),
    row("office_end", LOOK_AFTER_ACCOUNTS, "appointment_id=sri_office"),
    row("office_succeed", LOOK_AFTER_ACCOUNTS, "appointment_id=sri_office"),
    row("office_certificate", APPOINT, "appointment_id=maya_office"),
    row("office_supervisor", APPOINT, "appointment_id=maya_office"),
    # partners
    row("partners", SIGNED_IN),
    row("partner_register", APPOINT),
    row("partner", SIGNED_IN, "partner_id=lks"),
    row("partner_correct", APPOINT, "partner_id=lks"),
    row("partner_end", APPOINT, "partner_id=lks"),
    # categories
    row("categories", SIGNED_IN),
    row("categories_load", ADMINISTRATORS, posts=True),
    row("tags", SIGNED_IN),
    row("resource_kinds", SIGNED_IN),
    row("schemes", SIGNED_IN),
    row("category_downloads", SIGNED_IN),
    row("category_json", SIGNED_IN),
    row("category_csv", SIGNED_IN, "what=jenis"),
    row("kind_add", APPOINT),
    row("kind", SIGNED_IN, "code=08"),
    row("kind_correct", APPOINT, "code=08"),
    row("kind_end", APPOINT, "code=08"),
    row("criterion_add", APPOINT, "code=08"),
    row("criterion_correct", APPOINT, "code=08a"),
    row("criterion_end", APPOINT, "code=08a"),
    row("tag_add", APPOINT),
    row("tag_correct", APPOINT, "code=pasung"),
    row("tag_end", APPOINT, "code=pasung"),
    row("resource_kind_correct", APPOINT, "code=02"),
    row("entry_add", APPOINT),
    row("entry_correct", APPOINT, "scheme=pas12 number=06"),
    row("entry_end", APPOINT, "scheme=pas12 number=06"),
    row("crossing_add", APPOINT),
    row("crossing_correct", APPOINT, "begins_at=24 scheme=pas12 number=12"),
    row("crossing_remove", APPOINT, "begins_at=24 scheme=pas12 number=12"),
    # finding and registering people
    row("people", SEE_PEOPLE),
    row("people_suggest", SEE_PEOPLE, posts=True),
    row("register_person", REGISTER),
    row("register_person_full", REGISTER),
    row("register_household", REGISTER),
    row("register_hint", REGISTER, posts=True),
    row("join_ask", REGISTER - {"pak_harjo", "bu_maya"}, posts=True),
    row("people_without_documents", SEE_PEOPLE),
    row("deaths_to_confirm", REGISTER - PSM),
    row("join_requests", SEE_PEOPLE - {"pak_bambang", "bu_maya"}),
    row("join_decide", OFFICERS | {"pak_harjo"}, "request_id=join", posts=True),
    row("shared_numbers", OFFICERS | {"bu_maya"}),
    row("shared_number", OFFICERS | {"bu_maya"}, "question_id=question"),
    row("households_that_ask", SEE_PEOPLE),
    # people: one person
    row("person", SEE_SUTINI, "person_id=sutini"),
    row("person_data", SEE_SUTINI, "person_id=sutini"),
    row("person_consents", SEE_SUTINI, "person_id=sutini"),
    row("person_history", SEE_SUTINI, "person_id=sutini"),
    row("person_readers", SEE_SUTINI, "person_id=sutini"),
    row("person_correct", SEE_SUTINI, "person_id=sutini"),
    row("person_life", SEE_SUTINI, "person_id=sutini"),
    row("death_confirm", SEE_SUTINI - PSM, "person_id=sutini"),
    row("death_undo", {"bu_maya"}, "person_id=dead"),
    row("person_found", SEE_SUTINI, "person_id=sutini"),
    row("household_found", SEE_SUTINI, "person_id=sutini"),
    row("registration_undo", OFFICERS | {"bu_sri"}, "person_id=sutini", posts=True),
    row("registration_keep", OFFICERS | {"bu_sri"}, "person_id=sutini", posts=True),
    row("address_record", SEE_SUTINI, "person_id=sutini"),
    row("address_correct", SEE_SUTINI, "person_id=sutini slot_id=sutini_address"),
    row("contact_record", SEE_SUTINI, "person_id=sutini"),
    row("contact_correct", SEE_SUTINI, "person_id=sutini slot_id=sutini_contact"),
    row("number_record", SEE_SUTINI, "person_id=sutini"),
    row("number_correct", SEE_SUTINI, "person_id=sutini slot_id=sutini_number"),
    row("number_judge", OFFICERS | {"bu_maya"}, "person_id=sutini slot_id=sutini_number"),
    row("number_show", SEE_SUTINI, "person_id=sutini slot_id=sutini_number", posts=True),
    row("relation_record", SEE_SUTINI, "person_id=sutini"),
    row("relation_correct", SEE_SUTINI, "person_id=sutini slot_id=sutini_relation"),
    row("consent_record", SEE_SUTINI, "person_id=sutini"),
    row("consent_withdraw", SEE_SUTINI, "person_id=sutini slot_id=sutini_consent"),
    row("document_add", SEE_SUTINI, "person_id=sutini"),
    row("document", SEE_SUTINI, "document_id=sutini_document"),
    row("fact_end", SEE_SUTINI, "person_id=sutini fact=contact slot_id=sutini_contact"),
    row(
        "fact_restore",
        SEE_SUTINI,
        "person_id=sutini fact=contact slot_id=sutini_ended seen_id=sutini_ending",
        posts=True,
    ),
    row("person_protection", OFFICERS | {"bu_maya"}, "person_id=guarded"),
    row("protection_begin", {"bu_maya"}, "person_id=sutini"),
    row("protection_end", {"bu_maya"}, "person_id=guarded"),
    row("team_add", {"bu_maya"}, "person_id=guarded"),
    row("team_remove", {"bu_maya"}, "person_id=guarded account_id=maya"),
    row("person_bar", OFFICERS | {"bu_maya"}, "person_id=guarded"),
    row("person_bar_lift", OFFICERS | {"bu_maya"}, "person_id=guarded bar_id=guarded_bar"),
    # people: a household
    row("household", SEE_SUTINI, "household_id=home"),
    row("household_correct", SEE_SUTINI, "household_id=home"),
    row("household_join", SEE_SUTINI, "household_id=home"),
    row("household_leave", SEE_SUTINI, "household_id=home person_id=pardi"),
    row("household_part", SEE_SUTINI, "household_id=home person_id=pardi"),
    row("household_receiver", SEE_SUTINI, "household_id=home"),
    # demo
    row("demo", EVERYBODY),
    row("demo_become", EVERYBODY, "key=bu_sri", posts=True),
]

PUBLIC_VIEWS = {
    "setiakawan.office.web.views.robots": "nothing about anybody",
    "setiakawan.demo.web.views.choose": "only in the demo, whose people are invented",
    "setiakawan.demo.web.views.become": "only in the demo, whose people are invented",
    "setiakawan.accounts.web.views.joining.key": "whoever holds a key",
    "setiakawan.accounts.web.views.joining.link": "whoever holds a key",
    "setiakawan.accounts.web.views.joining.accept": "whoever holds a key",
    "setiakawan.accounts.web.views.joining.done": "whoever held a key",
    "setiakawan.accounts.web.views.sign_in.own_notices": "a step of signing in",
    "setiakawan.accounts.web.views.sign_in.second_factor_needed": "a step of signing in",
    "setiakawan.accounts.web.views.sign_in.end_session": "one's own session, with one factor too",
    "setiakawan.accounts.web.views.sign_in.remove_key": "a page of the library, looked over",
}
"""Views of ours that don't go through ``doors.pages.page``, and why they needn't."""
