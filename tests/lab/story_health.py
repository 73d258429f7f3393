# SPDX-License-Identifier: GPL-3.0-or-later
"""Three hosts over ssh, and what of them stands still, goes, and comes back."""
import contextlib
import os
import re
import select
import signal
import subprocess
import tempfile
import time

from lab import check, children, master_to, run, signal_all, tool, wait_for, words_of
from seat import rig, sit_at

MARKED_S = 10  # by then it says that something stands still
BACK_S = 15    # and that it goes on
# Longer ones are for a look by hand.
LOST_S = int(os.environ.get("LAB_LOST_S", 25))  # past the moment where what does not answer is lost
HUNG_S = 15    # longer than any call is waited for
AWAY_S = int(os.environ.get("LAB_AWAY_S", 60))  # the lid is shut for so long
KEYS_MS = 20   # of the processor; what passes meanwhile also says how busy the machine is
WAITS_MS = 1000 # a key that waited for a host would wait longer
TICK_S = 2
MACHINE = "stays"
SILENT = re.compile(r"not answering|\d down|lost")
OLD = re.compile(SILENT.pattern + r"|ago\)|no answer")
STORM, STORMS = 200, 10
AWAY_MS = 50   # there and back


class Session:
    """virtty at three hosts over ssh, and its process."""

    def __init__(self, lab, seat):
        self.hosts, self.seat = lab.hosts, seat
        shell = int(seat.pane.info("pane_pid")[0])
        self.pid = next(p for p in children(shell) if os.path.basename(words_of(p)[0]) == "virtty")

    def count(self):
        """Threads, files."""
        return len(os.listdir(f"/proc/{self.pid}/task")), len(os.listdir(f"/proc/{self.pid}/fd"))


def stoppable(session, host):
    """What of a host can stand still."""
    return {
        "libvirtd": lambda: host.processes("libvirtd")[:1],
        "the master": lambda: [master_to(session.pid, host)],
        "the session of sshd": host.ssh_sessions,
        "a QEMU": lambda: [host.qemu(MACHINE)],
    }


@contextlib.contextmanager
def sit(lab, *options):
    for host in lab.hosts:
        host.define(MACHINE, "empty")
        host.virsh("start", MACHINE)
    uris = [f"{host.name}={host.ssh_uri}" for host in lab.hosts]
    with tempfile.TemporaryDirectory() as directory:
        timing = os.path.join(directory, "timing")
        with sit_at(lab.virtty, uris, "--timing", timing, *options) as seat:
            for host in lab.hosts:
                seat.until(f"figures of {host.name}",
                           lambda rows, h=host: figure(rows, h) is not None)
            yield Session(lab, seat)
        check_keys(timing)


def check_keys(timing):
    told = rig.read_timing(timing)
    print(f"       keys: {told}", flush=True)
    check(told["cpu_p99_us"] < KEYS_MS * 1000, f"keys cost: {told}")
    check(told["worst_us"] < WAITS_MS * 1000, f"a key waited: {told}")


def row_of(rows, host):
    return next((row for row in rows if re.search(rf" {MACHINE} +{host.name} ", row)), "")


def figure(rows, host):
    found = re.search(r"(?:running|paused) +([\d.]+) ", row_of(rows, host))
    return found and found[1]


def is_told(seat, host, seconds=MARKED_S):
    """What is done to its machine is on the screen soon."""
    host.virsh("suspend", MACHINE)
    seat.until(f"{host.name} to be paused", lambda rows: "paused" in row_of(rows, host), seconds)
    host.virsh("resume", MACHINE)
    seat.until(f"{host.name} to run", lambda rows: "running" in row_of(rows, host), seconds)


def keys(seat, n=20):
    for i in range(n):
        seat.key("jk"[i % 2])


def is_back(seat, seconds=BACK_S):
    begin = time.monotonic()
    seat.until("all to be back", lambda rows: not OLD.search("\n".join(rows)), seconds)
    return time.monotonic() - begin


def hold(seconds):
    select.select([], [], [], seconds)


def one_stops(session, what, pids):
    seat, (host, *others) = session.seat, session.hosts
    begin = time.monotonic()
    signal_all(pids, signal.SIGSTOP)
    try:
        if what == "a QEMU":
            seat.until("its row to say so", lambda rows: "no answer" in row_of(rows, host), MARKED_S)
        else:
            seat.until("the host to be marked", lambda rows: SILENT.search(rows[0]), MARKED_S)
        marked_s = time.monotonic() - begin
        keys(seat)
        for other in others:
            is_told(seat, other)
    finally:
        signal_all(pids, signal.SIGCONT)
    back_s = is_back(seat)
    is_told(seat, host)
    print(f"       {what}: marked after {marked_s:.1f} s, back after {back_s:.2f} s", flush=True)


def together(session):
    """Past the moment where they are lost."""
    seat, hosts = session.seat, session.hosts
    pids = [pid for host, what in ((hosts[0], "libvirtd"), (hosts[1], "the master"),
                                   (hosts[2], "the session of sshd"), (hosts[0], "a QEMU"))
            for pid in stoppable(session, host)[what]()]
    signal_all(pids, signal.SIGSTOP)
    try:
        seat.until("all three to be marked",
                   lambda rows: re.search("3 (?:not answering|down)", rows[0]), MARKED_S)
        deadline = time.monotonic() + LOST_S
        while time.monotonic() < deadline:
            keys(seat, 4)
            hold(0.5)
        check(SILENT.search(seat.rows()[0]), seat.text())
        print(f"       together, for {LOST_S} s: {session.count()} threads, files", flush=True)
    finally:
        signal_all(pids, signal.SIGCONT)
    print(f"       all back after {is_back(seat):.2f} s", flush=True)


def killed(session):
    seat, host = session.seat, session.hosts[0]
    for what in ("the master", "the session of sshd", "libvirtd"):
        signal_all(stoppable(session, host)[what](), signal.SIGKILL)
        if what == "libvirtd":
            host.start_daemon()
        seat.until("it to be noticed", lambda rows: SILENT.search(rows[0]), MARKED_S)
        print(f"       {what} killed: back after {is_back(seat):.1f} s", flush=True)
        is_told(seat, host)


def stands_still(lab):
    """libvirtd, ssh, sshd, a QEMU stand still, one by one and together, are killed: all is back in time."""
    with sit(lab) as session:
        seat = session.seat
        seat.go_to(session.hosts[1].name)
        cursor = seat.cursor_row()
        hold(5 * TICK_S)
        before = session.count()
        for what, find in stoppable(session, session.hosts[0]).items():
            one_stops(session, what, find())
        together(session)
        killed(session)
        for host in session.hosts:
            is_told(seat, host)
        check(session.hosts[1].name in seat.cursor_row(),
              f"{cursor!r} was chosen, now {seat.cursor_row()!r}")
        wait_for("no more threads and files than before",
                 lambda: all(a <= b for a, b in zip(session.count(), before)))
        after = session.count()
        print(f"       threads, files: {before} before, {after} after", flush=True)


def hung_guest(lab):
    """A QEMU that stands still is told within two ticks, and costs its host one lane, however long."""
    with sit(lab, "--delay", str(TICK_S)) as session:
        seat, host = session.seat, session.hosts[0]
        hold(5 * TICK_S)
        before = session.count()
        for _ in range(2):
            begin = time.monotonic()
            pid = host.qemu(MACHINE)
            os.kill(pid, signal.SIGSTOP)
            try:
                seat.until("its row", lambda rows: "no answer" in row_of(rows, host), 3 * TICK_S)
                took_s = time.monotonic() - begin
                print(f"       told after {took_s:.1f} s", flush=True)
                check(took_s < 2 * TICK_S + 0.5, f"told after {took_s:.1f} s")
                deadline = time.monotonic() + HUNG_S
                while time.monotonic() < deadline:
                    threads = session.count()[0]
                    check(threads <= before[0] + 1, f"{before[0]} threads, then {threads}")
                    for other in session.hosts[1:]:
                        is_told(seat, other)
            finally:
                os.kill(pid, signal.SIGCONT)
            is_back(seat)
            wait_for("no lane to be left", lambda: session.count()[0] <= before[0], 60)


def lid(lab):
    """The network goes for AWAY_S seconds: all hosts are back in time, marks and cursor stay, nothing is there twice."""
    link = os.environ["LAB_LINK"]
    with sit(lab) as session:
        seat = session.seat
        seat.go_to(session.hosts[2].name)
        seat.key("Space")
        seat.wait("1 marked")
        seat.go_to(session.hosts[1].name)
        run("ip", "link", "set", link, "down")
        try:
            seat.until("all to be down", lambda rows: "3 down" in rows[0], AWAY_S)
            hold(AWAY_S)
        finally:
            run("ip", "link", "set", link, "up")
        print(f"       all back after {is_back(seat):.2f} s", flush=True)
        check(session.hosts[1].name in seat.cursor_row(), seat.cursor_row())
        seat.see("1 marked")
        check(len([row for row in seat.rows() if f" {MACHINE} " in row]) == 3, seat.text())
        for host in session.hosts:
            is_told(seat, host)


def storm(lab):
    """200 machines come and go as fast as libvirt can, ten times: the first is seen soon, the list is right."""
    host = lab.hosts[0]
    with sit(lab) as session, tempfile.TemporaryDirectory() as directory:
        seat, log = session.seat, os.path.join(directory, "log")
        path = os.path.join(directory, "xml")
        with open(path, "w", encoding="utf-8") as f:
            f.write(run(tool("mkdom"), "first", "empty").stdout)
        begin = time.monotonic()
        host.virsh("define", path)
        seat.row("first", "off", 5)
        print(f"       first seen after {time.monotonic() - begin:.2f} s, with virsh's own time", flush=True)
        with open(path, encoding="utf-8") as f:
            xml = re.sub("<uuid>.*</uuid>", "", f.read())
        for i in range(STORM):
            with open(f"{path}.{i}", "w", encoding="utf-8") as f:
                f.write(xml.replace("first", f"s{i}"))
        words = [f"define {path}.{i}" for i in range(STORM)]
        words += [f"undefine s{i}" for i in range(STORM)]
        begin = time.monotonic()
        for _ in range(STORMS):
            host.virsh("; ".join(words))
        storm_s = time.monotonic() - begin
        keys(seat)
        seat.until("the last to go", lambda rows: not re.search(r" s\d+ ", "".join(rows)), 5)
        seat.see("first")
        print(f"       {2 * STORM * STORMS} changes in {storm_s:.1f} s", flush=True)


def far(lab):
    """A host 50 ms away: its round trip is that of one call, what happens there is told, keys are as quick."""
    host = lab.hosts[0]
    host.define(MACHINE, "empty")
    host.virsh("start", MACHINE)
    address, port = re.search(r"//([\d.]+)(?::(\d+))?/", host.uri).groups()
    with subprocess.Popen([tool("delayproxy"), "0", address, port or "16509", str(AWAY_MS / 2)],
                          stdout=subprocess.PIPE, text=True) as proxy, \
            tempfile.TemporaryDirectory() as directory:
        try:
            uri = f"{host.name}=qemu+tcp://127.0.0.1:{proxy.stdout.readline().strip()}/system"
            timing = os.path.join(directory, "timing")
            with sit_at(lab.virtty, [uri], "--timing", timing) as seat:
                seat.until("figures", lambda rows: figure(rows, host) is not None)
                is_told(seat, host)
                seat.key("1")
                trip = seat.until("its round trip", lambda rows: next(
                    (found for row in rows if (found := re.search(rf"{host.name} +up +(\d+) ?ms", row))), None))
                print(f"       round trip {trip[1]} ms", flush=True)
                check(AWAY_MS <= int(trip[1]) < 1.9 * AWAY_MS, f"round trip {trip[0]}")
                seat.key("2")
                keys(seat)
                is_told(seat, host)
            check_keys(timing)
        finally:
            proxy.kill()


STORIES = {"far": far, "stands-still": stands_still, "hung": hung_guest, "lid": lid, "storm": storm}
