"""Databases for tests of the service, each test its own: of SQLite, and of a PostgreSQL started for them."""

import atexit
import os
import pwd
import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path

import django
from django.core.management import call_command
from django.db import connection, connections

_FOLDER = Path(tempfile.mkdtemp(prefix="olab-"))  # short: the path of a socket has at most 107 characters
atexit.register(shutil.rmtree, _FOLDER, ignore_errors=True)
DATA = _FOLDER / "data"

os.environ |= {"OUTCOMELAB_DATA": str(DATA), "DJANGO_SETTINGS_MODULE": "outcomelab.service.settings"}
# Tests of pages sign people in at once; those of signing in ask for a second factor as a service does.
os.environ["OUTCOMELAB_MFA_FOR"] = "nobody"
# A browser's driver that ran in this process before leaves its loop behind, where Django would ask no database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
django.setup()

from outcomelab.service.configuration.database import database  # noqa: E402 once Django is there

ENGINES = ("sqlite",) if os.environ.get("OUTCOMELAB_WITHOUT_POSTGRESQL") else ("sqlite", "postgresql")


class SQLite:
    """Files, each copied from one that was migrated once."""

    def __init__(self):
        self.made = 0
        self.migrated = self._file("migrated")
        use(self._address(self.migrated))
        call_command("migrate", verbosity=0)
        close()

    def new(self):
        """The address of a new database."""
        self.made += 1
        shutil.copy(self.migrated, file := self._file(str(self.made)))
        return self._address(file)

    def empty(self):
        """The address of a new database without any table."""
        self.made += 1
        return self._address(self._file(str(self.made)))

    def gone(self, address):
        """Remove one."""
        Path(address.removeprefix("sqlite:///")).unlink(missing_ok=True)

    def stop(self):
        """Nothing runs."""

    def _file(self, name):
        return _FOLDER / f"{name}.sqlite3"

    def _address(self, file):
        return f"sqlite:///{file}"


class PostgreSQL:
    """A server on a socket in a folder of its own, without network; databases cloned from one migrated once."""

    def __init__(self):
        self.made = 0
        self.folder = _FOLDER / "postgresql"
        self.folder.mkdir()
        shutil.chown(_FOLDER, *self._owner())
        shutil.chown(self.folder, *self._owner())
        self._run("initdb", "-D", self.folder / "db", "-A", "trust", "-U", "lab", "--no-sync", "-E", "UTF8")
        settings = f"-k {self.folder} -h '' -F -c synchronous_commit=off -c full_page_writes=off"
        self._run("pg_ctl", "-D", self.folder / "db", "-w", "-l", self.folder / "log", "-o", settings, "start")
        atexit.register(self.stop)
        self._tell("CREATE DATABASE migrated")
        use(self._address("migrated"))
        call_command("migrate", verbosity=0)
        close()

    def new(self):
        """The address of a new database."""
        self.made += 1
        self._tell(f"CREATE DATABASE test_{self.made} TEMPLATE migrated STRATEGY FILE_COPY")
        return self._address(f"test_{self.made}")

    def empty(self):
        """The address of a new database without any table."""
        self.made += 1
        self._tell(f"CREATE DATABASE test_{self.made}")
        return self._address(f"test_{self.made}")

    def gone(self, address):
        """Remove one."""
        self._tell(f"DROP DATABASE IF EXISTS {address.rpartition('/')[2]} WITH (FORCE)")

    def stop(self):
        """Stop the server."""
        if (self.folder / "db" / "postmaster.pid").exists():
            self._run("pg_ctl", "-D", self.folder / "db", "-m", "immediate", "-w", "stop")

    def _address(self, name):
        return f"postgresql://lab@{str(self.folder).replace('/', '%2F')}/{name}"

    def _tell(self, sql):
        use(self._address("postgres"))
        with connection.cursor() as cursor:
            cursor.execute(sql)
        close()

    def _owner(self):
        others = {user.pw_name: user for user in pwd.getpwall()}
        mine = pwd.getpwuid(os.geteuid())
        user = others.get("postgres", others["nobody"]) if mine.pw_uid == 0 else mine
        return user.pw_uid, user.pw_gid  # initdb refuses to run as root

    def _run(self, program, *words):
        places = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
        found = shutil.which(program, path=os.pathsep.join([*map(str, places), os.environ["PATH"]]))
        assert found, "PostgreSQL is not installed: run scripts/postgresql"
        user, group = self._owner()
        as_whom = {"user": user, "group": group, "extra_groups": []} if os.geteuid() == 0 else {}
        done = subprocess.run(
            [found, *map(str, words)],
            cwd=self.folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            **as_whom,
        )
        assert done.returncode == 0, done.stderr.decode()


SERVERS = {"sqlite": SQLite, "postgresql": PostgreSQL}


def use(address):
    """Have Django's one database be that of the address, in this process and every thread of it."""
    close()
    made = database(address, DATA)
    connections.settings["default"] = connections.configure_settings({"default": made})["default"]


def close():
    """Have this thread forget its connection."""
    connections["default"].close()
    del connections["default"]


@contextmanager
def used(servers, kind):
    """The address of a new database of a kind, which Django uses while this lasts. servers: those that run, by
    kind."""
    if kind not in servers:
        servers[kind] = SERVERS[kind]()
    made = servers[kind].new()
    use(made)
    yield made
    close()
    servers[kind].gone(made)
