"""`python -m tests.wire.provider PORT DESK FOLDER`: Django with one page to sign in, and django-oauth-toolkit."""

import sys
from pathlib import Path
from wsgiref.simple_server import WSGIRequestHandler, make_server

import django
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from django.conf import settings

from tests.wire.loopback import HOST
from tests.wire.provider import CLIENT, PASSWORD, SECRET

FORM = """<!doctype html><html lang="en"><title>Council sign-in</title><h1>Council sign-in</h1>
<form method="post">{% csrf_token %}<label>Name <input name="username"></label>
<label>Password <input name="password" type="password"></label><button>Sign in</button></form></html>"""


class Quiet(WSGIRequestHandler):
    """Says nothing of each request."""

    def log_message(self, *_: object) -> None:
        """Nothing."""


def configured(folder: Path) -> None:
    """Django's settings: one file of a database, one template, everything else as django-oauth-toolkit wants it."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    settings.configure(
        DEBUG=False, SECRET_KEY="for tests", ALLOWED_HOSTS=[HOST], ROOT_URLCONF="tests.wire.provider.pages",
        USE_TZ=True, LOGIN_URL="/in/",
        INSTALLED_APPS=[
            "django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions", "oauth2_provider"
        ],
        MIDDLEWARE=[
            "django.contrib.sessions.middleware.SessionMiddleware", "django.middleware.csrf.CsrfViewMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
        ],
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": str(folder / "provider.db")}},
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        TEMPLATES=[{
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "OPTIONS": {"loaders": [
                ("django.template.loaders.locmem.Loader", {"in.html": FORM}),
                "django.template.loaders.app_directories.Loader",
            ]},
        }],
        OAUTH2_PROVIDER={
            "OIDC_ENABLED": True, "OIDC_RSA_PRIVATE_KEY": key.decode(), "PKCE_REQUIRED": True,
            "OIDC_RP_INITIATED_LOGOUT_ENABLED": True, "OIDC_RP_INITIATED_LOGOUT_ALWAYS_PROMPT": False,
            "SCOPES": {"openid": "who it is", "email": "their address"},
            "OAUTH2_VALIDATOR_CLASS": "tests.wire.provider.pages.Claims",
            "ALLOWED_REDIRECT_URI_SCHEMES": ["http", "https"],
        },
    )  # fmt: skip
    django.setup()


def filled(desk: str) -> None:
    """Its tables, two people, and our desk as its one client."""
    from django.contrib.auth import get_user_model
    from django.core.management import call_command
    from oauth2_provider.models import get_application_model

    call_command("migrate", verbosity=0)
    for name, email in (("mina", "mina@council.example"), ("eve", "eve@elsewhere.example")):
        get_user_model().objects.create_user(name, email, PASSWORD)
    application = get_application_model()
    application.objects.create(
        name="Heard", client_id=CLIENT, client_secret=SECRET, client_type=application.CLIENT_CONFIDENTIAL,
        authorization_grant_type=application.GRANT_AUTHORIZATION_CODE, algorithm=application.RS256_ALGORITHM,
        redirect_uris=f"{desk}/sign-in/back", post_logout_redirect_uris=f"{desk}/sign-in", skip_authorization=True,
    )  # fmt: skip


def main() -> None:
    """Until somebody ends it."""
    port, desk, folder = int(sys.argv[1]), sys.argv[2], Path(sys.argv[3])
    configured(folder)
    filled(desk)
    from django.core.wsgi import get_wsgi_application

    make_server(HOST, port, get_wsgi_application(), handler_class=Quiet).serve_forever()


main()
