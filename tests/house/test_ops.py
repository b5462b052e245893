"""What comes along for whoever keeps the machine is true: it names only metrics, commands and files that there are."""

import configparser
import json
import re
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
import yaml
from starlette.applications import Starlette

from run.__main__ import COMMANDS, read
from run.config import Settings
from run.health import Health, Stored, routes
from run.start import PARTS
from tests.house.sources import ROOT

OPS = ROOT / "ops"
METRIC = re.compile(r"\bheard_[a-z_]+\b")
ALERTS = [rule for group in yaml.safe_load((OPS / "alerts.yaml").read_text())["groups"] for rule in group["rules"]]
PANELS = json.loads((OPS / "dashboard.json").read_text())["panels"]
EXPRESSIONS = [rule["expr"] for rule in ALERTS] + [each["expr"] for panel in PANELS for each in panel["targets"]]


async def _told() -> str:
    health = Health(lambda: datetime(2026, 3, 2, tzinfo=UTC), datetime(2026, 3, 1, tzinfo=UTC))
    health.well("mailbox")
    health.count("messages")

    async def stored() -> Stored:
        return Stored({"post": 1, "letters": 1, "letters_oldest_seconds": 1.0, "safety_oldest_seconds": 0.0})

    transport = httpx.ASGITransport(Starlette(routes=routes(health, stored)))
    async with httpx.AsyncClient(transport=transport, base_url="http://heard") as client:
        return (await client.get("/metrics")).text


async def test_alerts_dashboard_and_paper_name_only_metrics_that_there_are() -> None:
    real = set(METRIC.findall("\n".join(line for line in (await _told()).splitlines() if not line.startswith("#"))))
    named = set(METRIC.findall(" ".join(EXPRESSIONS)))
    assert real == {"heard_up_seconds", "heard_store_up", "heard_part_up", "heard_part_well_seconds", "heard_waiting",
                    "heard_copied_seconds", "heard_total"}  # fmt: skip
    assert named == real
    assert set(METRIC.findall((ROOT / "docs" / "running.md").read_text())) == real


def test_what_alerts_ask_of_is_what_the_program_says() -> None:
    sources = "".join((ROOT / "run" / name).read_text() for name in ("web.py", "service.py", "parts.py", "telegram.py"))
    labels = re.findall(r'\b(?:part|what)="(\w+)"', " ".join(EXPRESSIONS))
    assert set(labels) >= {
        "mailbox",
        "bot",
        "sweeps",
        "post",
        "letters",
        "letters_oldest_seconds",
        "safety_oldest_seconds",
        "messages",
    }
    assert [each for each in labels if f'"{each}"' not in sources] == []


def test_every_alert_says_what_it_is_and_leads_to_its_section_of_the_runbook() -> None:
    headings = re.findall(r"^## (.+)$", (ROOT / "docs" / "runbook.md").read_text(), re.MULTILINE)
    anchors = {re.sub(r"[^a-z0-9 -]", "", each.lower()).replace(" ", "-") for each in headings}
    for rule in ALERTS:
        assert rule["annotations"]["summary"] and rule["labels"]["severity"] in ("page", "ticket")
        paper, _, anchor = rule["annotations"]["runbook"].partition("#")
        assert paper == "docs/runbook.md" and anchor in anchors, rule["alert"]


@pytest.mark.requires("promtool")
def test_prometheus_rings_each_alert_when_it_should_and_not_before() -> None:
    played = Path(__file__).with_name("alerts.yaml")
    done = subprocess.run(["promtool", "test", "rules", played], check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    asked = [each for test in yaml.safe_load(played.read_text())["tests"] for each in test["alert_rule_test"]]
    assert {each["alertname"] for each in asked if each.get("exp_alerts")} == {rule["alert"] for rule in ALERTS}


def _unit(name: str) -> list[tuple[str, str]]:
    lines = [line for line in (OPS / name).read_text().splitlines() if line and not line.startswith(("#", "["))]
    return [(key, value) for key, _, value in (line.partition("=") for line in lines)]


UNITS = ("heard.service", "heard-backup.service")


@pytest.mark.parametrize("name", UNITS)
def test_a_unit_shuts_the_program_in_and_calls_commands_that_there_are(name: str) -> None:
    said = dict(_unit(name))
    assert said["User"] == "heard" and said["UMask"] == "0077" and said["CapabilityBoundingSet"] == ""
    for key, value in {"ProtectSystem": "strict", "NoNewPrivileges": "yes", "ProtectHome": "yes"}.items():
        assert said[key] == value
    called = [value for key, value in _unit(name) if key == "ExecStart"]
    lines = [line.split() for line in re.findall(r"bin/heard ([^']+)", " ".join(called).replace("$(date +%%F)", "day"))]
    for words in lines:
        asked = read(words)  # ends the test if the command line is wrong use: a nightly copy failed on that, unseen
        assert asked.config == "/etc/heard/config.yaml" and asked.function
        assert words[0] != "audit" or asked.file, "the record is written to a file"
    assert {words[0] for words in lines} == ({"run"} if name == "heard.service" else {"backup", "audit"})
    assert all("bin/heard " in each or each.startswith("/usr/bin/find /var/backups/heard ") for each in called)


def test_what_shuts_the_service_in_shuts_in_what_copies_it() -> None:
    walls = re.compile("Protect|Private|Restrict|Lock|NoNew|SystemCall|.*Capabilit|RemoveIPC|UMask")
    service, copies = ({each for each in _unit(name) if walls.match(each[0])} for name in UNITS)
    assert len(service) == 24 and service == copies


def test_the_timer_runs_the_unit_that_makes_copies_every_day() -> None:
    timer = configparser.ConfigParser()
    timer.read(OPS / "heard-backup.timer")
    assert timer["Timer"]["OnCalendar"].startswith("*-*-*") and timer["Timer"]["Persistent"] == "yes"
    assert (OPS / "heard-backup.service").exists()


def test_the_container_installs_by_hash_runs_as_nobody_in_particular_and_says_whether_it_is_well() -> None:
    steps = (OPS / "Containerfile").read_text().replace("\\\n", " ").splitlines()
    said = [line.split(maxsplit=1) for line in steps if line and not line.startswith((" ", "#"))]
    words = [word for word, _ in said]
    assert words[0] == "FROM" and not said[0][1].endswith(":latest")
    pip = [rest for word, rest in said if word == "RUN" and "pip install" in rest]
    assert all("--require-hashes" in each or "--no-deps" in each for each in pip) and "--require-hashes" in pip[0]
    assert words.index("USER") < words.index("ENTRYPOINT") and dict(said)["USER"] == "heard"
    assert "/healthz" in dict(said)["HEALTHCHECK"]
    copied = {source for word, rest in said if word == "COPY" for source in rest.split()[:-1]}
    assert all((ROOT / each).exists() for each in copied)
    assert {each.name for each in ROOT.iterdir() if (each / "__init__.py").exists()} - {"tests"} <= copied
    assert "-e FORWARDED_ALLOW_IPS=" in (OPS / "Containerfile").read_text(), "else all callers are one: the proxy"
    assert not re.search("password|token|secret", dict(said)["ENV"], re.IGNORECASE) and "ARG" not in words


@pytest.mark.parametrize("name", ["nginx.conf", "Caddyfile"])
def test_the_proxy_leads_to_the_desk_and_the_form_and_keeps_the_keepers_pages_in(name: str) -> None:
    said = (OPS / name).read_text()
    assert "127.0.0.1:8080" in said and "127.0.0.1:8081" in said and "metrics" in said
    assert said.count("{") == said.count("}")
    assert not re.search("^ *http2 on", said, re.MULTILINE), "Debian 12's nginx does not know it, and does not start"


def test_the_proxy_writes_down_of_nobody_which_page_they_asked_for() -> None:
    servers = (OPS / "nginx.conf").read_text().split("server {")[1:]
    assert len(servers) == 3 and all(
        "access_log off;" in each and re.search(r"error_log \S+ crit;", each) for each in servers
    )
    caddy = (OPS / "Caddyfile").read_text()
    assert "exclude http.log.error http.handlers" in caddy and caddy.count("log {") == 1


@pytest.mark.parametrize("name", ["running.md", "mail.md"])
def test_the_settings_that_papers_show_are_settings_that_there_are(name: str) -> None:
    shown = re.findall(r"```yaml\n(.*?)```", (ROOT / "docs" / name).read_text(), re.DOTALL)
    assert shown
    for each in shown:
        Settings.model_validate(yaml.safe_load(each))


def test_the_papers_name_only_files_commands_and_parts_that_there_are() -> None:
    commands = {row.name for row in COMMANDS}
    for name in ("running.md", "runbook.md", "guide.md", "threats.md"):
        paper = (ROOT / "docs" / name).read_text()
        for link in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", paper):
            assert (Path(ROOT / "docs") / link).exists(), (name, link)
        assert set(re.findall(r"`heard ([a-z]+)", paper)) <= commands, name
        for parts in re.findall(r"`heard run ([a-z,]+)`", paper):
            assert set(parts.split(",")) <= set(PARTS), name
