import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import httpx2
import pytest
import yaml

from c360_mcp.service.app import create_app
from c360_mcp.service.bounds.limits import RequestLimits
from c360_mcp.service.callers.static_tokens import new_token
from c360_mcp.service.settings import ServiceSettings, read_service_settings
from c360_mcp.service.variables import SERVICE_SETTINGS
from c360_mcp.settings import read_settings
from c360_mcp.variables import SERVER_SETTINGS
from tests.packaging.checkout import ROOT, script
from tests.service.serving import serving

containerfile = script("containerfile")

NGINX = (ROOT / "deploy/nginx.conf").read_text(encoding="utf-8")
COMPOSE = yaml.safe_load((ROOT / "deploy/compose.yaml").read_text(encoding="utf-8"))
MANIFESTS = {
    manifest["kind"]: manifest
    for path in (ROOT / "deploy/kubernetes").glob("*.yaml")
    for manifest in yaml.safe_load_all(path.read_text(encoding="utf-8"))
}
REPLICAS = {name: service for name, service in COMPOSE["services"].items() if name != "nginx"}
POD = MANIFESTS["Deployment"]["spec"]["template"]
(CONTAINER,) = POD["spec"]["containers"]
LAST_STAGE = containerfile.stages()[-1]
PORT = containerfile.only("EXPOSE", LAST_STAGE).rest
USER = containerfile.only("USER", LAST_STAGE).rest

KUBERNETES_ENV = {variable["name"]: variable.get("value", "a-secret") for variable in CONTAINER["env"]}
COMPOSE_ENV = {
    name: re.sub(r"\$\{C360_REGION.*\}", "us", re.sub(r"\$\{\w+:-(.*)\}", r"\1", value))
    for name, value in REPLICAS["replica-1"]["environment"].items()
} | {"C360_TENANT_ID": "acmecorp01", "C360_API_KEY": "a-secret"}


def settings(environ: Mapping[str, str], folder: Path) -> ServiceSettings:
    """What the service makes of an environment, once there is a file of tokens."""
    tokens = folder / "tokens"
    tokens.write_text(f"{new_token('someone')[1]}\n", encoding="utf-8")
    return read_service_settings({**environ, "C360_AUTH_TOKENS_FILE": str(tokens)})


def seconds(directive: str) -> float:
    """The time that a directive of nginx gives."""
    (value,) = re.findall(rf"\b{directive} (\d+)s;", NGINX)
    return float(value)


def longest_call(service: ServiceSettings) -> float:
    return service.timeout + RequestLimits().margin_seconds


@pytest.mark.parametrize("environ", [COMPOSE_ENV, KUBERNETES_ENV], ids=["compose", "kubernetes"])
def test_what_is_set_is_all_that_the_service_needs_to_start_and_to_ask_who_calls(
    environ: dict[str, str], tmp_path: Path
) -> None:
    service = settings(environ, tmp_path)
    filled_in = environ | {"C360_TENANT_ID": "acmecorp01"}

    assert set(environ) <= {setting.name for setting in SERVER_SETTINGS + SERVICE_SETTINGS}
    assert read_settings(filled_in).connection.base_url.endswith("/us")
    assert service.authenticates
    assert service.allowed_hosts


def test_the_key_and_the_tokens_come_from_secrets() -> None:
    (key,) = (variable for variable in CONTAINER["env"] if variable["name"] == "C360_API_KEY")
    (volume,) = POD["spec"]["volumes"]
    (mount,) = CONTAINER["volumeMounts"]
    (item,) = volume["secret"]["items"]

    assert key["valueFrom"]["secretKeyRef"]["name"] == volume["secret"]["secretName"]
    assert KUBERNETES_ENV["C360_AUTH_TOKENS_FILE"] == f"{mount['mountPath']}/{item['path']}"
    assert (
        COMPOSE_ENV["C360_AUTH_TOKENS_FILE"]
        == f"/run/secrets/{COMPOSE['services']['replica-1']['secrets'][0]}"
    )


def test_nobody_is_root_and_nothing_can_be_written() -> None:
    pod, container = POD["spec"]["securityContext"], CONTAINER["securityContext"]

    assert f"{pod['runAsUser']}:{pod['runAsGroup']}" == USER
    assert pod["runAsNonRoot"]
    assert pod["runAsUser"] > 0
    assert (container["allowPrivilegeEscalation"], container["readOnlyRootFilesystem"]) == (False, True)
    assert all(service["read_only"] for service in COMPOSE["services"].values())


def test_nginx_and_kubernetes_send_calls_to_the_port_of_the_image() -> None:
    upstream = re.findall(r"^ +server ([\w-]+):(\d+)", NGINX, re.MULTILINE)
    (port,) = CONTAINER["ports"]
    (forwarded,) = MANIFESTS["Service"]["spec"]["ports"]

    assert upstream == [(name, PORT) for name in REPLICAS]
    assert len(upstream) == 2
    assert (str(port["containerPort"]), port["name"]) == (PORT, forwarded["targetPort"])


def test_what_belongs_to_the_deployment_finds_it() -> None:
    labels = POD["metadata"]["labels"]
    selectors = [MANIFESTS[kind]["spec"]["selector"] for kind in ("Deployment", "PodDisruptionBudget")]
    target = MANIFESTS["HorizontalPodAutoscaler"]["spec"]["scaleTargetRef"]

    assert [selector["matchLabels"] for selector in selectors] == [labels, labels]
    assert MANIFESTS["Service"]["spec"]["selector"] == labels
    assert target["name"] == MANIFESTS["Deployment"]["metadata"]["name"]


def test_probes_are_answered_by_whoever_serves() -> None:
    probes = [
        CONTAINER[name]["httpGet"]["path"] for name in ("startupProbe", "livenessProbe", "readinessProbe")
    ]
    code = containerfile.only("HEALTHCHECK", LAST_STAGE).words[-1]
    (checked,) = re.findall(rf"http://127\.0\.0\.1:{PORT}(/\w+)", code)

    with serving(create_app({}, demo=True)) as url, httpx2.Client(base_url=url, trust_env=False) as http:
        answers = {path: http.get(path).status_code for path in [*probes, checked]}

    assert answers == {"/healthz": 200, "/readyz": 200}


def test_calls_under_way_have_the_time_to_end(tmp_path: Path) -> None:
    pause = CONTAINER["lifecycle"]["preStop"]["sleep"]["seconds"]
    longest = longest_call(settings(KUBERNETES_ENV, tmp_path))

    assert POD["spec"]["terminationGracePeriodSeconds"] - pause > longest
    assert all(int(service["stop_grace_period"].rstrip("s")) > longest for service in REPLICAS.values())
    assert seconds("proxy_read_timeout") > longest


def test_nginx_takes_what_the_service_takes_and_keeps_it_in_memory() -> None:
    sizes: dict[str, Any] = dict(re.findall(r"\b(client_\w+_size) (\d+)k;", NGINX))

    assert {name: int(size) * 1024 for name, size in sizes.items()} == {
        "client_max_body_size": RequestLimits().body_bytes,
        "client_body_buffer_size": RequestLimits().body_bytes,
    }
    assert "proxy_max_temp_file_size 0;" in NGINX
