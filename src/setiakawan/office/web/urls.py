"""Addresses of the office's own pages."""

from django.urls import path

from setiakawan.office.web import ledger_views, views

urlpatterns = [
    path("", views.home, name="home"),
    path("mulai/", views.start, name="start"),
    path("bantuan/", views.help_page, name="help"),
    path("pengaturan/", views.settings, name="settings"),
    path("pengaturan/<slug:name>/", views.setting, name="setting"),
    path("buku-besar/", ledger_views.ledger, name="ledger"),
    path("buku-besar/permintaan/", ledger_views.openings_page, name="ledger_openings"),
    path(
        "buku-besar/permintaan/<uuid:opening_id>/",
        ledger_views.decide_opening,
        name="ledger_decide_opening",
    ),
    path("buku-besar/<uuid:entry_id>/", ledger_views.entry, name="ledger_entry"),
    path("robots.txt", views.robots, name="robots"),
]
