# SPDX-License-Identifier: GPL-3.0-or-later
"""Somebody who sits at virtty: a pane of tmux, with the words of virtty-script(7), and whatever else
goes on beside it."""
import contextlib
import os
import re
import sys

from lab import HERE, check

sys.path.insert(0, os.path.join(os.path.dirname(HERE), "pty"))
import rig  # pylint: disable=wrong-import-position

COLUMNS = 160
PATIENCE_S = 60  # machines are busy
MENU_MOST = 200 # items, should it begin anew at its end
NOTE_END = '"$@"; echo $? >code.new; mv code.new code; exec cat'
# The mono theme shows the cursor so.
CURSOR = re.compile(r"^(?:\x1b\[[\d;]*m)*\x1b\[(?:[\d;]*;)?7m")
SGR = re.compile(r"\x1b\[[\d;]*m")


def holds(line, name):
    """As a word of its own: "web-1" is not in "web-10"."""
    return re.search(rf"(?<![\w.-]){re.escape(name)}(?![\w.-])", line)


def plain(line):
    return SGR.sub("", line)


def cursor_row(colored):
    return next((plain(line) for line in colored if CURSOR.match(line)), "")


class Seat:
    def __init__(self, pane):
        self.pane = pane

    def rows(self):
        return self.pane.rows()

    def text(self):
        return self.pane.text()

    def colored(self):
        """The rows of the table with what colours them."""
        return self.pane.text(escapes=True).split("\n")[3:-4]

    def key(self, *names):
        self.pane.keys(*names)

    def type(self, text):
        self.pane.type(text)

    def fill(self, text):
        """Into a line to type in, in place of what stands there."""
        self.key("C-u")
        self.type(text)
        self.key("Enter")

    def menu(self):
        """Opens it; what it offers, by label: whether it can be done."""
        self.key("m")
        self.wait("Enter or its key does it")
        items = {}
        for row in self.rows():
            item = re.search(r"│ .{6} ([- ]) (\S+(?: \S+)*)", row)
            if item:
                items[item[2]] = item[1] == " "
        return items

    def chosen(self):
        """The item under the menu's cursor."""
        boxes = [line.split("│") for line in self.colored()]
        return next((plain(box[1]) for box in boxes if len(box) > 2 and CURSOR.match(box[1])), "")

    def do(self, label):
        """Does it from the menu, which may be longer than the screen."""
        self.menu()
        for _ in range(MENU_MOST):
            item = self.chosen()
            if f" {label} " in item:
                self.key("Enter")
                return
            self.key("j")
            if not rig.wait(lambda: self.chosen() != item, 1):
                break
        check(False, f"{label!r} is not in\n{self.text()}")

    def close(self):
        """What floats; a key right after Esc would be another key."""
        self.key("Escape")
        self.gone("Esc close")

    def row(self, name, text, seconds=PATIENCE_S):
        """Until a row holds both; that row."""
        def find(rows):
            return next((r for r in rows if holds(r, name) and text in r), None)
        return self.until(f"a row with {name!r} and {text!r}", find, seconds)

    def wait(self, text, seconds=PATIENCE_S):
        return self.until(repr(text), lambda rows: any(text in row for row in rows), seconds)

    def gone(self, text, seconds=PATIENCE_S):
        return self.until(f"{text!r} to go", lambda rows: not any(text in row for row in rows),
                          seconds)

    def until(self, what, found, seconds=PATIENCE_S):
        """The first true found(rows)."""
        value = rig.wait(lambda: found(self.rows()), seconds)
        check(value, f"waited {seconds} s for {what} in\n{self.text()}")
        return value

    def see(self, text):
        check(text in self.text(), f"{text!r} is not in\n{self.text()}")

    def notsee(self, text):
        check(text not in self.text(), f"{text!r} is in\n{self.text()}")

    def cursor_row(self):
        return cursor_row(self.colored())

    def go_to(self, name):
        """Puts the cursor on the row in the open pane that holds the name."""
        self.key("g")
        rig.wait(lambda: CURSOR.match(self.colored()[0]))
        for _ in self.rows():
            if holds(self.cursor_row(), name):
                return
            before = self.cursor_row()
            self.key("j")
            rig.wait(lambda: self.cursor_row() != before, 1)
        check(False, f"there is no way to {name} in\n{self.text()}")


@contextlib.contextmanager
def sit_at(virtty, uris, *options, height=40, end="0"):
    """virtty on a terminal with these hosts; it must leave as it should, or has been killed by
    then. What it writes goes with the lab."""
    words = [w for uri in uris for w in ("-c", uri)]
    with rig.Scratch(os.environ["LAB_DIR"]) as scratch, rig.Tmux(scratch) as tmux:
        pane = tmux.open((COLUMNS, height), ["sh", "-c", NOTE_END, "sh", virtty, *words,
                                             "--colors", "none", "--panel", "off", *options], scratch)
        yield Seat(pane)
        # While a call is under way it would ask.
        rig.wait(lambda: "running" not in pane.rows()[1], PATIENCE_S)
        if end == "0":
            pane.keys("C-c")
        code = rig.wait(lambda: rig.read_text(os.path.join(scratch, "code")).strip(), PATIENCE_S)
        check(code == end, f"virtty ended with {code!r}: {pane.text()}")
