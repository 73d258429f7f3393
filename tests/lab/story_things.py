# SPDX-License-Identifier: GPL-3.0-or-later
"""Networks, storage and devices beside what virsh says of them."""
import contextlib

from lab import check, wait_for

VOLUMES = 10000
BIG = "/var/lib/libvirt/big"


@contextlib.contextmanager
def big_pool(host):
    """A directory of ten thousand files."""
    host.on("sh", "-c", f"mkdir -p {BIG} && cd {BIG} && seq -f v%05g.img 1 {VOLUMES} | xargs touch && "
                        "truncate -s 10M v00001.raw")
    host.virsh("pool-define-as", "big", "dir", "--target", BIG)
    host.virsh("pool-start", "big")
    try:
        yield
    finally:
        host.virsh("pool-destroy", "big", ok=False)
        host.virsh("pool-undefine", "big", ok=False)
        host.on("rm", "-rf", BIG)


def networks(seat, host, name):
    """The list, who is on it, its leases, stop and start."""
    mac = host.virsh("domiflist", name).split()[-1]
    lease = next(line.split() for line in host.virsh("net-dhcp-leases", "default").splitlines() if mac in line)
    seat.key("3")
    row = seat.row("default", "NAT")
    check("active" in row and "virbr0" in row, row)
    seat.go_to("default")
    seat.key("Enter")
    seat.wait(" Addresses ")
    seat.key("Tab")
    row = seat.row(name, lease[4])
    check(lease[2] in row and "vnet" in row, row)
    seat.key("Tab")
    seat.row(lease[4], name)
    seat.key("q")
    seat.gone(" Addresses ")
    seat.key("S")
    seat.wait(f"Running on it: {name}")
    seat.key("y")
    wait_for("the network to stop", lambda: "no" in host.virsh("net-info", "default").split("Active:")[1].split()[0])
    seat.row("default", "inactive")
    seat.key("s")
    seat.wait("Start and plug in")
    seat.key("y")
    seat.row("default", " active")
    check("yes" in host.virsh("net-info", "default").split("Active:")[1].split()[0], "virsh sees it stopped")


def storage(seat, host, name):
    """A pool's figures, its ten thousand volumes, which machine has one."""
    seat.key("4")
    seat.row("big", str(VOLUMES + 1))
    seat.go_to("big")
    seat.key("v")
    row = seat.row("v00001.raw", name)
    check("10.0M" in row, row)
    seat.key("G")
    last = sorted(line.split()[0] for line in host.virsh("vol-list", "big").splitlines())[-1]
    seat.wait(last)
    seat.key("g", "j", "Enter")
    seat.wait(f"{BIG}/v00001.raw")
    seat.wait(name)
    seat.key("q")
    seat.key("q")
    seat.wait("big")
    host.on("touch", f"{BIG}/zzz-new.img")
    seat.key("r")
    seat.row("big", str(VOLUMES + 2))
    check("zzz-new" in host.virsh("vol-list", "big"), "virsh does not see the new volume")


def devices(seat, host, name):
    """The tree, and what is plugged into the bridge."""
    seat.key("7")
    seat.wait("computer")
    listed = host.virsh("nodedev-list").split()
    for device in listed[:3]:
        seat.wait(device[:9])
    rows = seat.wait("vnet") and seat.rows()
    at = next(i for i, row in enumerate(rows) if "virbr0" in row)
    check(any("vnet" in row and name in row for row in rows[at:]), "\n".join(rows))


def beside_virsh(lab):
    """One guest, on the default network, with a disk in the big pool."""
    name = "web1"
    host = lab.hv1
    with big_pool(host):
        host.define(name, f"disk={BIG}/v00001.raw")
        host.virsh("start", name)
        wait_for("a lease", lambda: host.address(name))
        with lab.sit(host) as seat:
            seat.row(name, "running")
            networks(seat, host, name)
            storage(seat, host, name)
            devices(seat, host, name)
        host.virsh("destroy", name)

