# SPDX-License-Identifier: GPL-3.0-or-later
"""The page of a machine under load, against what virsh says of it."""
import re

from lab import check, redefine

BASE, TOP = "/var/lib/libvirt/images/base.qcow2", "/var/lib/libvirt/images/top.qcow2"
COPY = "/var/lib/libvirt/images/copy.qcow2"
# In the background, until the machine goes.
LOAD = """(while :; do dd if=/dev/urandom of=/dev/vda bs=64k count=64 conv=fsync; done) >/dev/null 2>&1 </dev/null &
(while :; do :; done) >/dev/null 2>&1 </dev/null &
(ping -s 1200 -i 0.2 $(ip route | sed -n 's/^default via \\([^ ]*\\).*/\\1/p') >/dev/null 2>&1 </dev/null) & exit 0"""
UNITS = {"": 1, "K": 1 << 10, "M": 1 << 20, "G": 1 << 30}


def fields(text):
    """virsh's "Key:  value" lines, and the "key=value" ones of domstats."""
    return {m[1].strip(): m[2].strip() for m in re.finditer(r"^ *([^:=\n]+)[:=] *(.*)$", text, re.M)}


def numbers(host, name):
    stats = fields(host.virsh("domstats", name))
    return {key: int(value) for key, value in stats.items() if value.isdigit()}


def amount(text):
    number, unit = re.fullmatch(r"([\d.]+)([KMGT]?)", text).groups()
    return float(number) * UNITS[unit]


def between(what, low, value, high, slack=0.02):
    check(low * (1 - slack) <= value <= high * (1 + slack), f"{what}: {low} <= {value} <= {high} does not hold")


def turn(seat, title, wanted):
    """To the part of the page whose text then holds what is wanted."""
    for _ in range(12):
        if wanted in seat.text():
            return
        before = seat.rows()[4:-2]
        seat.key("Tab")
        seat.until("another part", lambda rows, before=before: rows[4:-2] != before, 5)
        try:
            seat.wait(wanted, 1)
            return
        except AssertionError:
            continue
    check(False, f"there is no {title}: {seat.text()}")


def row_of(seat, start, after="", until=lambda row: True):
    """The words of the row that begins so, below a heading."""
    def find(rows):
        begin = next((i for i, r in enumerate(rows) if after in r), None)
        if begin is None:
            return None
        return next((r.split() for r in rows[begin:] if r.strip().startswith(start) and until(r)), None)
    return seat.until(f"a row of {start!r} below {after!r}", find)


def compare_vcpus(seat, host):
    turn(seat, "vCPUs", "MAY RUN ON")
    for block in host.virsh("vcpuinfo", "busy").split("\n\n"):
        info = fields(block)
        words = row_of(seat, info["VCPU"], "MAY RUN ON", lambda row: re.search(r"\d:\d\d:\d\d", row))
        hours, minutes, seconds = words[3].split(":")
        before = float(info["CPU time"].rstrip("s"))
        now = fields(host.virsh("vcpuinfo", "busy").split("\n\n")[int(info["VCPU"])])
        between("CPU time", before - 6, int(hours) * 3600 + int(minutes) * 60 + float(seconds),
                float(now["CPU time"].rstrip("s")) + 1)
        count = len(info["CPU Affinity"])
        check(words[-1] == (f"0-{count - 1}" if count > 1 else "0"), f"affinity {words} {info}")
    seat.until("a busy vCPU", lambda rows: any(
        re.match(r" \d  \S+ +\d+ +\S+ +([2-9]\d|1\d\d) ", row) for row in rows))


def compare_memory(seat, host):
    turn(seat, "memory", "What the guest tells")
    stats = numbers(host, "busy")
    seat.row("at most", f"{stats['balloon.maximum'] >> 10} MiB")
    available = row_of(seat, "available")
    between("available", stats["balloon.available"] / 1024, float(available[1]), stats["balloon.available"] / 1024)
    rss = row_of(seat, "on the host")
    between("rss", stats["balloon.rss"] / 1024, float(rss[3]), stats["balloon.rss"] / 1024, 0.2)


def compare_disks(seat, host):
    turn(seat, "disks", "CAPACITY")
    info = fields(host.virsh("domblkinfo", "busy", "vda"))
    words = row_of(seat, "vda", "CAPACITY")
    check(words[3] == "qcow2" and words[-1] == TOP, words)
    between("capacity", int(info["Capacity"]), amount(words[4]), int(info["Capacity"]))
    seat.until("its allocation", lambda rows: amount(row_of(seat, "vda", "CAPACITY")[5]) * 1.02 >=
               int(info["Allocation"]))
    words = row_of(seat, "vda", "CAPACITY")
    now = fields(host.virsh("domblkinfo", "busy", "vda"))
    between("allocation", int(info["Allocation"]), amount(words[5]), int(now["Allocation"]))
    seat.row("sda", "empty")
    seat.wait(f"on {BASE}")
    seat.until("writes", lambda rows: amount(row_of(seat, "vda", "WRITTEN/s")[2].replace("-", "0")) > 0)
    before = numbers(host, "busy")
    seat.key("F5")
    seat.wait("asking all hosts again")
    # A reading that is older may have as many writes, and fewer flushes.
    seat.until("a newer total", lambda rows: all(
        int(row_of(seat, "vda", "FLUSHES")[place]) >= before[f"block.0.{what}.reqs"] for place, what in ((4, "wr"), (5, "fl"))))
    words = row_of(seat, "vda", "FLUSHES")
    after = numbers(host, "busy")
    between("written", before["block.0.wr.bytes"], amount(words[2]), after["block.0.wr.bytes"])
    between("writes", before["block.0.wr.reqs"], int(words[4]), after["block.0.wr.reqs"])
    between("flushes", before["block.0.fl.reqs"], int(words[5]), after["block.0.fl.reqs"])
    stat = fields(host.virsh("domblkstat", "busy", "vda").replace("vda ", "").replace(" ", ": "))
    check(int(stat["wr_req"]) >= int(words[4]), stat)


def compare_nics(seat, host):
    turn(seat, "NICs", "ADDRESSES")
    mac, address = host.virsh("domifaddr", "busy").split()[1:4:2]
    seat.row(mac, address.split("/")[0])
    seat.until("packets", lambda rows: row_of(seat, "vnet", "PACKETS IN/s")[4] not in ("0", "-"))
    before = numbers(host, "busy")
    seat.key("F5")
    seat.until("a newer total", lambda rows: int(row_of(seat, "vnet", "DROPPED")[4]) >= before["net.0.tx.pkts"])
    words = row_of(seat, "vnet", "DROPPED")
    after = numbers(host, "busy")
    between("received", before["net.0.rx.bytes"], amount(words[1]), after["net.0.rx.bytes"])
    between("packets", before["net.0.rx.pkts"], int(words[3]), after["net.0.rx.pkts"])


def compare_overview(seat, host):
    info = fields(host.virsh("dominfo", "busy"))
    seat.row("UUID", info["UUID"])
    seat.row("memory", f"{int(info['Max memory'].split()[0]) >> 10} MiB")
    seat.row("agent", "connected")
    port = int(host.virsh("vncdisplay", "busy").rsplit(":", 1)[1])
    seat.row("display", f":{port}, port {5900 + port}")
    used = float(info["CPU time"].rstrip("s"))
    hours, minutes, seconds = row_of(seat, "CPU time")[2].split(":")
    between("CPU time", used - 6, int(hours) * 3600 + int(minutes) * 60 + int(seconds),
            float(fields(host.virsh("dominfo", "busy"))["CPU time"].rstrip("s")) + 1)


def change_under_it(seat, host):
    """What others change while its page is open, and what libvirt does with its disks."""
    turn(seat, "overview", "UUID")
    seat.row("vCPUs", "2, at most")
    host.virsh("setmem", "busy", "140M", "--live")
    seat.row("memory", "140 MiB, at most")
    turn(seat, "snapshots", "STATE THEN")
    seat.wait("Nothing is being done with it.")
    host.virsh("blockcopy", "busy", "vda", "--dest", COPY, "--format", "qcow2", "--transient-job")
    seat.wait("vda is being copied")
    host.virsh("blockjob", "busy", "vda", "--abort")
    seat.wait("Nothing is being done with it.")


def page_under_load(lab):
    """A machine's page agrees with virsh while its CPU, disk and net are busy."""
    host = lab.hv1
    host.on("qemu-img", "create", "-q", "-f", "qcow2", BASE, "64M")
    host.on("qemu-img", "create", "-q", "-f", "qcow2", "-F", "qcow2", "-b", BASE, TOP)
    host.define("busy", "vcpus=2", "disk=" + TOP, "cdrom=empty", "video=vga")
    host.virsh("snapshot-create-as", "busy", "fresh")
    with lab.sit(host, height=50) as seat:
        seat.row("busy", "off")
        seat.key("Enter")
        seat.wait("was not started since its host knows of it")
        seat.key("s")
        seat.row("since", "(seen), booted")
        host.in_guest("busy", LOAD)
        seat.wait("the guest's driver answers")
        compare_overview(seat, host)
        compare_vcpus(seat, host)
        compare_memory(seat, host)
        compare_disks(seat, host)
        compare_nics(seat, host)
        turn(seat, "snapshots", "STATE THEN")
        seat.row("fresh", "shutoff")
        turn(seat, "command line", "-name guest=busy")
        change_under_it(seat, host)


# What virtty compares and the lab's libvirt can give without cgroups and tc.
GIVEN = (
    ("<os>", "<iothreads>1</iothreads><cputune><vcpupin vcpu='0' cpuset='0'/><emulatorpin cpuset='0'/>"
             "<iothreadpin iothread='1' cpuset='0'/></cputune>"
             "<numatune><memory mode='preferred' nodeset='0'/></numatune>"
             "<memoryBacking><nosharepages/><source type='memfd'/><access mode='shared'/></memoryBacking><os>"),
    ("<apic/>", "<apic/><pae/><vmport state='off'/>"),
    ("</disk>", "<iotune><total_iops_sec>2000</total_iops_sec></iotune></disk>"),
    ("<backend model='random'>", "<rate bytes='4096' period='1000'/><backend model='random'>"),
)


def what_differs(lab):
    """A machine that runs as it is defined has no mark, whatever its definition gives; one that was tuned has."""
    host = lab.hv1
    host.on("qemu-img", "create", "-q", "-f", "qcow2", BASE, "64M")
    host.define("plain", "words=minimal", "agent=no", "net=", "memory=96")
    host.define("given", "words=minimal", "vcpus=2", "memory=96", "disk=" + BASE, "video=vga", "watchdog=reset")
    for old, new in GIVEN:
        redefine(host, "", "given", old, new)
    host.virsh("start", "plain")
    host.virsh("start", "given")
    with lab.sit(host) as seat:
        for name in ("plain", "given"):
            check("*" not in seat.row(name, "running"), f"{name} runs as it is defined")
            seat.go_to(name)
            seat.key("D")
            seat.wait("Nothing that virtty compares differs")
            seat.key("Escape")
            seat.gone("Nothing that virtty compares")
        host.virsh("vcpupin", "given", "1", "0", "--live")
        seat.row("given", "running *")
        host.virsh("vcpupin", "given", "1", "0", "--config")
        seat.key("F5") # libvirt tells nobody
        seat.until("no mark", lambda rows: any("given" in row and "running" in row and "*" not in row for row in rows))
        host.virsh("blkdeviotune", "given", "vda", "--total-iops-sec", "1000", "--live")
        seat.row("given", "running *")
        seat.go_to("given")
        seat.key("D")
        seat.wait("disk vda: iotune total_iops_sec is 1000 now, 2000 after a power cycle")
