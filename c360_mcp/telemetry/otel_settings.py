"""Reads from OpenTelemetry's own variables (OTEL_…) whether traces and metrics are sent."""

from collections.abc import Mapping
from importlib.util import find_spec
from typing import NamedTuple

from c360_mcp.errors import Misconfigured

_PROTOCOL = "http/protobuf"


class OtelSettings(NamedTuple):
    """Which of the two are sent."""

    traces: bool
    metrics: bool

    def __bool__(self) -> bool:
        return self.traces or self.metrics


def read_otel_settings(environ: Mapping[str, str]) -> OtelSettings:
    """Read the variables in `environ`; raises `Misconfigured` with every reason why they can't be followed."""
    if sdk_disabled(environ):
        return OtelSettings(traces=False, metrics=False)
    settings = OtelSettings(traces=_wanted(environ, "TRACES"), metrics=_wanted(environ, "METRICS"))
    problems = [
        *_problems(environ, "TRACES", wanted=settings.traces),
        *_problems(environ, "METRICS", wanted=settings.metrics),
    ]
    if settings and not _installed():
        problems.append("the packages that send it are not installed: pip install 'c360-mcp[otel]'")
    if problems:
        raise Misconfigured(
            f"Telemetry can't be sent: {'; '.join(dict.fromkeys(problems))}. OTEL_SDK_DISABLED=true turns it off."
        )
    return settings


def sdk_disabled(environ: Mapping[str, str]) -> bool:
    """Whether the SDK records nothing, whatever else is set."""
    return _given(environ, "OTEL_SDK_DISABLED").lower() == "true"


def _wanted(environ: Mapping[str, str], signal: str) -> bool:
    if exporter := _given(environ, f"OTEL_{signal}_EXPORTER"):
        return exporter != "none"
    endpoints = ("OTEL_EXPORTER_OTLP_ENDPOINT", f"OTEL_EXPORTER_OTLP_{signal}_ENDPOINT")
    return any(_given(environ, name) for name in endpoints)


def _problems(environ: Mapping[str, str], signal: str, *, wanted: bool) -> list[str]:
    if not wanted:
        return []
    accepted = {
        f"OTEL_{signal}_EXPORTER": "otlp",
        f"OTEL_EXPORTER_OTLP_{signal}_PROTOCOL": _PROTOCOL,
    }
    if not _given(environ, f"OTEL_EXPORTER_OTLP_{signal}_PROTOCOL"):
        accepted["OTEL_EXPORTER_OTLP_PROTOCOL"] = _PROTOCOL
    return [
        f"{name} must be {value}"
        for name, value in accepted.items()
        if _given(environ, name) not in {"", value}
    ]


def _given(environ: Mapping[str, str], name: str) -> str:
    return environ.get(name, "").strip()


def _installed() -> bool:
    try:
        return bool(find_spec("opentelemetry.sdk") and find_spec("opentelemetry.exporter.otlp.proto.http"))
    except ModuleNotFoundError:  # of a package above
        return False
