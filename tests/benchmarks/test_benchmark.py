"""A small sample of `make bench`: it still measures what it says. The figures themselves are nobody's business here."""

import re
import subprocess
import sys

SMALL = "--connections 1 3 --answers 12 --rounds 1 --stored 64 --rate 20 --seconds 0.5"


def test_a_small_benchmark_measures_every_target_on_both_databases():
    command = [sys.executable, "-m", "tests.benchmarks", *SMALL.split()]
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    for kind in ("sqlite", "postgresql"):
        assert len(re.findall(rf"{kind}: .+ ready after [\d.]+ s, idle with \d+ MB", done.stdout)) == 4
        assert re.search(rf"\| {kind} \| 3 at a time \|( [\d.]+ \|){{6}}", done.stdout)
        assert re.search(rf"\| {kind} \| 20 a second \| Rung, long history \|( [\d.]+ \|){{4}}", done.stdout)


def test_a_small_benchmark_of_messages():
    sizes = "--deliveries 40 --stored 2000 --rounds 2"
    command = [sys.executable, "-W", "ignore", "-m", "tests.benchmarks.deliveries", *sizes.split()]
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    for kind, processes in (("postgresql", 1), ("postgresql", 2), ("postgresql", 4), ("sqlite", 1)):
        assert re.search(rf"\| {kind} \| {processes} \|( [\d.]+ \|){{4}}", done.stdout)
    for kind in ("sqlite", "postgresql"):
        assert len(re.findall(rf"\| {kind} \| (?:1|50) \|(?: [\d.]+ \|){{5}}", done.stdout)) == 2
