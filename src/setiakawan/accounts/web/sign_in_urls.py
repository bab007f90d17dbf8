"""Addresses of signing in: only those of allauth's pages that are used here."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from allauth.usersessions import views as usersessions
from django.urls import path

from setiakawan.accounts.web.views import sign_in

urlpatterns = [
    path("", account.login, name="account_login"),
    path("keluar/", account.logout, name="account_logout"),
    path("tidak-dipakai/", account.account_inactive, name="account_inactive"),
    path("pastikan/", account.reauthenticate, name="account_reauthenticate"),
    path("kabar/", sign_in.own_notices, name="own_notices"),
    path("langkah-kedua/", mfa.authenticate, name="mfa_authenticate"),
    path("langkah-kedua/perlu/", sign_in.second_factor_needed, name="second_factor_needed"),
    path("langkah-kedua/pastikan/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("keamanan/", mfa.index, name="mfa_index"),
    path("keamanan/aplikasi/pasang/", totp.activate_totp, name="mfa_activate_totp"),
    path("keamanan/aplikasi/lepas/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("keamanan/kunci/", webauthn.list_webauthn, name="mfa_list_webauthn"),
    path("keamanan/kunci/tambah/", webauthn.add_webauthn, name="mfa_add_webauthn"),
    path(
        "keamanan/kunci/pastikan/",
        webauthn.reauthenticate_webauthn,
        name="mfa_reauthenticate_webauthn",
    ),
    path("keamanan/kunci/<int:pk>/nama/", webauthn.edit_webauthn, name="mfa_edit_webauthn"),
    path("keamanan/kunci/<int:pk>/lepas/", sign_in.remove_key, name="mfa_remove_webauthn"),
    path("keamanan/pemulihan/", recovery_codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "keamanan/pemulihan/baru/",
        recovery_codes.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
    path(
        "keamanan/pemulihan/unduh/",
        recovery_codes.download_recovery_codes,
        name="mfa_download_recovery_codes",
    ),
    path("tempat/", usersessions.list_usersessions, name="usersessions_list"),
    path("tempat/<int:pk>/keluarkan/", sign_in.end_session, name="session_end"),
]
