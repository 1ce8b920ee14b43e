"""Themes of criminal justice: words that several rooms choose from."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Theme(models.TextChoices):
    """Themes of the criminal justice system under which help is asked for, assessed and given."""

    RATIFICATION = "ratification", _("Becoming party")
    LEGISLATION = "legislation", _("Legislation")
    INVESTIGATION = "investigation", _("Investigation")
    PROSECUTION = "prosecution", _("Prosecution")
    ADJUDICATION = "adjudication", _("Courts and adjudication")
    DEFENCE = "defence", _("Defence and legal aid")
    COOPERATION = "cooperation", _("International cooperation in criminal matters")
    FINANCING = "financing", _("Financing of terrorism")
    BORDERS = "borders", _("Borders, aviation and maritime security")
    VICTIMS = "victims", _("Victims and witnesses")
    DETENTION = "detention", _("Prisons and detention")
    RIGHTS = "rights", _("Rule of law and human rights")
