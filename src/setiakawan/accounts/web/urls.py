"""Addresses of accounts. What is one's own and what has a name stands before the ids."""

from django.urls import include, path

from setiakawan.accounts.web.views import (
    accounts,
    invitations,
    joining,
    offices,
    own,
    recovery,
    staff_sessions,
)

urlpatterns = [
    path("masuk/", include("setiakawan.accounts.web.sign_in_urls")),
    # For whoever holds a key; the key itself stands only in the first of these addresses.
    path("undangan/", joining.key, name="invitation_key"),
    path("undangan/buka/", joining.accept, name="invitation_open"),
    path("undangan/selesai/", joining.done, name="invitation_done"),
    path("undangan/<str:key>/", joining.link, name="invitation_link"),
    path("akun/", accounts.accounts, name="accounts"),
    path("akun/saya/", own.own_account, name="own_account"),
    path("akun/saya/profil/", own.profile, name="own_profile"),
    path("akun/saya/kata-sandi/", own.password, name="account_change_password"),
    path("akun/undangan/", invitations.invitations, name="invitations"),
    path("akun/undangan/baru/", invitations.invite_one, name="invite"),
    path("akun/undangan/banyak/", invitations.many, name="invite_many"),
    path("akun/undangan/kartu/", invitations.sheet, name="invitations_sheet"),
    path("akun/undangan/<uuid:invitation_id>/", invitations.invitation, name="invitation"),
    path(
        "akun/undangan/<uuid:invitation_id>/tarik/",
        invitations.withdraw,
        name="invitation_withdraw",
    ),
    path(
        "akun/undangan/<uuid:invitation_id>/perpanjang/",
        invitations.renew,
        name="invitation_renew",
    ),
    path("akun/bantu-masuk/", recovery.waiting, name="recoveries"),
    path("akun/bantu-masuk/<uuid:invitation_id>/", recovery.recovery, name="recovery"),
    path("akun/bantu-masuk/<uuid:invitation_id>/setuju/", recovery.agree, name="recovery_agree"),
    path("akun/sesi-staf/", staff_sessions.staff_session, name="staff_session"),
    path("akun/sesi-staf/akhiri/", staff_sessions.end, name="staff_session_end"),
    path("akun/<uuid:account_id>/", accounts.account, name="account"),
    path("akun/<uuid:account_id>/perbaiki/", accounts.correct, name="account_correct"),
    path("akun/<uuid:account_id>/jabatan/", accounts.give_office, name="account_appoint"),
    path("akun/<uuid:account_id>/tutup/", accounts.close, name="account_close"),
    path("akun/<uuid:account_id>/buka-lagi/", accounts.reopen, name="account_reopen"),
    path("akun/<uuid:account_id>/bantu-masuk/", recovery.help_back_in, name="recovery_show"),
    path("jabatan/", offices.offices, name="offices"),
    path("jabatan/<uuid:appointment_id>/akhiri/", offices.end, name="office_end"),
    path("jabatan/<uuid:appointment_id>/pengganti/", offices.succeed, name="office_succeed"),
    path(
        "jabatan/<uuid:appointment_id>/sertifikat/", offices.certificate, name="office_certificate"
    ),
    path("jabatan/<uuid:appointment_id>/pengawas/", offices.supervisor, name="office_supervisor"),
]
