"""A night under a company's own rules, watched on a terminal."""

import os
import pty
import subprocess
import threading
from pathlib import Path

import pytest
from nights import COMMAND, COMMAND_SECONDS, money, rows
from tiny_company import FIRST_NIGHT, drop, first_drop

pytestmark = pytest.mark.xdist_group("tiny")

RATES = """month,currency,rate_to_reporting
2025-11,EUR,1.10
2025-12,EUR,1.20
2026-01,EUR,1.25
"""


def watched(*words: object) -> tuple[int, str, str]:
    """The command with a terminal as its standard error: exit status, standard output, what the terminal got."""
    terminal, its_end = pty.openpty()
    process = subprocess.Popen(
        [str(COMMAND), *map(str, words)],
        stdout=subprocess.PIPE,
        stderr=its_end,
        text=True,
        env=os.environ | {"TERM": "xterm-256color"},
    )
    os.close(its_end)
    seen = bytearray()

    def watch() -> None:
        # A terminal whose other end is closed ends with an error, not with an empty read.
        try:
            while chunk := os.read(terminal, 4096):
                seen.extend(chunk)
        except OSError:
            pass

    watcher = threading.Thread(target=watch)
    watcher.start()
    said, _ = process.communicate(timeout=COMMAND_SECONDS)
    watcher.join(10)
    os.close(terminal)
    return process.returncode, said, seen.decode()


CARE_MODEL = """segment,level,activity_type,min_count,window_months,account_id,valid_from,basis
any,any,any,2,12,,,
,any,any,1,1,BOREALIS,,contract
,any,any,1,1,NOBODY,,
"""


@pytest.mark.slow
def test_a_company_with_a_currency_and_care_rules_of_its_own_gets_both_and_a_person_sees_progress(
    tmp_path: Path,
) -> None:
    policy = tmp_path / "policy"
    drop(policy, {"settings": "name,value\nreporting_currency,USD\n", "care_model": CARE_MODEL})
    drop(tmp_path / "home" / "inbox", first_drop() | {"fx_rates": RATES})

    status, said, seen = watched(
        "run", "--home", tmp_path / "home", "--as-of", FIRST_NIGHT, "--policy", policy, "--source", "files"
    )

    assert status == 0, seen
    assert "\x1b" not in said
    assert "\x1b[?25l" in seen  # the spinner hides the cursor, and shows it again
    assert seen.count("\x1b[?25l") == seen.count("\x1b[?25h") == seen.count("done   ") == 8
    assert "Traceback" not in seen

    published = tmp_path / "home" / "published"
    # The dollar line needs no rate; 100 EUR are worth 1.10, 1.20 and 1.25 USD each.
    assert rows(published, "select month, account_id, mrr from mrr_months order by account_id, month") == [
        ("2025-11-01", "AURORA-FI", money("110.00")),
        ("2025-12-01", "AURORA-FI", money("120.00")),
        ("2026-01-01", "AURORA-FI", money("125.00")),
        ("2025-12-01", "BOREALIS", money("100.00")),
        ("2026-01-01", "BOREALIS", money("100.00")),
    ]
    assert rows(published, "select fx from mrr_movements where customer_id = 'AURORA' order by month") == [
        (money("0.00"),),
        (money("10.00"),),
        (money("5.00"),),
    ]
    # The month to 31 January holds the meeting of the 10th; the others are new.
    assert rows(
        published, "select account_id, done, required, status, basis from care_rule_compliance order by all"
    ) == [
        ("AURORA", 0, 2, "not_due", "policy"),
        ("AURORA-FI", 0, 2, "not_due", "policy"),
        ("BOREALIS", 1, 1, "ok", "contract"),
    ]
    assert rows(published, "select account_id, conflict from source_conflicts where account_id = 'NOBODY'") == [
        ("NOBODY", "care_rule_without_account")
    ]
