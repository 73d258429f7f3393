# SPDX-License-Identifier: GPL-3.0-or-later
"""The hosts of a lab that is up, as its tests see them. Nothing here waits for time to pass."""
import contextlib
import glob
import os
import select
import shlex
import subprocess
import tempfile
import time
import traceback

HERE = os.path.dirname(os.path.abspath(__file__))
POLL_S = 0.05
SKIPPED = 77


class NoLab(Exception):
    """It cannot be had here; why."""


def tool(name):
    return os.path.join(HERE, name)


def check(condition, text):
    if not condition:
        raise AssertionError(text)


def wait_for(what, probe, seconds=60):
    """The first true answer of probe, and how long that took."""
    start = time.monotonic()
    while time.monotonic() < start + seconds:
        answer = probe()
        if answer:
            return answer, time.monotonic() - start
        select.select([], [], [], POLL_S)
    raise AssertionError(f"{what}: not within {seconds} s")


def run(*command, ok=True, seconds=60, **options):
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                          stdin=subprocess.DEVNULL, timeout=seconds, check=False, **options)
    if ok:
        check(done.returncode == 0, f"{' '.join(command)}: {done.returncode}: {done.stdout}")
    return done


def attempt(*command, **options):
    """What the command says, or "" when it fails."""
    done = run(*command, ok=False, **options)
    return done.stdout.strip() if done.returncode == 0 else ""


def read(path):
    """"" when there is no such file."""
    with contextlib.suppress(OSError), open(path, encoding="utf-8", errors="replace") as f:
        return f.read()
    return ""


def words_of(pid):
    return read(f"/proc/{pid}/cmdline").split("\0")


def children(pid):
    return [int(child) for path in glob.glob(f"/proc/{pid}/task/*/children") for child in read(path).split()]


def masters(virtty):
    """The ssh connections that virtty, a process, has now."""
    return [pid for pid in children(virtty) if "-MNT" in words_of(pid)]


def master_to(virtty, host):
    found = [pid for pid in masters(virtty) if host.ip in words_of(pid)]
    check(len(found) == 1, f"connections to {host.name}: {found}")
    return found[0]


def signal_all(pids, number):
    for pid in pids:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, number)


@contextlib.contextmanager
def hosts_beside_us(count):
    """The hosts of a lab, which is taken down at the end: for who is in namespaces of his own; others have with-lab."""
    made = subprocess.run([tool("up"), str(count)], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, text=True, check=False)
    if made.returncode == SKIPPED:
        raise NoLab(made.stderr.strip())
    check(made.returncode == 0, made.stderr)
    directory = made.stdout.strip()
    try:
        words = [shlex.split(line)[1] for line in read(os.path.join(directory, "env")).splitlines()]
        os.environ.update(word.split("=", 1) for word in words)
        yield [Host(f"hv{k + 1}") for k in range(count)]
    finally:
        run(tool("down"), "--dir", directory, ok=False)


class Host:
    def __init__(self, name):
        prefix = "LAB_" + name.upper()
        self.name, self.ip = name, os.environ[prefix + "_IP"]
        self.uri, self.ssh_uri = os.environ[prefix + "_URI"], os.environ[prefix + "_SSH_URI"]
        self.directory = os.environ[prefix + "_DIR"]

    def virsh(self, *words, **options):
        return run("virsh", "-q", "-c", self.uri, *words, **options).stdout.strip()

    def state(self, domain):
        return attempt("virsh", "-q", "-c", self.uri, "domstate", domain, "--reason")

    def define(self, name, *words):
        with tempfile.NamedTemporaryFile("w", suffix=".xml") as xml:
            xml.write(run(tool("mkdom"), name, *words).stdout)
            xml.flush()
            self.virsh("define", xml.name)

    def address(self, domain):
        """From its lease; those of former machines with this name are no matter."""
        told = attempt("virsh", "-q", "-c", self.uri, "domifaddr", domain, "--source", "lease")
        words = [line.split() for line in told.splitlines()]
        return next((w[3].split("/")[0] for w in words if w[2:3] == ["ipv4"]), "")

    def agent_answers(self, domain):
        return attempt("virsh", "-q", "-c", self.uri, "qemu-agent-command", domain,
                       '{"execute":"guest-ping"}')

    def on(self, *command, **options):
        return run(tool("on"), self.name, *command, **options).stdout.strip()

    def processes(self, *words):
        return [int(pid) for pid in attempt(tool("pid"), self.name, *words).split()]

    def qemu(self, domain):
        pids = self.processes("qemu-system-x86_64", f"guest={domain}")
        check(len(pids) == 1, f"{domain} runs as {pids}")
        return pids[0]

    def ssh_sessions(self):
        """What sshd has begun for those who are in."""
        return self.processes("sshd: root@notty")

    def in_guest(self, domain, command, **options):
        """Runs it over ssh, as soon as the guest lets one in."""
        address, _ = wait_for(f"a lease for {domain}", lambda: self.address(domain))
        wait_for(f"ssh to {domain}",
                 lambda: run(os.environ["LAB_SSH"], address, "true", ok=False).returncode == 0)
        return run(os.environ["LAB_SSH"], address, command, **options).stdout.strip()

    def start_daemon(self):
        """One that was killed holds its pid file until all of it is gone."""
        command = (tool("on"), self.name, "libvirtd", "-d", "--listen")
        wait_for(f"libvirtd of {self.name} to start", lambda: run(*command, ok=False).returncode == 0, 10)

    def be_up(self):
        """libvirtd 9.0 may crash where a client that stood still goes (in remoteClientFreePrivateCallbacks()); elsewhere
        systemd starts it again."""
        if not self.processes("libvirtd"):
            print(f"       libvirtd of {self.name} had ended; it is started again", flush=True)
            self.start_daemon()
            wait_for(f"libvirtd of {self.name}", lambda: attempt("virsh", "-q", "-c", self.uri, "uri"))

    def clean(self):
        """No machine is left, and nothing of what tests leave around machines."""
        self.be_up()
        for name in self.virsh("list", "--name").split():
            self.virsh("destroy", name, ok=False)
        for name in self.virsh("list", "--all", "--name").split():
            self.virsh("undefine", name, "--managed-save", "--checkpoints-metadata",
                       "--snapshots-metadata", ok=False)


def redefine(host, kind, name, old, new):
    """The definition of a network ("net"), a pool or a machine (""), as virsh changes it: what runs stays as it is."""
    before = f"{kind}-" if kind else ""
    text = host.virsh(f"{before}dumpxml", name, "--inactive")
    check(old in text, text)
    with tempfile.NamedTemporaryFile("w", suffix=".xml") as xml:
        xml.write(text.replace(old, new))
        xml.flush()
        host.virsh(f"{before}define", xml.name)


def play(lab, name, story):
    begin = time.monotonic()
    try:
        try:
            story(lab)
        finally:
            lab.clean()
        held = True
    except Exception:  # whatever it is, the other stories go on
        held = False
        print(traceback.format_exc().rstrip("\n").replace("\n", "\n       "), flush=True)
    print(f"{'ok    ' if held else 'FAILED'} {name:10} {time.monotonic() - begin:6.1f} s  "
          f"{(story.__doc__ or '').splitlines()[0]}", flush=True)
    return held
