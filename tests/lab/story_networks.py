# SPDX-License-Identifier: GPL-3.0-or-later
"""A network of a guest's: who is on it, addresses that are fixed, its stop and what is plugged in again."""
import contextlib
import tempfile

from lab import attempt, check, redefine, tool, wait_for
from story_storage import typed

LAN = """<network><name>lan</name><forward mode='nat'/><bridge name='virbr-lan'/>
<ip address='10.98.7.1' netmask='255.255.255.0'><dhcp><range start='10.98.7.100' end='10.98.7.199'/></dhcp></ip>
</network>
"""
FIXED = "10.98.7.50"


# With IPv6; its definition has another subnet before both, so that libvirt counts them otherwise.
IP6 = """<ip family='ipv6' address='fd00:98:7::1' prefix='64'>
<dhcp><range start='fd00:98:7::100' end='fd00:98:7::1ff'/></dhcp></ip>
"""
BOTH = LAN.replace("</network>", IP6 + "</network>")
OTHERS = BOTH.replace("<ip address", "<ip address='10.98.9.1' prefix='24'/><ip address", 1)
DUID = "00:03:00:01:52:54:00:00:00:66"
FIXED6 = "fd00:98:7::66"


@contextlib.contextmanager
def lan(host, definition=LAN):
    with tempfile.NamedTemporaryFile("w", suffix=".xml") as xml:
        xml.write(definition)
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
    seat.type(f"{lease}/24")  # the range may end with it, too
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
            waits(seat, host)
            stop_and_start(seat, host, name)
        host.virsh("destroy", name)


def waits(seat, host):
    """Its definition is changed while it runs, and back."""
    seat.row("lan", " active")
    redefine(host, "net", "lan", ".199'", ".150'")
    seat.row("lan", "active *")
    seat.go_to("lan")
    seat.key("D")
    seat.wait('end="10.98.7.150"')
    seat.wait('end="10.98.7.199"')
    seat.key("q")
    redefine(host, "net", "lan", ".150'", ".199'")
    seat.until("the mark to go", lambda rows: not any("active *" in row for row in rows))


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
    # What is plugged in is left alone.
    plugged = ports(host)
    seat.key("R")
    seat.wait("No NIC on lan hangs in the air: 1 is plugged in")
    check(ports(host) == plugged, f"{plugged}, then {ports(host)}")
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


def at_once(lab):
    """Several networks of a host are plugged in again at once, and none is in another's way."""
    host, names = lab.hv1, ("one", "two", "three")
    for name in names:
        with tempfile.NamedTemporaryFile("w", suffix=".xml") as xml:
            xml.write(f"<network><name>{name}</name></network>")
            xml.flush()
            host.virsh("net-define", xml.name)
        host.virsh("net-start", name)
        for i in range(3):
            host.define(f"on-{name}-{i}", "empty", f"net={name}")
            host.virsh("start", f"on-{name}-{i}")
        host.virsh("net-destroy", name)
        host.virsh("net-start", name)
    with lab.sit(host) as seat:
        seat.key("3")
        for name in names:
            seat.row(name, " active")
            seat.go_to(name)
            seat.key("Space")
        seat.key("R", "y", "6")
        for name in names:
            seat.row(f"on {name}", "done")
        links = [line for line in host.on("bridge", "link").splitlines() if "vnet" in line]
        check(len(links) == 9 and not any("NO-CARRIER" in line for line in links), f"{links}")
        check("virtty-replug" not in host.virsh("net-list", "--all", "--name"), "a network is left over")
    for name in names:
        for i in range(3):
            host.virsh("destroy", f"on-{name}-{i}")
            host.virsh("undefine", f"on-{name}-{i}")
        host.virsh("net-destroy", name)
        host.virsh("net-undefine", name)


@contextlib.contextmanager
def client(host, bridge="virbr-lan"):
    """Somebody on the network who is no machine: asks for an IPv6 address with a DUID."""
    def on(*words):
        return host.on("ip", "netns", "exec", "six", *words)

    def has_address():
        told = on("ip", "-6", "addr")
        return "fe80" in told and "tentative" not in told

    host.on("sh", "-c", "ip netns add six && "
            "ip link add six-b type veth peer name six-c netns six && "
            f"ip link set six-b master {bridge} up && ip -n six link set six-c up")
    try:
        wait_for("a link-local address", has_address)
        yield lambda duid, *name: on("python3", tool("dhcp6"), "six-c", duid, *name)
    finally:
        host.on("ip", "netns", "del", "six")


def six(lab):
    """IPv6: the DUID of a lease gets a fixed address, also in a definition with other subnets."""
    host = lab.hv1

    def texts():
        return [host.virsh("net-dumpxml", "lan", *words) for words in ((), ("--inactive",))]

    with lan(host, BOTH), client(host) as ask, lab.sit(host) as seat:
        uuid = host.virsh("net-uuid", "lan")
        with tempfile.NamedTemporaryFile("w", suffix=".xml") as xml:
            xml.write(OTHERS.replace("<name>", f"<uuid>{uuid}</uuid><name>"))
            xml.flush()
            host.virsh("net-define", xml.name)
        given = ask(DUID, "web6")
        check(given.startswith("fd00:98:7::1"), given)
        seat.key("3")
        seat.row("lan", "10.98.7.0/24")
        seat.go_to("lan")
        seat.key("Enter", "Tab", "Tab")
        seat.row(given, DUID)
        seat.key("/")
        seat.type(f"{given}/")
        seat.key("Enter", "+")
        seat.wait("New fixed address of lan")
        seat.row("subnet", "fd00:98:7::/64")
        seat.row("DUID", DUID)
        seat.key("Tab", "Tab", "C-u")
        seat.type(FIXED6)
        seat.key("F2")
        seat.row(FIXED6, DUID)
        for text in texts():
            check(f"id='{DUID}'" in text and f"ip='{FIXED6}'" in text, text)
        check(["10.98.9.1" in text for text in texts()] == [False, True], "they are the same")
        # What it has is its own, too, until it gives that back.
        wait_for("the fixed address", lambda: ask(DUID, "web6").split()[0] == FIXED6)
        seat.row(f"{FIXED6}/64", "fixed")
        # Taken away, where it stands in each.
        seat.key("/", "C-u")
        seat.type(FIXED6)
        seat.key("Enter", "-")
        seat.wait("Remove the fixed address")
        seat.key("y")
        wait_for("it to go", lambda: not any(DUID in text for text in texts()))
        seat.key("q")


def make_nat(seat, host):
    """IPv4 and IPv6, both with DHCP."""
    seat.key("N")
    seat.wait("What it is")
    typed(seat, "made")
    seat.key("PgDn")
    seat.wait("static hosts")
    seat.key("Tab")
    typed(seat, "10.98.5.0/24")
    seat.wait("10.98.5.254")
    seat.key(*["Tab"] * 7, "Space", "Tab")
    typed(seat, "fd00:98:5::/64")
    seat.key("Tab", "Tab", "Space")
    seat.wait("fd00:98:5::1ff")
    seat.key("PgDn")
    seat.wait("DNS domain")
    typed(seat, "virbr-made")
    seat.key("F2")
    seat.wait("define made: NAT, 10.98.5.0/24, DHCP 10.98.5.2 to 10.98.5.254")
    seat.wait("fd00:98:5::/64, bridge virbr-made")
    seat.key("Enter")
    seat.gone("New network")
    seat.row("made", " active")
    info, xml = host.virsh("net-info", "made"), host.virsh("net-dumpxml", "made")
    check("Autostart:      yes" in info and "Persistent:     yes" in info, info)
    check("<forward mode='nat'" in xml and "fd00:98:5::1ff" in xml, xml)


def make_routed(seat, host):
    seat.key("N")
    seat.wait("What it is")
    typed(seat, "apart")
    seat.key("Tab", "Enter")
    seat.wait("2 routed")
    seat.key("2", "PgDn")
    seat.wait("static hosts")
    seat.key("Tab")
    typed(seat, "10.98.6.0/24")
    seat.wait("10.98.6.254")
    seat.key("F2")
    seat.wait("needs a static route to the guests")
    seat.wait("10.98.6.0/24 via ")
    seat.key("Enter")
    seat.gone("New network")
    seat.row("apart", " active")
    xml = host.virsh("net-dumpxml", "apart")
    check("<forward mode='route'/>" in xml and "address='10.98.6.1'" in xml, xml)


def from_wizard(lab):
    """A NAT network and a routed one from the wizard; a guest with a lease stands in its list."""
    host, name = lab.hv1, "web1"
    host.define(name, "net=made")
    try:
        with lab.sit(host) as seat:
            seat.key("3")
            seat.row("default", " active")
            make_nat(seat, host)
            seat.key("2")
            seat.go_to(name)
            seat.key("s")
            seat.row(name, "running")
            seat.key("3")
            make_routed(seat, host)
            with client(host, "virbr-made") as ask:
                wait_for("an IPv6 address", lambda: ask(DUID, "web6").startswith("fd00:98:5::1"))
            seat.go_to("made")
            seat.key("Enter", "Tab")
            row = seat.row(name, "10.98.5.")
            check(host.virsh("domiflist", name).split()[-1] in row, row)
            check(f"{host.address(name)}/24" in row.split(), row)
    finally:
        for network in ("made", "apart"):
            host.virsh("net-destroy", network, ok=False)
            host.virsh("net-undefine", network, ok=False)
