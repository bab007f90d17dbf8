"""What `make run` starts: it answers, says nothing to strangers, and stops when it is told to."""

import http.client
import json
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page

from setiakawan.cli.tests.conftest import wait_until
from setiakawan.demo.cast import CAST, Part
from tests.journeys.conftest import Site, environment_of

SERVE = [sys.executable, "-m", "setiakawan", "serve"]


def port_of(site: Site) -> int:
    found = urlsplit(site.url).port
    assert found is not None
    return found


def is_listening(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def test_the_sign_in_page_is_clean(page: Page, axe: Callable[[Page], None]):
    response = page.goto("/masuk/")
    assert response is not None
    assert response.status == 200
    assert "default-src 'none'" in response.headers["content-security-policy"]
    axe(page)


def test_a_stranger_is_sent_to_sign_in(page: Page):
    page.goto("/")
    assert urlsplit(page.url).path == "/masuk/"


@pytest.mark.parametrize("part", CAST, ids=lambda part: part.key)
def test_everybody_comes_in_to_a_clean_home(
    part: Part, sign_in_as: Callable[[Part], Page], axe: Callable[[Page], None]
):
    page = sign_in_as(part)
    assert urlsplit(page.url).path == "/"
    assert part.call_name in page.locator("body").inner_text()
    axe(page)


def test_it_answers_to_its_own_name_only(site: Site):
    connection = http.client.HTTPConnection("127.0.0.1", port_of(site))
    connection.request("GET", "/masuk/", headers={"Host": "elsewhere.invalid"})
    assert connection.getresponse().status == 400
    connection.close()


def test_a_second_one_says_that_the_first_is_running(site: Site):
    second = subprocess.run(
        [*SERVE, "--port", "1"],
        env=environment_of(site.database),
        capture_output=True,
        text=True,
        check=False,
    )
    assert second.returncode == 1
    assert f"Sudah berjalan di {site.url}/ (proses {site.process.pid})" in second.stderr


def test_a_taken_port_is_said_so(site: Site, committed_db: str):
    other = subprocess.run(
        [*SERVE, "--port", str(port_of(site))],
        env=environment_of(committed_db),
        capture_output=True,
        text=True,
        check=False,
    )
    assert other.returncode == 1
    assert f"Port {port_of(site)} sudah dipakai program lain" in other.stderr
    assert "Traceback" not in other.stderr


@pytest.mark.skipif(not Path("/proc").exists(), reason="looks at the processes of Linux")
@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_however_it_ends_nothing_of_it_stays(committed_db: str, how: signal.Signals):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    process = subprocess.Popen(
        [*SERVE, "--port", str(port)],
        env=environment_of(committed_db),
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert process.stdout is not None
    assert any(line.startswith("Siap:") for line in process.stdout)
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    assert len(children) == 2  # the web and the worker

    process.send_signal(how)
    process.wait(40)
    process.stdout.close()

    wait_until(lambda: not is_listening(port))
    wait_until(lambda: not any(_is_running(pid) for pid in children))


def _is_running(pid: str) -> bool:
    status = Path(f"/proc/{pid}/stat")
    return status.exists() and status.read_text().rpartition(")")[2].split()[0] != "Z"


def test_the_doctor_finds_it_well(site: Site):
    found = subprocess.run(
        [sys.executable, "-m", "setiakawan", "doctor", "--json"],
        env=environment_of(site.database),
        capture_output=True,
        text=True,
        check=False,
    )
    ill = [one for one in json.loads(found.stdout) if not one["is_well"]]
    assert [one for one in ill if one["name"] != "ruang disk"] == []  # the disk is the machine's
