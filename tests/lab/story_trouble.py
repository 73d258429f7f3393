# SPDX-License-Identifier: GPL-3.0-or-later
"""Machines in trouble: what virtty says of them, and that nothing else suffers."""
import contextlib
import os
import re
import select
import signal
import time

from lab import check, wait_for

FILL = """set -e; mkdir -p /mnt/fill; mount -t tmpfs -o size=650m fill /mnt/fill; cd /mnt/fill
dd if=/dev/urandom of=part bs=1M count=10 2>/dev/null
i=0; while [ $i -lt 59 ]; do cat part; i=$((i+1)); done >rest"""
HOLD_S = 28
# libvirt lets what waits for a hung QEMU fail after 30 s; until then it goes on.
TASK_HOLD_S = 12


@contextlib.contextmanager
def stopped(pid):
    os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGCONT)


def saver(host):
    """The process that writes what QEMU gives it."""
    return wait_for("a save to begin", lambda: host.processes("libvirt_iohelper"))[0][0]


def save(seat, path):
    seat.do("save to a file")
    seat.fill(path)


def save_cancelled(lab):
    """A save of 600 MB shows how far it is; it is cancelled; it is done, and restored."""
    host, path = lab.hv1, "/var/lib/libvirt/qemu/big.sav"
    host.define("big", "memory=800")
    host.virsh("start", "big")
    host.in_guest("big", FILL)
    with lab.sit(host) as seat:
        seat.row("big", "running")
        save(seat, path)
        with stopped(saver(host)):
            seat.row("big", "saving...")
            seat.until("how far it is", lambda rows: re.search(r"saving\.\.\. \d+%", "".join(rows)))
            seat.key("6")
            seat.row("big", "running")
            seat.key("C-x")
            seat.wait("cancelling Save big")
        seat.row("Save big", "cancelled")
        seat.key("Enter")
        seat.wait("virDomainAbortJob")
        seat.close()
        seat.gone("1 failed")
        seat.key("2")
        seat.row("big", "running")
        wait_for("it to run on", lambda: host.state("big").startswith("running"))
        check(host.in_guest("big", "ls /mnt/fill") == "part\nrest", "its memory")

        save(seat, path)
        seat.row("big", "off: saved")
        seat.do("restore")
        seat.fill(path)
        seat.row("big", "running")
        check(host.in_guest("big", "ls /mnt/fill") == "part\nrest", "its memory")
    host.on("rm", path)


def figure_of(rows, name):
    """The CPU figure in a machine's row; None when there is none."""
    figure = re.search(rf" {name} .*(?:running|paused) +([\d.]+) ", "\n".join(rows))
    return float(figure[1]) if figure else None


def stays_up(seat, seconds):
    """The host answers all the time."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        check(not re.search(r"not answering|\d down|lost| ago", seat.text()), seat.text())
        select.select([], [], [], 0.2)


def figures_go_on(seat, host, name):
    """What keeps its CPU busy, or does not, is seen to."""
    seat.until("a busy CPU", lambda rows: (figure_of(rows, name) or 0) > 50)
    host.virsh("suspend", name)
    seat.until("an idle CPU", lambda rows: figure_of(rows, name) == 0)
    host.virsh("resume", name)
    seat.until("a busy CPU", lambda rows: (figure_of(rows, name) or 0) > 50)


def page_of_hung(seat):
    """It says so, and what mends it; what needs no QEMU is there."""
    seat.go_to("hangs")
    seat.key("Enter")
    seat.wait("Its QEMU has not answered for")
    seat.row("F", "forces it off")
    seat.row("system", "qemu, x86_64")
    seat.wait("No answer for 5 s")
    seat.key("x")
    seat.wait("<name>hangs</name>")
    seat.key("q")


def hung_guest(lab):
    """QEMU of one guest stands still: its task says so, it can be forced off, nothing else is slow."""
    host = lab.hv1
    host.define("hangs", "words=minimal", "memory=96", "agent=no", "net=")
    host.define("works", "words=minimal,load", "memory=96", "agent=no", "net=")
    for name in ("hangs", "works"):
        host.virsh("start", name)
    with lab.sit(host, lab.hv2) as seat:
        seat.until("figures", lambda rows: None not in map(lambda n: figure_of(rows, n),
                                                           ("hangs", "works")))
        with stopped(host.qemu("hangs")):
            stays_up(seat, HOLD_S)
            figures_go_on(seat, host, "works")
            seat.go_to("hangs")
            seat.key("S")
            seat.row("hangs", "shutting down...")
            stays_up(seat, TASK_HOLD_S)
            seat.key("6")
            seat.row("Shut down hangs", "still running")
            seat.key("2")
            figures_go_on(seat, host, "works")
            page_of_hung(seat)
            items = seat.menu()
            for label in ("force off", "send NMI", "dump memory"):
                check(items.get(label), f"{label} is not offered: {seat.text()}")
            seat.close()
            seat.key("F")
            seat.wait("This cuts its power")
            seat.key("y")
            seat.row("hangs", "off: forced off")
        seat.row("works", "running")


def disk_full(lab):
    """The pool is full: paused, with the disk's name; an event, an alert that leads there."""
    host, disk = lab.hv1, "/var/lib/libvirt/small/full.qcow2"
    host.on("qemu-img", "create", "-q", "-f", "qcow2", disk, "64M")
    host.define("writes", "disk=" + disk, "io_error=stop")
    host.define("other", "empty")
    host.virsh("start", "writes")
    host.virsh("start", "other")
    host.in_guest("writes", "true")
    with lab.sit(host) as seat:
        seat.go_to("other")
        host.in_guest("writes", "dd if=/dev/urandom of=/dev/vda bs=1M count=32 "
                      ">/dev/null 2>&1 </dev/null & exit 0")
        seat.row("writes", "paused: I/O error")
        seat.wait("1 paused by error")
        seat.key("!")
        seat.until("the cursor", lambda _: "writes" in seat.cursor_row())
        seat.wait("1 of 1: writes on hv1: paused: I/O error, vda: no space left")
        seat.key("Enter")
        seat.wait("It stands still since a disk could not be read or written.")
        seat.row("the disk", "vda: no space left")
        seat.row("p", "lets it go on once that is mended")
        seat.key("5")
        seat.row("writes", "no space left on its storage")


def killed_qemu(lab):
    """QEMU is killed: the row says that it crashed; an event, an alert that leads there."""
    host = lab.hv1
    host.define("dies", "empty")
    host.define("lives", "empty")
    host.virsh("start", "dies")
    host.virsh("start", "lives")
    with lab.sit(host) as seat:
        seat.row("dies", "running")
        seat.go_to("lives")
        os.kill(host.qemu("dies"), signal.SIGKILL)
        seat.row("dies", "off: crashed")
        seat.wait("1 off by error")
        seat.key("!")
        seat.until("the cursor", lambda _: "dies" in seat.cursor_row())
        seat.wait("1 of 1: dies on hv1: off: crashed")
        seat.key("Enter")
        seat.wait("It is off because its QEMU ended by itself, or was killed.")
        seat.row("s", "starts it again")
        seat.row("last stopped", "(seen), failed")
        seat.key("5")
        seat.row("dies", "stopped")
        seat.row("dies", "failed")


def saved_memory(lab):
    """What was saved is said to be so when libvirtd was killed meanwhile; another's is not saved over."""
    host, path = lab.hv1, "/var/lib/libvirt/qemu/left.sav"
    for name in ("kept", "left"):
        host.define(name, "empty")
        host.virsh("start", name)
    host.virsh("managedsave", "kept")
    host.virsh("save", "left", path)
    for pid in host.processes("libvirtd"):
        os.kill(pid, signal.SIGKILL)
    host.start_daemon()
    wait_for("libvirtd to have forgotten it", lambda: "unknown" in host.state("kept"))
    with lab.sit(host) as seat:
        seat.row("kept", "off: saved")
        seat.go_to("kept")
        seat.key("s")
        seat.row("kept", "running")
        save(seat, path)
        seat.key("6")
        seat.row("Save kept", "failed")
        seat.key("Enter")
        seat.wait(f"{path} holds the saved memory of left: choose another file")
    check(host.state("kept").startswith("running"), host.state("kept"))
    host.on("rm", path)


def watchdog(lab):
    """One that resets its machine shows in no state: it is an alert until somebody was there."""
    host = lab.hv1
    host.define("bites", "words=minimal,watchdog", "memory=96", "watchdog=reset", "agent=no")
    with lab.sit(host) as seat:
        seat.row("bites", "off")
        host.virsh("start", "bites")
        seat.wait("1 watchdog")
        host.virsh("destroy", "bites")
        seat.row("bites", "off: forced off")
        seat.key("1")
        seat.key("!")
        seat.until("the cursor", lambda _: "bites" in seat.cursor_row())
        seat.wait(": bites on hv1: watchdog: reset")
        seat.gone("1 watchdog")
