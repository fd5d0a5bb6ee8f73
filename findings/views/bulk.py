"""Several recommendations or quotes at once: an owner for each, a code on each."""

from dataclasses import replace
from typing import Any

from django import forms

from clayton_review.accounts.models import User
from clayton_review.accounts.roles import Permission
from clayton_review.documents.records import Refused
from clayton_review.web.bulk import Bulk, BulkAct
from clayton_review.web.forms import PortalForm
from findings import actions
from findings.forms.coding import CodeChoiceForm
from findings.models import Excerpt, Recommendation
from findings.models.facts import RecommendationFacts


class OwnerForm(PortalForm):
    """Who is to see that it happens."""

    owner = forms.CharField(
        label="Owner", max_length=120, help_text="An office or a person who answers for it."
    )


def _give_owner(row: Recommendation, revision: int, values: dict[str, Any], by: User) -> None:
    names = RecommendationFacts.__dataclass_fields__
    facts = RecommendationFacts(**{name: getattr(row, name) for name in names})
    actions.edit_recommendation(
        recommendation=row,
        revision=revision,
        facts=replace(facts, owner=values["owner"]),
        findings=list(row.findings.all()),
        by=by,
    )


def _add_code(row: Excerpt, _: int, values: dict[str, Any], by: User) -> None:
    mine = [coding.code for coding in row.codings.select_related("code") if coding.by_id == by.pk]
    actions.assign_codes(excerpt=row, codes=[*mine, values["code"]], by=by)


RECOMMENDATIONS = Bulk(
    url_name="findings:recommendation_bulk",
    list_name="findings:recommendation_list",
    acts=(
        BulkAct(
            name="owner",
            label="Name the owner",
            consequence="The owner of each is replaced; its text and dates stay.",
            permission=Permission.WRITE_RECOMMENDATIONS,
            form=OwnerForm,
            apply=_give_owner,
            refusals=(Refused,),
        ),
    ),
)
QUOTES = Bulk(
    url_name="findings:quote_bulk",
    list_name="findings:quote_list",
    acts=(
        BulkAct(
            name="code",
            label="Add a code",
            consequence="The code is added as your reading; the codes they have stay.",
            permission=Permission.WRITE_INTERVIEWS,
            form=CodeChoiceForm,
            apply=_add_code,
            refusals=(Refused,),
        ),
    ),
)
