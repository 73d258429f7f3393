# SPDX-License-Identifier: GPL-3.0-or-later
"""The definition of a running guest is edited as text, by an editor that stands for a person's and by vi, while virsh changes
it, too."""
import contextlib
import os
import shutil
import tempfile

from lab import check

SECRET = "geheim7"
FOREIGN = '<metadata><x:owner xmlns:x="urn:example:owner"><!-- theirs --><x:name>Ada</x:name></x:owner></metadata>'
# What is typed is a sed script; the text that it was given is kept.
STUB = """#!/bin/sh
for file; do :; done
cp "$file" {directory}/given
[ -e {directory}/typed ] && sed -i -f {directory}/typed "$file"
rm -f {directory}/typed
"""


class Editor:
    """Stands for a person's."""

    def __init__(self, directory):
        self.directory = directory
        self.path = os.path.join(directory, "editor")
        with open(self.path, "w", encoding="utf-8") as f:
            f.write(STUB.format(directory=directory))
            os.fchmod(f.fileno(), 0o755)

    def types(self, script):
        with open(os.path.join(self.directory, "typed"), "w", encoding="utf-8") as f:
            f.write(script + "\n")

    def remembers(self):
        return ("--state", os.path.join(self.directory, "state"))

    def given(self):
        with open(os.path.join(self.directory, "given"), encoding="utf-8") as f:
            return f.read()


@contextlib.contextmanager
def editing(command=None):
    """With the environment that says which editor."""
    with tempfile.TemporaryDirectory() as directory:
        editor = Editor(directory)
        before = {k: os.environ.pop(k, None) for k in ("VISUAL", "EDITOR")}
        os.environ["EDITOR"] = command or editor.path
        try:
            yield editor
        finally:
            del os.environ["EDITOR"]
            os.environ.update({k: v for k, v in before.items() if v is not None})


def definition(host, name):
    return host.virsh("dumpxml", name, "--inactive", "--security-info")


def edit(seat, editor, script):
    editor.types(script)
    seat.key("e")


def merged_with_virsh(seat, host, editor, name):
    """Its memory is changed here and its vCPUs by virsh, while the editor's text lies there to be looked at."""
    edit(seat, editor, "s,<memory .*,<memory unit='MiB'>192</memory>,")
    seat.wait("what will change")
    seat.wait("It runs on as before: the change waits for a power cycle.")
    host.virsh("setvcpus", name, "2", "--config", "--maximum")
    seat.key("d")
    seat.wait("somebody else has changed it")
    seat.wait("they can be put together")
    seat.key("m")
    seat.wait("what will change")
    seat.key("d")
    seat.wait(f"{name} is defined anew; it runs on as before")
    seat.row(name, "running *")
    now = definition(host, name)
    check("<memory unit='KiB'>196608</memory>" in now and ">2</vcpu>" in now, now)
    check(host.virsh("domstate", name) == "running", "it does not run any more")
    seat.key("D")
    seat.wait("memory")
    seat.key("q")


def kept(seat, host, editor, name):
    """Passwords and what others have put there stay; comments are named before they go."""
    edit(seat, editor, f"s,<os>,{FOREIGN}<!-- mine --><os>,;s,</devices>,"
                       f"<graphics type='vnc' passwd='{SECRET}'/></devices>,")
    seat.wait("Comments that libvirt does not keep")
    seat.wait("<!-- mine -->")
    seat.notsee(SECRET)
    seat.key("d")
    seat.wait(f"{name} is defined anew")
    edit(seat, editor, "s,<vcpu[^>]*>2,<vcpu>1,")
    seat.wait("what will change")
    check(SECRET in editor.given() and "<!-- mine -->" not in editor.given(), editor.given())
    seat.key("d")
    seat.wait(f"{name} is defined anew")
    now = definition(host, name)
    check(f"passwd='{SECRET}'" in now and "<!-- theirs -->" in now and "Ada" in now and ">1</vcpu>" in now, now)


def refused(seat, host, editor, name):
    """libvirt's words; then taken without its schema, and what it dropped is named."""
    before = definition(host, name)
    edit(seat, editor, "s,<devices>,<devices><pool name='x'/>,")
    seat.wait("<pool> is no device; pools are made in the Storage pane")
    seat.key("d")
    seat.wait("it was not defined")
    seat.wait("Extra element devices in interleave")
    seat.key("w")
    seat.wait("<pool> in <devices> was dropped")
    seat.key("q")
    check(definition(host, name) == before, "it is another one")
    edit(seat, editor, "s,<vcpu[^>]*>1,<vcpu current='3'>2,")
    seat.wait("what will change")
    seat.key("d")
    seat.wait("maximum")
    seat.key("s")
    seat.wait("Save the draft")
    seat.key("Escape")
    seat.gone("Save the draft")
    seat.key("e")
    seat.wait("There is a draft")
    seat.key("3")
    seat.wait("nothing changed")


def brought_back(seat, host, name):
    """The oldest of its history has the memory that it began with."""
    seat.do("history")
    seat.wait(f"{name} as it was")
    seat.row(name, "machine")
    seat.key("G")
    seat.key("r")
    seat.wait("what will change")
    seat.key("d")
    seat.wait(f"{name} is defined anew")
    check(SECRET not in definition(host, name), "it is not as it was at first")
    seat.key("q")


def with_stub(lab):
    """The definition of a running guest is edited while virsh changes it, refused, kept, brought back."""
    name = "text1"
    host = lab.hv1
    host.define(name)
    host.virsh("start", name)
    with editing() as editor, lab.sit(host, options=editor.remembers()) as seat:
        seat.row(name, "running")
        seat.go_to(name)
        merged_with_virsh(seat, host, editor, name)
        kept(seat, host, editor, name)
        refused(seat, host, editor, name)
        brought_back(seat, host, name)


def with_vi(lab):
    """The real one, on the terminal that virtty lends it."""
    name = "text2"
    host = lab.hv1
    if not shutil.which("vi"):
        return
    host.define(name, "empty")
    with editing("vi") as editor, lab.sit(host, options=editor.remembers()) as seat:
        seat.row(name, "off")
        seat.go_to(name)
        seat.key("e")
        seat.wait(f"<name>{name}</name>")
        seat.gone("q quit")
        seat.type(":%s/<on_crash>.*</<on_crash>restart</")
        seat.key("Enter")
        seat.type(":wq")
        seat.key("Enter")
        seat.wait("what will change")
        seat.wait("+  <on_crash>restart</on_crash>")
        # Back in it with a mistake: the cursor is on the line that is not well-formed then.
        seat.key("e")
        seat.wait(f'-{name}.xml"')
        seat.type(":%s,</os>,,")
        seat.key("Enter")
        seat.type(":wq")
        seat.key("Enter")
        seat.wait("it cannot be defined")
        seat.wait("does not close <os>")
        seat.key("e")
        seat.wait(f'-{name}.xml"')
        seat.type("u:q!")
        seat.key("Enter")
        seat.wait("it cannot be defined")
        seat.key("t")
        seat.wait("what you wrote is thrown away")
        seat.key("e")
        seat.wait(f"<name>{name}</name>")
        seat.type(":%s/<on_crash>.*</<on_crash>restart</")
        seat.key("Enter")
        seat.type(":wq")
        seat.key("Enter")
        seat.wait("what will change")
        seat.key("Enter")
        seat.wait(f"{name} is defined anew")
    check("<on_crash>restart" in definition(host, name), definition(host, name))
