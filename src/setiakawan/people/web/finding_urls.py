"""Addresses of finding and registering people, and of what waits about them."""

from django.urls import URLPattern, path

from setiakawan.people.web import finding, registering, waiting_lists

urlpatterns: list[URLPattern] = [
    path("warga/", finding.people, name="people"),
    path("warga/saran/", finding.suggest, name="people_suggest"),
    path("warga/daftar/", registering.quick, name="register_person"),
    path("warga/daftar/lengkap/", registering.full, name="register_person_full"),
    path("warga/daftar/rumah/", registering.household, name="register_household"),
    path("warga/daftar/mirip/", registering.hint, name="register_hint"),
    path("warga/<uuid:person_id>/salah-daftar/", registering.undo, name="registration_undo"),
    path("warga/<uuid:person_id>/salah-daftar/batal/", registering.keep, name="registration_keep"),
    path("warga/ikut-mendampingi/", registering.ask, name="join_ask"),
    path("warga/perlu-dokumen/", finding.without_documents, name="people_without_documents"),
    path("warga/kabar-meninggal/", waiting_lists.deaths, name="deaths_to_confirm"),
    path("warga/permintaan-bergabung/", waiting_lists.join_requests, name="join_requests"),
    path("warga/permintaan-bergabung/<uuid:request_id>/", waiting_lists.decide, name="join_decide"),
    path("warga/nomor-ganda/", waiting_lists.shared_numbers, name="shared_numbers"),
    path(
        "warga/nomor-ganda/<uuid:question_id>/", waiting_lists.shared_number, name="shared_number"
    ),
    path("rumah-tangga/menunggu-penerima/", waiting_lists.households, name="households_that_ask"),
]
