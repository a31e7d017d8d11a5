"""Whether anybody hears of spans and figures. OpenTelemetry's own providers, without its SDK, are nobody."""

from opentelemetry.metrics import get_meter_provider
from opentelemetry.trace import get_tracer_provider


def has_audience() -> bool:
    """Whether there is anybody at all; for nobody, a call is spared the work."""
    return figures_are_heard() or not _is_nobody(get_tracer_provider(), "opentelemetry.trace")


def figures_are_heard() -> bool:
    """Whether metrics go anywhere."""
    return not _is_nobody(get_meter_provider(), "opentelemetry.metrics")


def _is_nobody(provider: object, own: str) -> bool:
    return type(provider).__module__.split("._", 1)[0] == own
