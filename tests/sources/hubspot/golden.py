"""Objects of a HubSpot account whose staged rows were worked out by hand."""

from typing import Any

MADE, CHANGED = "2026-01-01T22:30:00.000Z", "2026-02-01T08:00:00.000Z"


def golden_objects() -> dict[str, list[dict[str, Any]]]:
    """The objects by stream."""
    return {
        "owners": _owners(),
        "deal_pipelines": [_pipeline("default", {"qualifiedtobuy": "Qualified to buy", "closedwon": "Closed won"})],
        # The same stage ids in two pipelines.
        "ticket_pipelines": [_pipeline("0", {"1": "New", "4": "Closed"}), _pipeline("7", {"1": "Reported"})],
        "companies": _companies(),
        "contacts": _contacts(),
        "deals": _deals(),
        "tickets": _tickets(),
        "calls": [
            # With a person who was merged, and no company of its own.
            _activity(
                "501",
                "2026-02-10T09:00:00.000Z",
                {"contacts": [("202", ())]},
                hs_call_status="COMPLETED",
                hs_call_direction="OUTBOUND",
            ),
        ],
        "emails": [
            # The same id as the call's; late in the evening UTC.
            _activity(
                "501",
                "2026-02-10T22:30:00.000Z",
                {"contacts": [("203", ())]},
                hs_email_status="SENT",
                hs_email_direction="INCOMING_EMAIL",
            ),
        ],
        "meetings": [
            _activity("503", "2026-04-01T08:00:00.000Z", {"companies": [("104", ())]}, hs_meeting_outcome="SCHEDULED"),
            _activity("504", "2026-02-12T08:00:00.000Z", {"companies": [("102", ())]}, hs_meeting_outcome="CANCELED"),
            _activity("505", "2026-02-13T08:00:00.000Z", {"companies": [("101", ())]}, hs_meeting_outcome=""),
        ],
        "notes": [_activity("506", "2026-02-14T08:00:00.000Z", {})],
        "tasks": [
            _activity(
                "507",
                "2026-02-15T08:00:00.000Z",
                {"companies": [("101", ())]},
                hs_task_type="CALL",
                hs_task_status="NOT_STARTED",
            ),
        ],
    }


def _object(
    identifier: str, properties: dict[str, Any], links: dict[str, Any] | None = None, *, archived: bool = False
) -> dict[str, Any]:
    shown = {"hs_object_id": identifier, "createdate": MADE, "hs_lastmodifieddate": CHANGED, **properties}
    return {
        "id": identifier,
        "properties": shown,
        "createdAt": MADE,
        "updatedAt": CHANGED,
        "archived": archived,
        "links": links or {},
    }


def _activity(identifier: str, moment: str, links: dict[str, Any], **properties: str) -> dict[str, Any]:
    own = {"hs_timestamp": moment, "hs_createdate": "2026-02-10T09:05:00.000Z", "hubspot_owner_id": "11"}
    return _object(identifier, {**own, **properties}, links)


def _pipeline(identifier: str, stages: dict[str, str]) -> dict[str, Any]:
    listed = [{"id": stage, "label": label, "metadata": {}, "archived": False} for stage, label in stages.items()]
    return {"id": identifier, "label": identifier, "displayOrder": 0, "stages": listed, "archived": False}


def _owners() -> list[dict[str, Any]]:
    teams = [{"id": "1", "name": "Customer success", "primary": True}]
    return [
        {
            "id": "11",
            "email": "cleo@we.example",
            "firstName": "Cleo",
            "lastName": "Care",
            "userId": 91,
            "teams": teams,
            "createdAt": MADE,
            "updatedAt": CHANGED,
            "archived": False,
        },
        {
            "id": "12",
            "email": "gone@we.example",
            "firstName": "",
            "lastName": "",
            "createdAt": MADE,
            "updatedAt": CHANGED,
            "archived": True,
        },
    ]


def _companies() -> list[dict[str, Any]]:
    winner = {
        "name": "Acme Oy",
        "domain": "acme.example",
        "hubspot_owner_id": "11",
        "industry": "COMPUTER_SOFTWARE",
        "country": "Finland",
        "city": "Helsinki",
        "zip": "00100",
        "phone": "",
        "hs_merged_object_ids": "102",
    }
    return [
        _object("101", winner),
        # Merged into 101 after 103 had been merged into it.
        _object("102", {"name": "Acme Ltd", "hs_merged_object_ids": "103"}, archived=True),
        _object("104", {"name": "", "domain": "service.example", "hs_parent_company_id": "103"}),
    ]


def _contacts() -> list[dict[str, Any]]:
    decider = {
        "firstname": "Pia",
        "lastname": "Virta",
        "email": "Pia.Virta@Acme.example",
        "hs_buying_role": "CHAMPION;DECISION_MAKER",
        "hs_calculated_merged_vids": "202:1769900000000",
        "lastmodifieddate": CHANGED,
    }
    return [
        _object("201", decider, {"companies": [("104", ()), ("101", ("Primary",))]}),
        _object("203", {"firstname": "Ola", "associatedcompanyid": "103", "lastmodifieddate": CHANGED}),
        _object("204", {"email": "free@lance.example", "lastname": "Lance", "lastmodifieddate": CHANGED}),
    ]


def _deals() -> list[dict[str, Any]]:
    return [
        _object(
            "301",
            {
                "dealtype": "newbusiness",
                "pipeline": "default",
                "dealstage": "qualifiedtobuy",
                "amount": "12000",
                "deal_currency_code": "EUR",
                "hs_mrr": "",
                "hs_deal_stage_probability": "0.4",
                "hs_is_closed": "false",
                "closedate": "2026-06-30T12:00:00Z",
            },
            {"companies": [("102", ("Primary",))]},
        ),
        _object(
            "302",
            {
                "dealtype": "existingbusiness",
                "pipeline": "default",
                "dealstage": "closedwon",
                "amount": "9999",
                "hs_mrr": "250.5",
                "hs_deal_stage_probability": "1",
                "hs_is_closed": "true",
                "hs_is_closed_won": "true",
                "closedate": "2026-02-15T22:30:00Z",
            },
            {"companies": [("101", ("Primary",))]},
        ),
        _object(
            "303",
            {
                "pipeline": "default",
                "dealstage": "gone_stage",
                "amount": "600",
                "deal_currency_code": "USD",
                "hs_deal_stage_probability": "0",
                "hs_is_closed": "true",
                "hs_is_closed_won": "false",
                "closed_lost_reason": "Price",
                "closedate": "2026-02-16T08:00:00Z",
            },
        ),
        _object("304", {"pipeline": "default", "dealstage": "qualifiedtobuy"}, archived=True),
    ]


def _tickets() -> list[dict[str, Any]]:
    return [
        _object(
            "401",
            {"hs_pipeline": "7", "hs_pipeline_stage": "1", "hs_ticket_priority": "HIGH", "hs_ticket_category": None},
            {"contacts": [("203", ())]},
        ),
        _object(
            "402",
            {
                "hs_pipeline": "0",
                "hs_pipeline_stage": "4",
                "hs_ticket_priority": "",
                "hs_ticket_category": "BILLING_ISSUE",
                "createdate": "2026-02-02T07:00:00Z",
                "first_agent_reply_date": "2026-02-02T08:30:00Z",
                "closed_date": "2026-02-03T09:30:00Z",
            },
            {"companies": [("104", ("Primary",))], "contacts": [("202", ())]},
        ),
    ]
