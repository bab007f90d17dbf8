"""First page, first steps, settings, help."""

from django.conf import settings as django_settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from setiakawan.access.roles import Role
from setiakawan.audit.readings import reading
from setiakawan.doors.pages import page
from setiakawan.doors.requests import OfficeRequest
from setiakawan.foundation.clock import JAKARTA, now, today
from setiakawan.foundation.problems import ChangedMeanwhile, Problem
from setiakawan.office import permissions, queries, work
from setiakawan.office.glossary import words
from setiakawan.office.models import Setting
from setiakawan.office.operations import change_setting
from setiakawan.office.rules import BY_NAME
from setiakawan.office.setting_words import SETTING_WORDS
from setiakawan.office.web.forms import SettingForm


@require_GET
@page()
def home(request: OfficeRequest) -> HttpResponse:
    """What waits for the one who looks, and where they are."""
    office = queries.main_office(request.actor)
    if office is None:
        return render(request, "office/home_without_office.html")
    steps = (
        queries.first_steps(django_settings.CITY_CODE, request.actor)
        if permissions.SEE_START.allows(request.actor)
        else []
    )
    unfinished = [step for step in steps if not step.is_done]
    if unfinished and all(step.done == 0 for step in steps):
        return redirect("start")
    return render(
        request,
        "office/home.html",
        {
            "greeting": _greeting(),
            "today": today(),
            "waiting": work.waiting_for(request.actor),
            "offices": [
                {"held": one, "label": label}
                for one, label in work.offices_with_labels(request.actor)
            ],
            "area_code": office.reach,
            "unfinished": unfinished,
            "is_leader": request.actor.holds(Role.LEADER),
        },
    )


def _greeting() -> str:
    hour = now().astimezone(JAKARTA).hour
    if hour < 11:
        return _("Selamat pagi")
    if hour < 15:
        return _("Selamat siang")
    return _("Selamat sore") if hour < 18 else _("Selamat malam")


@require_GET
@page(permissions.SEE_START)
def start(request: OfficeRequest) -> HttpResponse:
    """What a new instance needs before the work can begin."""
    steps = queries.first_steps(django_settings.CITY_CODE, request.actor)
    return render(
        request,
        "office/start.html",
        {"steps": steps, "done": sum(step.is_done for step in steps), "total": len(steps) + 1},
    )


@require_GET
@page(permissions.SEE_SETTINGS)
def settings(request: OfficeRequest) -> HttpResponse:
    """What this instance says of itself."""
    values = queries.settings()
    return render(
        request,
        "office/settings.html",
        {
            "rows": [
                {"name": name, "label": label, "hint": hint, "value": values[name]}
                for name, (label, hint) in SETTING_WORDS.items()
            ],
            "may_change": permissions.CHANGE_SETTINGS.allows(request.actor),
            "facts": queries.instance_facts(),
        },
    )


@require_http_methods(["GET", "POST"])
@page(permissions.CHANGE_SETTINGS)
def setting(request: OfficeRequest, name: str) -> HttpResponse:
    """Change one setting; a change made meanwhile is shown beside one's own."""
    choice = BY_NAME.get(name)
    if choice is None:
        return redirect("settings")
    changed = None
    if request.method == "POST":
        form = SettingForm(choice, request.POST)
        if form.is_valid():
            try:
                change_setting(
                    act=request.act(),
                    name=name,
                    value=form.cleaned_data["value"],
                    version=form.cleaned_data["version"],
                )
            except ChangedMeanwhile as problem:
                form.refuse(problem)
                with reading(request.actor):
                    changed = Setting.objects.filter(name=name).first()
                if changed is not None:
                    form.data = {**request.POST.dict(), "version": str(changed.version)}
            except Problem as problem:
                form.refuse(problem)
            else:
                messages.success(request, _("Pengaturan disimpan."))
                return redirect("settings")
    else:
        row = Setting.objects.filter(name=name).first()
        form = SettingForm(
            choice,
            initial={
                "value": row.value if row else choice.default,
                "version": row.version if row else 0,
            },
        )
    with reading(request.actor):
        return render(
            request,
            "office/setting.html",
            {
                "form": form,
                "label": SETTING_WORDS[name][0],
                "compare": changed
                and [
                    {
                        "label": SETTING_WORDS[name][0],
                        "mine": form.data.get("value", ""),
                        "saved": changed.value,
                    }
                ],
            },
            status=422 if form.errors else 200,
        )


@require_GET
@page()
def help_page(request: OfficeRequest) -> HttpResponse:
    """The words of the work, and whom to ask."""
    wanted = request.GET.get("cari", "").strip().lower()
    found = [word for word in words() if wanted in f"{word.shown} {word.meaning}".lower()]
    return render(
        request,
        "office/help.html",
        {"words": found, "wanted": wanted[:60], "settings": queries.settings()},
    )


@require_GET
def robots(request: HttpRequest) -> HttpResponse:
    """Nothing here is for search engines."""
    return HttpResponse("User-agent: *\nDisallow: /\n", content_type="text/plain")
