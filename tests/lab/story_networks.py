# SPDX-License-Identifier: GPL-3.0-or-later
"""A network of a guest's: who is on it, an address that is fixed, its stop and what is plugged in again."""
import contextlib
import tempfile

from lab import attempt, check, tool, wait_for

LAN = """<network><name>lan</name><forward mode='nat'/><bridge name='virbr-lan'/>
<ip address='10.98.7.1' netmask='255.255.255.0'><dhcp><range start='10.98.7.100' end='10.98.7.199'/></dhcp></ip>
</network>
"""
FIXED = "10.98.7.50"


@contextlib.contextmanager
def lan(host):
    with tempfile.NamedTemporaryFile("w", suffix=".xml") as xml:
        xml.write(LAN)
        xml.flush()
        host.virsh("net-define", xml.name)
    host.virsh("net-start", "lan")
    try:
        yield
    finally:
        host.virsh("net-destroy", "lan", ok=False)
        host.virsh("net-undefine", "lan", ok=False)


def ports(host):
    """What is plugged into its bridge."""
    links = attempt(tool("on"), host.name, "bridge", "link").splitlines()
    return [line.split(":")[1].strip() for line in links if "master virbr-lan" in line]


def answers(host, address):
    """Its ssh, on the host itself: whether there is a way to the guest."""
    script = f"import socket; socket.create_connection(('{address}', 22), 2)"
    return attempt(tool("on"), host.name, "sh", "-c", f'python3 -c "{script}" && echo yes')


def fix_address(seat, lease, mac):
    """From its lease; another one than it has."""
    seat.key("/")
    seat.type(lease)
    seat.key("Enter", "+")
    seat.wait("New fixed address of lan")
    seat.see(mac)
    seat.key("Tab", "C-u")
    seat.type(FIXED)
    seat.key("F2")
    seat.row(FIXED, mac)
    return FIXED


def life(lab):
    """A guest's lease; a fixed address is honoured at the next; stopped, started and plugged in again."""
    host, name = lab.hv1, "web1"
    with lan(host):
        host.define(name, "net=lan")
        host.virsh("start", name)
        address, _ = wait_for("a lease", lambda: host.address(name))
        mac = host.virsh("domiflist", name).split()[-1]
        check(address.startswith("10.98.7.1"), address)
        with lab.sit(host) as seat:
            seat.key("3")
            seat.row("lan", "10.98.7.0/24")
            seat.go_to("lan")
            seat.key("Enter", "Tab")
            row = seat.row(name, address)
            check(mac in row and "vnet" in row, row)
            seat.key("Tab")
            seat.row(address, mac)
            fix_address(seat, address, mac)
            xml = host.virsh("net-dumpxml", "lan")
            check(FIXED in xml and FIXED in host.virsh("net-dumpxml", "lan", "--inactive"), xml)
            host.virsh("reset", name)
            seat.row(f"{FIXED}/24", "fixed")
            wait_for("the guest to answer there", lambda: answers(host, FIXED))
            seat.key("BTab")
            seat.row(name, FIXED)
            seat.key("q")
            stop_and_start(seat, host, name)
        host.virsh("destroy", name)


def stop_and_start(seat, host, name):
    seat.key("S")
    seat.wait(f"Running on it: {name}")
    seat.key("Escape")
    seat.row("lan", " active")
    check(len(ports(host)) == 1, f"{ports(host)}")
    seat.key("S")
    seat.wait(f"Running on it: {name}")
    seat.key("y")
    seat.row("lan", "inactive")
    seat.wait("1 running machine is cut off")
    # Started alone it stays so, and that is said.
    seat.key("s")
    seat.wait("Start and plug in")
    seat.key("o")
    seat.row("lan", " active")
    check(not ports(host) and not answers(host, FIXED), f"{ports(host)}")
    seat.wait("1 NIC hangs in the air since it was stopped: R plugs it in again")
    seat.key("Enter", "Tab")
    seat.wait("hangs in the air since the network was stopped")
    seat.row(name, "not plugged in")
    seat.key("R")
    seat.gone("not plugged in")
    wait_for("the guest to answer again", lambda: answers(host, FIXED))
    # Both at once.
    seat.key("q")
    seat.key("S")
    seat.wait(f"Running on it: {name}")
    seat.key("y")
    seat.row("lan", "inactive")
    seat.key("s")
    seat.wait("Start and plug in")
    seat.key("y")
    seat.row("lan", " active")
    wait_for("the guest to answer once more", lambda: answers(host, FIXED))
    check(len(ports(host)) == 1, f"{ports(host)}")
    check("virtty-replug" not in host.virsh("net-list", "--all", "--name"), "a network is left over")
