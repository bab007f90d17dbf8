"""Addresses of areas."""

from django.urls import path, register_converter

from setiakawan.areas.web import keeping, pages, reshaping
from setiakawan.areas.web.addresses import AreaCodePath

register_converter(AreaCodePath, "area_code")

urlpatterns = [
    path("wilayah/", pages.index, name="areas_index"),
    path("wilayah/cari/", pages.search, name="area_search"),
    path("wilayah/usul/", pages.suggest, name="area_suggest"),
    path("wilayah/<area_code:code>/", pages.area, name="area"),
    path("wilayah/<area_code:code>/petak/", pages.tiles, name="area_tiles"),
    path("wilayah/<area_code:code>/rw/", keeping.enter_one, name="area_rw"),
    path("wilayah/<area_code:code>/rw/tempel/", keeping.paste, name="area_rw_paste"),
    path("wilayah/<area_code:code>/rw/berkas/", keeping.upload, name="area_rw_file"),
    path("wilayah/<area_code:code>/pastikan/", keeping.confirm, name="area_confirm"),
    path("wilayah/<area_code:code>/sebutan/", keeping.alias, name="area_alias"),
    path("wilayah/<area_code:code>/ganti-nama/", reshaping.rename, name="area_rename"),
    path("wilayah/<area_code:code>/akhiri/", reshaping.end, name="area_end"),
    path("wilayah/<area_code:code>/mekarkan/", reshaping.split, name="area_split"),
    path("wilayah/<area_code:code>/gabung/", reshaping.merge, name="area_merge"),
]
