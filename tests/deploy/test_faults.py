"""What can go wrong on a server: the last good site stays, and the next push is published."""

import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.deploy.conftest import PYTHON
from tests.deploy.server import ENVIRONMENT, Machine, have_packages, make_machine, write_tiny_project

pytestmark = pytest.mark.slow
STANDS = ("Den förra webbplatsen ligger kvar.", "The previous site is still live.")


@contextmanager
def mounted(folder: Path, *options: str) -> Iterator[None]:
    """Mount something at a folder; skip the test where this machine does not let us."""
    done = subprocess.run(["mount", *options, str(folder)], capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"NOT TESTED: this machine mounts nothing: {done.stderr.strip()}")
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def change(machine: Machine, word: str) -> str:
    """Commit another word."""
    (machine.clone / "word.txt").write_text(word, encoding="utf-8")
    return machine.commit()


def word_of(machine: Machine) -> str:
    """The word that the served site is made of."""
    page = (machine.base / "current" / "page-1" / "1.html").read_text(encoding="utf-8")
    return page.split(" 1")[0]


def test_a_full_disk_leaves_the_last_good_site(tmp_path: Path) -> None:
    """Whatever it is that no longer fits, at many sizes; with room again, the next push is published."""
    base = tmp_path / "server"
    base.mkdir()
    with mounted(base, "-t", "tmpfs", "-o", "size=4m", "tmpfs"):
        machine = make_machine(tmp_path, PYTHON)
        write_tiny_project(machine.clone, "one")
        have_packages(machine, PYTHON)
        (machine.repository / "hooks" / "pre-receive").unlink()
        machine.commit()
        assert machine.push().returncode == 0
        served, filler = machine.served(), base / "filler"
        told = 0
        for number in range(16):
            change(machine, f"word {number}")
            filler.write_bytes(b"")
            free = shutil.disk_usage(base).free
            filler.write_bytes(bytes(max(0, free - number * 24_000)))
            pushed = machine.push("--force", "HEAD:main")
            if "Published" in pushed.stderr:
                served = machine.served()
                continue
            told += pushed.returncode != 0 or all(words in pushed.stderr for words in STANDS)
            assert machine.served() == served
        filler.unlink()
        assert told, "the disk was never full"
        change(machine, "room again")
        assert "Published" in machine.push().stderr
        assert word_of(machine) == "room again"


@pytest.mark.parametrize("name", ["sites", "work", "."])
def test_a_read_only_folder_leaves_the_last_good_site(tiny: Machine, name: str) -> None:
    """Nothing is half done, and the report says so."""
    assert tiny.push().returncode == 0
    served = tiny.served()
    change(tiny, "two")
    folder = tiny.base / name
    with mounted(folder, "--bind", str(folder)):
        subprocess.run(["mount", "-o", "remount,ro,bind", str(folder)], check=True)
        pushed = tiny.push()
        assert pushed.returncode != 0 or all(words in pushed.stderr for words in STANDS)
        assert tiny.served() == served
    tiny.push()
    assert tiny.command("publish", str(tiny.base)).returncode == 0
    assert word_of(tiny) == "two"


def test_a_broken_push_leaves_nothing(tiny: Machine) -> None:
    """A pack that ends too early, as when a line is cut."""
    tiny.push()
    served, objects = tiny.served(), tiny.objects()
    old, new = tiny.git("rev-parse", "HEAD").stdout.strip(), change(tiny, "two")
    listed = "\n".join([new, f"^{old}"]).encode()
    command = ["git", "-C", str(tiny.clone), "pack-objects", "--revs", "--stdout", "-q"]
    pack = subprocess.run(command, input=listed, env=ENVIRONMENT, capture_output=True, check=True).stdout
    line = f"{old} {new} refs/heads/main\0 report-status\n".encode()
    for length in range(0, len(pack), 40):
        sent = f"{len(line) + 4:04x}".encode() + line + b"0000" + pack[:length]
        subprocess.run(
            ["git", "receive-pack", str(tiny.repository)], input=sent, env=ENVIRONMENT, capture_output=True, check=False
        )
        assert tiny.objects() == objects
    assert tiny.served() == served
    assert tiny.push().returncode == 0
    assert word_of(tiny) == "two"


def test_pushes_at_once_are_published_one_after_the_other(tiny: Machine) -> None:
    """Five branches race for the published one: one wins each time, and the newest is what is served at the end."""
    tiny.push()
    for number in range(5):
        change(tiny, f"word {number}")
        tiny.git("branch", "-f", f"b{number}")
    started = [
        subprocess.Popen(
            ["git", "-C", str(tiny.clone), "push", str(tiny.repository), f"b{number}:main"],
            env=ENVIRONMENT,
            stderr=subprocess.PIPE,
            text=True,
        )
        for number in range(5)
    ]
    said = [push.communicate()[1] for push in started]
    assert "Published" in "".join(said)
    assert tiny.push().returncode == 0
    assert word_of(tiny) == "word 4"
    assert not [text for text in said if any(words in text for words in STANDS)], said


def test_five_sites_are_kept_to_go_back_to(tiny: Machine) -> None:
    """The newest five; one that was removed cannot be served, and the next push is published as always."""
    for number in range(7):
        change(tiny, f"word {number}")
        assert tiny.push().returncode == 0
        assert len(tiny.sites()) == min(number + 1, 5)
    first = tiny.sites()[0]
    listed = tiny.command("rollback", str(tiny.base)).stdout.splitlines()
    assert [line[:2] for line in listed] == ["  "] * 4 + ["* "]
    assert tiny.command("rollback", str(tiny.base), first).returncode == 0
    assert word_of(tiny) == "word 2"
    assert "until somebody pushes" in tiny.command("publish", "--now", str(tiny.base)).stdout
    assert word_of(tiny) == "word 2"
    change(tiny, "word 7")
    assert tiny.push().returncode == 0
    assert word_of(tiny) == "word 7"
    back = tiny.command("rollback", str(tiny.base), "000001-20240101T000000Z-0123456789")
    assert back.returncode != 0
    assert "finns inte" in back.stderr
    assert word_of(tiny) == "word 7"


def test_a_build_is_made_for_no_earlier_instant_than_the_last(tiny: Machine) -> None:
    """What was let out at its time, by a clock and not by a push, stays out; where nothing changed no site is added."""
    tiny.push()
    assert tiny.command("publish", "--now", str(tiny.base)).returncode == 0
    assert len(tiny.sites()) == 1
    (tiny.clone / "word.txt").write_text("instant", encoding="utf-8")
    tiny.git("add", "-A")
    tiny.git("commit", "-qm", "instant")
    tiny.push()
    first = word_of(tiny)
    assert tiny.command("publish", "--now", str(tiny.base)).returncode == 0
    later = word_of(tiny)
    assert int(later) >= int(first)
    tiny.git("commit", "-q", "--allow-empty", "-m", "earlier", "--date", "2020-01-01T00:00:00")
    tiny.push()
    assert int(word_of(tiny)) >= int(later)


def test_a_build_reaches_no_network(tiny: Machine) -> None:
    """Where the system lets us shut it off: what is pushed is a program, and has nothing to fetch or tell."""
    if subprocess.run(["unshare", "--net", "--map-root-user", "true"], capture_output=True, check=False).returncode:
        pytest.skip("NOT TESTED: this machine lets us shut off no network")
    with socket.create_server(("127.0.0.1", 0)) as server:
        change(tiny, f"reach {server.getsockname()[1]}")
        assert "Network is unreachable" in tiny.push().stderr


def test_what_a_build_says_reaches_whoever_pushed(tiny: Machine) -> None:
    """With the reason, where it fails."""
    tiny.push()
    served = tiny.served()
    change(tiny, "broken")
    said = tiny.push().stderr
    for words in ("the word is broken", *STANDS):
        assert words in said
    assert tiny.served() == served


def test_a_withdrawn_release_that_still_stands_is_told(tiny: Machine) -> None:
    """A build that fails leaves the last site up, which then shows what was to go: that is no time to be quiet."""
    tiny.push()
    note = tiny.clone / "data" / "bu-hvb" / "withdrawn.json"
    note.parent.mkdir(parents=True)
    note.write_text('{"withdrawn": [{"release": "2025-05-14"}]}', encoding="utf-8")
    change(tiny, "broken")
    said = tiny.push().stderr
    assert "bu-hvb/2025-05-14 is withdrawn but still shown" in said
    change(tiny, "mended")
    said = tiny.push().stderr
    assert "Withdrawn: bu-hvb/2025-05-14" in said
    assert len(tiny.sites()) == 1


def test_a_lock_that_cannot_be_installed_leaves_the_last_good_site(tiny: Machine) -> None:
    """Its packages are installed apart, and are not known before they are all there."""
    tiny.push()
    served = tiny.served()
    (tiny.clone / "requirements.txt").write_text("./no-such-package.whl --hash=sha256:00\n", encoding="utf-8")
    tiny.commit()
    said = tiny.push().stderr
    for words in ("Låsfilen är ny", *STANDS):
        assert words in said
    assert tiny.served() == served
    assert len(list((tiny.base / "venvs").glob("*.whole"))) == 1
