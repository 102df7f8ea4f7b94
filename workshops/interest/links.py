"""The link with which somebody says yes or stop. Whoever reads the database can’t make one."""

from django.core.signing import BadSignature, Signer

SIGNER = Signer(salt="workshops.interest", sep=".")


def token_for(interest):
    return SIGNER.sign(f"{interest.pk:x}.{interest.link_key}")


def read_token(token):
    """The key of the row and the key of its link, or None if we did not sign it so."""
    try:
        number, _, key = SIGNER.unsign(token).partition(".")
        return int(number, 16), key
    except (BadSignature, ValueError):
        return None
