"""Forms of accounts: they check the shape and keep what was typed."""

from collections.abc import Sequence
from typing import Any

from allauth.account.forms import LoginForm
from django import forms
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from setiakawan.access.actors import Actor
from setiakawan.access.permissions import Permission
from setiakawan.access.roles import Role
from setiakawan.accounts import permissions
from setiakawan.accounts.models import Account, Appointment
from setiakawan.accounts.rules import phone_number
from setiakawan.areas.places import Choices, existing_rw, place_choices
from setiakawan.doors.forms import LineField, OfficeForm, ProseField
from setiakawan.foundation.clock import today
from setiakawan.partners.models import Partner

PASSWORD_AT_MOST = 200
PASSWORD_RULES = _(
    "Paling sedikit 10 huruf, dan bukan angka semua. Kalimat pendek yang Anda ingat paling baik,"
    " misalnya empat kata yang tidak berhubungan."
)


class PhoneField(LineField):
    """An Indonesian mobile number, typed as people type it; kept as E.164."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 25)
        kwargs.setdefault("label", _("Nomor telepon"))
        kwargs.setdefault(
            "widget", forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"})
        )
        super().__init__(**kwargs)

    def clean(self, value: Any) -> Any:
        """Write it as E.164."""
        typed = super().clean(value)
        if not typed:
            return ""
        number = phone_number(typed)
        if number is None:
            raise ValidationError(
                _("Ini bukan nomor HP Indonesia. Tulis seperti 0812-0000-1234."), code="phone"
            )
        return number

    def prepare_value(self, value: Any) -> Any:
        """Show it as people write it."""
        return local_phone(value) if isinstance(value, str) else value


def local_phone(number: str) -> str:
    """``+6281200004121`` as ``0812-0000-4121``; anything else as it is."""
    if not number.startswith("+62") or not number[1:].isdigit():
        return number
    digits = "0" + number[3:]
    return "-".join(part for part in (digits[:4], digits[4:8], digits[8:]) if part)


class PasswordField(forms.CharField):
    """A password as it is typed: blanks count, nothing is trimmed."""

    def __init__(self, *, autocomplete: str, **kwargs: Any) -> None:
        super().__init__(
            strip=False,
            max_length=PASSWORD_AT_MOST,
            widget=forms.PasswordInput(attrs={"autocomplete": autocomplete}),
            **kwargs,
        )


class SignInForm(LoginForm):  # type: ignore[misc]  # allauth has no types
    """User name or phone number, and the password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"] = LineField(
            label=_("Nama pengguna atau nomor telepon"),
            max_length=60,
            widget=forms.TextInput(
                attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
            ),
        )
        self.fields["password"] = PasswordField(
            label=_("Kata sandi"), autocomplete="current-password"
        )
        self.fields["remember"] = forms.BooleanField(
            label=_("Tetap masuk di alat ini selama dua minggu"),
            help_text=_("Jangan dicentang di komputer yang dipakai bersama."),
            required=False,
        )
        self.order_fields(["login", "password", "remember"])
        if self.request is not None:
            # Somebody who has just joined doesn't type the name again they were shown a minute ago.
            self.initial.setdefault("login", self.request.session.get("joined_as", ""))

    def clean(self) -> dict[str, Any]:
        """Check the password; where two who share a phone have the same one, ask for the user name."""
        try:
            cleaned: dict[str, Any] = super().clean()
        except ValidationError:
            if getattr(self.request, "needs_user_name", False):
                raise ValidationError(
                    _("Nomor ini dipakai bersama. Masuklah dengan nama pengguna Anda."),
                    code="needs_user_name",
                ) from None
            raise
        return cleaned


class NewPasswordForm(OfficeForm):
    """Choose a password, twice."""

    password = PasswordField(
        label=_("Kata sandi baru"), help_text=PASSWORD_RULES, autocomplete="new-password"
    )
    again = PasswordField(label=_("Sekali lagi, sama persis"), autocomplete="new-password")

    def __init__(self, *args: Any, owner: Account | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.owner = owner

    def clean_password(self) -> str:
        """Refuse what can be guessed, in words."""
        chosen: str = self.cleaned_data["password"]
        password_validation.validate_password(chosen, self.owner)
        return chosen

    def clean(self) -> dict[str, Any] | None:
        """Both must be the same."""
        cleaned = super().clean()
        first, second = self.cleaned_data.get("password"), self.cleaned_data.get("again")
        if first and second and first != second:
            self.add_error(
                "again", ValidationError(_("Keduanya belum sama. Ketik lagi."), code="differs")
            )
        return cleaned


class ChangePasswordForm(NewPasswordForm):
    """Change one's own password."""

    old = PasswordField(label=_("Kata sandi sekarang"), autocomplete="current-password")
    field_order = ("old", "password", "again")


class KeyForm(OfficeForm):
    """Type the key of a card."""

    key = LineField(
        label=_("Kunci undangan"),
        help_text=_("Tertulis di bawah gambar QR di kartu Anda. Huruf besar atau kecil sama saja."),
        max_length=200,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )


class PlaceFields(OfficeForm):
    """A form with a place within the actor's reach: a kelurahan or larger, and perhaps an RW."""

    place_permission: Permission

    area = forms.ChoiceField(label=_("Wilayah"))
    rw = forms.RegexField(
        regex=r"^\s*0*[1-9]\d{0,2}\s*$",
        label=_("RW"),
        required=False,
        max_length=5,
        help_text=_("Hanya untuk PSM yang memegang satu RW, misalnya 4."),
        error_messages={"invalid": _("Tulis nomor RW saja, misalnya 4.")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        self.choices_of_places = place_choices(actor, self.place_permission)
        field = self.fields["area"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = self.choices_of_places

    def clean(self) -> dict[str, Any] | None:
        """Put kelurahan and RW together; the RW must have been entered."""
        cleaned = super().clean()
        area, rw = self.cleaned_data.get("area"), self.cleaned_data.get("rw")
        if area:
            self.cleaned_data["area_code"] = area
        if area and rw:
            code = f"{area}.{int(rw):03}"
            if area.count(".") != 3:
                self.add_error("rw", ValidationError(_("Pilih dulu satu kelurahan."), code="rw"))
            elif code not in existing_rw([code]):
                self.add_error(
                    "rw",
                    ValidationError(
                        _(
                            "RW ini belum tercatat di kelurahan itu. Kosongkan, atau catat RW-nya dulu."
                        ),
                        code="rw",
                    ),
                )
            else:
                self.cleaned_data["area_code"] = code
        return cleaned


def role_choices(roles: Sequence[Role]) -> list[tuple[str, str]]:
    """Roles as choices of a form."""
    return [("", gettext("Pilih jabatan")), *((role.value, role.label) for role in roles)]


def set_choices(form: forms.Form, name: str, choices: Sequence[tuple[str, str]]) -> None:
    """Give a field its choices."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices


def officer_choices() -> list[tuple[str, str]]:
    """Officers in office now, as supervisors to choose from."""
    rows = Appointment.objects.live_on(today()).filter(role=Role.OFFICER)
    found = dict(rows.order_by("holder_name").values_list("account_id", "holder_name"))
    return [("", gettext("Pilih pengawas")), *((str(key), name) for key, name in found.items())]


def partner_choices() -> list[tuple[str, str]]:
    """Partners that take part, to choose from."""
    rows = Partner.objects.exclude(ended_on__lte=today()).order_by("name")
    return [("", gettext("Pilih lembaga")), *((str(one.id), one.name) for one in rows)]


class OfficeFields(PlaceFields):
    """What an office is: role, place, and what some roles need beside."""

    role = forms.ChoiceField(label=_("Jabatan"))
    partner = forms.ChoiceField(
        label=_("Lembaga mitra"),
        required=False,
        help_text=_("Hanya untuk orang yang bertugas di lembaga mitra."),
    )
    supervisor = forms.ChoiceField(
        label=_("Petugas pengawas"),
        required=False,
        help_text=_(
            "Hanya untuk manajer kasus: petugas Dinas Sosial yang mengawasi berkas terbatas."
        ),
    )

    def __init__(self, *args: Any, roles: Sequence[Role], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_choices(self, "role", role_choices(roles))
        if Role.PARTNER_STAFF in roles:
            set_choices(self, "partner", partner_choices())
        else:
            del self.fields["partner"]
        if Role.CASE_MANAGER in roles:
            set_choices(self, "supervisor", officer_choices())
        else:
            del self.fields["supervisor"]
        if Role.PSM not in roles:
            del self.fields["rw"]
        if len(roles) == 1:
            self.initial.setdefault("role", roles[0].value)

    def clean(self) -> dict[str, Any] | None:
        """Each role with what it needs, and nothing of what it doesn't have."""
        cleaned = super().clean()
        role = self.cleaned_data.get("role")
        if role == Role.PARTNER_STAFF and not self.cleaned_data.get("partner"):
            self.add_error("partner", ValidationError(_("Pilih lembaganya."), code="required"))
        if role == Role.CASE_MANAGER and not self.cleaned_data.get("supervisor"):
            self.add_error("supervisor", ValidationError(_("Pilih pengawasnya."), code="required"))
        if role and role != Role.PSM and self.cleaned_data.get("rw"):
            self.add_error(
                "rw", ValidationError(_("RW hanya untuk PSM. Kosongkan isian ini."), code="rw")
            )
        return cleaned

    def office(self) -> dict[str, Any]:
        """The arguments of an operation that say what the office is."""
        role = self.cleaned_data["role"]
        return {
            "role": role,
            "area_code": self.cleaned_data["area_code"],
            "partner_id": (self.cleaned_data.get("partner") or None)
            if role == Role.PARTNER_STAFF
            else None,
            "supervisor_id": (self.cleaned_data.get("supervisor") or None)
            if role == Role.CASE_MANAGER
            else None,
        }


def name_fields() -> dict[str, forms.Field]:
    """Name and call name, the same in every form."""
    return {
        "name": LineField(
            label=_("Nama lengkap"), help_text=_("Seperti di KTP. Satu kata sudah cukup.")
        ),
        "call_name": LineField(
            label=_("Nama panggilan"),
            help_text=_("Dengan sapaannya, misalnya Bu Sri atau Mas Tono."),
            required=False,
            max_length=60,
        ),
    }


class InviteForm(OfficeFields):
    """Invite one person."""

    place_permission = permissions.INVITE
    name = name_fields()["name"]
    call_name = name_fields()["call_name"]
    phone = PhoneField(
        required=False,
        help_text=_(
            "Dipakai untuk masuk. Tanyakan dan cocokkan saat bertemu; tidak ada SMS yang dikirim."
        ),
    )
    field_order = ("name", "call_name", "phone", "role", "area", "rw", "partner", "supervisor")


class InviteManyForm(OfficeForm):
    """Paste a list."""

    people = ProseField(
        label=_("Daftar orang"),
        help_text=_(
            "Satu baris satu orang: nama; kelurahan; RW; telepon. RW dan telepon boleh kosong."
            " Pemisahnya titik koma, koma, garis tegak, atau tempelan dari lembar kerja."
        ),
        max_length=40_000,
        widget=forms.Textarea(attrs={"rows": 10, "spellcheck": "false", "autocomplete": "off"}),
    )
    role = forms.ChoiceField(label=_("Jabatan mereka"))

    def __init__(self, *args: Any, roles: Sequence[Role], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Roles that need a partner or a supervisor beside are invited one by one.
        plain = [one for one in roles if one not in {Role.PARTNER_STAFF, Role.CASE_MANAGER}]
        set_choices(self, "role", role_choices(plain))
        if plain:
            self.initial.setdefault("role", plain[0].value)


def version_field() -> forms.IntegerField:
    """What the reader saw of the row."""
    return forms.IntegerField(widget=forms.HiddenInput, min_value=0)


def day_field(label: Any, **kwargs: Any) -> forms.DateField:
    """A day, chosen with the browser's own calendar."""
    return forms.DateField(
        label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **kwargs
    )


class AppointForm(OfficeFields):
    """Give somebody an office."""

    place_permission = permissions.APPOINT
    starts_on = day_field(_("Mulai"), initial=today)
    decree_no = LineField(
        label=_("Nomor surat keputusan"), required=False, max_length=80, help_text=_("Bila ada.")
    )
    certificate_no = LineField(
        label=_("Nomor sertifikat pekerja sosial"),
        required=False,
        max_length=80,
        help_text=_("Perlu untuk menandatangani asesmen, apa pun jabatannya (UU 14/2019)."),
    )
    certificate_until = day_field(_("Sertifikat berlaku sampai"), required=False)
    field_order = ("role", "area", "rw", "partner", "supervisor", "starts_on", "decree_no",
                   "certificate_no", "certificate_until")  # fmt: skip


class LeavingForm(OfficeForm):
    """Somebody leaves an office, or all of them: why, and who takes over."""

    reason = ProseField(label=_("Alasan"), max_length=200, widget=forms.Textarea(attrs={"rows": 2}))
    successor = forms.ChoiceField(
        label=_("Pengganti"),
        required=False,
        help_text=_("Tanpa pengganti, yang masih berjalan masuk ke antrean koordinator."),
    )
    version = version_field()

    def __init__(self, *args: Any, successors: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_choices(self, "successor", [("", gettext("Antrean koordinator")), *successors])


class EndOfficeForm(LeavingForm):
    """End an office, and say who takes over."""

    ends_on = day_field(
        _("Tidak lagi menjabat mulai"),
        initial=today,
        help_text=_("Hari pertama jabatan ini tidak berlaku lagi."),
    )
    field_order = ("ends_on", "reason", "successor", "version")


class CloseAccountForm(LeavingForm):
    """Close an account: every office of it ends today."""


class ReopenForm(OfficeForm):
    """Open a closed account again."""

    version = version_field()


class CorrectAccountForm(OfficeForm):
    """Correct name, call name and number of somebody."""

    name = name_fields()["name"]
    call_name = name_fields()["call_name"]
    phone = PhoneField(
        required=False, help_text=_("Dipakai untuk masuk. Cocokkan saat bertemu orangnya.")
    )
    version = version_field()


class OwnProfileForm(OfficeForm):
    """What somebody changes about themselves."""

    call_name = name_fields()["call_name"]
    phone = PhoneField(required=False, help_text=_("Dapat dipakai untuk masuk."))
    version = version_field()


class CertificateForm(OfficeForm):
    """Put a pekerja sosial certificate to an office."""

    certificate_no = LineField(label=_("Nomor sertifikat pekerja sosial"), max_length=80)
    certificate_until = day_field(_("Berlaku sampai"))
    version = version_field()


class SupervisorForm(OfficeForm):
    """Name the officer who oversees a case manager."""

    supervisor = forms.ChoiceField(label=_("Petugas pengawas"))
    version = version_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_choices(self, "supervisor", officer_choices())


class StaffSessionForm(OfficeForm):
    """Open a staff session."""

    reason = ProseField(
        label=_("Untuk apa Anda perlu melihat data orang?"),
        help_text=_("Tulis data siapa dan untuk apa. Pemeriksa membacanya."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class AreaFilter(forms.Form):
    """Which area to look at; lives in the address."""

    wilayah = forms.ChoiceField(label=_("Wilayah"))

    def __init__(self, *args: Any, choices: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["wilayah"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices


class AccountSearch(forms.Form):
    """Look for somebody by the beginning of the name; lives in the address."""

    nama = LineField(
        label=_("Cari nama"),
        max_length=60,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )


class SuccessorForm(OfficeForm):
    """Name who takes over an office that has ended."""

    successor = forms.ChoiceField(label=_("Pengganti"))
    version = version_field()

    def __init__(self, *args: Any, successors: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_choices(self, "successor", [("", gettext("Pilih pengganti")), *successors])
