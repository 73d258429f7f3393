# SPDX-License-Identifier: GPL-3.0-or-later
"""A disk that a secret opens."""
import contextlib
import tempfile

from lab import check, wait_for

DISK = "/var/lib/libvirt/images/vault.img"
UUID = "5c9d2a40-0000-4000-8000-00000000abcd"
VALUE = "correct-horse-4711"

SECRET = f"""<secret ephemeral='no' private='no'><uuid>{UUID}</uuid>
<usage type='volume'><volume>{DISK}</volume></usage></secret>"""
LOCKED = f"""<disk type='file' device='disk'><driver name='qemu' type='raw'/>
<source file='{DISK}'><encryption format='luks'><secret type='passphrase' uuid='{UUID}'/></encryption></source>
<target dev='vdz' bus='virtio'/></disk>"""


def with_xml(host, xml, *words):
    """virsh with a file in the place of "XML"."""
    with tempfile.NamedTemporaryFile("w", suffix=".xml") as file:
        file.write(xml)
        file.flush()
        host.virsh(*(file.name if word == "XML" else word for word in words))


@contextlib.contextmanager
def vault(host, name):
    """A machine with a disk that is locked; the host knows of its secret, not what that is."""
    host.on("qemu-img", "create", "-q", "--object", f"secret,id=s,data={VALUE}", "-f", "luks", "-o", "key-secret=s,iter-time=10",
            DISK, "4M")
    with_xml(host, SECRET, "secret-define", "XML")
    host.define(name, "empty")
    with_xml(host, LOCKED, "attach-device", name, "XML", "--config")
    try:
        yield
    finally:
        host.virsh("secret-undefine", UUID, ok=False)
        host.on("rm", "-f", DISK)


def opened_by_hand(lab):
    """It starts once the value was typed, and virsh sees what that is."""
    name, host = "locked", lab.hv1
    with vault(host, name), lab.sit(host) as seat:
        seat.row(name, "off")
        seat.go_to(name)
        seat.key("s")
        seat.wait("Start locked failed")
        seat.key("K")
        seat.row(DISK, "encrypted volume")
        seat.key("Enter")
        seat.wait("none: what needs it cannot be opened")
        seat.wait(name)
        seat.key("v")
        seat.wait("it is not shown and not kept here")
        seat.type(VALUE)
        seat.notsee(VALUE)
        seat.key("Enter")
        seat.wait("value set")
        seat.row("value", "set")
        check(VALUE in host.virsh("secret-get-value", "--plain", UUID), "virsh sees another value")
        seat.key("q", "q", "2")
        seat.go_to(name)
        seat.key("s")
        seat.row(name, "running")
        seat.key("K")
        seat.row(DISK, " 1 ")
        seat.key("d", "d")
        seat.wait(f"Needed by {name}")
        seat.type("delete")
        seat.key("Enter")
        wait_for("the secret to go", lambda: UUID not in host.virsh("secret-list"))
        host.virsh("destroy", name)


STORIES = {"secret": opened_by_hand}
