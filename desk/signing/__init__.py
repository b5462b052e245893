"""How staff get in: a one-time link, and a code from their telephone; or the council's own sign-in (OpenID Connect)."""
