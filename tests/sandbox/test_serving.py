import signal
import socket
import subprocess
import sys
import threading

import httpx2
import pytest

from c360_mcp.sandbox.app import create_app
from c360_mcp.sandbox.cast import DEMO_KEY
from c360_mcp.sandbox.serve import running
from tests.patience import PATIENCE

PATH = "/v1/public/tenants/acmecorp01/interactions-insight?email=customer%40example.com"

FOREGROUND = """
from c360_mcp.sandbox.app import create_app
from c360_mcp.sandbox.serve import serve_forever

serve_forever(create_app(), port=0, announce=lambda url: print(url, flush=True))
"""


def test_nothing_is_left_of_a_sandbox_that_was_used() -> None:
    threads = set(threading.enumerate())
    with running(create_app()) as url:
        assert httpx2.get(url + PATH, headers={"x-api-key": DEMO_KEY}, trust_env=False).status_code == 200
    assert set(threading.enumerate()) == threads
    with pytest.raises(httpx2.ConnectError):
        httpx2.get(url + PATH, trust_env=False)


def test_nothing_is_left_of_a_sandbox_that_was_never_asked() -> None:
    threads = set(threading.enumerate())
    with running(create_app()):
        pass
    assert set(threading.enumerate()) == threads


def test_a_client_that_stays_connected_does_not_keep_it_running() -> None:
    with httpx2.Client(headers={"x-api-key": DEMO_KEY}, trust_env=False) as http:
        with running(create_app()) as url:
            assert http.get(url + PATH).status_code == 200
        with pytest.raises(httpx2.ConnectError):
            http.get(url + PATH)


def test_it_ends_with_the_block_that_fails() -> None:
    threads = set(threading.enumerate())
    with pytest.raises(RuntimeError, match="boom"), running(create_app()):
        raise RuntimeError("boom")
    assert set(threading.enumerate()) == threads


def test_sandboxes_run_side_by_side_on_ports_of_their_own() -> None:
    with running(create_app()) as one, running(create_app()) as other:
        assert one != other


def test_a_port_in_use_is_an_error_at_once() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(OSError, match="in use"), running(create_app(), port=port):
            pass


def test_in_the_foreground_it_serves_until_ctrl_c_and_ends_quietly() -> None:
    command = [sys.executable, "-W", "error", "-c", FOREGROUND]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        url = process.stdout.readline().strip()
        answer = httpx2.get(url + PATH, headers={"x-api-key": DEMO_KEY}, trust_env=False)
        process.send_signal(signal.SIGINT)
        _, complaints = process.communicate(timeout=PATIENCE)
    assert (answer.status_code, process.returncode, complaints) == (200, 0, "")


def test_importing_the_package_imports_no_web_server() -> None:
    code = "import sys, c360_mcp.sandbox; print({'uvicorn', 'starlette'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
