"""A company small enough to work out by hand: a group with a subsidiary, a customer in dollars and a prospect.

Until January the subsidiary pays 100 EUR a month, the customer in dollars 100 USD a month from December.
The second night brings February: a credit of 30, a corrected line, a changed answer, a vanished prospect and a contact.
"""

from datetime import date
from pathlib import Path

FIRST_NIGHT = date(2026, 1, 31)
SECOND_NIGHT = date(2026, 2, 28)

ACCOUNTS = """account_id,account_name,parent_account_id,segment,customer_since
AURORA,Aurora Group,,B,2025-11-01
AURORA-FI,Aurora Finland,AURORA,B,2025-11-01
BOREALIS,Borealis Inc,,A,2025-12-01
"""
PROSPECT = "CIRRUS,Cirrus Oy,,C,\n"

LINE_HEADER = (
    "invoice_id,line_id,account_id,invoice_date,posted_at,currency,amount,service_start,service_end,line_type,product\n"
)
LINES = """I1,1,AURORA-FI,2025-11-01,,EUR,300,2025-11-01,2026-01-31,recurring,Suite
I2,1,AURORA,2025-12-15,,EUR,50,,,one_off,Training
"""
DOLLAR_LINE = "I3,1,BOREALIS,2025-12-01,,USD,{amount},2025-12-01,2026-11-30,recurring,Suite\n"
FEBRUARY_LINES = """I4,1,AURORA-FI,2026-02-01,,EUR,300,2026-02-01,2026-04-30,recurring,Suite
I4,2,AURORA-FI,2026-02-05,2026-02-05 09:00:00,EUR,-30,2026-02-01,2026-02-28,credit_correction,Suite
"""

INVOICES = """invoice_id,account_id,invoice_date,due_date,paid_date,amount,currency
I1,AURORA-FI,2025-11-01,2025-12-01,2025-12-20,300,EUR
I3,BOREALIS,2025-12-01,2026-01-15,,1200,USD
"""
RATES = """month,currency,rate_to_reporting
2025-12,USD,0.90
2026-01,USD,0.80
"""
FEBRUARY_RATE = "2026-02,USD,0.85\n"

ACTIVITIES = """activity_id,account_id,activity_date,activity_type,status,is_mass
V1,BOREALIS,2026-01-10,meeting,done,false
V2,AURORA-FI,2026-01-20,newsletter,done,true
V3,AURORA-FI,2026-02-10,meeting,planned,false
V4,CIRRUS,2024-12-01,call,done,false
"""
FEBRUARY_ACTIVITIES = "V5,AURORA,2026-02-14,lunch,done,false\n"

SURVEYS = """response_id,survey_type,wave,account_id,contact_id,sent_date,response_date,score
R1,NPS,W1,BOREALIS,P1,2026-01-05,2026-01-07,10
R2,NPS,W1,AURORA-FI,P2,2026-01-05,2026-01-08,9
R3,NPS,W1,AURORA-FI,P3,2026-01-05,2026-01-09,{score}
R4,NPS,W1,AURORA,P4,2026-01-05,,
"""
CONTACTS = """contact_id,account_id,name,email,role,is_active,left_date
P1,BOREALIS,Bo Real,bo@borealis.example,decision_maker,true,
P2,AURORA-FI,Au Rora,au@aurora.example,main_user,true,
P3,AURORA-FI,Ra Auro,ra@aurora.example,user,false,{left}
"""


def first_drop() -> dict[str, str]:
    """The files of the first night; one contact's date cannot be read."""
    return {
        "accounts": ACCOUNTS + PROSPECT,
        "invoice_lines": LINE_HEADER + LINES + DOLLAR_LINE.format(amount=1200),
        "invoices": INVOICES,
        "fx_rates": RATES,
        "activities": ACTIVITIES,
        "surveys": SURVEYS.format(score=3),
        "contacts": CONTACTS.format(left="in January"),
    }


def second_drop() -> dict[str, str]:
    """The files of the second night: the contact's date and the dollar line are corrected, the prospect is gone."""
    return first_drop() | {
        "accounts": ACCOUNTS,
        "invoice_lines": LINE_HEADER + LINES + DOLLAR_LINE.format(amount=2400) + FEBRUARY_LINES,
        "fx_rates": RATES + FEBRUARY_RATE,
        "activities": ACTIVITIES + FEBRUARY_ACTIVITIES,
        "surveys": SURVEYS.format(score=5),
        "contacts": CONTACTS.format(left="2026-01-15"),
    }


def drop(inbox: Path, files: dict[str, str]) -> None:
    """Put the files in the inbox, in place of those of the same names."""
    inbox.mkdir(parents=True, exist_ok=True)
    for stream, text in files.items():
        (inbox / f"{stream}.csv").write_text(text, encoding="utf-8")
