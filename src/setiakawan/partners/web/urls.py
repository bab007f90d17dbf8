"""Addresses of partners."""

from django.urls import path

from setiakawan.partners.web import views

urlpatterns = [
    path("mitra/", views.partners, name="partners"),
    path("mitra/baru/", views.register, name="partner_register"),
    path("mitra/<uuid:partner_id>/", views.partner, name="partner"),
    path("mitra/<uuid:partner_id>/perbaiki/", views.correct, name="partner_correct"),
    path("mitra/<uuid:partner_id>/akhiri/", views.end, name="partner_end"),
]
