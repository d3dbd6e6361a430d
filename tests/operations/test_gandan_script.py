"""``./gandan``: its commands, its messages, and the private cluster's life."""

import os
import shutil
import signal
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path
from tempfile import mkdtemp

import pytest

ROOT = Path(__file__).resolve().parents[2]
SCRIPTS = sorted((ROOT / "scripts").glob("*.sh"))
# Enough to start the script, and none of what it looks for.
BASIC_TOOLS = ("sh", "dirname", "mkdir", "cat", "tr", "sort", "head", "find", "stat", "flock", "id")


def run(*command: str, path: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run a command with no input; ``path`` replaces PATH."""
    env = {**os.environ, "DATABASE_URL": ""}
    if path is not None:
        env["PATH"] = str(path)
    return subprocess.run(
        command, env=env, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )


def shell(root: Path, text: str) -> subprocess.CompletedProcess[str]:
    """Run shell text with the script's functions loaded and ``ROOT`` set."""
    sources = "".join(f". '{script}'\n" for script in SCRIPTS)
    return run("sh", "-c", f"set -eu\nROOT='{root}'\n{sources}{text}")


@pytest.fixture
def clone() -> Iterator[Path]:
    """A copy of the script outside the project, in a folder that other users may enter."""
    folder = Path(mkdtemp(prefix="gandan-test-"))
    folder.chmod(0o755)
    shutil.copy(ROOT / "gandan", folder)
    shutil.copytree(ROOT / "scripts", folder / "scripts")
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def bare_path(tmp_path: Path) -> Path:
    """A PATH with the basic tools only."""
    for tool in BASIC_TOOLS:
        found = shutil.which(tool)
        assert found, tool
        (tmp_path / tool).symlink_to(found)
    return tmp_path


def add_tool(path: Path, name: str, text: str) -> None:
    tool = path / name
    tool.unlink(missing_ok=True)
    tool.write_text(f"#!{path}/sh\n{text}\n")
    tool.chmod(0o755)


@pytest.mark.parametrize("script", [ROOT / "gandan", *SCRIPTS], ids=lambda script: script.name)
def test_each_part_is_valid_shell(script: Path) -> None:
    assert run("sh", "-n", str(script)).stderr == ""


@pytest.mark.parametrize("word", ["help", "--help", None])
def test_help_names_every_command(word: str | None) -> None:
    result = run(str(ROOT / "gandan"), *([word] if word else []))
    assert result.returncode == 0
    for command in ("demo", "serve", "test", "bench", "manage", "DATABASE_URL"):
        assert command in result.stdout


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["deom"], "không có lệnh 'deom'"),
        (["demo", "--fast"], "không có tuỳ chọn '--fast'"),
        (["serve", "--data", "/"], "không có tuỳ chọn '--data'"),
        (["demo", "--port"], "--port cần một giá trị"),
        (["demo", "--port", "http"], "--port cần một số"),
        (["demo", "--port=70000"], "--port cần một số"),
        (["demo", "--data", "/no/such/folder"], "không có thư mục '/no/such/folder'"),
        (["bench"], "cần tên phép đo"),
    ],
)
def test_a_wrong_call_is_refused_before_anything_is_done(
    arguments: list[str], message: str
) -> None:
    result = run(str(ROOT / "gandan"), *arguments)
    assert result.returncode == 2
    assert message in result.stderr


def test_without_apt_it_names_what_is_missing_and_points_to_docker(
    clone: Path, bare_path: Path
) -> None:
    result = run(str(clone / "gandan"), "demo", "--no-serve", path=bare_path)
    assert result.returncode == 1
    assert "thiếu: python gdal" in result.stderr
    assert "gettext" in result.stderr
    assert "docker compose up" in result.stderr


def test_without_root_or_sudo_it_says_that_one_is_needed(clone: Path, bare_path: Path) -> None:
    add_tool(bare_path, "apt-get", "exit 99")
    add_tool(bare_path, "id", "echo 1000")
    result = run(str(clone / "gandan"), "demo", "--no-serve", path=bare_path)
    assert result.returncode == 1
    assert "root (hoặc sudo)" in result.stderr


def test_a_failing_apt_shows_its_last_words(clone: Path, bare_path: Path) -> None:
    for tool in ("tail", "env", "tee", "cut"):
        add_tool(bare_path, tool, f'exec {shutil.which(tool)} "$@"')
    add_tool(bare_path, "apt-get", "echo 'E: no network' >&2; exit 100")
    add_tool(bare_path, "id", "echo 0")
    result = run(str(clone / "gandan"), "demo", "--no-serve", path=bare_path)
    assert result.returncode == 1
    assert "E: no network" in result.stderr


def test_a_taken_port_is_named(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        result = shell(tmp_path, f"verb=demo port={port}\nrefuse_taken_port python3")
    assert result.returncode == 1
    assert f"cổng {port} đang có chương trình khác dùng" in result.stderr


def test_the_data_folder_is_meant_from_where_the_caller_stands(tmp_path: Path) -> None:
    (tmp_path / "xã").mkdir()
    parsed = shell(
        tmp_path,
        f"CALLER_DIR='{tmp_path}'; parse_options demo --data xã --no-serve; echo $data_dir",
    )
    assert parsed.stdout == f"{tmp_path}/xã\n"


@pytest.mark.parametrize(("status", "code"), [(0, 0), (4, 0), (1, 1), (2, 1)])
def test_only_reported_rows_are_forgiven_in_an_import(clone: Path, status: int, code: int) -> None:
    """A crash of the import (1) must not be taken for rows that need a look (4)."""
    python = clone / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text(f"#!/bin/sh\nexit {status}\n")
    python.chmod(0o755)
    assert shell(clone, "load_files /srv/xa").returncode == code


def test_a_free_port_is_accepted(tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    assert shell(tmp_path, f"verb=demo port={port}\nrefuse_taken_port python3").returncode == 0


@pytest.mark.parametrize(
    "pid",
    ["", "not-a-number", "999999999", str(os.getpid())],
    ids=["empty", "garbled", "of nobody", "of another process"],
)
def test_a_stale_pid_file_is_not_taken_for_a_running_server(tmp_path: Path, pid: str) -> None:
    (tmp_path / "postmaster.pid").write_text(f"{pid}\n{tmp_path}\n")
    assert shell(tmp_path, f"cluster_data='{tmp_path}'\nserver_pid").returncode != 0


def test_a_half_made_data_folder_is_reported(tmp_path: Path) -> None:
    result = shell(tmp_path, f"cluster_data='{tmp_path}'\nchoose_server")
    assert result.returncode == 1
    assert "dở dang" in result.stderr


def test_data_of_a_version_that_is_gone_is_reported(tmp_path: Path) -> None:
    (tmp_path / "PG_VERSION").write_text("9\n")
    result = shell(tmp_path, f"cluster_data='{tmp_path}'\nchoose_server")
    assert result.returncode == 1
    assert "PostgreSQL 9 tạo" in result.stderr


@pytest.mark.parametrize(
    ("path", "fits"),
    [("/srv/gandan", True), ("/srv/" + "x" * 100, False), ("/srv/Gần Dân", False), ("/a b", False)],
)
def test_a_socket_lies_in_var_only_where_its_address_fits(
    tmp_path: Path, path: str, fits: bool
) -> None:
    assert (shell(tmp_path, f"is_plain_short '{path}'").returncode == 0) is fits


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_stops_the_child_that_the_script_waits_for(
    tmp_path: Path, number: signal.Signals
) -> None:
    sources = "".join(f". '{script}'\n" for script in SCRIPTS)
    text = f"ROOT='{tmp_path}'\n{sources}open_session; run_waiting sh -c 'echo $$; exec sleep 60'"
    script = subprocess.Popen(["sh", "-c", text], stdout=subprocess.PIPE, text=True)
    assert script.stdout is not None
    child = int(script.stdout.readline())
    script.send_signal(number)
    assert script.wait(timeout=20) == 128 + number
    script.stdout.close()
    assert not Path(f"/proc/{child}").exists()


@pytest.mark.parametrize(("status", "failed"), [(0, ""), (3, "slow")])
def test_a_check_beside_the_others_is_named_and_shown_whole(
    tmp_path: Path, status: int, failed: str
) -> None:
    done = shell(
        tmp_path,
        "open_session; begin_steps 2\n"
        f"check_beside sh -c 'echo one; echo two >&2; exit {status}'\n"
        "check quick echo quick; check_ended slow\n"
        "printf 'failed:%s' \"$failed_checks\" | tr -d ' \\n-'",
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout == f"[1/2] quick\nquick\n[2/2] slow\none\ntwo\nfailed:{failed}"
    assert not list((tmp_path / "var").iterdir())


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_stops_the_check_beside_the_others(tmp_path: Path, number: signal.Signals) -> None:
    sources = "".join(f". '{script}'\n" for script in SCRIPTS)
    text = (
        f"ROOT='{tmp_path}'\n{sources}open_session; check_beside sleep 60; "
        'run_waiting sh -c "echo $beside; exec sleep 60"'
    )
    script = subprocess.Popen(["sh", "-c", text], stdout=subprocess.PIPE, text=True)
    assert script.stdout is not None
    beside = int(script.stdout.readline())
    script.send_signal(number)
    assert script.wait(timeout=20) == 128 + number
    script.stdout.close()
    assert not Path(f"/proc/{beside}").exists()
    assert not list((tmp_path / "var").iterdir())


def stopped(tmp_path: Path, commands: str) -> tuple[int, list[int]]:
    """What a session leaves that is ended at once: its status, and the processes it named."""
    sources = "".join(f". '{script}'\n" for script in SCRIPTS)
    script = subprocess.run(
        ["sh", "-c", f"ROOT='{tmp_path}'\n{sources}open_session\n{commands}"],
        capture_output=True,
        text=True,
        timeout=20,
        check=False,
    )
    return script.returncode, [int(line) for line in script.stdout.split()]


def test_a_signal_that_a_fork_lost_is_sent_again(tmp_path: Path) -> None:
    """Between fork and program the shell's copy drops its traps, and what came meanwhile."""
    status, jobs = stopped(
        tmp_path,
        "late() { trap '' TERM; sleep 1; trap - TERM; exec sleep 60; }\n"
        'check_beside late; echo "$beside"; kill -TERM $$; sleep 60',
    )
    assert status == 128 + signal.SIGTERM
    assert [job for job in jobs if Path(f"/proc/{job}").exists()] == []
    assert not list((tmp_path / "var").iterdir())


def test_a_job_that_nobody_noted_is_stopped(tmp_path: Path) -> None:
    status, jobs = stopped(tmp_path, "sleep 60 >/dev/null & echo $!\nkill -TERM $$; sleep 60")
    assert (status, len(jobs)) == (128 + signal.SIGTERM, 1)
    assert not Path(f"/proc/{jobs[0]}").exists()


def test_packages_are_installed_exactly_as_locked_and_once(tmp_path: Path) -> None:
    """The stamp makes the second call skip; a changed lock makes it work again."""
    lock = tmp_path / "requirements.lock"
    lock.write_text("")
    installed = shell(tmp_path, f"cd '{tmp_path}'; ensure_python_packages requirements.lock")
    assert installed.returncode == 0, installed.stderr
    again = shell(tmp_path, f"cd '{tmp_path}'; ensure_python_packages requirements.lock")
    assert (again.returncode, again.stdout) == (0, "")
    lock.write_text("django\n")
    changed = shell(tmp_path, f"cd '{tmp_path}'; ensure_python_packages requirements.lock")
    assert changed.returncode == 1
    assert "require-hashes" in changed.stderr


def test_the_cluster_starts_mends_a_stale_pid_file_and_stops(clone: Path) -> None:
    ask = '"$server_bin/psql" -h "$socket_dir" -U gandan -d gandan -Atc'
    visit = (
        "open_session; lock_setup; ensure_cluster; unlock_setup\n"
        f'{ask} "SHOW data_checksums; SHOW listen_addresses; SELECT postgis_lib_version()"\n'
        'stat -c "owner %U mode %a" "$cluster_data"'
    )
    assert shell(clone, "find_postgres").returncode == 0
    first = shell(clone, visit)
    assert first.returncode == 0, first.stderr
    assert first.stdout.startswith("on\n\n3.")
    assert "owner root" not in first.stdout
    assert "mode 700" in first.stdout

    pid_file = clone / "var" / "pg" / "data" / "postmaster.pid"
    assert not pid_file.exists()
    pid_file.write_text(f"{os.getpid()}\n")
    second = shell(clone, visit)
    assert second.returncode == 0, second.stderr
    assert "postmaster.pid cũ" in second.stdout
    assert not pid_file.exists()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_what_runs_beside_the_server_stops_with_it(tmp_path: Path, number: signal.Signals) -> None:
    sources = "".join(f". '{script}'\n" for script in SCRIPTS)
    text = (
        f"ROOT='{tmp_path}'\n{sources}open_session; "
        "start_helper sh -c 'echo $$; exec sleep 60'; run_waiting sh -c 'echo $$; exec sleep 60'"
    )
    script = subprocess.Popen(["sh", "-c", text], stdout=subprocess.PIPE, text=True)
    assert script.stdout is not None
    started = [int(script.stdout.readline()) for _ in range(2)]
    script.send_signal(number)
    assert script.wait(timeout=20) == 128 + number
    script.stdout.close()
    assert not any(Path(f"/proc/{process}").exists() for process in started)


def test_what_runs_beside_the_server_is_started_again(tmp_path: Path) -> None:
    sources = "".join(f". '{script}'\n" for script in SCRIPTS)
    text = (
        # The pause between two starts takes no time here.
        f"ROOT='{tmp_path}'\n{sources}open_session; sleep() {{ :; }}\n"
        "start_helper sh -c 'echo started'; run_waiting sh -c 'exec sleep 60'"
    )
    script = subprocess.Popen(["sh", "-c", text], stdout=subprocess.PIPE, text=True)
    assert script.stdout is not None
    starts = (line for line in script.stdout if line == "started\n")
    assert [next(starts), next(starts)]
    script.send_signal(signal.SIGTERM)
    script.stdout.close()
    assert script.wait(timeout=20) == 128 + signal.SIGTERM
