# SPDX-License-Identifier: GPL-3.0-or-later
"""Terminals for tests: panes of a tmux of our own, and a pty whose other end is ours.

Nothing here waits for time to pass, only for a condition, at most until a deadline.
"""
import fcntl
import os
import pty
import re
import select
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import termios
import time

SKIPPED = 77
PATIENCE_S = 15
POLL_S = 0.02

# Screen modes that a program must undo: what sets them, what undoes them.
MODES = (
    (b"\x1b[?1049h", b"\x1b[?1049l"),
    (b"\x1b[?25l", b"\x1b[?25h"),
    (b"\x1b[?2004h", b"\x1b[?2004l"),
    (b"\x1b[?1000h", b"\x1b[?1000l"),
    (b"\x1b[?1002h", b"\x1b[?1002l"),
    (b"\x1b[?1006h", b"\x1b[?1006l"),
)


def leave(*_):
    """Ended from outside: through every __exit__()."""
    sys.exit("ended by a signal")


signal.signal(signal.SIGTERM, leave)


class Failure(Exception):
    """What a check needs could not be had."""


def skip(why):
    print(f"skipped: {why}")
    sys.exit(SKIPPED)


def wait(condition, seconds=PATIENCE_S):
    """The first true value of condition(), or its last false one when there is none in time."""
    deadline = time.monotonic() + seconds
    while True:
        value = condition()
        if value or time.monotonic() > deadline:
            return value
        select.select([], [], [], POLL_S)


def need(condition, what, seconds=PATIENCE_S):
    value = wait(condition, seconds)
    if not value:
        raise Failure(f"waited {seconds} s for {what}")
    return value


class Checks:
    """Prints what is checked; finish() gives the exit status."""

    def __init__(self):
        self.failed = 0
        self.passed = 0

    def check(self, ok, what, detail=""):
        print(f"{'ok    ' if ok else 'FAILED'} {what}", flush=True)
        self.passed += bool(ok)
        self.failed += not ok
        if not ok and detail:
            print("       " + str(detail).rstrip("\n").replace("\n", "\n       "), flush=True)
        return ok

    def equal(self, got, expected, what):
        return self.check(got == expected, what, f"expected {expected!r}\ngot      {got!r}")

    def part(self, name, function, *args):
        """Runs one part of a test: when it cannot go on, the others still do."""
        print(f"-- {name}", flush=True)
        try:
            function(*args)
        except Failure as failure:
            self.check(False, f"{name}: goes on to its end", failure)

    def finish(self):
        print(f"{self.passed} passed, {self.failed} failed")
        return 1 if self.failed or not self.passed else 0


class Scratch:
    """A directory that goes away. Not under TMPDIR: paths of sockets are short."""

    def __init__(self, parent="/tmp"):
        self.parent = parent

    def __enter__(self):
        self.path = tempfile.mkdtemp(prefix="virtty-pty-", dir=self.parent)
        return self.path

    def __exit__(self, *_):
        shutil.rmtree(self.path, ignore_errors=True)


def read_text(path):
    """"" when there is no such file yet."""
    try:
        with open(path, encoding="utf-8", errors="replace") as f:
            return f.read()
    except OSError:
        return ""


def process_state(pid):
    """The letter that ps shows; "" when there is no such process."""
    stat = read_text(f"/proc/{pid}/stat")
    return stat.rpartition(")")[2].split()[0] if stat else ""


def is_gone(pid):
    return process_state(pid) in ("", "Z", "X")


# Keys and commands of whoever runs the tests are none of theirs.
NOBODYS_FILES = {"XDG_CONFIG_HOME": "/nonexistent", "VIRTTY_ETC": "/nonexistent",
                 "XDG_STATE_HOME": "/dev/null/nothing"}


# ---- tmux --------------------------------------------------------------------------------------

class Tmux:
    """A server of our own, ended with the test."""

    def __init__(self, scratch):
        self.command = ["tmux", "-u", "-S", os.path.join(scratch, "tmux"), "-f", "/dev/null"]
        self.env = {k: v for k, v in os.environ.items()
                    if not k.startswith(("LC_", "TMUX", "VIRTTY_", "NO_COLOR"))}
        self.env.update(LANG="C.UTF-8", SHELL="/bin/sh", **NOBODYS_FILES)
        self.panes = 0

    def __enter__(self):
        if not shutil.which("tmux"):
            skip("tmux is not installed")
        # A server without a session leaves, and the next one's start would race with that.
        self.run("new-session", "-d", "-s", "keep", "cat")
        return self

    def __exit__(self, *_):
        self.run("kill-server", check=False)

    def run(self, *args, check=True):
        done = subprocess.run([*self.command, *args], env=self.env, stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
        if check and done.returncode:
            raise Failure(f"tmux {args[0]}: {done.stderr.decode(errors='replace').strip()}")
        return done.stdout.decode("utf-8", "replace")

    def open(self, size, command, directory):
        """A new pane of (columns, rows), in a session of its own."""
        self.panes += 1
        name = f"p{self.panes}"
        self.run("new-session", "-d", "-s", name, "-x", str(size[0]), "-y", str(size[1]),
                 "-c", directory, *command)
        return Pane(self, name)


class Pane:
    def __init__(self, tmux, name):
        self.tmux = tmux
        self.name = name

    def text(self, escapes=False):
        return self.tmux.run("capture-pane", "-p", "-t", self.name, *(["-e"] if escapes else []))

    def rows(self):
        return self.text().split("\n")[:-1]

    def info(self, *names):
        formats = " ".join("#{%s}" % name for name in names)
        return self.tmux.run("display-message", "-p", "-t", self.name, formats).split()

    def keys(self, *names):
        self.tmux.run("send-keys", "-t", self.name, *names)

    def type(self, text):
        self.tmux.run("send-keys", "-t", self.name, "-l", text)

    def line(self, text):
        self.type(text)
        self.keys("Enter")

    def resize(self, columns, rows):
        self.tmux.run("resize-window", "-t", self.name, "-x", str(columns), "-y", str(rows))

    def wait(self, what, seconds=PATIENCE_S, absent=False):
        """Until the pane shows what (a text, or a function of the text), with absent: does not any
        more. True when that came to be."""
        shows = what if callable(what) else lambda text: what in text
        return wait(lambda: bool(shows(self.text())) != absent, seconds)

    def need(self, what, seconds=PATIENCE_S, absent=False):
        if not self.wait(what, seconds, absent):
            raise Failure(f"waited {seconds} s for {what!r} {'to go' if absent else ''} in\n"
                          + self.text())

    def close(self):
        self.tmux.run("kill-session", "-t", self.name, check=False)


# ---- a pty of our own --------------------------------------------------------------------------

def set_size(fd, columns, rows):
    fcntl.ioctl(fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))


def own_terminal():
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


class Pty:
    """A program on a terminal of which we are the other end. It leads a session of its own."""

    def __init__(self, argv, size=(80, 24), env=None):
        self.master, self.slave = pty.openpty()
        set_size(self.slave, *size)
        self.size = size
        self.before = termios.tcgetattr(self.slave)
        self.output = bytearray()
        full_env = {k: v for k, v in os.environ.items() if not k.startswith(("LC_", "NO_COLOR"))}
        full_env.update({"TERM": "xterm-256color", "LC_ALL": "C.UTF-8", **NOBODYS_FILES, **(env or {})})
        self.started = time.monotonic()
        self.process = subprocess.Popen(
            argv, stdin=self.slave, stdout=self.slave, stderr=self.slave, env=full_env,
            start_new_session=True, preexec_fn=own_terminal)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGCONT)
            self.process.kill()
        for fd in (self.master, self.slave):
            try:
                os.close(fd)
            except OSError:
                pass
        self.process.wait()

    def hang_up(self):
        """Nobody is at the other end any more."""
        os.close(self.slave)
        os.close(self.master)

    def read(self, seconds):
        """What comes next, b"" when nothing does in so many seconds."""
        if not select.select([self.master], [], [], seconds)[0]:
            return b""
        try:
            data = os.read(self.master, 1 << 16)
        except OSError:
            return b""
        self.output += data
        return data

    def drain(self, quiet_s=0.05, seconds=PATIENCE_S):
        """Reads until nothing came for quiet_s."""
        deadline = time.monotonic() + seconds
        data = b""
        while time.monotonic() < deadline:
            more = self.read(quiet_s)
            if not more:
                break
            data += more
        return data

    def read_on(self, seconds):
        """Reads all that comes in so many seconds."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            self.read(deadline - time.monotonic())

    def write(self, data):
        os.write(self.master, data)

    def first_output_s(self):
        """From the start of the program to the first bytes it shows."""
        if not self.read(PATIENCE_S):
            raise Failure("nothing is shown")
        return time.monotonic() - self.started

    def screen(self):
        """Makes the program draw everything anew; the rows."""
        self.drain()
        start = len(self.output)
        self.write(b"\x0c")

        def clears():
            """What was drawn before may still come: a slow program draws the clock first."""
            self.read(0.1)
            return list(CLEAR.finditer(bytes(self.output[start:])))
        if not wait(clears, PATIENCE_S):
            raise Failure("^L does not clear the screen")
        self.drain()
        drawn = bytes(self.output[start:])
        clears = list(CLEAR.finditer(drawn))
        grid = Grid(*self.size)
        grid.feed(drawn[clears[-1].end():].decode("utf-8", "replace"))
        return grid.text()

    def wait_screen(self, shows, seconds=PATIENCE_S):
        """Until shows(text of the screen); the text, None when it does not come to be."""
        def look():
            text = "\n".join(self.screen())
            return text if shows(text) else None
        return wait(look, seconds)

    def need_screen(self, what, seconds=PATIENCE_S):
        shows = what if callable(what) else lambda text: what in text
        text = self.wait_screen(shows, seconds)
        if text is None:
            raise Failure(f"waited {seconds} s for {what!r} in\n" + "\n".join(self.screen()))
        return text

    def key_times_s(self, keys, gap_s):
        """From each key written to the first bytes that follow; gap_s between keys. None for a key
        that nothing followed."""
        times = []
        for key in keys:
            while self.read(0.002):
                pass
            begin = time.monotonic()
            self.write(key)
            times.append(time.monotonic() - begin if self.read(0.5) else None)
            self.read_on(gap_s)
        return times

    def leave_s(self, how, seconds=10):
        """Does how(); from then to the end of the program. None when it does not end."""
        begin = time.monotonic()
        how()
        while time.monotonic() < begin + seconds:
            if self.process.poll() is not None:
                took = time.monotonic() - begin
                self.drain()
                return took
            self.read(0.01)
        return None

    def modes_left(self):
        """The modes that were set and not undone since."""
        out = bytes(self.output)
        return [on for on, off in MODES if out.rfind(on) > out.rfind(off)]

    def settings_changed(self):
        return termios.tcgetattr(self.slave) != self.before


CLEAR = re.compile(rb"\x1b\[2?J")
TOKEN = re.compile(r"\x1b\[([0-?]*)[ -/]*([@-~])|\x1b[()][A-Z0-9]|\x1b.|([\x00-\x1f])|(.)", re.S)


class Grid:
    """The little of a terminal that is needed to read what ncurses drew for xterm: no wide
    characters, no colours, no wrapping."""

    def __init__(self, columns, rows):
        self.columns, self.height = columns, rows
        self.rows = [[" "] * columns for _ in range(rows)]
        self.x = self.y = 0
        self.last = " "

    def put(self, ch):
        self.last = ch
        if self.x < self.columns and self.y < self.height:
            self.rows[self.y][self.x] = ch
        self.x += 1

    def control(self, ch):
        if ch == "\r":
            self.x = 0
        elif ch == "\n":
            self.y += 1
        elif ch == "\b":
            self.x -= 1

    def move(self, final, numbers):
        n = max(1, numbers[0])
        if final == "H":
            self.y, self.x = n - 1, max(1, numbers[1] if len(numbers) > 1 else 1) - 1
        elif final == "d":
            self.y = n - 1
        elif final == "G":
            self.x = n - 1
        elif final in "AB":
            self.y += n if final == "B" else -n
        elif final in "CD":
            self.x += n if final == "C" else -n
        self.x = min(max(self.x, 0), self.columns - 1)
        self.y = min(max(self.y, 0), self.height - 1)

    def edit(self, final, numbers):
        row, x, n = self.rows[self.y], self.x, max(1, numbers[0])
        if final == "X":
            row[x:x + n] = [" "] * len(row[x:x + n])
        elif final == "K":
            first, last = ((x, self.columns), (0, x + 1), (0, self.columns))[numbers[0]]
            row[first:last] = [" "] * (last - first)
        elif final == "P":
            row[x:] = (row[x + n:] + [" "] * n)[:len(row) - x]
        elif final == "@":
            row[x:] = ([" "] * n + row[x:])[:len(row) - x]
        elif final == "J" and numbers[0] == 0:
            row[x:] = [" "] * (self.columns - x)
            for below in self.rows[self.y + 1:]:
                below[:] = [" "] * self.columns
        elif final == "b":
            for _ in range(n):
                self.put(self.last)

    def feed(self, text):
        for parameters, final, control, ch in TOKEN.findall(text):
            if ch:
                self.put(ch)
            elif control:
                self.control(control)
            elif final and not parameters.startswith(("?", ">", "=")):
                numbers = [int(p) if p.isdigit() else 0 for p in parameters.split(";")]
                (self.move if final in "HdGABCD" else self.edit)(final, numbers)

    def text(self):
        return ["".join(row).rstrip() for row in self.rows]


# ---- figures -----------------------------------------------------------------------------------

def percentile(values, percent):
    ordered = sorted(values)
    return ordered[(len(ordered) - 1) * percent // 100]


def describe(times):
    """"200 keys: median 1.2 ms, p99 3.4 ms, worst 5.6 ms" """
    known = [t * 1000 for t in times if t is not None]
    return (f"{len(times)} keys: median {percentile(known, 50):.2f} ms, "
            f"p99 {percentile(known, 99):.2f} ms, worst {max(known):.2f} ms"
            + (f", {times.count(None)} unanswered" if None in times else ""))


def read_timing(path):
    """{"keys": 200, "median_us": ...} of --timing."""
    words = need(lambda: read_text(path), f"{path} to be written").split()
    return {name: int(value) for name, value in zip(words[::2], words[1::2])}
