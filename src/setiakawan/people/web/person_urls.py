"""Addresses of one person and one household."""

from django.urls import URLPattern, path

from setiakawan.people.web import facts, households, person, protection

A_PERSON = "warga/<uuid:person_id>/"
A_HOME = "rumah-tangga/<uuid:household_id>/"

urlpatterns: list[URLPattern] = [
    path(A_PERSON, person.family, name="person"),
    path(f"{A_PERSON}data/", person.data, name="person_data"),
    path(f"{A_PERSON}persetujuan/", person.consents, name="person_consents"),
    path(f"{A_PERSON}riwayat/", person.history, name="person_history"),
    path(f"{A_PERSON}pembaca/", person.readers, name="person_readers"),
    path(f"{A_PERSON}perbaiki/", person.correct, name="person_correct"),
    path(f"{A_PERSON}keadaan/", person.life, name="person_life"),
    path(f"{A_PERSON}kematian/", person.confirm, name="death_confirm"),
    path(f"{A_PERSON}kematian/batal/", person.undo, name="death_undo"),
    path(f"{A_PERSON}ditemukan/", person.found, name="person_found"),
    path(f"{A_PERSON}rumah-tangga/", households.found, name="household_found"),
    path(f"{A_PERSON}alamat/", facts.address, name="address_record"),
    path(f"{A_PERSON}alamat/<uuid:slot_id>/", facts.address, name="address_correct"),
    path(f"{A_PERSON}kontak/", facts.contact, name="contact_record"),
    path(f"{A_PERSON}kontak/<uuid:slot_id>/", facts.contact, name="contact_correct"),
    path(f"{A_PERSON}nomor/", facts.number, name="number_record"),
    path(f"{A_PERSON}nomor/<uuid:slot_id>/", facts.number, name="number_correct"),
    path(f"{A_PERSON}nomor/<uuid:slot_id>/nilai/", facts.judge, name="number_judge"),
    path(f"{A_PERSON}nomor/<uuid:slot_id>/lihat/", person.show_number, name="number_show"),
    path(f"{A_PERSON}hubungan/", facts.relation, name="relation_record"),
    path(f"{A_PERSON}hubungan/<uuid:slot_id>/", facts.relation, name="relation_correct"),
    path(f"{A_PERSON}persetujuan/catat/", facts.consent, name="consent_record"),
    path(f"{A_PERSON}persetujuan/<uuid:slot_id>/tarik/", facts.withdraw, name="consent_withdraw"),
    path(f"{A_PERSON}berkas/", facts.add, name="document_add"),
    path("berkas/<uuid:document_id>/", facts.document, name="document"),
    path(f"{A_PERSON}keterangan/<slug:fact>/<uuid:slot_id>/", facts.end, name="fact_end"),
    path(
        f"{A_PERSON}keterangan/<slug:fact>/<uuid:slot_id>/<uuid:seen_id>/kembalikan/",
        facts.restore,
        name="fact_restore",
    ),
    path(f"{A_PERSON}perlindungan/", protection.protection, name="person_protection"),
    path(f"{A_PERSON}perlindungan/mulai/", protection.begin, name="protection_begin"),
    path(f"{A_PERSON}perlindungan/akhiri/", protection.end, name="protection_end"),
    path(f"{A_PERSON}perlindungan/tim/", protection.team_add, name="team_add"),
    path(
        f"{A_PERSON}perlindungan/tim/<uuid:account_id>/", protection.team_remove, name="team_remove"
    ),
    path(f"{A_PERSON}perlindungan/halangan/", protection.bar, name="person_bar"),
    path(
        f"{A_PERSON}perlindungan/halangan/<uuid:bar_id>/",
        protection.bar_lift,
        name="person_bar_lift",
    ),
    path(A_HOME, households.household, name="household"),
    path(f"{A_HOME}perbaiki/", households.correct, name="household_correct"),
    path(f"{A_HOME}anggota/", households.join, name="household_join"),
    path(f"{A_HOME}anggota/<uuid:person_id>/keluar/", households.leave, name="household_leave"),
    path(f"{A_HOME}anggota/<uuid:person_id>/hubungan/", households.part, name="household_part"),
    path(f"{A_HOME}penerima/", households.receiver, name="household_receiver"),
]
