"""The objects of Salesforce that are read, with the fields that the staging models count on."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from flows.extraction.streams import Field

KEYS: Mapping[str, Field] = {
    "Id": Field(required=True),
    "SystemModstamp": Field("timestamp", required=True),
    "IsDeleted": Field("boolean"),
}
RELATED: Mapping[str, Field] = {"WhoId": Field(), "WhatId": Field(), "AccountId": Field(), "OwnerId": Field()}
MADE = Field("timestamp", required=True)


@dataclass(frozen=True)
class SalesforceObject:
    """One kind of object.

    Attributes:
        stream: the stream that its records are.
        name: its API name.
        entity: the canonical entity that they become.
        description: one sentence.
        fields: the fields that count beside the keys.
        only: conditions on a record, each a field and the literal that it must equal; one that the user cannot see
            is left out.
        has_windows: whether what is older than the first day asked for can be left out: facts can, master data cannot.
        dated_by: the field that tells how fresh the stream is.
    """

    stream: str
    name: str
    entity: str
    description: str
    fields: Mapping[str, Field]
    only: Mapping[str, str] = field(default_factory=dict)
    has_windows: bool = False
    dated_by: str | None = None


OBJECTS = (
    SalesforceObject(
        stream="accounts",
        name="Account",
        entity="accounts",
        description="Accounts, also deleted ones and those merged into others.",
        fields={
            "Name": Field(required=True),
            "MasterRecordId": Field(),
            "ParentId": Field(),
            "OwnerId": Field(),
            "Website": Field(),
            "Phone": Field(pii=True),
            "Industry": Field(),
            "BillingCity": Field(),
            "BillingPostalCode": Field(),
            "BillingCountry": Field(),
            "BillingCountryCode": Field(),
        },
    ),
    SalesforceObject(
        stream="contacts",
        name="Contact",
        entity="contacts",
        description="People at accounts, also deleted ones and those merged into others.",
        fields={
            "AccountId": Field(),
            "MasterRecordId": Field(),
            "Name": Field(pii=True),
            "Email": Field(pii=True),
        },
    ),
    SalesforceObject(
        stream="users",
        name="User",
        entity="users",
        description="The company's own staff: users of the standard kind.",
        fields={
            "Name": Field(pii=True),
            "Department": Field(),
            "ManagerId": Field(),
            "IsActive": Field("boolean"),
        },
        only={"UserType": "'Standard'"},
    ),
    SalesforceObject(
        stream="opportunities",
        name="Opportunity",
        entity="opportunities",
        description="Open and closed opportunities.",
        fields={
            "AccountId": Field(),
            "Type": Field(),
            "StageName": Field(),
            "Probability": Field("decimal"),
            "IsClosed": Field("boolean"),
            "IsWon": Field("boolean"),
            "CloseDate": Field("date"),
            "CreatedDate": MADE,
        },
        dated_by="CreatedDate",
    ),
    SalesforceObject(
        stream="tasks",
        name="Task",
        entity="activities",
        description="Tasks: calls and e-mails that were logged, and what is left to do; archived ones too.",
        fields={
            **RELATED,
            "ActivityDate": Field("date"),
            "CompletedDateTime": Field("timestamp"),
            "Status": Field(),
            "IsClosed": Field("boolean"),
            "TaskSubtype": Field(),
            "Type": Field(),
            "CallType": Field(),
            "CreatedDate": MADE,
        },
        # What repeats a task is no task of its own.
        only={"IsRecurrence": "false"},
        has_windows=True,
        dated_by="ActivityDate",
    ),
    SalesforceObject(
        stream="events",
        name="Event",
        entity="activities",
        description="Events of the calendar; archived ones too.",
        fields={
            **RELATED,
            "ActivityDate": Field("date"),
            "StartDateTime": Field("timestamp"),
            "IsAllDayEvent": Field("boolean"),
            "EventSubtype": Field(),
            "Type": Field(),
            "CreatedDate": MADE,
        },
        # What repeats an event is none of its own, and an invited colleague's copy is the same event again.
        only={"IsRecurrence": "false", "IsChild": "false"},
        has_windows=True,
        dated_by="ActivityDate",
    ),
    SalesforceObject(
        stream="cases",
        name="Case",
        entity="tickets",
        description="Cases of support.",
        fields={
            "AccountId": Field(),
            "ContactId": Field(),
            "Status": Field(),
            "Priority": Field(),
            "Type": Field(),
            "CreatedDate": MADE,
            "ClosedDate": Field("timestamp"),
            "LastModifiedDate": Field("timestamp"),
        },
        has_windows=True,
        dated_by="CreatedDate",
    ),
)
