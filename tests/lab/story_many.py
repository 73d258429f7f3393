# SPDX-License-Identifier: GPL-3.0-or-later
"""Many machines asked for at once."""
import contextlib
import fcntl
import os
import signal

from lab import check, wait_for

MACHINES = [f"m{number:02}" for number in range(1, 21)]
BROKEN = "m07"
AT_ONCE = 4

# A QEMU that begins only when its flock has ended. libvirt also asks it what it can do.
GATE = """#!/bin/sh
case $* in
*guest=m*) flock -s {0} true ;;
esac
exec qemu-system-x86_64 "$@"
"""


@contextlib.contextmanager
def gate(host):
    """A QEMU that stands still at its beginning: its path."""
    path = os.path.join(host.directory, "gate")
    lock = os.open(path + ".lock", os.O_RDWR | os.O_CREAT, 0o600)
    fcntl.flock(lock, fcntl.LOCK_EX)
    with open(path, "w", encoding="utf-8") as f:
        f.write(GATE.format(path + ".lock"))
    os.chmod(path, 0o755)
    try:
        yield path
    finally:
        os.close(lock)


def at_gate(host):
    """The processes that machines being started wait for."""
    pids = host.processes("flock", "-s")
    check(len(pids) <= AT_ONCE, f"{len(pids)} at once")
    return pids


def count(seat, what):
    return sum(what in row and "Start m" in row for row in seat.rows()[2:-3])


def start_all(host, seat):
    """One by one they are let through, and the next one comes."""
    for left in range(len(MACHINES) - 1, 0, -1):
        pids, _ = wait_for("the next to begin",
                           lambda: len(at_gate(host)) == min(left, AT_ONCE) and at_gate(host))
        if left == len(MACHINES) - 1:
            seat.until("the rest to wait", lambda _: count(seat, "queued") >= 15)
            seat.until("four to run", lambda _: count(seat, " running") == AT_ONCE)
        os.kill(pids[0], signal.SIGTERM)
        wait_for("it to go on", lambda: pids[0] not in at_gate(host))


def retry(host, seat, disk):
    """Just the one that failed, once its disk is there."""
    seat.wait("1 failed")
    seat.row(f"Start {BROKEN}", "Cannot access storage file")
    seat.wait("No such file")
    seat.until("the others", lambda _: count(seat, "done") == len(MACHINES) - 1)
    check(count(seat, "failed") == 1, seat.text())
    seat.go_to(f"Start {BROKEN}")
    host.on("qemu-img", "create", "-q", "-f", "qcow2", disk, "16M")
    seat.key("R")
    seat.wait("asked again for 1")
    pids, _ = wait_for("it to begin", lambda: at_gate(host))
    check(len(pids) == 1, pids)
    os.kill(pids[0], signal.SIGTERM)
    seat.key("2")
    seat.row(BROKEN, "running")
    seat.gone("1 failed")
    seat.key("6")
    seat.until("one more task", lambda _: count(seat, "") == len(MACHINES) + 1)


def twenty_at_once(lab):
    """Twenty marked machines: one question, four at once; one fails, only that one is asked again."""
    host = lab.hv1
    disk = os.path.join(os.environ["LAB_SHARED"], "many.qcow2")
    with gate(host) as emulator, lab.sit(host) as seat:
        for name in MACHINES:
            host.define(name, "empty", "emulator=" + emulator,
                        *([f"disk={disk}"] if name == BROKEN else []))
        seat.wait(MACHINES[-1])
        seat.key("*")
        seat.wait("20 marked")
        seat.key("s")
        seat.wait("Start 20 machines")
        seat.type("start")
        seat.key("Enter", "6")
        start_all(host, seat)
        retry(host, seat, disk)
