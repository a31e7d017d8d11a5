"""Everything that can go wrong in a call, as one tree.

    C360Error
    ├── InvalidArgument                  the caller's: an argument that can't be used
    ├── NotGranted                       the caller's, too: its token does not open what it asked for
    ├── Misconfigured                    the operator's: settings missing or wrong
    └── UpstreamError                    the API's, or the way's to it
        ├── Busy                         too much under way here already; nothing was sent
        │   └── OverBudget               as much was sent already as C360_RATE allows
        ├── CircuitOpen                  it failed so often in a row that it is left alone; nothing was sent
        ├── TimedOut                     no answer in time
        ├── Unreachable                  no connection to the API
        │   ├── HostNotFound             its name does not resolve
        │   ├── CertificateNotTrusted    its certificate can't be verified
        │   ├── ProxyFailed              the proxy in between refused
        │   └── ConnectionLost           it broke off before the reply was complete
        ├── Redirected                   3xx: another place, where the key must not go
        ├── RequestRefused               400
        ├── AccessDenied                 401, 403
        ├── NotFound                     404
        ├── RateLimited                  429
        ├── ServiceFailed                500
        ├── Unavailable                  502, 503, 504
        ├── UnexpectedStatus             any other status
        └── UnreadableReply              not the documented JSON
            └── ReplyTooLarge            more than this server reads

Each `str()` is what the model is told: what happened, whether trying again helps, who can fix it.
"""

# ruff: noqa: N818 - the names say what happened; that they are errors, the base class says


class C360Error(Exception):
    """A failure whose text is written for the model that made the call."""


class InvalidArgument(C360Error):
    """An argument that can't be used; the text says what is accepted."""


class NotGranted(C360Error):
    """Something that the caller's token does not open; the text says what it does open."""


class Misconfigured(C360Error):
    """Settings that are missing or wrong; the text names every one of them."""


class UpstreamError(C360Error):
    """A request to the Customer 360 API that brought no usable reply.

    `str()` is `sentence`, in this server's words alone, and the IDs that support asks for. `detail` is what
    the other side said, raw and short: it may quote the customer's address, and must pass the gate before
    anyone reads it. `retry_after` is in whole seconds, where a wait was named.
    """

    def __init__(self, sentence: str, *, detail: str | None = None, retry_after: int | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.detail = detail
        self.retry_after = retry_after
        self.request_id: str | None = None
        self.response_id: str | None = None

    @property
    def reference(self) -> str:
        """` (request ID …, response ID …)`, for support; empty where nothing was sent."""
        ids = {"request ID": self.request_id, "response ID": self.response_id}
        known = ", ".join(f"{name} {value}" for name, value in ids.items() if value)
        return f" ({known})" if known else ""

    def __str__(self) -> str:
        return self.sentence + self.reference


class Busy(UpstreamError):
    """As many requests as may be are under way or waiting already; this one was not sent."""


class OverBudget(Busy):
    """As many requests were sent as the settings allow in the time; this one was not."""


class CircuitOpen(UpstreamError):
    """So many calls in a row failed in the same way that this one was not tried."""


class TimedOut(UpstreamError):
    """No complete answer within the time that the call may take."""


class Unreachable(UpstreamError):
    """No connection to the API could be made."""


class HostNotFound(Unreachable):
    """The API's host name does not resolve."""


class CertificateNotTrusted(Unreachable):
    """The certificate at the API's address can't be verified; nothing was sent to it."""


class ProxyFailed(Unreachable):
    """The proxy on the way to the API did not let the connection through."""


class ConnectionLost(Unreachable):
    """The connection broke off before the reply was complete, or what came was not HTTP."""


class Redirected(UpstreamError):
    """A redirect, which is not followed; `detail` is the host that it names."""


class RequestRefused(UpstreamError):
    """Status 400: the API does not accept the search or the IDs."""


class AccessDenied(UpstreamError):
    """Status 401 or 403: the key does not open this tenant, or this API."""


class NotFound(UpstreamError):
    """Status 404: there is no such endpoint or tenant at the configured address."""


class RateLimited(UpstreamError):
    """Status 429: more requests than the API takes; or nothing was sent, since the API said so a moment ago."""


class ServiceFailed(UpstreamError):
    """Status 500: the API failed on its side."""


class Unavailable(UpstreamError):
    """Status 502, 503 or 504: the API is out of reach behind its gateway for now."""


class UnexpectedStatus(UpstreamError):
    """A status that has no error of its own."""


class UnreadableReply(UpstreamError):
    """A successful status whose body is not a JSON object."""


class ReplyTooLarge(UnreadableReply):
    """A body larger than this server reads; the rest was not fetched."""
