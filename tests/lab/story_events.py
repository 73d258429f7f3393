# SPDX-License-Identifier: GPL-3.0-or-later
"""What hosts tell by themselves."""
import os
import re
import tempfile

from lab import wait_for

# object, what, the begin of why; each is waited for in the file of --events.
TOLD = (
    ("talks", "started", "booted"),
    ("talks", "guest agent", "connected"),
    ("talks", "balloon", "128 MiB"),
    ("talks", "block job", "copy of vda completed"),
    ("talks", "rebooted", ""),
    ("bites", "watchdog", "paused"),
    ("bites", "paused", "watchdog"),
)


def all_kinds(lab):
    """Agent, balloon, block job, reboot, watchdog: each is in the file of --events, and in the pane."""
    host, disk = lab.hv1, os.path.join(os.environ["LAB_SHARED"], "talks.qcow2")
    host.on("qemu-img", "create", "-q", "-f", "qcow2", disk, "16M")
    host.define("talks", "disk=" + disk)
    host.define("bites", "words=minimal,watchdog", "memory=96", "watchdog=pause", "agent=no")
    with tempfile.NamedTemporaryFile("r", suffix=".events") as told, \
            lab.sit(host, options=["--events", told.name]) as seat:
        seat.row("talks", "off")

        def has(name, what, why):
            told.seek(0)
            lines = [line.rstrip("\n").split("\t") for line in told]
            return any(line[1:4] == [host.name, name, what] and line[4].startswith(why) for line in lines)

        def wait_told(number):
            wait_for(f"{TOLD[number]} in the file", lambda: has(*TOLD[number]))

        host.virsh("start", "talks")
        host.virsh("start", "bites")
        wait_told(0)
        wait_told(1)
        host.virsh("setmem", "talks", "128M", "--live")
        wait_told(2)
        host.virsh("blockcopy", "talks", "vda", disk + ".copy", "--transient-job", "--wait", "--pivot")
        wait_told(3)
        host.virsh("reset", "talks")
        for number in range(4, len(TOLD)):
            wait_told(number)
        seat.wait("1 paused by error")
        seat.key("5")
        for name, what, why in TOLD:
            pattern = re.compile(rf" {name} +{what} +{why}".rstrip(" +"))
            seat.until(pattern.pattern, lambda rows, p=pattern: any(map(p.search, rows)))
