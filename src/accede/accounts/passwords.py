"""Passwords that a guesser would reach early are refused, without a network: by patterns and lists of breached ones."""

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils.translation import gettext

if TYPE_CHECKING:
    from accede.accounts.models import Person

#: Of 0 to 4, as zxcvbn scores: 3 is "safely unguessable, moderate protection from an offline slow-hash scenario".
LEAST_SCORE = 3
#: What is read of a password: the time of the analysis grows with its length.
READ = 72


class HardToGuess:
    """A validator for Django's list."""

    def validate(self, password: str, user: "Person | None" = None) -> None:
        """Raise ``ValidationError`` for a password that is on a list of breached ones or easily derived."""
        from zxcvbn import zxcvbn

        known = [user.email, *user.name.split()] if user is not None else []
        if zxcvbn(password[:READ], user_inputs=[word for word in known if word])["score"] < LEAST_SCORE:
            raise ValidationError(
                gettext("This password is too easily guessed. Use four or more words that do not belong together."),
                code="password_easily_guessed",
            )

    def get_help_text(self) -> str:
        """What is asked of a password."""
        return gettext(
            "At least 12 characters, and not easily guessed: four words that do not belong together do well."
        )
