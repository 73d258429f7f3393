# SPDX-License-Identifier: GPL-3.0-or-later
"""A disk that a secret opens."""
import contextlib
import tempfile

from lab import check, wait_for

DISK = "/var/lib/libvirt/images/vault.img"
VALUE = "correct-horse-4711"

LOCKED = f"""<disk type='file' device='disk'><driver name='qemu' type='raw'/>
<source file='{DISK}'><encryption format='luks'><secret type='passphrase' usage='{DISK}'/></encryption></source>
<target dev='vdz' bus='virtio'/></disk>"""


def with_xml(host, xml, *words):
    """virsh with a file in the place of "XML"."""
    with tempfile.NamedTemporaryFile("w", suffix=".xml") as file:
        file.write(xml)
        file.flush()
        host.virsh(*(file.name if word == "XML" else word for word in words))


def uuids(host):
    return [line.split()[0] for line in host.virsh("secret-list").splitlines()]


@contextlib.contextmanager
def vault(host, name):
    """A machine with a disk that is locked; the host knows of no secret yet."""
    host.on("qemu-img", "create", "-q", "--object", f"secret,id=s,data={VALUE}", "-f", "luks", "-o", "key-secret=s,iter-time=10",
            DISK, "4M")
    host.define(name, "empty")
    with_xml(host, LOCKED, "attach-device", name, "XML", "--config")
    try:
        yield
    finally:
        for uuid in uuids(host):
            host.virsh("secret-undefine", uuid, ok=False)
        host.on("rm", "-f", DISK)


def make_secret(seat, host):
    """In the form, without its value; its UUID."""
    seat.key("K", "N")
    seat.wait("New secret on hv1")
    seat.key("Tab")
    seat.type(DISK)
    seat.key("Tab")
    seat.type("of the vault")
    seat.key("F2")
    seat.gone("New secret on hv1")
    seat.row(DISK, "encrypted volume")
    made = uuids(host)
    check(len(made) == 1, f"{made}")
    xml = host.virsh("secret-dumpxml", made[0])
    for part in ("ephemeral='no' private='no'", "<description>of the vault</description>", f"<volume>{DISK}</volume>"):
        check(part in xml, xml)
    return made[0]


def opened_by_hand(lab):
    """Made in the form; its machine starts once the value was typed, and virsh sees what that is."""
    name, host = "locked", lab.hv1
    with vault(host, name), lab.sit(host) as seat:
        seat.row(name, "off")
        uuid = make_secret(seat, host)
        seat.key("q")
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
        check(VALUE in host.virsh("secret-get-value", "--plain", uuid), "virsh sees another value")
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
        wait_for("the secret to go", lambda: uuid not in host.virsh("secret-list"))
        host.virsh("destroy", name)


STORIES = {"secret": opened_by_hand}
