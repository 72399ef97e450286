"""write_back.csv: what a company may not write there, each refused with its row."""

from pathlib import Path

import pytest

from flows.errors import ConfigurationError
from flows.policy import load_policy
from flows.write_back.fields import Field, fields_of

HEADER = "target,column_name,field,is_active\n"


def own(folder: Path, *rows: str) -> Path:
    """A policy folder with these rows."""
    (folder / "write_back.csv").write_text(HEADER + "".join(f"{row}\n" for row in rows), encoding="utf-8")
    return folder


def test_segment_health_next_care_date_and_top_signal_are_written_as_shipped() -> None:
    assert fields_of(load_policy(), "salesforce") == [
        Field("account360_segment__c", "segment"),
        Field("account360_health_score__c", "health_score"),
        Field("account360_next_care_date__c", "next_care_date"),
        Field("account360_top_signal__c", "top_signal"),
    ]
    assert [item.name for item in fields_of(load_policy(), "hubspot")] == [
        "account360_segment", "account360_health_score", "account360_next_care_date", "account360_top_signal",
    ]  # fmt: skip


def test_a_companys_own_file_says_which_columns_go_to_which_fields(tmp_path: Path) -> None:
    folder = own(
        tmp_path, "hubspot,segment,tier,TRUE", "hubspot,top_signal,risk,false", "salesforce,as_of,Seen_on__c,true"
    )
    assert fields_of(load_policy(folder), "hubspot") == [Field("tier", "segment")]
    assert fields_of(load_policy(folder), "salesforce") == [Field("Seen_on__c", "as_of")]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("zoho,segment,tier,true", "row 2: target is 'zoho'; write one of salesforce, hubspot."),
        ("hubspot,mrr,tier,true", "row 2: column_name is 'mrr'; write one of segment, health_score, health_band,"),
        ("salesforce,segment,OwnerId,true", "row 2: 'OwnerId' is no custom field of salesforce; write one such as"),
        ("hubspot,segment,Tier of ours,true", "row 2: 'Tier of ours' is no custom field of hubspot; write one such as"),
        ("hubspot,segment,tier,perhaps", "is_active is 'perhaps'; write true or false."),
        ("hubspot,segment,,true", "field is ''; write a text."),
    ],
)
def test_a_row_that_cannot_be_written_is_refused(tmp_path: Path, row: str, said: str) -> None:
    with pytest.raises(ConfigurationError) as error:
        load_policy(own(tmp_path, row))
    assert said in str(error.value)


def test_two_columns_in_one_field_and_a_column_twice_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="row 3: tier takes segment already"):
        load_policy(own(tmp_path, "hubspot,segment,tier,true", "hubspot,top_signal,tier,true"))
    with pytest.raises(ConfigurationError, match="'hubspot, segment' stands twice"):
        load_policy(own(tmp_path, "hubspot,segment,tier,true", "hubspot,segment,class,true"))
    load_policy(own(tmp_path, "hubspot,segment,tier,true", "hubspot,top_signal,tier,false"))
