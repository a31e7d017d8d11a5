"""The Helm chart, rendered by Helm's own code."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from c360_mcp import __version__
from c360_mcp.service.callers.static_tokens import new_token
from c360_mcp.service.settings import read_service_settings
from c360_mcp.service.variables import SERVICE_SETTINGS
from c360_mcp.variables import SERVER_SETTINGS
from tests.packaging.checkout import script

helm = pytest.importorskip("helm_python", reason="it comes with the extra dev")
chart = script("chart")

TENANTS = chart.examples()["tenants"]
SECRETS = {"C360_STATE_URL": "redis://:a-secret@valkey:6379"}
OF_OPENTELEMETRY = {"OTEL_EXPORTER_OTLP_ENDPOINT"}


def manifests(values: dict[str, Any]) -> dict[str, Any]:
    """By their kind."""
    made = [yaml.safe_load(text) for text in chart.render(values).values()]
    return {one["kind"]: one for one in made}


def container(values: dict[str, Any]) -> Any:
    (one,) = manifests(values)["Deployment"]["spec"]["template"]["spec"]["containers"]
    return one


def environment(values: dict[str, Any]) -> dict[str, str]:
    return {
        one["name"]: one.get("value", SECRETS.get(one["name"], "a-secret"))
        for one in container(values)["env"]
    }


def test_the_plain_manifests_are_what_the_chart_gives_and_helm_finds_no_fault() -> None:
    assert [*chart.faults()] == []


@pytest.mark.parametrize("values", chart.examples().values(), ids=chart.examples())
def test_a_service_starts_with_what_an_example_sets(values: dict[str, Any], tmp_path: Path) -> None:
    environ = environment(values)
    assert environ.keys() - OF_OPENTELEMETRY <= {one.name for one in SERVER_SETTINGS + SERVICE_SETTINGS}
    (tmp_path / "tokens").write_text(str(new_token("someone")[1]), encoding="utf-8")
    (tmp_path / "tenants.toml").write_text(
        '[acme]\nid = "acmecorp01"\nregion = "us"\napi_key = "eght_test"\n', encoding="utf-8"
    )
    found = {name: value.replace("/etc/c360", str(tmp_path)) for name, value in environ.items()}

    settings = read_service_settings(found)

    assert settings.authenticates
    assert settings.allowed_hosts == tuple(values["hosts"])


def test_issuer_budget_and_metrics_reach_the_service() -> None:
    environ = environment(TENANTS)

    assert environ["C360_AUTH_ISSUER"] == TENANTS["issuer"]["url"]
    assert environ["C360_TENANT_CLAIM"] == TENANTS["issuer"]["tenantClaim"]
    assert environ["C360_RATE"] == TENANTS["rate"]
    assert environ["C360_REPLICAS"] == str(TENANTS["autoscaling"]["max"])
    assert environ["C360_METRICS_PORT"] == str(TENANTS["metrics"]["port"])
    assert "C360_AUTH_TOKENS_FILE" not in environ
    assert "C360_API_KEY" not in environ  # each tenant has one of its own


def test_no_secret_stands_in_a_manifest() -> None:
    secret = [one for one in container(TENANTS)["env"] if "valueFrom" in one]

    assert [one["name"] for one in secret] == ["C360_STATE_URL", "C360_AUDIT_SECRET"]
    assert {one["valueFrom"]["secretKeyRef"]["name"] for one in secret} == {TENANTS["secretName"]}
    assert "Secret" not in manifests(TENANTS)


def test_callers_come_in_under_tls_alone() -> None:
    spec = manifests(TENANTS)["Ingress"]["spec"]

    assert environment(TENANTS)["C360_PUBLIC_URL"] == "https://c360.example.com/mcp"
    assert [rule["host"] for rule in spec["rules"]] == TENANTS["hosts"]
    assert spec["tls"] == [{"hosts": TENANTS["hosts"], "secretName": "c360-mcp-tls"}]


def test_the_network_policy_opens_what_is_needed_and_nothing_else() -> None:
    spec = manifests(TENANTS)["NetworkPolicy"]["spec"]
    ports = {port["name"]: port["containerPort"] for port in container(TENANTS)["ports"]}

    assert spec["policyTypes"] == ["Ingress", "Egress"]
    assert [rule["ports"][0]["port"] for rule in spec["ingress"]] == ["http", "metrics"]
    assert ports == {"http": 8360, "metrics": 9464}
    assert [rule["ports"][0]["port"] for rule in spec["egress"]] == [53, 443, 6379, 4318]
    assert all(rule.get("from") or rule.get("to") for rule in [*spec["ingress"], *spec["egress"]])


def test_replicas_follow_the_calls_under_way() -> None:
    spec = manifests(TENANTS)["HorizontalPodAutoscaler"]["spec"]

    assert (spec["minReplicas"], spec["maxReplicas"]) == (3, 12)
    assert spec["metrics"][1]["pods"] == {
        "metric": {"name": "c360_calls_active"},
        "target": {"type": "AverageValue", "averageValue": "16"},
    }


def test_an_id_of_digits_stays_a_text() -> None:
    assert environment({"tenant": {"id": "12345", "region": "us"}})["C360_TENANT_ID"] == "12345"


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"token": True}, "token"),
        ({"tokens": False}, "set tokens or issuer.url"),
        ({"issuer": {"url": "https://login.example.com"}}, "set issuer.audience"),
        ({"issuer": {"url": "http://login.example.com"}}, "issuer/url"),
        (
            {"tenantsFile": True, "issuer": {"url": "https://a.example", "audience": "a"}},
            "issuer.tenantClaim",
        ),
        ({"autoscaling": {"calls": 8}}, "set metrics.port"),
        ({"networkPolicy": {"enabled": True, "from": []}}, "networkPolicy/from"),
        ({"networkPolicy": {"enabled": True, "api": [{}]}}, "networkPolicy/api/0"),
        ({"hosts": []}, "hosts"),
        ({"settings": {"PATH": "/"}}, "'PATH' does not match"),
    ],
)
def test_values_that_would_not_work_or_open_too_much_are_refused(values: dict[str, Any], told: str) -> None:
    with pytest.raises(helm.HelmError) as refusal:
        chart.render(values)

    assert told in str(refusal.value)


def test_the_chart_installs_this_version() -> None:
    with helm.Chart.load(chart.CHART) as loaded:
        versions = {loaded.version, loaded.metadata["appVersion"], loaded.values["image"]["tag"]}

    assert versions == {__version__}
