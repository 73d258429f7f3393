# SPDX-License-Identifier: GPL-3.0-or-later
"""Guests that libvirt's own DHCP server knows nothing of."""
import base64
import contextlib
import json
import re
import subprocess

from lab import attempt, check, run, tool, wait_for
from story_trouble import figures_go_on, stays_up

LAN = "lan0"
SILENT_S = 6  # longer than a host may take before it is said not to answer
DHCP = ("dnsmasq", "--conf-file=/dev/null", f"--interface={LAN}", "--bind-interfaces", "--port=0",
        "--no-ping", "--dhcp-range=10.97.1.10,10.97.1.99", f"--dhcp-leasefile=/run/{LAN}.leases",
        f"--pid-file=/run/{LAN}.pid")
# The guest's start would bring it back.
END_AGENT = """exec >/dev/null 2>&1
agent=$(pidof qemu-ga)
kill -9 "$(cut -d ' ' -f 4 "/proc/$agent/stat")"
kill -9 "$agent"
"""
# Nobody reads what comes in, and libvirt is told that somebody is there.
SILENT_AGENT = END_AGENT + """for port in /sys/class/virtio-ports/*; do
	read -r name <"$port/name" || continue
	[ "$name" = org.qemu.guest_agent.0 ] || continue
	until tail -f /dev/null 3<>"/dev/${port##*/}"; do :; done
done
"""


@contextlib.contextmanager
def lan(host):
    """A bridge with a DHCP server, as a company has it: libvirt sees no lease."""
    host.on("ip", "link", "add", LAN, "type", "bridge")
    host.on("ip", "addr", "add", "10.97.1.1/24", "dev", LAN)
    host.on("ip", "link", "set", LAN, "up")
    host.on(*DHCP)
    try:
        yield
    finally:
        host.on("sh", "-c", f"kill $(cat /run/{LAN}.pid); ip link del {LAN}; rm /run/{LAN}.*")


def leased(host, name):
    """What the company's DHCP server gave to a guest that goes by this name; the file may be half written."""
    leases = [line.split() for line in host.on("cat", f"/run/{LAN}.leases").splitlines()]
    return next((words[2] for words in leases if words[3:4] == [name]), "")


def in_guest(host, name, script):
    """By its agent, which may end by that and not answer."""
    code = base64.b64encode(script.encode()).decode()
    words = {"path": "/bin/sh", "arg": ["-c", f"echo {code} | base64 -d | setsid sh"]}
    attempt("virsh", "-q", "-c", host.uri, "qemu-agent-command", name, "--timeout", "5",
            json.dumps({"execute": "guest-exec", "arguments": words}))


def details(seat, name):
    """Its page."""
    seat.go_to(name)
    seat.key("Enter")
    seat.wait(" Overview ")
    text = seat.text()
    seat.key("Escape")
    seat.gone(" Overview ")
    return text


def see_facts(seat, name, address):
    """What the guest is known by, in its row and in its details."""
    seat.row(name, address)
    text = details(seat, name)
    for line in (rf"addresses +{re.escape(address)} \(from the agent\)",
                 r"OS +Tiny Linux 1\.0 \(the agent says\)", rf"hostname +{name} \(the agent says\)"):
        check(re.search(line, text), f"no {line}\n{text}")


def is_old_or_gone(seat, name):
    text = details(seat, name)
    return "addresses" not in text or re.search(r"addresses .*\(from the agent, .* ago\)", text)


def agent_ends(seat, host, name):
    in_guest(host, name, END_AGENT)
    seat.until(f"{name} without an address",
               lambda rows: any(re.search(rf" {name} .* -  ", row) and "10.97." not in row
                                for row in rows))
    text = details(seat, name)
    check("addresses" not in text and "agent says" not in text, text)


def agent_hushes(seat, host, name):
    """libvirt waits for it, virtty does not."""
    in_guest(host, name, SILENT_AGENT)
    wait_for("the silence to show", lambda: is_old_or_gone(seat, name))
    seat.go_to(name)
    seat.key("p")
    seat.row(name, "paused")
    seat.key("p")
    seat.row(name, "running")
    figures_go_on(seat, host, "works")
    stays_up(seat, SILENT_S)
    check(is_old_or_gone(seat, name), "its address is as good as new")


def from_agent(lab):
    """No lease: address, OS and name come from the agent, and go with it; a silent one holds up nothing."""
    host = lab.hv1
    with lan(host):
        for name in ("ends", "hushes"):
            host.define(name, "net=", f"bridge={LAN}")
        host.define("works", "words=minimal,load", "memory=96", "agent=no", "net=")
        for name in ("ends", "hushes", "works"):
            host.virsh("start", name)
        with lab.sit(host) as seat:
            for name in ("ends", "hushes"):
                address, _ = wait_for(f"a lease for {name}", lambda n=name: leased(host, n))
                see_facts(seat, name, address)
            agent_ends(seat, host, "ends")
            agent_hushes(seat, host, "hushes")


def is_neighbour(host, address):
    """Once somebody has talked to it."""
    run(tool("on"), host.name, "nc", "-z", "-w", "1", address, "22", ok=False)
    return "lladdr" in host.on("ip", "neigh", "show", "to", address, "dev", LAN)


def printed(lab, host):
    """The rows that --batch prints, when all guests were asked; nothing is said besides."""
    done = subprocess.run([lab.virtty, "-c", host.uri, "--batch", "domains", "--format", "json"],
                          stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60,
                          check=False)
    check(done.returncode == 0 and not done.stderr, f"{done.returncode}: {done.stderr}")
    return json.loads(done.stdout)


def from_arp(lab):
    """Neither lease nor agent: the host's ARP table; where libvirt cannot read that, "-" and no complaint."""
    host = lab.hv1
    with lan(host):
        host.define("arps", "net=", f"bridge={LAN}", "agent=no")
        host.virsh("start", "arps")
        address, _ = wait_for("a lease", lambda: leased(host, "arps"))
        wait_for("it to be in the ARP table", lambda: is_neighbour(host, address))
        told = host.virsh("domifaddr", "arps", "--source", "arp", ok=False)
        can = address in told
        # libvirt 9 does not understand what newer kernels say.
        check(can or "wrong nlmsg len" in told, told)
        print(f"       libvirt can {'' if can else 'not '}read the ARP table", flush=True)
        check([row["ip"] for row in printed(lab, host)] == [address if can else None], "its address")
        with lab.sit(host) as seat:
            seat.row("arps", address if can else " -  ")
            text = details(seat, "arps")
            check(can == (f"{address} (from the ARP table)" in text), text)
            check(can == ("addresses" in text), text)
            check("failed" not in seat.text(), seat.text())


def from_both(lab):
    """A NIC on libvirt's network and one on a bridge: the lease, and what the agent tells of the other."""
    host = lab.hv1
    with lan(host):
        host.define("both", f"bridge={LAN}")
        host.virsh("start", "both")
        inner, _ = wait_for("a lease on the bridge", lambda: leased(host, "both"))
        with lab.sit(host) as seat:
            seat.row("both", " +1")
            text = details(seat, "both")
            line = rf"addresses +10\.98\.1\.\d+ \(from the lease\), {re.escape(inner)} \(from the agent\)"
            check(re.search(line, text), f"no {line}\n{text}")
            seat.go_to("both")
            seat.key("Enter")
            seat.wait(" Overview ")
            seat.key("Tab", "Tab", "Tab", "Tab")
            seat.wait(f"{inner} (agent)")
            rows = [row for row in seat.rows() if "(lease)" in row or "(agent)" in row]
            check(len(rows) == 2 and "network default" in rows[0] and f"bridge {LAN}" in rows[1], seat.text())
