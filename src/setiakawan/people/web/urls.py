"""Addresses of people and households."""

from setiakawan.people.web import finding_urls, person_urls

urlpatterns = [*finding_urls.urlpatterns, *person_urls.urlpatterns]
