"""The alerts and the dashboard in `deploy/`, against what the service really shows at `/metrics`."""

import json
import os
import re
import shutil
import subprocess
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
import yaml
from prometheus_client.parser import text_string_to_metric_families

from tests.front_door import Script, environment
from tests.packaging.checkout import ROOT
from tests.service.serving import call, caller
from tests.service.test_metrics import Metrics, measured, search

pytestmark = pytest.mark.anyio

ALERTS = ROOT / "deploy/prometheus/alerts.yaml"
DASHBOARD = json.loads((ROOT / "deploy/grafana/dashboard.json").read_text(encoding="utf-8"))
RULES: list[dict[str, Any]] = yaml.safe_load(ALERTS.read_text(encoding="utf-8"))["groups"][0]["rules"]
SHOWN = [target["expr"] for panel in DASHBOARD["panels"] for target in panel["targets"]]
EMPTY: dict[str, Any] = {"interactions": []}
STORE_AWAY = {"C360_STATE_URL": "redis://127.0.0.1:1"}
OF_PROMETHEUS = {"up"}
"""What Prometheus itself notes of those that it reads."""


@asynccontextmanager
async def answered(status: int, *, others: int = 0, **own: str) -> AsyncIterator[Metrics]:
    """A service whose API gave this status to calls for one customer and for others, and which refused another host."""
    api = Script(lambda *_: (status, EMPTY))
    with environment(api, {"C360_TIMEOUT": "3", "C360_REUSE_SECONDS": "60"} | own) as settings:
        async with measured(settings) as (service, metrics), caller(service.url) as http:
            for _ in range(3):
                await call(http)
            for number in range(others):
                await call(http, arguments=search(number))
            await call(http, {"Host": "elsewhere.example"})
            yield metrics


def names(expression: str) -> set[str]:
    """The metrics that an expression reads: what is left without strings, labels, times and functions."""
    bare = re.sub(r"\"[^\"]*\"|\{[^}]*\}|\[[^\]]*\]|\b(?:by|without|on|ignoring) *\([^)]*\)", " ", expression)
    words = set(re.findall(r"[a-z_]\w*(?!\w| *\()", bare))
    return words - {"or", "and", "unless", "sum", "count"}


@pytest.mark.parametrize(
    ("expression", "read"),
    [
        ('sum by (le) (rate(a_bucket{b="c"}[5m])) > 3', {"a_bucket"}),
        ("a_total / b_total or vector(0)", {"a_total", "b_total"}),
        ('absent(up{job="c360-mcp"})', {"up"}),
    ],
)
def test_the_metrics_of_an_expression_are_found(expression: str, read: set[str]) -> None:
    assert names(expression) == read


async def test_every_metric_of_the_alerts_and_the_dashboard_is_one_that_the_service_shows() -> None:
    async with answered(200, others=1, C360_RATE="1/hour", **STORE_AWAY) as metrics:
        page = await metrics.page()

    families = list(text_string_to_metric_families(page))
    shown = {sample.name for family in families for sample in family.samples}
    labels = {label for family in families for sample in family.samples for label in sample.labels}
    asked = set[str]().union(
        *(names(expression) for expression in (*SHOWN, *(rule["expr"] for rule in RULES)))
    )
    assert len(asked) >= 10
    assert asked - shown == OF_PROMETHEUS
    grouped = {
        label.strip()
        for expression in SHOWN
        for by in re.findall(r"by \(([^)]*)\)", expression)
        for label in by.split(",")
    }
    assert grouped <= labels


def test_the_documents_name_every_metric_that_the_code_declares_and_no_other() -> None:
    code = (ROOT / "c360_mcp/telemetry/instruments.py").read_text(encoding="utf-8")
    page = (ROOT / "docs/operating.md").read_text(encoding="utf-8")

    declared = re.findall(r'_meter\.create_\w+\(\s*"([^"]+)"', code)
    assert len(declared) >= 10
    assert sorted(declared) == sorted(re.findall(r"^\| `((?:c360|http|mcp)\.[a-z_.]+)`", page, re.MULTILINE))


@pytest.fixture
def promtool() -> str:
    """Prometheus's own checker; what deploys is checked with it in CI, and elsewhere where it is installed."""
    found = shutil.which("promtool")
    if found is None:
        if os.environ.get("PROMTOOL") == "required":
            pytest.fail("promtool is not installed")
        pytest.skip("promtool is not installed")
    return found


def run(*command: str, given: str | None = None) -> None:
    ended = subprocess.run(command, input=given, capture_output=True, text=True)
    assert ended.returncode == 0, ended.stdout + ended.stderr


def test_prometheus_accepts_the_alerts_and_every_expression_of_the_dashboard(
    promtool: str, tmp_path: Path
) -> None:
    of_the_dashboard = [
        {"record": f"panel:{number}", "expr": re.sub(r"\$__\w+", "5m", expression)}
        for number, expression in enumerate(SHOWN)
    ]
    rules = tmp_path / "dashboard.yaml"
    rules.write_text(json.dumps({"groups": [{"name": "dashboard", "rules": of_the_dashboard}]}), "utf-8")

    run(promtool, "check", "rules", str(ALERTS), str(rules))


async def test_prometheus_accepts_what_it_reads(promtool: str) -> None:
    async with answered(503) as metrics:
        run(promtool, "check", "metrics", given=await metrics.page())


def series(page: str, *, slow: bool = False) -> Iterator[dict[str, str]]:
    """The page as if all that it counts happened again each minute, and, if `slow`, took more than twenty seconds."""
    yield {"series": 'up{job="c360-mcp"}', "values": "1x40"}
    for family in text_string_to_metric_families(page):
        for sample in family.samples:
            if not sample.name.startswith(("c360_", "mcp_", "http_")):
                continue
            labels = ",".join(f'{name}="{value}"' for name, value in sample.labels.items())
            value = 0.0 if slow and float(sample.labels.get("le", "inf")) <= 20 else sample.value
            values = f"{value}x40" if family.type == "gauge" else f"0+{value}x40"
            yield {"series": f'{sample.name}{{job="c360-mcp",{labels}}}', "values": values}


def check_firing(promtool: str, folder: Path, given: list[dict[str, str]], alerts: set[str]) -> None:
    """Hold the alerts that fire after half an hour, for one tenant or several, by name against what is expected."""
    expected = [{"labels": f'{{alertname="{name}"}}', "value": 1} for name in sorted(alerts)]
    firing = 'group by (alertname) (ALERTS{alertstate="firing"})'
    test = {
        "interval": "1m",
        "input_series": given,
        "promql_expr_test": [{"expr": firing, "eval_time": "30m", "exp_samples": expected}],
    }
    rules = folder / "alerts.test.yaml"
    whole = {"rule_files": [str(ALERTS)], "evaluation_interval": "1m", "tests": [test]}
    rules.write_text(json.dumps(whole), "utf-8")
    run(promtool, "test", "rules", str(rules))


@pytest.mark.parametrize(
    ("status", "others", "settings", "alerts"),
    [
        (200, 2, {}, set()),
        (400, 2, {}, set()),
        (401, 2, {}, {"C360Unanswered"}),
        (429, 0, {}, {"C360TurnsAway"}),
        (500, 0, {}, {"C360UpstreamFails"}),
        (503, 0, {}, {"C360UpstreamFails"}),
        (500, 2, {}, {"C360UpstreamFails", "C360Unanswered"}),
        (200, 0, {"C360_RATE": "1/hour"}, set()),
        (200, 1, {"C360_RATE": "1/hour"}, {"C360TurnsAway"}),
        (200, 0, {"C360_RATE": "60/minute"} | STORE_AWAY, {"C360TurnsAway"}),
    ],
)
async def test_an_alert_fires_for_what_it_is_for_and_for_nothing_else(
    status: int, others: int, settings: dict[str, str], alerts: set[str], promtool: str, tmp_path: Path
) -> None:
    async with answered(status, others=others, **settings) as metrics:
        page = await metrics.page()

    check_firing(promtool, tmp_path, [*series(page)], alerts)


async def test_slow_calls_and_a_service_that_is_gone_fire_alerts(promtool: str, tmp_path: Path) -> None:
    async with answered(200) as metrics:
        page = await metrics.page()

    check_firing(promtool, tmp_path, [*series(page, slow=True)], {"C360Slow"})
    check_firing(promtool, tmp_path, [], {"C360Down"})
    check_firing(promtool, tmp_path, [{"series": 'up{job="c360-mcp"}', "values": "0x40"}], {"C360Down"})
