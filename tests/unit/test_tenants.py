"""Many tenants: what their file may say, whose folders are whose, and what surrounds the process of a night."""

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from flows.dbt_calls import call_dbt
from flows.errors import Account360Error, ConfigurationError
from flows.settings import PROJECT_ROOT, Home
from flows.tenants.nights import Ending, Night, Nights, gravest
from flows.tenants.surroundings import Share, share_of, unclaimed, variables_of
from flows.tenants.tenant import Tenant, load_tenants, named_tenants

SHARE = Share(1, "2GB")


def written(folder: Path, text: str) -> Path:
    """A file of tenants."""
    file = folder / "tenants.yml"
    file.write_text(text, encoding="utf-8")
    return file


def refusal(file: Path) -> str:
    """The one sentence with which a file of tenants is refused."""
    with pytest.raises(Account360Error) as refused:
        load_tenants(file)
    assert refused.value.exit_status == 2
    assert "\n" not in str(refused.value)
    return str(refused.value)


def test_folders_lie_where_the_file_lies_and_an_address_stays_one(tmp_path: Path) -> None:
    file = written(
        tmp_path,
        "acme:\n  home: homes/acme\n  policy: ../rules\n  inbox: s3://acme/drops\nborealis:\n  home: /srv/borealis\n",
    )
    assert load_tenants(file) == (
        Tenant("acme", Home(tmp_path / "homes" / "acme"), tmp_path.parent / "rules", "s3://acme/drops"),
        Tenant("borealis", Home(Path("/srv/borealis").resolve())),
    )
    assert not (tmp_path / "homes").exists()


def test_the_options_of_a_tenant_are_those_of_the_run_command() -> None:
    tenant = Tenant("acme", Home(Path("/srv/acme")), None, "s3://acme/drops")
    assert tenant.options() == ["--home", "/srv/acme", "--inbox", "s3://acme/drops"]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "names no tenant; write a name, a colon, and 'home: folder' below it."),
        ("- acme\n", "names no tenant; write a name, a colon, and 'home: folder' below it."),
        ("acme:\n  home: a\nacme:\n  home: b\n", "the key 'acme' stands twice; keep one."),
        ("acme: {home: a, home: b}\n", "the key 'home' stands twice; keep one."),
        ("acme:\n  home: [\n", "is not valid YAML; check the indentation and the quotes."),
        ("acme:\n", "acme has no settings; write 'home: folder' below it."),
        ("acme: /srv/acme\n", "acme has no settings; write 'home: folder' below it."),
        ("acme:\n  policy: p\n", "acme needs the setting home; write 'home: folder'."),
        ("acme:\n  home: a\n  polcy: p\n", "acme has no setting 'polcy' (did you mean 'policy'?); known: home, policy"),
        ("acme:\n  home: a\n  policy: ''\n", "policy of acme is wrong; write one folder, not empty."),
        ("acme:\n  home: [a, b]\n", "home of acme is wrong; write one folder, not empty."),
        ('acme:\n  home: "a\\0b"\n', "of acme is no path that can be followed; write another folder."),
    ],
)
def test_what_is_wrong_with_a_file_is_said_in_one_sentence(tmp_path: Path, text: str, sentence: str) -> None:
    assert sentence in refusal(written(tmp_path, text))


@pytest.mark.parametrize(
    "name", ["Acme", "1acme", "acme-oy", "a__b", "acme_", "_acme", "../acme", "a b", "å", "a" * 41]
)
def test_a_name_that_is_not_safe_in_a_path_and_a_variable_is_refused(tmp_path: Path, name: str) -> None:
    assert "is no name for a tenant; write small letters" in refusal(written(tmp_path, f'"{name}": {{home: a}}\n'))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    assert "nowhere.yml: no such file; write a tenant's name" in refusal(tmp_path / "nowhere.yml")


@pytest.mark.parametrize(
    ("first", "second", "sentence"),
    [
        ("home: a", "home: a", "the home of two ({0}/a) is the home of one ({0}/a)"),
        ("home: a", "home: ./b/../a", "the home of two ({0}/a) is the home of one ({0}/a)"),
        ("home: a", "home: a/versions/b", "the home of two ({0}/a/versions/b) lies in the home of one ({0}/a)"),
        ("home: a/b", "home: a", "the home of one ({0}/a/b) lies in the home of two ({0}/a)"),
        ("home: a", "{home: b, inbox: a/landing}", "the inbox of two ({0}/a/landing) lies in the home of one ({0}/a)"),
        ("home: a", "{home: b, inbox: 'file://{0}/a'}", "the inbox of two ({0}/a) is the home of one ({0}/a)"),
        ("home: a/b", "{home: c, inbox: a}", "the home of one ({0}/a/b) lies in the inbox of two ({0}/a)"),
        ("home: a", "{home: b, policy: a}", "the policy of two ({0}/a) is the home of one ({0}/a)"),
        ("home: p/a", "{home: b, policy: p}", "the home of one ({0}/p/a) lies in the policy of two ({0}/p)"),
        ("{home: a, policy: p}", "{home: b, policy: p}", "the policy of two ({0}/p) is the policy of one ({0}/p)"),
        ("{home: a, inbox: i}", "{home: b, inbox: i/b}", "the inbox of two ({0}/i/b) lies in the inbox of one ({0}/i)"),
        (
            "{home: a, inbox: s3://drops/}",
            "{home: b, inbox: s3://drops/b}",
            "the inbox of two (s3:/drops/b) lies in the inbox of one (s3:/drops)",
        ),
    ],
)
def test_folders_that_two_tenants_would_share_are_refused_with_both_names(
    tmp_path: Path, first: str, second: str, sentence: str
) -> None:
    text = f"one:\n  {first}\ntwo:\n  {second}\n".replace("{0}", str(tmp_path))
    expected = sentence.format(tmp_path) + "; give each tenant folders of its own."
    assert refusal(written(tmp_path, text)).endswith(expected)


@pytest.mark.parametrize("link", ["", "landing"])
def test_a_link_into_another_home_is_followed(tmp_path: Path, link: str) -> None:
    (tmp_path / "a" / "landing").mkdir(parents=True)
    if link:
        (tmp_path / "b").mkdir()
    (tmp_path / "b" / link).symlink_to(tmp_path / "a" / link)
    told = refusal(written(tmp_path, "one:\n  home: a\ntwo:\n  home: b\n"))
    if link:
        assert f"the folder landing of two ({tmp_path}/a/landing) lies in the home of one ({tmp_path}/a)" in told
    else:
        assert f"the home of two ({tmp_path}/a) is the home of one ({tmp_path}/a)" in told


def test_a_link_above_a_home_that_is_not_there_yet_is_followed(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "elsewhere").symlink_to(tmp_path / "a")
    assert "the home of two" in refusal(written(tmp_path, "one:\n  home: a\ntwo:\n  home: elsewhere/new\n"))


def test_a_location_in_sources_yml_that_is_anothers_inbox_is_refused(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "sources.yml").write_text("files:\n  location: ../a/inbox\n", encoding="utf-8")
    told = refusal(written(tmp_path, "one:\n  home: a\ntwo:\n  home: b\n"))
    assert f"the inbox of two ({tmp_path}/a/inbox) lies in the home of one" in told


def test_neighbours_links_within_a_home_and_an_own_inbox_or_policy_in_it_are_no_overlap(tmp_path: Path) -> None:
    (tmp_path / "a" / "versions" / "1").mkdir(parents=True)
    (tmp_path / "a" / "published").symlink_to("versions/1")
    text = "one:\n  {home: a, policy: a/policy, inbox: a/in}\ntwo:\n  {home: ab, inbox: s3://drops/a}\n"
    assert len(load_tenants(written(tmp_path, text + "three:\n  {home: c, inbox: s3://drops/ab}\n"))) == 3


def test_the_tenants_asked_for_come_in_the_order_of_the_file_and_a_wrong_name_has_a_hint() -> None:
    tenants = [Tenant(name, Home(Path("/srv") / name)) for name in ("acme", "borealis", "cedar")]
    assert [found.name for found in named_tenants(tenants, ["cedar", "acme", "cedar"])] == ["acme", "cedar"]
    assert len(named_tenants(tenants, [])) == 3
    with pytest.raises(
        ConfigurationError, match=r"No tenant is called 'ceder' \(did you mean 'cedar'\?\); known: acme"
    ):
        named_tenants(tenants, ["ceder"])


def test_a_process_holds_the_machines_variables_and_its_tenants_own_and_no_other() -> None:
    given = {
        "PATH": "/bin",
        "LC_ALL": "C.UTF-8",
        "ACCOUNT360_NOW": "2026-02-01T02:00:00Z",
        "ACCOUNT360_TENANT_ACME__ACCOUNT360_STRIPE_API_KEY": "of acme",
        "ACCOUNT360_TENANT_ACME__DATABASE_URL": "of acme too",
        "ACCOUNT360_TENANT_ACME_2__ACCOUNT360_STRIPE_API_KEY": "of acme_2",
        "ACCOUNT360_TENANT_BOREALIS__ACCOUNT360_STRIPE_API_KEY": "of borealis",
        "ACCOUNT360_STRIPE_API_KEY": "of nobody",
        "ACCOUNT360_HOME": "/srv/parent",
        "ACCOUNT360_CACHE": "/srv/cache",
        "ACCOUNT360_SOURCES": "/srv/sources.yml",
        "ACCOUNT360_SINK_TEAM": "mailto://of-nobody",
        "ACCOUNT360_TENANTS": "/srv/tenants.yml",
        "ACCOUNT360_THREADS": "8",
        "AWS_SECRET_ACCESS_KEY": "of the person who runs it",
        "PREFECT_API_URL": "http://127.0.0.1:4200/api",
        "HOME": "/root",
    }
    assert variables_of(Tenant("acme", Home(Path("/srv/acme"))), given, SHARE) == {
        "PATH": "/bin",
        "LC_ALL": "C.UTF-8",
        "ACCOUNT360_NOW": "2026-02-01T02:00:00Z",
        "ACCOUNT360_STRIPE_API_KEY": "of acme",
        "DATABASE_URL": "of acme too",
        "ACCOUNT360_THREADS": "1",
        "ACCOUNT360_MEMORY_LIMIT": "2GB",
        "HOME": "/srv/acme/work/user",
        "PYTHONPATH": str(PROJECT_ROOT),
    }
    second = variables_of(Tenant("acme_2", Home(Path("/srv/two"))), given, SHARE)
    assert second["ACCOUNT360_STRIPE_API_KEY"] == "of acme_2"
    assert "DATABASE_URL" not in second


def test_a_tenants_own_threads_go_before_its_share() -> None:
    given = {"ACCOUNT360_TENANT_ACME__ACCOUNT360_THREADS": "3"}
    assert variables_of(Tenant("acme", Home(Path("/srv/acme"))), given, SHARE)["ACCOUNT360_THREADS"] == "3"


def test_code_is_never_taken_from_the_folder_in_which_a_night_works() -> None:
    given = {"PYTHONPATH": os.pathsep.join([".", "", "/opt/code"])}
    path = variables_of(Tenant("acme", Home(Path("/srv/acme"))), given, SHARE)["PYTHONPATH"]
    assert path.split(os.pathsep) == [str(PROJECT_ROOT), str(Path.cwd()), "/opt/code"]


def test_variables_of_nobody_are_found_by_name() -> None:
    given = ["ACCOUNT360_TENANT_ACME__X", "ACCOUNT360_TENANT_ACNE__X", "ACCOUNT360_TENANT_ACME_X", "ACCOUNT360_TENANTS"]
    assert unclaimed(given, ["acme"]) == ["ACCOUNT360_TENANT_ACME_X", "ACCOUNT360_TENANT_ACNE__X"]


@pytest.mark.parametrize(
    ("threads", "memory", "nights", "share"),
    [
        (4, "4GB", 1, Share(4, "4GB")),
        (4, "4GB", 2, Share(2, "2GB")),
        (4, "4GB", 3, Share(1, "1.33GB")),
        (2, "10 GiB", 4, Share(1, "2.5GiB")),
        (8, "80%", 8, Share(1, "10%")),
        (8, "1000MB", 1, Share(8, "1000MB")),
        (8, "1000MB", 2, Share(4, "500MB")),
    ],
)
def test_nights_at_a_time_share_threads_and_memory(threads: int, memory: str, nights: int, share: Share) -> None:
    assert share_of(threads, memory, nights) == share


@pytest.mark.parametrize(
    ("memory", "sentence"), [("much", "write a number and a unit, such as 4GB"), ("0.01GB", "too little for 2 nights")]
)
def test_memory_that_cannot_be_shared_is_refused(memory: str, sentence: str) -> None:
    with pytest.raises(ConfigurationError, match=sentence):
        share_of(2, memory, 2)


@pytest.mark.parametrize(
    ("statuses", "status"),
    [([], 0), ([0, 0], 0), ([0, 4], 4), ([4, 3, 0], 3), ([3, 2], 2), ([2, 1, 3], 1), ([1, 130, 0], 130)],
)
def test_the_gravest_status_is_that_of_all(statuses: list[int], status: int) -> None:
    assert gravest(statuses) == status


def night(home: Path, name: str, code: str) -> Night:
    """A night whose command is a little program in place of account360."""
    return Night(Tenant(name, Home(home)), (code,), dict(os.environ))


@pytest.fixture
def programs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nights run the code they are given."""
    monkeypatch.setattr("flows.tenants.nights.command_of", lambda words: [sys.executable, "-c", *words])


@pytest.mark.usefixtures("programs")
def test_a_home_is_made_for_its_owner_only_and_every_ending_is_told_by_name(tmp_path: Path) -> None:
    said: list[tuple[str, str]] = []
    codes = {
        "good": "print('work'); print('Published run 1 as of 2026-01-31: 2 marts, 3 rows.')",
        "wrong": "import sys; print('account360: It is wrong.', file=sys.stderr); sys.exit(2)",
        "silent": "import sys; sys.exit(3)",
        "killed": "import os, signal; os.kill(os.getpid(), signal.SIGKILL)",
    }
    (tmp_path / "file").write_text("no folder", encoding="utf-8")
    nights = [night(tmp_path / "homes" / name, name, code) for name, code in codes.items()]
    endings = Nights(lambda name, line: said.append((name, line))).run_all(
        [*nights, night(tmp_path / "file", "homeless", "")], 2
    )
    assert [(ending.tenant, ending.status, ending.sentence) for ending in endings[:3]] == [
        ("good", 0, "Published run 1 as of 2026-01-31: 2 marts, 3 rows."),
        ("wrong", 2, "It is wrong."),
        ("silent", 3, "It ended with exit status 3; its lines say more."),
    ]
    assert (endings[3].status, endings[4].status) == (1, 2)
    assert endings[3].sentence.startswith("Its process was ended from outside (signal 9);")
    assert endings[4].sentence.startswith(f"The home {tmp_path / 'file'} of homeless cannot be made (")
    assert ("good", "work") in said and ("wrong", "account360: It is wrong.") in said
    for folder in ("", "inbox", "work"):
        assert (tmp_path / "homes" / "good" / folder).stat().st_mode & 0o777 == 0o700


def test_an_ending_is_one_line() -> None:
    assert Ending("acme", 0, "Published.", 12.3).line(8) == "acme      published      12 s  Published."
    assert Ending("borealis", 3, "No.", 0.4).line(8) == "borealis  failed (3)      0 s  No."


WAIT = """
import signal, sys, time
if {is_deaf}: signal.signal(signal.SIGINT, signal.SIG_IGN)
print("ready", flush=True)
try: time.sleep(60)
except KeyboardInterrupt: sys.exit(130)
"""


@pytest.mark.usefixtures("programs")
@pytest.mark.parametrize("is_deaf", [False, True])
def test_whoever_ends_the_parent_ends_the_nights_and_begins_no_other(tmp_path: Path, is_deaf: bool) -> None:
    began = time.monotonic()
    nights = Nights(lambda _name, _line: threading.Thread(target=nights.stop).start(), grace_seconds=0.5)
    waiting = [night(tmp_path / name, name, WAIT.format(is_deaf=is_deaf)) for name in ("one", "two")]
    endings = nights.run_all(waiting, 1)
    assert [(ending.status, ending.sentence) for ending in endings] == [
        (130, "It was stopped; nothing was published."),
        (130, "It was not begun."),
    ]
    assert time.monotonic() - began < 30


COMMAND = """
import sys
from pathlib import Path
import flows.tenants.nights as nights
from flows.settings import Home
from flows.tenants.tenant import Tenant
nights.command_of = lambda words: [sys.executable, "-c", *words]
code = "import time; print('ready', flush=True); time.sleep(60)"
night = nights.Night(Tenant("one", Home(Path(sys.argv[1]))), (code,), {})
endings = nights.Nights(lambda name, line: print(line, flush=True)).run_all([night], 1)
print(endings[0].status)
"""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_to_the_parent_reaches_the_nights(tmp_path: Path, number: signal.Signals) -> None:
    variables = os.environ | {"PYTHONPATH": str(PROJECT_ROOT)}
    with subprocess.Popen(
        [sys.executable, "-c", COMMAND, str(tmp_path)], stdout=subprocess.PIPE, text=True, env=variables
    ) as parent:
        assert parent.stdout is not None
        assert parent.stdout.readline() == "ready\n"
        parent.send_signal(number)
        assert "\n130\n" in f"\n{parent.stdout.read()}"
        assert parent.wait(30) == 0


def test_a_night_that_is_stopped_while_dbt_works_is_stopped_and_has_no_failure_of_the_models(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("dbt.cli.main.cli.invoke", stopped)
    with pytest.raises(KeyboardInterrupt):
        call_dbt(["build"], None, tmp_path / "dbt.log")
