"""Addresses of the demo."""

from django.urls import path

from setiakawan.demo.web import views

urlpatterns = [
    path("", views.choose, name="demo"),
    path("masuk/<slug:key>/", views.become, name="demo_become"),
]
