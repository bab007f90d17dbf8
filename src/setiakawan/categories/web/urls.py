"""Addresses of categories."""

from django.urls import path, register_converter

from setiakawan.categories.web import downloads, keeping, pages
from setiakawan.categories.web.addresses import CriterionPath, KindPath, SchemePath

register_converter(KindPath, "kind_code")
register_converter(CriterionPath, "criterion_code")
register_converter(SchemePath, "scheme")

urlpatterns = [
    path("kategori/", pages.kinds, name="categories"),
    path("kategori/muat/", keeping.load, name="categories_load"),
    path("kategori/tanda/", pages.tags, name="tags"),
    path("kategori/psks/", pages.resources, name="resource_kinds"),
    path("kategori/skema/", pages.schemes, name="schemes"),
    path("kategori/unduh/", downloads.choose, name="category_downloads"),
    path("kategori/unduh/semua/", downloads.as_json, name="category_json"),
    path("kategori/unduh/<slug:what>/", downloads.as_csv, name="category_csv"),
    path("kategori/jenis/baru/", keeping.add_kind, name="kind_add"),
    path("kategori/jenis/<kind_code:code>/", pages.kind, name="kind"),
    path("kategori/jenis/<kind_code:code>/perbaiki/", keeping.correct_kind, name="kind_correct"),
    path("kategori/jenis/<kind_code:code>/akhiri/", keeping.end_kind, name="kind_end"),
    path(
        "kategori/jenis/<kind_code:code>/kriteria/baru/",
        keeping.add_criterion,
        name="criterion_add",
    ),
    path(
        "kategori/kriteria/<criterion_code:code>/perbaiki/",
        keeping.correct_criterion,
        name="criterion_correct",
    ),
    path(
        "kategori/kriteria/<criterion_code:code>/akhiri/",
        keeping.end_criterion,
        name="criterion_end",
    ),
    path("kategori/tanda/baru/", keeping.add_tag, name="tag_add"),
    path("kategori/tanda/<slug:code>/perbaiki/", keeping.correct_tag, name="tag_correct"),
    path("kategori/tanda/<slug:code>/akhiri/", keeping.end_tag, name="tag_end"),
    path(
        "kategori/psks/<kind_code:code>/perbaiki/",
        keeping.correct_resource_kind,
        name="resource_kind_correct",
    ),
    path("kategori/skema/baru/", keeping.add_entry, name="entry_add"),
    path(
        "kategori/skema/<scheme:scheme>/<kind_code:number>/perbaiki/",
        keeping.correct_entry,
        name="entry_correct",
    ),
    path(
        "kategori/skema/<scheme:scheme>/<kind_code:number>/akhiri/",
        keeping.end_entry,
        name="entry_end",
    ),
    path("kategori/kaitan/baru/", keeping.add_crossing, name="crossing_add"),
    path(
        "kategori/kaitan/<slug:begins_at>/<scheme:scheme>/<kind_code:number>/perbaiki/",
        keeping.correct_crossing,
        name="crossing_correct",
    ),
    path(
        "kategori/kaitan/<slug:begins_at>/<scheme:scheme>/<kind_code:number>/lepas/",
        keeping.remove_crossing,
        name="crossing_remove",
    ),
]
