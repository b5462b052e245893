"""Its addresses, and what its tokens say of somebody. Loaded by Django."""

from django.contrib.auth.views import LoginView
from django.urls import include, path
from oauth2_provider.oauth2_validators import OAuth2Validator


class Claims(OAuth2Validator):
    """Their address, in the token itself, as the large providers do."""

    oidc_claim_scope = None

    def get_additional_claims(self, request):
        """What is said beside who it is."""
        return {"email": request.user.email, "email_verified": True, "upn": request.user.username}


urlpatterns = [
    path("o/", include("oauth2_provider.urls", namespace="oauth2_provider")),
    path("in/", LoginView.as_view(template_name="in.html")),
]
