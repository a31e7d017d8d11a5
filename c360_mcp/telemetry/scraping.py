"""The metrics as Prometheus reads them: whether they can be had, and the page that it asks for (scrapes)."""

from collections.abc import Mapping
from importlib.util import find_spec

from c360_mcp.errors import Misconfigured
from c360_mcp.telemetry.otel_settings import sdk_disabled


def check_scraping(environ: Mapping[str, str]) -> None:
    """Raise `Misconfigured` where there would be nothing to read at C360_METRICS_PORT."""
    if sdk_disabled(environ):
        raise Misconfigured("C360_METRICS_PORT has nothing to show while OTEL_SDK_DISABLED=true.")
    if not _installed():
        raise Misconfigured(
            "C360_METRICS_PORT needs packages that are not installed: pip install 'c360-mcp[prometheus]'."
        )


def scraped_page(accept: str) -> tuple[bytes, str]:
    """All metrics of this process, in the newest format that the header `Accept` allows, and its media type."""
    from prometheus_client import REGISTRY
    from prometheus_client.exposition import choose_encoder

    encode, media_type = choose_encoder(accept)
    return encode(REGISTRY), media_type


def _installed() -> bool:
    try:
        return bool(find_spec("prometheus_client") and find_spec("opentelemetry.exporter.prometheus"))
    except ModuleNotFoundError:  # of a package above
        return False
