# SPDX-License-Identifier: GPL-3.0-or-later
"""Storage without virsh: pools and volumes from the wizards, used, refused, deleted."""
import contextlib

from lab import check, redefine, wait_for

POOL = "/var/lib/libvirt/labpool"
OUTSIDE = "/var/lib/libvirt/labdisk.snap"
IMAGE = "/var/lib/libvirt/labdisk.img"
MOUNT = "/var/lib/libvirt/labfs"


def typed(seat, *words):
    """Into the field under the cursor and those after it."""
    for i, word in enumerate(words):
        if i:
            seat.key("Tab")
        seat.key("C-u")
        seat.type(word)


def no_row(seat, name):
    seat.until(f"no row {name}", lambda rows: not any(f" {name} " in row[:12] for row in rows[3:-2]))


def make_pool(seat, host):
    """A directory, made with it, with a mode of its own."""
    seat.key("4")
    seat.row("private", " active")
    seat.key("N")
    seat.wait("What it is")
    typed(seat, "lab")
    seat.key("PgDn")
    seat.wait("/var/lib/libvirt/lab")
    typed(seat, POOL)
    seat.key("Tab", "Tab")
    typed(seat, "0750")
    seat.key("F2")
    seat.wait(f"define lab: a directory, {POOL}")
    seat.key("Enter")
    seat.gone("New storage pool")
    seat.row("lab", " active")
    info = host.virsh("pool-info", "lab")
    check("running" in info and "Autostart:      yes" in info, info)
    check(host.on("stat", "-c", "%a", POOL).strip() == "750", "the directory's mode")


def make_volume(seat, host):
    seat.go_to("lab")
    seat.key("v")
    seat.wait("no volumes in lab")
    seat.key("N")
    seat.wait("In the pool lab")
    typed(seat, "web.qcow2", "64 MiB")
    seat.key("F2")
    seat.wait("create web.qcow2: 64 MiB thin qcow2 in lab")
    seat.key("Enter")
    seat.gone("New volume")
    seat.row("web.qcow2", "64.0M")
    check("qcow2" in host.on("qemu-img", "info", f"{POOL}/web.qcow2"), "it is no qcow2")


def below_a_snapshot(seat, host, name):
    """A file of no pool is over it now."""
    host.virsh("start", name)
    host.virsh("snapshot-create-as", name, "--disk-only", "--no-metadata", "--diskspec", f"vda,file={OUTSIDE}")
    host.virsh("desc", name, "--live", "--title", "snapped")
    check(OUTSIDE in host.virsh("domblklist", name), "no snapshot")
    seat.key("Enter")
    seat.wait("under vda")
    seat.key("q")
    seat.row("web.qcow2", name)
    seat.key("d", "d")
    seat.wait(f"web.qcow2 is used: {name}")
    host.virsh("destroy", name)
    host.on("rm", OUTSIDE)


def used_and_gone(seat, host, name):
    """It is not deleted while a machine has it."""
    host.define(name, "empty", f"disk={POOL}/web.qcow2")
    seat.row("web.qcow2", name)
    seat.key("d", "d")
    seat.wait(f"web.qcow2 is used: {name}")
    check("web.qcow2" in host.virsh("vol-list", "lab"), "it is gone")
    below_a_snapshot(seat, host, name)
    host.virsh("undefine", name)
    seat.until(f"no {name} beside web.qcow2",
               lambda rows: any("web.qcow2" in row and name not in row for row in rows[3:-2]))
    seat.key("d", "d")
    seat.wait("web.qcow2 in lab on")
    seat.type("delete")
    seat.key("Enter")
    seat.wait("no volumes in lab")
    check("web.qcow2" not in host.virsh("vol-list", "lab"), "virsh still sees it")
    check(not host.on("sh", "-c", f"ls {POOL}").strip(), "the file is still there")


def end_pool(seat, host):
    """Stop, delete what it is made of, undefine."""
    seat.key("q")
    seat.go_to("lab")
    seat.key("S", "y")
    seat.row("lab", "inactive")
    seat.do("delete its data")
    seat.wait("Delete the data of pool lab")
    seat.type("delete")
    seat.key("Enter")
    seat.wait("its data is deleted: lab")
    check("gone" in host.on("sh", "-c", f"test -e {POOL} || echo gone"), "the directory is still there")
    # It is offered to be made again.
    seat.key("s")
    seat.wait("Its directory is not there on the host.")
    seat.key("y")
    seat.row("lab", " active")
    seat.key("S", "y")
    seat.row("lab", "inactive")
    seat.key("d", "d")
    seat.wait("No machine has a disk in it.")
    seat.key("y")
    wait_for("the pool to be undefined", lambda: "lab" not in host.virsh("pool-list", "--all"))
    no_row(seat, "lab")


@contextlib.contextmanager
def loop_device(host):
    """None where the kernel gives none."""
    made = host.on("sh", "-c", f"truncate -s 64M {IMAGE} && losetup -f --show {IMAGE} 2>&1 || true").strip()
    try:
        yield made if made.startswith("/dev/loop") else None
    finally:
        if made.startswith("/dev/loop"):
            host.on("losetup", "-d", made)
        host.on("rm", "-f", IMAGE)


def nothing_there(seat, host, device):
    """Neither the mount point nor a file system: one after the other is offered."""
    host.virsh("pool-define-as", "labraw", "fs", "--source-dev", device, "--target", MOUNT)
    seat.row("labraw", "inactive")
    seat.go_to("labraw")
    seat.key("s")
    seat.wait("What it is to be mounted at is not there on the host.")
    seat.key("1")
    seat.wait("Its device has no file system that the host can mount.")
    seat.key("2")
    seat.wait("its format is auto")
    seat.key("Escape")
    host.on("rmdir", MOUNT)
    host.virsh("pool-undefine", "labraw")
    no_row(seat, "labraw")


def file_system(seat, host, device):
    """Made on a device, where there is none; refused the second time; its own directory is no volume."""
    seat.key("N")
    seat.wait("What it is")
    typed(seat, "labfs")
    seat.key("Tab", "Enter", "2", "PgDn")
    seat.wait("Device")
    typed(seat, device)
    seat.key("PgDn")
    seat.wait("/mnt/labfs")
    typed(seat, MOUNT)
    seat.key("Tab", "Enter")
    seat.wait("a file system, over all")
    seat.key("3", "F2")
    seat.wait(f"make ext4 on {device}")
    seat.key("Enter")
    seat.gone("New storage pool")
    seat.row("labfs", " active")
    check(MOUNT in host.on("cat", "/proc/mounts"), "it is not mounted")
    check("lost+found" in host.virsh("vol-list", "labfs"), "libvirt has no lost+found: this proves nothing")
    seat.go_to("labfs")
    check("*" not in seat.row("labfs", " active"), "what libvirt finds out of a pool that runs is no difference")
    redefine(host, "pool", "labfs", f"{MOUNT}<", f"{MOUNT}-2<")
    seat.row("labfs", "active *")
    seat.key("D")
    seat.wait(f"+    <path>{MOUNT}-2</path>")
    seat.key("q")
    redefine(host, "pool", "labfs", f"{MOUNT}-2<", f"{MOUNT}<")
    seat.until("the mark to go", lambda rows: not any("active *" in row for row in rows))
    seat.key("v")
    seat.wait("no volumes in labfs")
    seat.key("q", "S", "y")
    seat.row("labfs", "inactive")
    check(MOUNT not in host.on("cat", "/proc/mounts"), "it is still mounted")
    seat.do("build")
    seat.wait("a file system, where there is none")
    seat.key("2")
    seat.wait("Make a file system for pool labfs")
    seat.key("y")
    seat.wait("failed")
    host.virsh("pool-undefine", "labfs")
    no_row(seat, "labfs")


def from_wizards(lab):
    """A directory with a qcow2 volume that a machine uses, and a file system on a loop device."""
    host = lab.hv1
    try:
        with lab.sit(host) as seat:
            make_pool(seat, host)
            make_volume(seat, host)
            used_and_gone(seat, host, "web1")
            end_pool(seat, host)
            with loop_device(host) as device:
                if device:
                    nothing_there(seat, host, device)
                    file_system(seat, host, device)
                else:
                    print("no loop devices here: no file system was made")
    finally:
        for pool in ("lab", "labraw", "labfs"):
            host.virsh("pool-destroy", pool, ok=False)
            host.virsh("pool-undefine", pool, ok=False)
        host.on("rm", "-rf", POOL, MOUNT)
