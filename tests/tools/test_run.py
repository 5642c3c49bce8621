"""What can be in the way of `make run` is said in one sentence that says what to do, before anything is installed."""

import importlib.util
import os
import socket
import subprocess
import sys
import time

import pytest

from scripts import environment, fresh, run
from scripts.saying import CannotGoOn, still_busy


@pytest.fixture
def taken_port():
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        door.listen()
        yield door.getsockname()[1]


@pytest.fixture(autouse=True)
def own_folders(monkeypatch, tmp_path):
    monkeypatch.setenv("RRN_VAR", str(tmp_path / "var"))
    for name, place in {"PLACE": "", "STAMP": "installed.json", "OURS": "made-by-make", "PYTHON": "bin/python"}.items():
        monkeypatch.setattr(environment, name, tmp_path / "venv" / place)
    monkeypatch.delenv("PORT", raising=False)


def test_a_port_that_is_taken(taken_port, monkeypatch, capsys):
    monkeypatch.setenv("PORT", str(taken_port))
    assert run.main([]) == 1
    said = capsys.readouterr().err.strip()
    assert said == f"Port {taken_port} is taken by another program. Choose another one: make run PORT={taken_port + 1}"


def test_a_taken_port_leaves_no_folder_behind(taken_port, monkeypatch, tmp_path):
    monkeypatch.setenv("PORT", str(taken_port))
    assert run.main([]) == 1
    assert not (tmp_path / "var").exists()


@pytest.mark.parametrize("port", ["99999", "0", "-1", "eight", "²", "9" * 5000])
def test_a_port_that_is_none(port, monkeypatch, capsys):
    monkeypatch.setenv("PORT", port)
    assert run.main([]) == 1
    assert "Write a number between 1 and 65535, such as 8000." in capsys.readouterr().err


def test_fresh_is_not_led_astray_by_a_file(monkeypatch, tmp_path, capsys):
    (tmp_path / "a-file").write_text("")
    monkeypatch.setenv("RRN_VAR", str(tmp_path / "a-file"))
    assert fresh.main([]) == 1
    assert "is a file, not a state folder, so nothing was deleted." in capsys.readouterr().err
    assert (tmp_path / "a-file").exists()


def test_a_folder_that_cannot_be_written_to(monkeypatch, tmp_path, capsys):
    (tmp_path / "a-file").write_text("")
    monkeypatch.setenv("RRN_VAR", str(tmp_path / "a-file" / "var"))
    assert run.main([]) == 1
    assert "cannot be written to. Make it writable, or choose another one: make run RRN_VAR=/tmp/rrn" in capsys.readouterr().err


def test_a_folder_that_another_run_holds():
    held = run.hold(run.state_folder())
    with pytest.raises(CannotGoOn, match=r"already running from .* Stop that run"):
        run.hold(run.state_folder())
    held.close()
    run.hold(run.state_folder()).close()


@pytest.mark.parametrize("missing", ["venv", "ensurepip"])
def test_a_python_without_its_venv_module(missing, monkeypatch):
    find = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == missing else find(name))
    version = f"{sys.version_info[0]}.{sys.version_info[1]}"
    with pytest.raises(CannotGoOn, match=rf"venv module is missing\. .* type: apt install python{version}-venv"):
        environment.prepare("run")


def test_an_environment_that_somebody_else_made_is_left_alone(tmp_path):
    (tmp_path / "venv").mkdir()
    (tmp_path / "venv" / "pyvenv.cfg").write_text("")
    with pytest.raises(CannotGoOn, match=r"make has not made it\. Move it away"):
        environment.prepare("run")
    assert (tmp_path / "venv" / "pyvenv.cfg").exists()


def test_an_environment_that_is_a_link_to_nowhere_is_not_followed(tmp_path):
    (tmp_path / "venv").symlink_to(tmp_path / "nowhere")
    with pytest.raises(CannotGoOn, match="is a link"):
        environment.prepare("run")


def test_an_environment_made_for_tests_also_serves_a_run():
    environment.PYTHON.parent.mkdir(parents=True)
    environment.PYTHON.write_text("")
    environment.STAMP.write_text(environment.json.dumps(environment._wanted("test")))
    assert environment.is_ready("run")
    environment.STAMP.write_text(environment.json.dumps(environment._wanted("run")))
    assert not environment.is_ready("test")


def test_fresh_forgets_the_state_but_nothing_that_is_not_ours(monkeypatch, tmp_path, capsys):
    folder = run.state_folder()
    run.hold(folder).close()
    (folder / "rrn.sqlite3").write_text("")
    assert fresh.main([]) == 0
    assert not folder.exists()
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "dear.txt").write_text("")
    monkeypatch.setenv("RRN_VAR", str(tmp_path / "letters"))
    assert fresh.main([]) == 1
    assert "does not look like a state folder" in capsys.readouterr().err
    assert (tmp_path / "letters" / "dear.txt").exists()


def test_a_long_step_says_that_it_still_goes_on_and_is_quiet_afterwards(capsys):
    with still_busy("Preparing the database", every=0.01):
        time.sleep(0.1)
    assert "… still busy: Preparing the database" in capsys.readouterr().out
    time.sleep(0.05)
    assert capsys.readouterr().out == ""


SUPERVISED = """
import sys; sys.path.insert(0, {home!r})
from scripts import supervise
supervise._is_up = lambda address: True
sys.exit(supervise.keep_alive({{"first": ["sleep", "60"], "second": ["sh", "-c", "echo second $$; exec sleep 0.1"]}}, env={{**__import__("os").environ}}, ready="", welcome="Up."))
"""


def test_a_child_that_died_is_started_again_and_ctrl_c_stops_everything():
    code = SUPERVISED.format(home=str(environment.HOME))
    supervisor = subprocess.Popen([sys.executable, "-u", "-c", code], stdout=subprocess.PIPE, text=True, start_new_session=True)
    pids = []
    for line in supervisor.stdout:
        if line.startswith("second "):
            pids.append(int(line.split()[1]))
        if len(pids) == 2:
            break
    supervisor.send_signal(2)
    assert supervisor.wait(timeout=10) == 0
    supervisor.stdout.close()
    children = [pid for pid in pids if os.path.exists(f"/proc/{pid}")]
    assert len(set(pids)) == 2
    assert children == []
