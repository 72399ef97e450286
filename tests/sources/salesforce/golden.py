"""Records of a Salesforce org whose staged rows were worked out by hand."""

from typing import Any

OWNER, COLLEAGUE = "0051G000005Mun4QAC", "0051G000005MzwaQAC"
# The account that two others were merged into, one after the other, and its branch.
WINNER, LOSER, FIRST_LOSER, BRANCH = (
    "0015500000Xyy06AAB",
    "0015500000Ygpq1AAB",
    "001550000000300AAA",
    "001550000000200AAA",
)
PERSON, SAME_PERSON, STRAY, FREELANCE = (
    "0031G00001S3ckZQAR",
    "0031G00001S3JniQAF",
    "003550000000300AAA",
    "003550000000400AAA",
)
DEAL, WON_DEAL, LOST_DEAL = "0061G00000N38JZQAZ", "0061G00000N31HAQAZ", "006550000000300AAA"
OPEN_CASE, CLOSED_CASE = "500550000000100AAA", "500550000000200AAA"
LEAD, CUSTOM = "00Q550000000100AAA", "a951G000000TQsMQAW"

STANDING = {
    "IsDeleted": False,
    "CreatedDate": "2026-01-01T22:30:00.000+0000",
    "SystemModstamp": "2026-02-01T08:00:00.000+0000",
}


def golden_records() -> dict[str, list[dict[str, Any]]]:
    """The records by stream."""
    return {
        "accounts": _accounts(),
        "contacts": _contacts(),
        "users": _users(),
        "opportunities": _opportunities(),
        "tasks": _tasks(),
        "events": _events(),
        "cases": _cases(),
    }


def _accounts() -> list[dict[str, Any]]:
    return [
        {
            **STANDING,
            "Id": WINNER,
            "Name": "Acme Oy",
            "OwnerId": OWNER,
            "Website": "https://www.acme.example",
            "Phone": "+358 9 123456",
            "Industry": "Software",
            "BillingCity": "Helsinki",
            "BillingPostalCode": "00100",
            "BillingCountry": "Finland",
            "BillingCountryCode": "FI",
        },
        {**STANDING, "Id": LOSER, "Name": "Acme Ltd", "IsDeleted": True, "MasterRecordId": WINNER, "OwnerId": OWNER},
        {**STANDING, "Id": FIRST_LOSER, "Name": "ACME", "IsDeleted": True, "MasterRecordId": LOSER, "OwnerId": OWNER},
        # Its parent is named as a report writes it, and was merged away since.
        {
            **STANDING,
            "Id": BRANCH,
            "Name": "Acme Service",
            "ParentId": LOSER[:15],
            "OwnerId": COLLEAGUE,
            "BillingCountry": "Sweden",
        },
    ]


def _contacts() -> list[dict[str, Any]]:
    return [
        {**STANDING, "Id": PERSON, "AccountId": WINNER, "Name": "Pia Virta", "Email": "Pia.Virta@Acme.example"},
        {
            **STANDING,
            "Id": SAME_PERSON,
            "AccountId": LOSER,
            "Name": "P. Virta",
            "IsDeleted": True,
            "MasterRecordId": PERSON,
        },
        {**STANDING, "Id": STRAY, "AccountId": FIRST_LOSER, "Name": "Ola Berg", "Email": None},
        {**STANDING, "Id": FREELANCE, "AccountId": None, "Name": "Free Lance", "Email": "free@lance.example"},
    ]


def _users() -> list[dict[str, Any]]:
    user = {**STANDING, "UserType": "Standard", "IsActive": True, "UserRoleId": "00E550000000100AAA"}
    return [
        {**user, "Id": OWNER, "Name": "Sam Seller", "Department": "Nordics", "UserRole": {"Name": "Sales"}},
        {
            **user,
            "Id": COLLEAGUE,
            "Name": "Cleo Care",
            "ManagerId": OWNER,
            "IsActive": False,
            "UserRole": {"Name": "Warehouse"},
        },
        {**user, "Id": "005550000000300AAA", "Name": "A customer", "UserType": "CspLitePortal"},
    ]


def _opportunities() -> list[dict[str, Any]]:
    deal = {**STANDING, "CurrencyIsoCode": "EUR", "IsClosed": False, "IsWon": False}
    return [
        {
            **deal,
            "Id": DEAL,
            "AccountId": LOSER,
            "Type": "New Business",
            "StageName": "Prospecting",
            "Amount": 12000.0,
            "Probability": 20.0,
            "CloseDate": "2026-06-30",
        },
        {
            **deal,
            "Id": WON_DEAL,
            "AccountId": WINNER,
            "Type": "Existing Business",
            "StageName": "Closed Won",
            "Amount": None,
            "Probability": 100.0,
            "IsClosed": True,
            "IsWon": True,
            "CloseDate": "2026-02-15",
        },
        {
            **deal,
            "Id": LOST_DEAL,
            "AccountId": BRANCH,
            "Type": "Barter",
            "StageName": "Closed Lost",
            "Amount": 600.0,
            "CurrencyIsoCode": "USD",
            "Probability": 0.0,
            "IsClosed": True,
            "CloseDate": "2026-02-16",
        },
    ]


def _tasks() -> list[dict[str, Any]]:
    task = {**STANDING, "OwnerId": OWNER, "IsClosed": True, "Status": "Completed", "IsRecurrence": False}
    made = "2026-02-10T09:00:00.000+0000"
    return [
        # A call about an opportunity of a merged account, with a person who was merged too.
        {
            **task,
            "Id": "00T1G00003Ufap9UAB",
            "WhatId": DEAL,
            "WhoId": SAME_PERSON,
            "ActivityDate": "2026-02-10",
            "TaskSubtype": "Call",
            "CallType": "Outbound",
            "CreatedDate": made,
        },
        # Something to do about a case, with somebody who is a lead; it was written down late in the evening UTC.
        {
            **task,
            "Id": "00T1G00003UfepsUAB",
            "WhatId": OPEN_CASE,
            "WhoId": LEAD,
            "Status": "Not Started",
            "IsClosed": False,
            "TaskSubtype": "Task",
            "CreatedDate": "2026-02-11T23:30:00.000+0000",
        },
        {
            **task,
            "Id": "00T550000000300AAA",
            "AccountId": WINNER,
            "ActivityDate": "2026-02-12",
            "TaskSubtype": "ListEmail",
            "CreatedDate": made,
        },
        {
            **task,
            "Id": "00T550000000400AAA",
            "WhoId": LEAD,
            "ActivityDate": "2026-02-13",
            "TaskSubtype": "Email",
            "CreatedDate": made,
        },
        {
            **task,
            "Id": "00T550000000500AAA",
            "AccountId": WINNER,
            "ActivityDate": "2026-02-14",
            "TaskSubtype": "Call",
            "CreatedDate": made,
            "IsDeleted": True,
        },
        # What repeats a task.
        {**task, "Id": "00T550000000600AAA", "AccountId": WINNER, "ActivityDate": "2026-02-14", "IsRecurrence": True},
    ]


def _events() -> list[dict[str, Any]]:
    event = {**STANDING, "OwnerId": OWNER, "EventSubtype": "Event", "IsRecurrence": False, "IsChild": False}
    visit = {
        **event,
        "Id": "00U550000000100AAA",
        "WhatId": CUSTOM,
        "WhoId": PERSON,
        "AccountId": WINNER,
        "ActivityDate": "2026-02-20",
        "StartDateTime": "2026-02-20T22:15:00.000+0000",
        "IsAllDayEvent": False,
        "CreatedDate": "2026-02-19T12:00:00.000+0000",
    }
    fair = {
        **event,
        "Id": "00U550000000200AAA",
        "WhatId": BRANCH,
        "ActivityDate": "2026-04-01",
        "StartDateTime": "2026-04-01T00:00:00.000+0000",
        "IsAllDayEvent": True,
        "Type": "Fair",
        "CreatedDate": "2026-02-19T12:00:00.000+0000",
    }
    return [visit, fair, {**visit, "Id": "00U550000000300AAA", "OwnerId": COLLEAGUE, "IsChild": True}]


def _cases() -> list[dict[str, Any]]:
    return [
        {
            **STANDING,
            "Id": OPEN_CASE,
            "AccountId": BRANCH,
            "ContactId": None,
            "Status": "New",
            "Priority": "High",
            "Type": "Problem",
            "CreatedDate": "2026-02-01T07:00:00.000+0000",
            "LastModifiedDate": "2026-02-01T08:00:00.000+0000",
        },
        # Its account is that of its person, which was merged away.
        {
            **STANDING,
            "Id": CLOSED_CASE,
            "AccountId": None,
            "ContactId": STRAY,
            "Status": "Closed",
            "Priority": "Low",
            "CreatedDate": "2026-02-02T07:00:00.000+0000",
            "ClosedDate": "2026-02-03T09:30:00.000+0000",
            "LastModifiedDate": "2026-02-03T09:30:00.000+0000",
        },
    ]
