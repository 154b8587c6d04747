"""Publishing of a push that was kept: build it aside, serve it, and report to the person who pushed."""

import fcntl
import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from open_comparisons.errors import OpenComparisonsError, error_text
from open_comparisons.intake.withdrawn import WITHDRAWN
from open_comparisons.messages import say_in_all
from open_comparisons.server.pushes import Repository
from open_comparisons.server.report import published_text
from open_comparisons.server.sites import Site, SiteDifference, Sites, difference

ADDRESS: Final = "siteAddress"
_SETTINGS: Final = {
    ADDRESS: "OPEN_COMPARISONS_SITE_ADDRESS",
    "publisherId": "OPEN_COMPARISONS_PUBLISHER_ID",
    "contactEmail": "OPEN_COMPARISONS_CONTACT_EMAIL",
    "search": "OPEN_COMPARISONS_SEARCH",
}
"""Settings of the repository, and the variables that a build takes them from."""

_LONGEST: Final = 3600
"""Seconds that a build or an installation may take."""


@dataclass(frozen=True, slots=True)
class Server:
    """
    A server's folder: `repo.git`, `sites/`, `current`, `work/` for builds, and `venvs/` by the hash of a lock.

    Attributes:
        base: The folder.
        repository: The repository that is pushed to.
        say: Sends a line to the person who pushed.
    """

    base: Path
    repository: Repository
    say: Callable[[str], None]

    def tell(self, text: str, **values: object) -> None:
        """Say a text of `server` to the person who pushed, in every language."""
        self.say(say_in_all(f"server.{text}", **values))

    @property
    def sites(self) -> Sites:
        """The sites that are kept."""
        return Sites(self.base)

    @property
    def judge_cache(self) -> Path:
        """The folder in which the judge of pushes keeps results."""
        return self.base / "work" / "judged"

    def publish(self, *, again: bool = False, now: int = 0) -> bool:
        """
        Publish the newest commit of the published branch.

        Two pushes at once wait for each other. The second finds nothing to do where the first has published both.

        Args:
            again: True to publish also a commit that is served already, such as after a change of a setting.
            now: The instant to build for, in seconds; 0 for the commit's time. Everything released by then is shown. No
                site is built for an earlier instant than a kept one, so that nothing published disappears again.

        Returns:
            True where the commit is served now.
        """
        try:
            with self._publishing_lock():
                self.sites.tidy()
                commit = self.repository.commit(self.repository.published())
                served = self.sites.current()
                if not commit:
                    self.tell("empty")
                    return False
                if now and self._rollback_file.exists():
                    self.tell("held")
                    return True
                if served and served.commit == commit and not again:
                    self.tell("already", commit=commit[:10])
                    return True
                instant = max(self.repository.time(commit), now, *(site.instant for site in self.sites.all()))
                return self._publish(commit, instant, served)
        except (OpenComparisonsError, OSError, subprocess.TimeoutExpired) as error:
            self.say(error_text(error))
            self.tell("failed")
            return False

    def roll_back(self, name: str) -> Site:
        """
        Let an earlier site be served; the next push is published as always.

        Raises:
            OpenComparisonsError: There is no site of that name any longer.
        """
        with self._publishing_lock():
            self.sites.tidy()
            site = self.sites.find(name)
            # Before the switch, so that no scheduled publication undoes it.
            self._rollback_file.touch()
            self.sites.serve(site)
            return site

    @property
    def _rollback_file(self) -> Path:
        """A file that exists after a rollback, until the next push: scheduled publications do nothing meanwhile."""
        return self.base / "held"

    def _publish(self, commit: str, instant: int, served: Site | None) -> bool:
        started = time.monotonic()
        tree, built, cache = (self.base / "work" / name for name in ("tree", "site", "cache"))
        shutil.rmtree(tree, ignore_errors=True)
        self.repository.export(commit, tree)
        withdrawn = _withdrawn_releases(tree)
        newly = withdrawn - served.withdrawn if served else frozenset()
        if newly:
            # Before the build, so that the withdrawn release is gone from the caches even if the build fails.
            for kept in (cache, self.judge_cache):
                shutil.rmtree(kept, ignore_errors=True)
        wrong = self._build(tree, built, cache, instant)
        if wrong:
            self.say(f"{wrong}\n")
            self.tell("failed")
            if newly:
                self.tell("still-shown", names=", ".join(sorted(newly)))
            return False
        changes = difference(served.root if served else None, built)
        if served and served.commit == commit and changes == SiteDifference():
            self.tell("same")
            return True
        site = self.sites.add(built, commit, instant, withdrawn)
        self.sites.serve(site)
        self._rollback_file.unlink(missing_ok=True)
        removed = self._tidy()
        address = self.repository.setting(ADDRESS) or str(self.base / "current")
        self.say(published_text(site, changes, address, time.monotonic() - started))
        if newly or removed:
            names = ", ".join(sorted(newly or withdrawn))
            self.tell("withdrawn", names=names, count=len(removed))
        return True

    def _tidy(self) -> list[Site]:
        try:
            return self.sites.tidy()
        except OSError as error:  # the new site is served all the same
            self.tell("untidy", error=error)
            return []

    def _build(self, tree: Path, built: Path, cache: Path, instant: int) -> str:
        """Build a site; the report of a failed build, "" for a successful one."""
        python = self._python(tree)
        home = self.base / "work" / "home"
        home.mkdir(parents=True, exist_ok=True)
        given = {variable: self.repository.setting(name) for name, variable in _SETTINGS.items()}
        environment = {
            "PATH": os.defpath,
            "LANG": "C.UTF-8",
            "HOME": str(home),
            "PYTHONPATH": str(tree / "plugins"),
            "PYTHONDONTWRITEBYTECODE": "1",
            "SOURCE_DATE_EPOCH": str(instant),
            "OPEN_COMPARISONS_CACHE": str(cache),
            **{variable: value for variable, value in given.items() if value},
        }
        command = [*_without_network(), str(python), "-s", "-P", "-m", "open_comparisons.cli", "build"]
        return _run([*command, "--settings", "publishconf.py", "--output", str(built)], tree, environment)

    def _python(self, tree: Path) -> Path:
        """The Python with exactly the packages of a commit's lock, installed when first needed."""
        lock = tree / "requirements.txt"
        name = hashlib.sha256(lock.read_bytes()).hexdigest()[:16]
        venvs = self.base / "venvs"
        venv, whole = venvs / name, venvs / f"{name}.whole"
        python = venv / "bin" / "python"
        if not whole.exists():
            self.tell("installing")
            environment = {"PATH": os.defpath, "LANG": "C.UTF-8", "HOME": str(self.base / "work" / "home")}
            pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes"]
            venvs.mkdir(exist_ok=True)
            for command in ([sys.executable, "-m", "venv", "--clear", str(venv)], [*pip, "-r", str(lock)]):
                wrong = _run(command, tree, environment)
                if wrong:
                    raise OpenComparisonsError("errors.program-failed", report=wrong)
            whole.touch()
        return python

    @contextmanager
    def _publishing_lock(self) -> Iterator[None]:
        """
        Let only one process publish at a time.

        Programs that are started inherit the lock, so that a build that outlives a killed hook is waited for.
        """
        with (self.base / "lock").open("a") as lock:
            os.set_inheritable(lock.fileno(), True)  # noqa: FBT003 - the signature of the library
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                self.tell("busy")
                fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def _withdrawn_releases(tree: Path) -> frozenset[str]:
    """The withdrawn releases of a commit, as "dataset/release"; the judge has checked their files."""
    withdrawn = set()
    for path in (tree / "data").glob(f"*/{WITHDRAWN}"):
        entries = json.loads(path.read_text(encoding="utf-8"))["withdrawn"]
        withdrawn |= {f"{path.parent.name}/{entry['release']}" for entry in entries}
    return frozenset(withdrawn)


def _without_network() -> list[str]:
    """The command before a build's that cuts it off from the network; [] where the system does not allow it."""
    unshare = shutil.which("unshare")
    if unshare is None:
        return []
    command = [unshare, "--net", "--map-root-user"]
    tried = subprocess.run([*command, "true"], capture_output=True, check=False)  # noqa: S603 - fixed
    return command if tried.returncode == 0 else []


def _run(command: list[str], folder: Path, environment: dict[str, str]) -> str:
    """Run a command; the output of a failed one, "" for a successful one."""
    done = subprocess.run(  # noqa: S603 - no shell, own arguments
        command,
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
        close_fds=False,
        timeout=_LONGEST,
        check=False,
    )
    return (done.stdout.strip() or f"{command[0]}: {done.returncode}") if done.returncode else ""
