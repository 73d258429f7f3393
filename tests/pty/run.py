# SPDX-License-Identifier: GPL-3.0-or-later
"""A program run by a shell in a pane: what it leaves of the terminal, and how it ended."""
import os
import re
import shlex
import shutil
import subprocess
import tempfile

import rig

# The settings are noted by a shell that does not touch them itself: it has no job control.
SCRIPT = """\
ulimit -c 0
cd {directory}
stty -a >before
echo before the program
sh -c 'echo $$ >pid.new; mv pid.new pid; exec "$@"' sh {command}
code=$?
stty -a >after
echo "ended with $code"
echo $code >code.new; mv code.new code
exec cat
"""


def demo_is_up(text):
    """What the upper rows show is not going to move any more."""
    return "1 down" in text and re.search(r"batch-night +(kvm2 +)?blocked", text) \
        and re.search(r"camera-nvr +(kvm3 +)?running +\d", text)


def without_size(settings):
    """The size is the window's, not the program's."""
    return re.sub(r"rows \d+; columns \d+;", "", settings)


def has_alternate_screen(term):
    known = subprocess.run(["tput", "-T", term, "smcup"], stdout=subprocess.PIPE,
                           stderr=subprocess.DEVNULL, check=False)
    # An unknown one is taken for xterm-256color.
    return bool(known.stdout) or known.returncode == 3


def command_line(env, argv):
    assignments = [f"{name}={value}" for name, value in env.items()]
    return shlex.join(["env", "-u", "LANG", "-u", "COLUMNS", "-u", "LINES", *assignments, *argv])


class InPane:
    def __init__(self, tmux, size, env, argv):
        self.directory = tempfile.mkdtemp(prefix="virtty-run-", dir="/tmp")
        self.alternate = has_alternate_screen(env["TERM"])
        script = SCRIPT.format(directory=shlex.quote(self.directory),
                               command=command_line(env, argv))
        self.pane = tmux.open(size, ["sh", "-c", script], self.directory)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.pane.close()
        shutil.rmtree(self.directory, ignore_errors=True)

    def file(self, name):
        return rig.read_text(os.path.join(self.directory, name))

    def pid(self):
        return int(rig.need(lambda: self.file("pid"), "the program to start"))

    def wait_end(self, seconds=rig.PATIENCE_S):
        """The exit code as the shell has it."""
        return int(rig.need(lambda: self.file("code"), "the program to end", seconds))

    def check_left(self, checks, code):
        """It ends with this code and leaves the terminal as it was."""
        checks.equal(self.wait_end(), code, f"it ends with {code}")
        self.pane.need("ended with")
        check_given_back(checks, self.pane)
        if self.alternate:
            checks.check("before the program" in self.pane.text(),
                         "what was on the screen is back", self.pane.text())
        checks.equal(without_size(self.file("after")), without_size(self.file("before")),
                     "the terminal's settings are back")
        self.pane.type("typed blindly?")
        checks.check(self.pane.wait("typed blindly?"), "what is typed is echoed", self.pane.text())


def check_given_back(checks, pane):
    names = ("alternate_on", "cursor_flag", "mouse_any_flag", "insert_flag", "keypad_cursor_flag",
             "wrap_flag", "scroll_region_upper")
    checks.equal(pane.info(*names), ["0", "1", "0", "0", "0", "1", "0"],
                 "the screen is not the alternate one, has a cursor and no mouse, wraps")
    height, last = pane.info("pane_height", "scroll_region_lower")
    checks.equal(int(last), int(height) - 1, "all of it scrolls")
