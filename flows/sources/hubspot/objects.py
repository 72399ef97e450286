"""The objects of HubSpot's CRM that are read, with the properties that the staging models count on."""

from collections.abc import Mapping
from dataclasses import dataclass

from flows.extraction.streams import Field

TIME = Field("timestamp")
NUMBER = Field("decimal")
MERGED = ("hs_merged_object_ids", "hs_calculated_merged_vids")


@dataclass(frozen=True)
class HubspotObject:
    """One type of object.

    Attributes:
        type: its name in the API, and that of its stream.
        entity: the canonical entity that its objects become.
        description: one sentence.
        properties: the properties that count.
        associated: the types of the objects whose associations are read too.
        scope: what the private app must be given.
        modified: the property with the moment of the last change, by which is searched.
        merged: the properties that name the objects merged into one.
        dated_by: the property that tells how fresh the stream is.
    """

    type: str
    entity: str
    description: str
    properties: Mapping[str, Field]
    associated: tuple[str, ...]
    scope: str
    modified: str = "hs_lastmodifieddate"
    merged: tuple[str, ...] = ()
    dated_by: str | None = None


def _activity(kind: str, description: str, own: tuple[str, ...], scope: str) -> HubspotObject:
    properties = {"hs_timestamp": TIME, "hs_createdate": TIME, "hubspot_owner_id": Field()}
    return HubspotObject(
        type=kind,
        entity="activities",
        description=description,
        properties={**properties, **{name: Field() for name in own}},
        associated=("companies", "contacts"),
        scope=scope,
        dated_by="hs_timestamp",
    )


CONTACTS_SCOPE = "the scope crm.objects.contacts.read"
OBJECTS = (
    HubspotObject(
        type="companies",
        entity="accounts",
        description="Companies, also archived ones and those merged into others.",
        properties={
            "name": Field(),
            "domain": Field(),
            "hs_parent_company_id": Field(),
            "hubspot_owner_id": Field(),
            "industry": Field(),
            "country": Field(),
            "city": Field(),
            "zip": Field(),
            "phone": Field(pii=True),
        },
        associated=(),
        scope="the scope crm.objects.companies.read",
        merged=MERGED,
    ),
    HubspotObject(
        type="contacts",
        entity="contacts",
        description="People, also archived ones and those merged into others, with their companies.",
        properties={
            "firstname": Field(pii=True),
            "lastname": Field(pii=True),
            "email": Field(pii=True),
            "associatedcompanyid": Field(),
        },
        associated=("companies",),
        scope=CONTACTS_SCOPE,
        modified="lastmodifieddate",
        merged=MERGED,
    ),
    HubspotObject(
        type="deals",
        entity="opportunities",
        description="Open and closed deals, with their companies.",
        properties={
            "dealtype": Field(),
            "pipeline": Field(),
            "dealstage": Field(),
            "hs_deal_stage_probability": NUMBER,
            "hs_is_closed": Field("boolean"),
            "hs_is_closed_won": Field("boolean"),
            "closed_lost_reason": Field(pii=True),
            "createdate": TIME,
            "closedate": TIME,
        },
        associated=("companies",),
        scope="the scope crm.objects.deals.read",
        merged=MERGED,
        dated_by="createdate",
    ),
    HubspotObject(
        type="tickets",
        entity="tickets",
        description="Tickets of support, with their companies and contacts.",
        properties={
            "hs_pipeline": Field(),
            "hs_pipeline_stage": Field(),
            "hs_ticket_priority": Field(),
            "hs_ticket_category": Field(),
            "createdate": TIME,
            "closed_date": TIME,
            "first_agent_reply_date": TIME,
        },
        associated=("companies", "contacts"),
        scope="the scope tickets",
        merged=MERGED,
        dated_by="createdate",
    ),
    _activity(
        "calls",
        "Calls that were logged.",
        ("hs_activity_type", "hs_call_status", "hs_call_direction"),
        CONTACTS_SCOPE,
    ),
    _activity(
        "emails",
        "One-to-one e-mails that were logged.",
        ("hs_email_status", "hs_email_direction"),
        "the scopes crm.objects.contacts.read and sales-email-read",
    ),
    _activity("meetings", "Meetings.", ("hs_activity_type", "hs_meeting_outcome"), CONTACTS_SCOPE),
    _activity("notes", "Notes on companies and people.", (), CONTACTS_SCOPE),
    _activity("tasks", "Tasks that are to do, or were done.", ("hs_task_type", "hs_task_status"), CONTACTS_SCOPE),
)
