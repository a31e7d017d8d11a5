"""`c360-mcp`: serve over stdio."""

import gc
import logging
import os
import signal
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import closing
from io import FileIO

gc.disable()  # what imports allocate is kept to the end: to search it for garbage would only delay the start

import anyio  # noqa: E402
from anyio.streams.memory import MemoryObjectSendStream  # noqa: E402
from mcp.server.stdio import stdio_server  # noqa: E402
from mcp.shared.message import SessionMessage  # noqa: E402

from c360_mcp.errors import Misconfigured  # noqa: E402
from c360_mcp.logs import configure_logging  # noqa: E402
from c360_mcp.opening.stdin import AnsweredStdin  # noqa: E402
from c360_mcp.server.app import create_server  # noqa: E402
from c360_mcp.server.replay import ClientOutput, Item  # noqa: E402
from c360_mcp.server.stdio_errors import relay  # noqa: E402
from c360_mcp.server.stdio_lines import MessageLines  # noqa: E402
from c360_mcp.setting import SettingsReader  # noqa: E402
from c360_mcp.telemetry.export import Export, open_export  # noqa: E402
from c360_mcp.variables import LOG_LEVEL  # noqa: E402

gc.freeze()
gc.enable()

logger = logging.getLogger(__name__)

_WAITS = (
    "c360-mcp waits on stdin for an MCP client, which `c360-mcp config CLIENT` attaches. To look a customer up here: "
    "c360-mcp brief --demo customer@example.com (Ctrl-C ends this)."
)
_NEEDS_PIPES = "c360-mcp: there is no stdin or no stdout, over which an MCP client would be served."


def serve(environ: Mapping[str, str], *, demo: bool, stdin: AnsweredStdin | None = None) -> int:
    """Serve until the client closes stdin, or a signal comes; go on from `stdin`, where that has answered already."""
    configure_logging(SettingsReader(environ).read(LOG_LEVEL))
    sys.unraisablehook = _ignore_broken_pipes
    if None in (sys.stdin, sys.stdout):
        print(_NEEDS_PIPES, file=sys.stderr)
        return 1
    if sys.stdin.isatty():
        print(_WAITS, file=sys.stderr)
    with closing(_export(environ)) as export:
        try:
            anyio.run(_serve, environ, demo, export, stdin)
        except* BrokenPipeError:
            logger.debug("The client has gone before its calls were answered.")
    return 0


def _ignore_broken_pipes(unraisable: "sys.UnraisableHookArgs") -> None:
    """Since Python 3.13, a pipe whose reader has gone is reported once more where its file is collected."""
    if not isinstance(unraisable.exc_value, BrokenPipeError):
        sys.__unraisablehook__(unraisable)


def _export(environ: Mapping[str, str]) -> Export:
    """The exporters that `OTEL_*` variables ask for; none where these are wrong, since they may be the client's own."""
    try:
        return open_export(environ)
    except Misconfigured as error:
        logger.warning("%s", error)
        return Export()


async def _serve(environ: Mapping[str, str], demo: bool, export: Export, stdin: AnsweredStdin | None) -> None:  # noqa: FBT001  anyio.run passes positions
    server = create_server(environ, demo=demo)
    answered = stdin.take_over() if stdin else 0
    lines = MessageLines(stdin or FileIO(0, closefd=False))
    async with stdio_server(anyio.wrap_file(lines)) as (read, write):
        with anyio.CancelScope() as serving:
            async with anyio.create_task_group() as group:
                if sys.platform != "win32":  # anyio can't receive signals there, and Ctrl-C works without
                    group.start_soon(_cancel_on_signal, serving)
                sender, messages = anyio.create_memory_object_stream[SessionMessage | Exception]()
                answers = ClientOutput(write.send, write.aclose)
                group.start_soon(hand_on, read, answers, sender, answered)
                await server.run(messages, answers, server.create_initialization_options())
                group.cancel_scope.cancel()
        if serving.cancel_called:
            # All is closed. The thread that reads stdin can't be woken, and the interpreter would wait for it.
            export.close()
            sys.stderr.flush()
            os._exit(0)


async def hand_on(
    read: AsyncIterator[Item], answers: ClientOutput, messages: MemoryObjectSendStream[Item], answered: int
) -> None:
    """Tell the server what was answered before, and then what comes."""
    await answers.replay(read, answered, messages)
    await relay(read, answers.send, messages)


async def _cancel_on_signal(serving: anyio.CancelScope) -> None:
    with anyio.open_signal_receiver(signal.SIGINT, signal.SIGTERM) as signals:
        async for _ in signals:
            serving.cancel()
