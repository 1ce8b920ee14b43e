"""Addresses of feeds that only one person knows: signed, so that nothing is stored, and ended by a new password."""

from django.core.signing import BadSignature, Signer
from django.http import Http404
from django.utils.crypto import salted_hmac

from accede.accounts.models import Person


def _mark(person: Person) -> str:
    """What changes with the password, and tells nothing of it."""
    return salted_hmac("accede.feeds", person.password).hexdigest()[:16]


def key_of(person: Person) -> str:
    """The key in the address of the person's feeds."""
    return Signer(salt="accede.feeds").sign_object({"p": person.pk, "m": _mark(person)})


def person_with_key(key: str) -> Person:
    """Whose key it is; 404 for any other text, for a closed account, and after the password has changed."""
    try:
        found = Signer(salt="accede.feeds").unsign_object(key)
        person = Person.objects.get(pk=found["p"], is_active=True)
    except (BadSignature, Person.DoesNotExist, KeyError, TypeError, ValueError) as error:
        raise Http404 from error
    if found.get("m") != _mark(person):
        raise Http404
    return person
