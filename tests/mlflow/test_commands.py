"""Every MLflow command that `/rung learn` shows, run as it is shown on a real MLflow. `make mlflow` installs one."""

import json
import os
import shlex
import socket
import subprocess
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import HTTPError

import pytest

from tests.support.talk import eventually, taught

BIN = os.environ.get("RUNG_TEST_MLFLOW")
pytestmark = pytest.mark.skipif(not BIN, reason="no MLflow is named in RUNG_TEST_MLFLOW; make mlflow installs one")

SHOWN = [each.run for topic in taught().topics.topics for each in topic.commands if each.run.startswith("mlflow ")]
PATIENCE = 180.0  # seconds; a cold MLflow takes a while to import
PROJECT = """\
name: fraud
entry_points:
  main:
    parameters:
      alpha: {type: float, default: 0.5}
    command: "python train.py {alpha}"
"""
# What the topics say about Python is here too: autolog records a run, and set_experiment says for which problem.
TRAINING = """\
import sys
import mlflow
import numpy
from sklearn.linear_model import Ridge

mlflow.autolog()
Ridge(alpha=float(sys.argv[1])).fit(numpy.array([[0.0], [1.0], [2.0]]), [0.0, 1.0, 2.0])
"""
RECORDING = (
    'import mlflow, runpy, sys\nmlflow.set_experiment("fraud")\nsys.argv = ["", "0.5"]\nrunpy.run_path("train.py")'
)
REGISTERING = """\
import mlflow
[run] = mlflow.search_runs(search_all_experiments=True, output_format="list")
assert run.data.params["alpha"] == "0.5", run.data.params
assert mlflow.register_model(f"runs:/{run.info.run_id}/model", "fraud").version == 1
print(mlflow.get_experiment(run.info.experiment_id).name, run.info.run_id)
"""

LISTING = """\
import mlflow
print([each.name for each in mlflow.search_experiments()])
print([each.data.params for each in mlflow.search_runs(search_all_experiments=True, output_format="list")])
"""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with one recorded run, whose model is registered."""
    folder = tmp_path_factory.mktemp("fraud")
    (folder / "MLproject").write_text(PROJECT)
    (folder / "train.py").write_text(TRAINING)
    return folder


@pytest.fixture(scope="module")
def run_id(project: Path) -> str:
    """The id of that run."""
    run(project, "python", "-c", RECORDING)
    name, run_id = run(project, "python", "-c", REGISTERING).split()[-2:]
    assert name == "fraud"
    return run_id


def environment(folder: Path) -> dict[str, str]:
    return os.environ | {
        "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}",
        "MLFLOW_TRACKING_URI": f"sqlite:///{folder / 'mlflow.db'}",
    }


def run(folder: Path, *words: str) -> str:
    done = subprocess.run(words, cwd=folder, env=environment(folder), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@contextmanager
def serving(folder: Path, *words: str) -> Iterator[None]:
    """A command that goes on until it is stopped, and all that it has started."""
    process = subprocess.Popen(
        words,
        cwd=folder,
        env=environment(folder),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield
        assert process.poll() is None
    finally:
        os.killpg(process.pid, 9)
        process.wait()


def free_port() -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])


def asked(port: str, path: str, content: object = None) -> str:
    data = json.dumps(content).encode() if content is not None else None
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", data, {"content-type": "application/json"})
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return str(answer.read().decode())
    except HTTPError as error:
        raise RuntimeError(error.read().decode()) from None
    except OSError as error:
        raise AssertionError(str(error)) from None


@pytest.mark.parametrize("command", [each for each in SHOWN if not each.startswith(("mlflow ui", "mlflow models"))])
def test_it_does_its_work_and_ends(tmp_path: Path, command: str):
    (tmp_path / "MLproject").write_text(PROJECT)
    (tmp_path / "train.py").write_text(TRAINING)
    run(tmp_path, *shlex.split(command))
    found = run(tmp_path, "python", "-c", LISTING)
    if "experiments create" in command:
        assert "fraud" in found
    else:
        assert f"'alpha': '{'0.1' if 'alpha=0.1' in command else '0.5'}'" in found


@pytest.mark.parametrize("command", [each for each in SHOWN if each.startswith("mlflow models serve")])
def test_it_serves_the_model(project: Path, run_id: str, command: str):
    port = free_port()
    with serving(project, *shlex.split(command.replace("RUN_ID", run_id).replace("1234", port))):
        eventually(lambda: "predictions" in asked(port, "/invocations", {"inputs": [[1.0]]}), PATIENCE)


@pytest.mark.parametrize("command", [each for each in SHOWN if each.startswith("mlflow ui")])
def test_it_opens_the_page_with_all_runs(project: Path, run_id: str, command: str):
    port = free_port()
    search = {"experiment_ids": ["0", "1"]}
    with serving(project, *shlex.split(command.replace("5000", port))):
        eventually(lambda: "<title>MLflow</title>" in asked(port, "/"), PATIENCE)
        assert run_id in asked(port, "/api/2.0/mlflow/runs/search", search)
