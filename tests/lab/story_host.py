# SPDX-License-Identifier: GPL-3.0-or-later
"""What the page of a host says is what virsh says."""
import re
import xml.etree.ElementTree as tree

from lab import check, wait_for


def numbers(text):
    """"name: 12 unit" of each line, by name."""
    found = (re.match(r"(.+?)\s*:\s+(\d+)", line.strip()) for line in text.splitlines())
    return {m[1]: int(m[2]) for m in found if m}


def gib(kib):
    """As the screen has it: three digits count."""
    value = kib / 1024 / 1024
    return f"{value:.{2 if value < 10 else 1 if value < 100 else 0}f} GiB"


def see_summary(seat, host, name):
    info = numbers(host.virsh("nodeinfo"))
    memory = numbers(host.virsh("nodememstats"))
    seat.wait("What its memory is for")
    seat.row("CPUs", f"{info['CPU(s)']} at {info['CPU frequency']} MHz")
    seat.row("memory used", f"of {gib(memory['total'])}")
    seat.row("driver", host.virsh("version").split("Running hypervisor: ")[1].split("\n")[0])
    seat.row("active", "1 of 1")

    def agrees(rows):
        # A guest that boots takes more and more.
        resident = int(re.search(r"^rss (\d+)", host.virsh("dommemstat", name), re.M)[1]) / 1024
        said = re.search(r"by machines +([\d.]+) MiB", "\n".join(rows))
        return said and abs(float(said[1]) - resident) < resident / 5
    seat.until("by machines what dommemstat tells", agrees)


def see_cpus(seat, host, capabilities):
    cpu = capabilities.find("host/cpu")
    cells = capabilities.findall("host/topology/cells/cell")
    online = numbers(host.virsh("nodecpumap"))
    seat.row("model", f"{cpu.find('model').text}, {cpu.find('vendor').text}")
    seat.row("Features", str(len(cpu.findall("feature"))))
    seat.wait(f"{online['CPUs online']} of {online['CPUs present']} CPUs are online")
    for cell in cells:
        seat.row(cell.get("id"), gib(int(cell.find('memory').text)))
    seat.until("a load of each CPU", lambda rows: len(re.findall(r"\d%", "\n".join(rows[5:]))) ==
               online["CPUs online"])
    # The guest does nothing but work, once it has booted, and the rest of the machine may.
    wait_for("virsh to see a CPU that is busy", lambda: max(
        100 - float(host.virsh("nodecpustats", "--percent", "--cpu", cpu_id).split("idle:")[1].split("%")[0])
        for cpu_id in map(str, range(online["CPUs present"]))) > 50)
    seat.until("a CPU that is busy", lambda rows: any(
        int(p) > 50 for p in re.findall(r"(\d+)%", "\n".join(rows[5:]))))


def see_pins(seat, host, name):
    seat.wait("Active machines: 0 are pinned, 1 may run on any CPU")
    host.virsh("vcpupin", name, "0", "1", "--live")
    seat.until("the pin to be seen", lambda rows: any(
        row.split()[:2] == ["1", "1"] and f"{name}: vCPU 0" in row for row in rows))


def see_memory(seat, host):
    memory = numbers(host.virsh("nodememstats"))
    pace = re.search(r"shm_pages_to_scan (\d+)", host.virsh("node-memory-tune"))[1]
    seat.row("total", gib(memory['total']))

    def agrees(rows):
        said = re.search(r"^ free +([\d.]+) GiB", "\n".join(rows), re.M)
        now = numbers(host.virsh("nodememstats"))["free"] / 1024 / 1024
        return said and abs(float(said[1]) - now) < 1
    seat.until("free memory as virsh has it", agrees)
    pages = dict(re.findall(r"^(\d+)KiB: (\d+)", host.virsh("freepages", "--all"), re.M))
    for kib, text in ((2048, "2.00 MiB"), (1048576, "1.00 GiB")):
        total = seat.row(text, "").split()
        check(total[4] == pages[str(kib)], f"free pages of {text}: {total}, virsh has {pages}")
    seat.row("pace", f"{pace} pages")


def see_guests(seat, host):
    told = tree.fromstring(host.virsh("domcapabilities"))
    models = told.findall("cpu/mode[@name='custom']/model")
    usable = [m for m in models if m.get("usable") == "yes"]
    seat.row("machine", f"{told.find('arch').text}, {told.find('machine').text}, with {told.find('domain').text}")
    seat.row("emulator", told.find("path").text)
    seat.row("CPU models", f"{len(usable)} of {len(models)} usable")
    devices = list(told.find("devices"))
    seat.row("Devices", f"{sum(d.get('supported') != 'no' for d in devices)} of {len(devices)}")
    seat.key("=")
    buses = [v.text for v in told.findall("devices/disk/enum[@name='bus']/value")]
    seat.key("/")
    seat.type("bus: ")
    seat.key("Enter")
    seat.row("disk", f"bus: {', '.join(buses)}")
    seat.key("Escape")
    seat.gone("/bus")


def its_page(lab):
    """Sizes, loads, pages, and what guests can have, beside virsh; a working guest is seen."""
    host = lab.hv1
    host.define("works", "words=minimal,load", "memory=96", "agent=no")
    host.virsh("start", "works")
    capabilities = tree.fromstring(host.virsh("capabilities"))
    with lab.sit(host) as seat:
        seat.row("works", "running")
        seat.key("1")
        seat.row("hv1", "up")
        seat.key("Enter")
        see_summary(seat, host, "works")
        seat.until("a graph", lambda rows: re.search("[\u2801-\u28ff]", "".join(rows)))
        seat.key("Tab")
        see_cpus(seat, host, capabilities)
        see_pins(seat, host, "works")
        seat.key("Tab")
        see_memory(seat, host)
        seat.key("Tab")
        seat.row("emulator", "ok")
        seat.row("KVM", "ok" if capabilities.find("guest/arch[@name='x86_64']/domain[@type='kvm']") is not None
                 else "missing")
        seat.key("Tab")
        see_guests(seat, host)
        seat.key("Tab")
        seat.row("works", "running")
        seat.key("Tab")
        seat.row("UUID", capabilities.find("host/uuid").text)
