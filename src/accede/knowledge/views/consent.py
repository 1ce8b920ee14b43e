"""The State's consent that everyone may read a law: given for a time or without end, withdrawn at any time."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accede.accounts import conflicts
from accede.accounts.access import work_page
from accede.accounts.changing import Conflict
from accede.accounts.forms import Styled
from accede.accounts.rights import Actor, demand
from accede.knowledge.domain import LawRefused, give_consent, withdraw_consent
from accede.knowledge.queries import laws_for
from accede.knowledge.subjects import LAWS


class ConsentForm(Styled):
    """Until when."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    until = forms.DateField(
        label=_("Until"), required=False, widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("The last day on which everyone may read it; leave it empty for no end."),
    )  # fmt: skip


@work_page
def consent(request: HttpRequest, actor: Actor, law: int) -> HttpResponse:
    """Give consent, or withdraw it: the focal point of the State alone."""
    it = get_object_or_404(laws_for(actor), pk=law)
    demand(actor, "consent", LAWS.subject(it))
    form = ConsentForm(request.POST or None, initial={"seen": it.version, "until": it.public_until})
    conflict = None
    if request.method == "POST" and form.is_valid():
        given, now = form.cleaned_data, timezone.now()
        try:
            if request.POST.get("act") == "withdraw":
                withdraw_consent(it, by=actor, now=now, seen=given["seen"])
                words = gettext("The consent is withdrawn: from now on others neither read nor find the law.")
                messages.success(request, words)
            else:
                give_consent(it, until=given["until"], by=actor, now=now, seen=given["seen"])
                messages.success(request, gettext("Everyone may read the law now."))
        except LawRefused as refused:
            form.add_error(refused.field, refused.message)
        except Conflict as caught:
            conflict = conflicts.tell(caught, form)
        else:
            return redirect("law", it.pk)
    context = {"actor": actor, "law": it, "form": form, "conflict": conflict, "open": LAWS.subject(it).public}
    return render(request, "knowledge/consent.html", context, status=409 if conflict else 400 if form.errors else 200)
