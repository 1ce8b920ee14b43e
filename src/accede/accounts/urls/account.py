"""Signing in and one's own account. The views of allauth that we use, each named here; no other is reachable."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.urls import URLPattern, URLResolver, path

from accede.accounts.views import account as own

pages: list[URLPattern | URLResolver] = [
    path("account/", own.my_account, name="my-account"),
    path("account/sign-in/", account.login, name="account_login"),
    path("account/sign-out/", account.logout, name="account_logout"),
    path("account/inactive/", account.account_inactive, name="account_inactive"),
    path("account/password/", account.password_change, name="account_change_password"),
    path("account/password/forgotten/", account.password_reset, name="account_reset_password"),
    path("account/password/forgotten/sent/", account.password_reset_done, name="account_reset_password_done"),
    path(
        "account/password/new/<str:uidb36>/<str:key>/",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "account/password/new/done/", account.password_reset_from_key_done, name="account_reset_password_from_key_done"
    ),
    path("account/confirm/", account.reauthenticate, name="account_reauthenticate"),
    path("account/confirm/code/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("account/confirm/passkey/", webauthn.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("account/second-factor/", mfa.authenticate, name="mfa_authenticate"),
    path("account/second-factor/needed/", own.second_factor_needed, name="second-factor-needed"),
    path("account/second-factors/", mfa.index, name="mfa_index"),
    path("account/second-factors/app/", totp.activate_totp, name="mfa_activate_totp"),
    path("account/second-factors/app/remove/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("account/second-factors/codes/", recovery.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("account/second-factors/codes/new/", recovery.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("account/second-factors/codes/file/", recovery.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("account/passkeys/", webauthn.list_webauthn, name="mfa_list_webauthn"),
    path("account/passkeys/new/", webauthn.add_webauthn, name="mfa_add_webauthn"),
    path("account/passkeys/<int:pk>/remove/", webauthn.remove_webauthn, name="mfa_remove_webauthn"),
    path("account/passkeys/<int:pk>/edit/", webauthn.edit_webauthn, name="mfa_edit_webauthn"),
    path("account/passkey/", webauthn.login_webauthn, name="mfa_login_webauthn"),
    path("account/sessions/<int:session>/end/", own.end_session, name="session-end"),
    path("account/keys/new/", own.make_token, name="token-new"),
    path("account/keys/<int:token>/revoke/", own.revoke_token, name="token-revoke"),
    path("account/administrator/", own.open_admin_session, name="admin-session-open"),
    path("account/administrator/end/", own.close_admin_session, name="admin-session-close"),
    path("account/administrator/log/", own.admin_sessions_page, name="admin-sessions"),
]

data: list[URLPattern] = [path("account/my-data.json", own.my_data, name="my-data")]
