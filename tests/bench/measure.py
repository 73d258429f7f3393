# SPDX-License-Identifier: GPL-3.0-or-later
"""What a process costs, and test nodes to cost it with."""
import glob
import os
import re
import statistics
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.dirname(os.path.dirname(HERE))
sys.path[:0] = [os.path.join(TOP, "tests", name) for name in ("pty", "lab")]
import rig  # pylint: disable=wrong-import-position

SIZE = (120, 40)
FIRST = "aardvark"  # the machine that sorts first
NODE = """<node><cpu><mhz>2400</mhz><model>x86_64</model><active>16</active><nodes>1</nodes><sockets>1</sockets>\
<cores>16</cores><threads>1</threads></cpu><memory>33554432</memory>
"""
MACHINE = """<domain type='test' xmlns:test='http://libvirt.org/schemas/domain/test/1.0'><name>{name}</name>\
<uuid>{n:08x}-0000-4000-8000-{n:012x}</uuid><memory>524288</memory><vcpu>2</vcpu><os><type arch='x86_64'>hvm</type>\
</os><devices><disk type='file' device='disk'><source file='/img/{name}.qcow2'/><target dev='vda' bus='virtio'/>\
</disk><interface type='network'><mac address='52:54:00:{a:02x}:{b:02x}:{c:02x}'/><source network='default'/>\
<model type='virtio'/></interface></devices>{state}</domain>
"""
END = "<network><name>default</name><bridge name='virbr0'/></network></node>\n"
OFF = "<test:runstate>5</test:runstate>"


def write_node(path, machines, running=None, first=1):
    """The test driver's node: so many machines, all of them or so many running, their UUIDs counted from first."""
    with open(path, "w", encoding="utf-8") as f:
        f.write(NODE)
        for n in range(machines):
            f.write(MACHINE.format(n=n + first, name=FIRST if n == 0 else f"vm{n:05d}", a=n >> 16 & 255, b=n >> 8 & 255,
                                   c=n & 255, state=OFF if running is not None and n >= running else ""))
        f.write(END)
    return path


def status(pid, name):
    """A number of /proc/PID/status: "VmRSS" in kB, "Threads"."""
    found = re.search(rf"^{name}:\s+(\d+)", rig.read_text(f"/proc/{pid}/status"), re.M)
    return int(found[1]) if found else 0


def memory_mb(pid):
    return status(pid, "VmRSS") / 1024


def count_fds(pid):
    return len(os.listdir(f"/proc/{pid}/fd"))


def cpu_ns(pid):
    """Of all its threads, those that have ended too: to the nanosecond where that is told."""
    words = rig.read_text(f"/proc/{pid}/stat").rpartition(")")[2].split()
    ended = (int(words[11]) + int(words[12])) * 1_000_000_000 // os.sysconf("SC_CLK_TCK")
    known = [rig.read_text(path).split() for path in glob.glob(f"/proc/{pid}/task/*/schedstat")]
    alive = sum(int(line[0]) for line in known if line)
    return alive or ended


def idle_percent(its, seconds):
    """Of one core, of each terminal's program in the same seconds."""
    before = [cpu_ns(it.process.pid) for it in its]
    begin = time.monotonic()
    while time.monotonic() < begin + seconds:
        for it in its:
            it.read_on(0.2)
    took_ns = (time.monotonic() - begin) * 1e9
    return [100 * (cpu_ns(it.process.pid) - b) / took_ns for it, b in zip(its, before)]


def read_until(it, text, seconds=60):
    """Until the terminal was given these bytes, whatever else comes."""
    deadline = time.monotonic() + seconds
    while text not in it.output:
        it.read(0.1)
        if time.monotonic() > deadline:
            raise rig.Failure(f"waited {seconds} s for {text!r}")


def until_text_s(argv, text):
    """From the start of a program to the first time that its terminal gets these bytes."""
    with rig.Pty(argv, size=SIZE) as it:
        read_until(it, text)
        return time.monotonic() - it.started


def until_end_s(argv):
    """To the last line of a program that prints."""
    with rig.Pty(argv, size=SIZE) as it:
        last = None
        ended = False
        while not ended:
            ended = it.process.poll() is not None
            while it.read(0.002):
                last = time.monotonic()
        if last is None:
            raise rig.Failure(f"{argv[0]} prints nothing")
        return last - it.started


def interleaved(ways, runs):
    """The median of each way, all of them in turn; a way is a function that returns seconds."""
    times = {name: [] for name in ways}
    for _ in range(runs):
        for name, way in ways.items():
            times[name].append(way())
    return {name: statistics.median(values) for name, values in times.items()}


# ---- calls -------------------------------------------------------------------------------------

SENT = re.compile(r"(\d+):(\d+):([\d.]+)\+\d+:.*RPC_CLIENT_MSG_TX_QUEUE:.* prog=(\d+) .*proc=(\d+) type=0 ")
REMOTE_PROGRAM = "536903814"  # the others are keepalive and the like


def logged_calls(path):
    """(seconds of the day, number of the procedure) of each call to the daemon in a log of libvirt's."""
    return [(int(h) * 3600 + int(m) * 60 + float(s), int(proc))
            for h, m, s, program, proc in SENT.findall(rig.read_text(path)) if program == REMOTE_PROGRAM]


def log_of_calls(path):
    return {"LIBVIRT_LOG_FILTERS": "1:rpc.netclient", "LIBVIRT_LOG_OUTPUTS": f"1:file:{path}"}


# ---- instructions ------------------------------------------------------------------------------

VALGRIND = ["valgrind", "--tool=callgrind", "--separate-threads=no"]
TOTALS = re.compile(r"^totals: (\d+)", re.M)
WINDOW_TICKS = 2
TICK_S = 2
WINDOWS_MOST = 40
NEAR = 1.3  # windows with more than so many times the usual have more than ticks in them, those with less lack one


class Callgrind:
    """A program on a terminal whose instructions are counted."""

    def __init__(self, argv, scratch, name):
        self.out = os.path.join(scratch, f"callgrind.{name}")
        # Valgrind's pipes are in /tmp unless told, and stay there when it is killed.
        self.pipes = f"--vgdb-prefix={os.path.join(scratch, 'vgdb')}"
        self.it = rig.Pty([*VALGRIND, self.pipes, f"--callgrind-out-file={self.out}", *argv], size=SIZE)
        self.dumps = 0

    def dump(self):
        """Instructions since the last one."""
        self.dumps += 1
        part = f"{self.out}.{self.dumps}"
        subprocess.run(["callgrind_control", self.pipes, "--dump", str(self.it.process.pid)], check=True,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        return int(rig.need(lambda: TOTALS.search(rig.read_text(part)), f"{part} to be written", 60)[1])

    def per_tick(self, windows):
        """The median of so many windows of ticks in which nothing else is done: no list, which is read every
        30 s, and none of what is read in the beginning."""
        counts = []
        quiet = []
        while len(quiet) < windows:
            if len(counts) == WINDOWS_MOST:
                raise rig.Failure(f"it does not calm down: {counts}")
            self.it.read_on(WINDOW_TICKS * TICK_S)
            counts.append(self.dump())
            # The first may hold anything.
            usual = statistics.median_low(counts[1:] or counts)
            quiet = [n for n in counts[1:] if usual / NEAR < n < NEAR * usual]
        print(f"       instructions: {counts}")
        return statistics.median(quiet) / WINDOW_TICKS
