"""Whether anybody hears of spans and figures. OpenTelemetry's own providers, without its SDK, are nobody."""

from opentelemetry.metrics import get_meter_provider
from opentelemetry.trace import get_tracer_provider


def telemetry_enabled() -> bool:
    """Whether there is anybody at all; for nobody, a call is spared the work."""
    return metrics_enabled() or not _is_nobody(get_tracer_provider(), "opentelemetry.trace")


def metrics_enabled() -> bool:
    """Whether metrics go anywhere."""
    return not _is_nobody(get_meter_provider(), "opentelemetry.metrics")


def _is_nobody(provider: object, own: str) -> bool:
    return type(provider).__module__.split("._", 1)[0] == own
