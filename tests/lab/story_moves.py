# SPDX-License-Identifier: GPL-3.0-or-later
"""A machine goes from host to host while somebody looks at it."""
import contextlib
import re
import subprocess
import threading

from lab import check, wait_for
from seat import PATIENCE_S, cursor_row, holds, plain

POLL_S = 0.01
MOVES = "moves"
SLOWLY_MIB = "24"  # a second, so that it is on both hosts for some
COUNTED = "2 hosts  3 domains  3 active"
STATE = re.compile(r"(\S+) +(\S+) +(\S+(?: \S+)*)")


class Watcher(threading.Thread):
    """Looks at the screen again and again; what must hold always is checked each time."""

    def __init__(self, seat):
        super().__init__(daemon=True)
        self.seat = seat
        self.seen, self.wrong, self.ended = [], [], threading.Event()

    def run(self):
        while not self.ended.wait(POLL_S):
            try:
                self.look()
            except Exception as error:  # whoever waits for the end must hear of it
                self.wrong.append(repr(error))
                self.ended.set()

    def look(self):
        screen = self.seat.pane.text(escapes=True).split("\n")
        table = screen[3:-4]
        rows = [STATE.match(plain(line)[3:]) for line in table if holds(plain(line), MOVES)]
        states = {row[2]: row[3] for row in rows}
        if COUNTED not in plain(screen[0]):
            self.wrong.append(plain(screen[0]))
        if not holds(cursor_row(table), MOVES):
            self.wrong.append(f"the cursor is on {cursor_row(table)!r}")
        active = {host: state for host, state in states.items() if not state.startswith("off")}
        if len(active) == 2 and not all(f"also on {other}" == active[host] for host, other in
                                        (("hv1", "hv2"), ("hv2", "hv1"))):
            self.wrong.append(f"on both, but {active}")
        if not active or len(rows) != len(states):
            self.wrong.append(f"its rows: {states}")
        if not self.seen or self.seen[-1] != states:
            self.seen.append(states)


@contextlib.contextmanager
def watched(seat):
    watcher = Watcher(seat)
    watcher.start()
    try:
        yield watcher
    finally:
        watcher.ended.set()
        watcher.join()


@contextlib.contextmanager
def migration(source, target, *options):
    """Somebody else's, with virsh; it has succeeded at the end."""
    process = subprocess.Popen(
        ["virsh", "-q", "-c", source.uri, "migrate", MOVES, target.uri, "--live", "--p2p",
         "--persistent", "--bandwidth", SLOWLY_MIB, *options],
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        yield
        said, _ = process.communicate(timeout=PATIENCE_S)
        check(process.returncode == 0, said)
    finally:
        process.kill()
        process.wait()


def has_ended(states, source, target, left):
    return target in states and states[target].startswith("running") and \
        states.get(source, "gone").startswith(left)


def move(seat, source, target, *options, left):
    """left: how the source's row begins in the end, "gone" when there is none."""
    with watched(seat) as watcher:
        with migration(source, target, *options):
            seat.wait(f"active on {target.name}, too: it is being migrated")
            seat.row(MOVES, f"also on {source.name}")
        seat.until("the end",
                   lambda _: has_ended(watcher.seen[-1], source.name, target.name, left))
    check(not watcher.wrong, "\n".join([*watcher.wrong[:20], *map(str, watcher.seen)]))
    check(target.state(MOVES) == "running (migrated)", target.state(MOVES))


def migrated(lab):
    """Somebody migrates a machine there and back: counted once at every moment, on both hosts meanwhile."""
    here, there = lab.hv1, lab.hv2
    here.define("above", "empty")
    there.define("zed", "empty")
    here.define(MOVES, "words=minimal", "memory=96", "agent=no")
    for host, name in ((here, "above"), (there, "zed"), (here, MOVES)):
        host.virsh("start", name)
    wait_for("it to boot", lambda: here.address(MOVES))
    with lab.sit(here, there) as seat:
        seat.wait(COUNTED)
        seat.go_to(MOVES)
        # The cursor goes along, downwards and upwards.
        for source, target in ((here, there), (there, here)):
            move(seat, source, target, "--undefinesource", left="gone")
            check(holds(seat.cursor_row(), target.name), seat.text())
        # A definition that is left behind is no second machine.
        move(seat, here, there, left="off: migrated")
        seat.see(COUNTED)
        seat.key("5")
        seat.row("job ended", "migration away")
