"""A small sample of `make flood`: every route can be flooded, and the table says what became of it."""

import re
import subprocess
import sys

import pytest

ROUTES = ("/rung team zone", "absence_form", "answer_yes", "message")


@pytest.mark.parametrize("route", ROUTES)
def test_a_small_flood(route):
    command = [sys.executable, "-m", "tests.benchmarks.flood", "--seconds", "0.3", "--only", route]
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    rows = re.findall(rf"^\| {re.escape(route)} \| (.+) \| \d+ \| \d+ \|$", done.stdout, re.MULTILINE)
    assert len(rows) == 1
    assert "200" in rows[0]
