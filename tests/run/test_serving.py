"""Starting and ending: the port, Ctrl-C, two at once, an ordinary user, paths with spaces."""

from __future__ import annotations

import os
import pwd
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.run.installation import PASSWORD, ROOT, Installation, Marking, Person, free_port, is_alive, is_free


def clone(target: Path, demo: Path) -> Installation:
    """The program itself elsewhere, with the demo in the place that it has when nothing is said."""
    for folder in ("annotate", "static", "templates"):
        shutil.copytree(ROOT / folder, target / folder, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "manage.py", target)
    subprocess.run(["cp", "-a", demo, target / "var"], check=True)
    return Installation(target / "var", root=target)


def test_a_taken_port_is_said_with_what_to_do_and_the_one_who_has_it_stays(installation: Installation) -> None:
    with installation.serving() as running:
        done = installation.run("serve", "--port", str(running.port))
        assert done.returncode == 1
        other = re.search(r"make run PORT=(\d+)", done.stderr)
        assert other is not None
        assert is_free(int(other[1]))  # not the next one: that is the stream of the one who is there
        assert "Traceback" not in done.stderr
        assert Person(running.port).ask("GET", "/").status == 200


def test_static_files_may_be_kept_for_ever_since_their_names_carry_their_content(installation: Installation) -> None:
    with installation.serving() as running:
        person = Person(running.port)
        names = re.findall(r'href="(/static/css/[^"]+)"', person.ask("GET", "/").text)
        assert names
        for name in names:
            assert re.search(r"\.[0-9a-f]{12}\.css$", name)
            assert "immutable" in person.ask("GET", name).headers["cache-control"]


def test_a_host_that_is_none_is_said_in_a_sentence(installation: Installation) -> None:
    done = installation.run("serve", "--host", "no.such.host.invalid")
    assert done.returncode == 1
    assert "no.such.host.invalid:8000 is no address of this machine" in done.stderr
    assert "Traceback" not in done.stderr


def test_ctrl_c_ends_everything_and_frees_the_port(installation: Installation) -> None:
    """As the terminal does it: to the whole group, workers included."""
    with installation.serving() as running:
        started = [running.process.pid, *running.workers(), installation.server.postmaster()]
        os.killpg(running.process.pid, signal.SIGINT)
        said = running.listen_to_its_end()
        assert running.process.returncode == 0
        assert not any(is_alive(pid) for pid in started if pid)
        assert is_free(running.port)
        assert installation.server.postmaster() is None
        assert "Traceback" not in said
        assert "rror" not in said


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_other_ways_to_end_it_leave_nothing_either(installation: Installation, number: int) -> None:
    with installation.serving() as running:
        assert running.end(number) == 0
        assert not running.workers()
        assert installation.server.postmaster() is None


def test_the_database_stays_while_somebody_else_uses_it(installation: Installation) -> None:
    with installation.serving() as first, installation.serving() as second:
        first.end()
        assert installation.server.postmaster() is not None
        assert Person(second.port).ask("GET", "/").status == 200
        second.end()
        assert installation.server.postmaster() is None


def test_ctrl_c_ends_the_start_that_made_the_demo(fresh: Installation) -> None:
    """Making it tells the stream by a thread, which must not take the signal from who waits for it."""
    with fresh.serving("demo") as running:
        os.killpg(running.process.pid, signal.SIGINT)
        running.listen_to_its_end()
        assert running.process.returncode == 0


def test_the_demo_says_how_to_sign_in_at_every_start(installation: Installation) -> None:
    with installation.serving("demo") as running:
        said = "".join(running.said)
        assert f"http://127.0.0.1:{running.port}/" in said
    done = installation.run("demo", "--no-serve")
    assert f"Password of each, unless they chose another: {PASSWORD}" in done.stdout
    assert (installation.data / "demo_password").read_text() == PASSWORD


def test_reset_makes_the_demo_anew_only_where_there_is_nothing_else(installation: Installation) -> None:
    asked = installation.run("demo", "--no-serve", "--reset", input="no\n")
    assert "Nothing was touched" in asked.stderr
    installation.run("create_user", "otto")
    done = installation.run("demo", "--no-serve", "--reset", "--yes")
    assert done.returncode == 1
    assert "account otto" in done.stderr
    with installation.serving() as running:
        assert Person(running.port).ask("GET", "/").status == 200


def test_two_clones_run_at_the_same_time(folder: Path, demo: Path) -> None:
    """Each in a path with spaces, with its data where they are when nothing is said, and its own port."""
    first, second = clone(folder / "one clone", demo), clone(folder / "another clone", demo)
    with first.serving() as one, second.serving() as other:
        mark = Marking(first, one.port)
        assert mark.mark().status == 200
        assert first.marks().items() >= mark.acknowledged.items()
        assert not second.marks().items() & mark.acknowledged.items()
        assert Person(other.port).ask("GET", "/").status == 200
        assert first.server.postmaster() != second.server.postmaster()
    for installation in (first, second):
        installation.remove()
        shutil.rmtree(installation.root)


def test_tables_that_are_missing_are_said(fresh: Installation) -> None:
    done = fresh.run("serve", "--port", str(free_port()))
    assert done.returncode == 1
    assert "python manage.py migrate" in done.stderr
    assert "Traceback" not in done.stderr


def python_for(user: pwd.struct_passwd) -> str | None:
    """A Python of this version that the user may run; root's own may lie in a private folder."""
    version = f"{sys.version_info[0]}.{sys.version_info[1]}"
    for python in (sys.executable, f"/usr/bin/python{version}", f"/usr/local/bin/python{version}"):
        try:
            said = subprocess.run(
                [python, "-c", "import sys; print(sys.version_info[:2])"], capture_output=True, text=True, check=False,
                user=user.pw_uid, group=user.pw_gid, extra_groups=[], cwd="/", env={},
            )  # fmt: skip
        except OSError:
            continue
        if said.stdout.strip() == str(sys.version_info[:2]):
            return python
    return None


@pytest.mark.skipif(os.geteuid() != 0, reason="every other test here already runs as an ordinary user")
def test_it_runs_as_an_ordinary_user(folder: Path) -> None:
    """From nothing: its own cluster, tables, a person who signs in, an end."""
    nobody = pwd.getpwnam("nobody")
    if (python := python_for(nobody)) is None:
        pytest.skip("there is no Python of this version that an ordinary user may run")
    data = folder / "of nobody"
    data.mkdir()
    os.chown(data, nobody.pw_uid, nobody.pw_gid)
    libraries = next(path for path in sys.path if path.endswith("site-packages"))
    installation = Installation(data, more={"PYTHONPATH": libraries}, python=python)
    nobodys = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
    assert installation.run("migrate", "-v0", **nobodys).returncode == 0
    password = installation.run("create_user", "otto", **nobodys).stdout.strip()
    assert (data / "postgres").stat().st_uid == nobody.pw_uid
    with installation.serving(**nobodys) as running:
        assert Person(running.port, "otto", password).ask("GET", "/password/").status == 200
        assert running.end() == 0
    installation.remove()


def test_two_first_starts_at_once_make_one_cluster(fresh: Installation) -> None:
    """Whoever comes second waits, and finds what the first one made."""
    commands = [
        subprocess.Popen(
            [sys.executable, "manage.py", "showmigrations", "annotate"], cwd=ROOT, env=fresh.environment, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )
        for _ in range(2)
    ]  # fmt: skip
    ends = [(*command.communicate(timeout=60), command.returncode) for command in commands]
    assert [(said, status) for said, _error, status in ends] == [(ends[0][0], 0)] * 2
    assert "0001_tables" in ends[0][0]
    assert fresh.server.postmaster() is None


def test_it_serves_under_the_names_of_allowed_hosts_and_says_that_it_is_healthy(installation: Installation) -> None:
    """As in the container: tables first, all addresses, a name of its own."""
    more = {"ALLOWED_HOSTS": ".annotate.example", "SECRET_KEY": "of-this-test-only"}
    there = Installation(installation.data, more=more)
    healthy = [sys.executable, "-m", "annotate.management.healthy"]
    with there.serving("serve", "--migrate", "--host", "0.0.0.0") as running:
        alive = subprocess.run([*healthy, str(running.port)], cwd=ROOT, env=there.environment, check=False)
        assert alive.returncode == 0
        running.end()
        assert "rror" not in running.listen_to_its_end()
        dead = subprocess.run([*healthy, str(running.port)], cwd=ROOT, env=there.environment, check=False)
        assert dead.returncode == 1
