"""What a person types here."""

from __future__ import annotations

from datetime import date, timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from guanxi.web.followups import queries
from guanxi.web.followups.models import Cause

USUAL_WAIT = timedelta(days=7)
REACHED = [("yes", _("Reached")), ("no", _("Not reached"))]


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self, **kwargs) -> None:
        super().__init__(format="%Y-%m-%d", **kwargs)


class CallForm(forms.Form):
    """One call; only whether somebody was reached must be said."""

    reached = forms.ChoiceField(
        label=_("Did you reach them?"), choices=REACHED, widget=forms.RadioSelect(attrs={"autofocus": True})
    )
    cause = forms.ModelChoiceField(
        label=_("Why did they stop?"),
        queryset=Cause.objects.none(),
        to_field_name="key",
        required=False,
        empty_label=_("Not known yet"),
        widget=forms.Select(attrs={"class": "form-select"}),
    )
    proposal = forms.CharField(
        label=_("What do you propose?"),
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs={"class": "form-control"}),
    )
    next_on = forms.DateField(
        label=_("Next date"), required=False, widget=DayInput(attrs={"class": "form-control"})
    )
    note = forms.CharField(
        label=_("What was said"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"class": "form-control", "rows": 2}),
    )

    def __init__(self, *args, today: date, **kwargs) -> None:
        kwargs.setdefault("initial", {"next_on": today + USUAL_WAIT})
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["cause"].queryset = queries.causes()
        self.fields["next_on"].widget.attrs["min"] = (today + timedelta(days=1)).isoformat()
        for name in self.errors if self.is_bound else ():
            if name in self.fields:
                self.fields[name].widget.attrs["aria-invalid"] = "true"

    def clean_next_on(self) -> date | None:
        next_on = self.cleaned_data["next_on"]
        if next_on is not None and next_on <= self.today:
            raise forms.ValidationError(_("Choose a day after today, the business date."))
        return next_on

    def call(self) -> dict[str, object]:
        """The arguments of the action."""
        given = dict(self.cleaned_data)
        return {"was_reached": given.pop("reached") == "yes", **given}


class CauseForm(forms.Form):
    name_en = forms.CharField(
        label=_("Name in English"), max_length=80, widget=forms.TextInput(attrs={"class": "form-control"})
    )
    name_zh = forms.CharField(
        label=_("Name in Chinese"), max_length=80, widget=forms.TextInput(attrs={"class": "form-control"})
    )
