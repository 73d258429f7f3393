# SPDX-License-Identifier: GPL-3.0-or-later
"""Hosts that are reached by ssh: what is asked and how often, what is said when it goes wrong, and
that all of it is back, or gone, when it should be."""
import contextlib
import glob
import os
import re
import select
import shutil
import signal
import tempfile
import time

from lab import attempt, check, children, master_to, masters, read, run, wait_for, words_of
from seat import holds, sit_at

PASSPHRASE = "open sesame"
SESSIONS_MOST = 10 # of one connection, as sshd has it
CONFIG = """Host *
  User root
  IdentityFile {key}
  IdentitiesOnly yes
  IdentityAgent none
  StrictHostKeyChecking ask
  UserKnownHostsFile {here}/known_hosts
  GlobalKnownHostsFile /dev/null
"""
WRAPPER = """#!/bin/sh
if [ -n "$SSH_ASKPASS" ]; then
  export REAL_ASKPASS="$SSH_ASKPASS" SSH_ASKPASS={here}/askpass
fi
exec ssh -F {here}/config "$@"
"""
ASKPASS = """#!/bin/sh
printf '%s\\n' "$1" | head -n 1 >>{here}/asked
exec "$REAL_ASKPASS" "$@"
"""
SERVER = """Port {port}
HostKey {lab}/ssh/host_key
AuthorizedKeysFile {lab}/ssh/authorized_keys {here}/authorized_keys
PermitRootLogin prohibit-password
PasswordAuthentication no
KbdInteractiveAuthentication no
PidFile {here}/sshd-{port}.pid
StrictModes no
UsePAM no
PrintMotd no
UseDNS no
MaxStartups 100
{more}
"""


def write(path, text, mode=0o600):
    with open(path, "w", encoding="utf-8") as f:
        f.write(text)
    os.chmod(path, mode)


def make_key(path, passphrase=""):
    # Few rounds: what they are against is not tried here.
    run("ssh-keygen", "-q", "-t", "ed25519", "-a", "1", "-N", passphrase, "-f", path)


class Ground:
    """ssh's settings for a story: a key with a passphrase, or the lab's own without, and no host
    that is known."""

    def __init__(self, here, lab, secret):
        self.here, self.virtty = here, lab.virtty
        self.known = os.path.join(here, "known_hosts")
        self.wrapper = os.path.join(here, "wrapper")
        self.key = os.path.join(here, "id") if secret else os.environ["LAB_SSH_KEY"]
        self.servers = []
        if secret:
            make_key(self.key, PASSPHRASE)
            shutil.copy(self.key + ".pub", os.path.join(here, "authorized_keys"))
            self.authorized = os.environ["LAB_DIR"] + "/ssh/authorized_keys"
            self.before = read(self.authorized)
            write(self.authorized, self.before + read(self.key + ".pub"), 0o644)
        else:
            shutil.copy(os.environ["LAB_DIR"] + "/ssh/known_hosts", self.known)
        self.settings("")
        write(self.wrapper, WRAPPER.format(here=here), 0o755)
        write(os.path.join(here, "askpass"), ASKPASS.format(here=here), 0o755)

    def settings(self, more):
        """Those that come first count."""
        write(os.path.join(self.here, "config"), more + CONFIG.format(here=self.here, key=self.key))

    def end(self):
        if hasattr(self, "before"):
            write(self.authorized, self.before, 0o644)
        for host, pid in self.servers:
            host.on("kill", pid, ok=False)

    def asked(self):
        """What ssh has asked so far."""
        return read(os.path.join(self.here, "asked")).splitlines()

    def uri(self, host, user="root", where=None, path="system", more=""):
        return f"qemu+ssh://{user}@{where or host.ip}/{path}?command={self.wrapper}{more}"

    def serve(self, host, port, *settings):
        """An sshd of its own on the host; its URI."""
        config = os.path.join(self.here, f"sshd-{port}")
        write(config, SERVER.format(here=self.here, lab=os.environ["LAB_DIR"], port=port,
                                    more="\n".join(settings)))
        host.on(shutil.which("sshd"), "-f", config, "-E", config + ".log")
        pid, _ = wait_for("an sshd", lambda: read(config + ".pid").strip(), 10)
        self.servers.append((host, pid))
        return self.uri(host, where=f"{host.ip}:{port}")

    def sit(self, uris, *options, **more):
        return sit_at(self.virtty, uris, "--delay", "0.5", *options, **more)


@contextlib.contextmanager
def ground(lab, secret=False):
    with tempfile.TemporaryDirectory(prefix="s", dir=os.environ["LAB_DIR"]) as here:
        os.chmod(here, 0o755)
        made = Ground(here, lab, secret)
        try:
            yield made
        finally:
            made.end()


def trust(seat):
    seat.wait("is not known here yet")
    seat.wait("Tab choose")
    seat.key("y", "Enter")


def tell(seat, passphrase=PASSPHRASE):
    seat.wait("has a passphrase")
    seat.wait("Enter answer")
    seat.type(passphrase)
    seat.key("Enter")


def looks_around(seat):
    """What goes over other lanes than the host's own."""
    seat.key("p")
    seat.row("one", "paused")
    seat.key("Enter")
    seat.wait("qemu, x86_64")
    seat.key("x")
    seat.wait("<name>one</name>")
    seat.key("q", "3")
    seat.row("default", "virbr0")
    seat.key("4")
    seat.row("private", "/var/lib/libvirt/images")
    seat.key("2")


def asked_once(lab):
    """An unknown key and a passphrase are two dialogs, and all else that is done asks nothing."""
    host = lab.hv1
    host.define("one", "empty")
    host.virsh("start", "one")
    with ground(lab, secret=True) as made, \
            made.sit([f"hv1={made.uri(host)}", f"hv2={lab.hv2.uri}"]) as seat:
        trust(seat)
        tell(seat)
        seat.row("one", "running")
        looks_around(seat)
        check(len(made.asked()) == 2, f"asked: {made.asked()}")
        seat.key("1")
        seat.row("hv2", "up")


def asks_nothing(made, seat, seconds):
    """By itself."""
    before, deadline = made.asked(), time.monotonic() + seconds
    while time.monotonic() < deadline:
        check(made.asked() == before, f"asked: {made.asked()}")
        seat.notsee("Esc cancel")
        select.select([], [], [], 0.2)


def asked_again(lab):
    """A cancelled question and a wrong passphrase are one sentence each; r in Hosts asks again."""
    with ground(lab, secret=True) as made, \
            made.sit([f"hv1={made.uri(lab.hv1)}", f"hv2={lab.hv2.uri}"]) as seat:
        seat.wait("Tab choose")
        seat.key("Enter")
        seat.key("1")
        seat.row("hv1", "refused")
        seat.go_to("hv1")
        seat.wait("You did not trust the key of root@")
        asks_nothing(made, seat, 4)
        seat.key("r")
        trust(seat)
        seat.wait("has a passphrase")
        seat.wait("Esc cancel")
        seat.key("Escape")
        seat.wait("You cancelled the question for root@")
        asks_nothing(made, seat, 4)
        seat.key("r")
        tell(seat, "wrong")
        seat.wait("was wrong")
        asks_nothing(made, seat, 4)
        seat.key("r")
        tell(seat)
        seat.row("hv1", "up")
        check(len(made.asked()) == 5, f"asked: {made.asked()}")


def asked_without_daemon(lab):
    """Where nobody listens yet, who has answered is not asked again until somebody does."""
    gone = contextlib.ExitStack()
    with ground(lab, secret=True) as made, gone:
        gone.enter_context(without_daemon(lab.hv2))
        with made.sit([f"hv2={made.uri(lab.hv2)}"]) as seat:
            trust(seat)
            tell(seat)
            seat.key("1")
            explained(seat, "hv2", "No libvirt daemon listens", "systemctl start")
            asks_nothing(made, seat, 4)
            seat.key("r")
            asks_nothing(made, seat, 2)
            explained(seat, "hv2", "No libvirt daemon listens")
            gone.close()
            seat.row("hv2", "up")
            check(len(made.asked()) == 2, f"asked: {made.asked()}")


# --- what can be wrong ---

@contextlib.contextmanager
def user(host, name, shell="/bin/sh"):
    """Somebody else may log in there, who is in no group."""
    passwd, shadow = f"/run/passwd.{name}", f"/run/shadow.{name}"
    host.on("sh", "-c", f"cp /etc/passwd {passwd} && cp /etc/shadow {shadow} && "
            f"echo {name}:x:4242:65534::/run/{name}:{shell} >>{passwd} && "
            f"echo '{name}:*:19000:0:99999:7:::' >>{shadow} && "
            f"mount --bind {passwd} /etc/passwd && mount --bind {shadow} /etc/shadow && "
            f"mkdir -p /run/{name} && chown 4242 /run/{name}")
    try:
        yield name
    finally:
        host.on("umount", "/etc/shadow", "/etc/passwd")


@contextlib.contextmanager
def for_root_only(host):
    """Others may not open its sockets."""
    sockets = ("/run/libvirt/libvirt-sock", "/run/libvirt/libvirt-sock-ro")
    host.on("chmod", "700", *sockets)
    try:
        yield
    finally:
        host.on("chmod", "777", *sockets)


@contextlib.contextmanager
def without_daemon(host):
    """Its sockets are gone, too."""
    pids = host.processes("libvirtd")
    for pid in pids:
        os.kill(pid, signal.SIGTERM)
    wait_for("libvirtd to end", lambda: not host.processes("libvirtd"))
    try:
        yield
    finally:
        host.start_daemon()
        wait_for("libvirtd", lambda: attempt("virsh", "-q", "-c", host.uri, "uri"))


def fingerprint(path):
    return run("ssh-keygen", "-lf", path).stdout.split()[1]


def explained(seat, name, *parts):
    """In the host's row, and whole below it."""
    seat.go_to(name)
    seat.until(f"{name} to be refused: {parts}", lambda rows: any(
        " refused" in row and holds(row, name) for row in rows) and
               all(part in "".join(rows[-3:]) for part in parts))


def all_that_is_wrong(lab):
    """What is wrong with a host is one sentence in its row; nobody else is disturbed."""
    host, ip = lab.hv1, lab.hv1.ip
    key = os.environ["LAB_DIR"] + "/ssh/host_key.pub"
    with ground(lab) as made, user(host, "visitor") as visitor, \
            user(host, "mute", "/usr/sbin/nologin") as mute, for_root_only(host), \
            without_daemon(lab.hv2):
        make_key(made.here + "/other")
        other = read(made.here + "/other.pub").split()
        write(made.known, f"changed {' '.join(other[:2])}\n" + read(made.known))
        made.settings(f"Host changed\n  HostName {ip}\n  HostKeyAlias changed\n")
        made.serve(host, 2201, "AllowUsers somebody")
        uris = {
            "fine": made.uri(host),
            "changed": made.uri(host, where="changed"),
            "closed": made.uri(host, where=ip + ":9"),
            "login": made.uri(host, where=ip + ":2201"),
            "nothing": made.uri(host, more="&socket=/run/nothing"),
            "nodaemon": made.uri(lab.hv2),
            "group": made.uri(host, user=visitor),
            "shell": made.uri(host, user=mute),
            "scheme": made.uri(host).replace("qemu", "qemo"),
        }
        with made.sit([f"{name}={uri}" for name, uri in uris.items()]) as seat:
            seat.key("1")
            seat.row("fine", "up")
            explained(seat, "changed", "has changed", fingerprint(key), made.known + ":1")
            explained(seat, "closed", "No ssh server answers at root@")
            explained(seat, "login", "refuses the login")
            explained(seat, "nothing", "No libvirt daemon listens at /run/nothing there")
            explained(seat, "nodaemon", "No libvirt daemon listens", "systemctl start")
            explained(seat, "group", "visitor@", "is not in the libvirt group",
                      "/run/libvirt/libvirt-sock")
            explained(seat, "shell", "What answers by ssh at mute@", "has no shell there")
            explained(seat, "scheme", "is no libvirt URI")
            seat.row("fine", "up")
            check(not made.asked(), f"asked: {made.asked()}")


# --- what breaks ---

def virtty_of(seat):
    shell = int(seat.pane.info("pane_pid")[0])
    return wait_for("virtty", lambda: children(shell))[0][0]


def far_sessions(host):
    """What sshd has begun there for those who are in, as numbered there."""
    return host.on("pgrep", "-f", "^sshd: root(@notty)?$", ok=False).split()


def back_within(seat, name, seconds, new):
    """It is up again, and new() is true."""
    seat.until(f"{name} to be back", lambda rows: new() and any(
        holds(row, name) and " up " in row for row in rows), seconds)


def killed(lab):
    """A connection that is killed here or there is back by itself, and nobody else notices."""
    one, two = lab.hv1, lab.hv2
    with ground(lab) as made, made.sit([f"hv1={made.uri(one)}", f"hv2={made.uri(two)}"]) as seat:
        seat.key("1")
        for name in ("hv1", "hv2"):
            seat.row(name, " up ")
        first, other = master_to(virtty_of(seat), one), master_to(virtty_of(seat), two)
        os.kill(first, signal.SIGKILL)
        seat.row("hv1", "lost")
        back_within(seat, "hv1", 5, lambda: first not in masters(virtty_of(seat)))
        second = master_to(virtty_of(seat), one)
        one.on("kill", "-KILL", *far_sessions(one))
        seat.row("hv1", "lost")
        back_within(seat, "hv1", 5, lambda: second not in masters(virtty_of(seat)))
        check(master_to(virtty_of(seat), two) == other, "the other connection was lost, too")
        check(not made.asked(), f"asked: {made.asked()}")


def kill_daemon(seat, host, name):
    """Its libvirtd, until the row of that name misses it."""
    for pid in host.processes("libvirtd"):
        os.kill(pid, signal.SIGKILL)
    seat.until("its daemon to be missed", lambda rows: any(
        holds(row, name) and ("lost" in row or "refused" in row) for row in rows))


def daemon_restarts(lab):
    """libvirtd there is killed and comes back: over the same connection, without a question."""
    host = lab.hv1
    with ground(lab, secret=True) as made, made.sit([f"hv1={made.uri(host)}"]) as seat:
        trust(seat)
        tell(seat)
        seat.key("1")
        seat.row("hv1", " up ")
        connection = master_to(virtty_of(seat), host)
        kill_daemon(seat, host, "hv1")
        host.start_daemon()
        seat.row("hv1", " up ")
        check(masters(virtty_of(seat)) == [connection], "it is another connection")
        check(len(made.asked()) == 2, f"asked: {made.asked()}")


def marked(rows, name):
    return any(holds(row, name) and re.search("no answer|not answering", row) for row in rows)


def stands_still(lab):
    """One connection stands still here, one there: both are marked, keys answer, both are back."""
    one, two = lab.hv1, lab.hv2
    with ground(lab) as made, made.sit([f"hv1={made.uri(one)}", f"hv2={made.uri(two)}"]) as seat:
        seat.key("1")
        for name in ("hv1", "hv2"):
            seat.row(name, " up ")
        near, before = master_to(virtty_of(seat), one), master_to(virtty_of(seat), two)
        os.kill(near, signal.SIGSTOP)
        two.on("kill", "-STOP", *far_sessions(two))
        stopped = far_sessions(two)
        try:
            seat.until("both to be marked",
                       lambda rows: marked(rows, "hv1") and marked(rows, "hv2"), 10)
            seat.key("6")
            seat.wait("ERROR", 1)
            seat.key("1")
            seat.wait("OVERCOMMIT", 1)
            os.kill(near, signal.SIGCONT)
            back_within(seat, "hv1", 15, lambda: near in masters(virtty_of(seat)))
            # Nobody wakes this one: another connection is made.
            back_within(seat, "hv2", 30, lambda: before not in masters(virtty_of(seat)))
        finally:
            two.on("kill", "-CONT", *stopped, ok=False)
        wait_for("the old session to end", lambda: not set(stopped) & set(far_sessions(two)), 10)


# --- other ways ---

def sessions(seat):
    """What runs over the connections now."""
    pids = [pid for pid in children(virtty_of(seat)) if "-MNT" not in words_of(pid)]
    check(len(pids) <= SESSIONS_MOST, f"{len(pids)} sessions: {[words_of(pid) for pid in pids]}")
    return len(pids)


def by_sessions(lab):
    """A server that forwards nothing: each lane is a session, and there are not too many."""
    host, names = lab.hv1, [f"s{number:02}" for number in range(1, 13)]
    for name in names:
        host.define(name, "empty")
    with ground(lab) as made:
        uri = made.serve(host, 2204, "AllowTcpForwarding no", "AllowStreamLocalForwarding no")
        log = os.path.join(made.here, "log")
        with made.sit([f"hv1={uri}"], "--requests", "16", "--log", log) as seat:
            seat.row("s12", "off")
            seat.go_to("s01")
            seat.key("Enter")
            seat.wait("qemu, x86_64")
            seat.key("q", "3")
            seat.row("default", "virbr0")
            seat.key("4")
            seat.row("private", "/var/lib/libvirt/images")
            seat.key("2", "*", "s")
            seat.wait("Start 12 machines")
            seat.type("start")
            seat.key("Enter")
            most = []
            seat.until("all to run", lambda rows: most.append(sessions(seat)) or
                       sum(" running" in row for row in rows) == len(names))
            seat.until("figures", lambda rows: any(
                re.search(r"s01 .* running +[\d.]+ ", row) for row in rows))
            check(max(most) >= 5, f"it had {max(most)} sessions")
            check(len(masters(virtty_of(seat))) == 1, "there are other connections")
            seat.key("1")
            connection = master_to(virtty_of(seat), host)
            os.kill(connection, signal.SIGKILL)
            back_within(seat, "hv1", 10, lambda: connection not in masters(virtty_of(seat)))
        said = read(os.path.join(made.here, "sshd-2204.log"))
        check("no more sessions" not in said, said)


@contextlib.contextmanager
def six(host):
    """An IPv6 address of the host that is reached from here."""
    here = ("fd99::1/64", "dev", os.environ["LAB_LINK"])
    there = ("fd99::11/64", "dev", "eth0")
    host.on("ip", "addr", "add", *there, "nodad")
    run("ip", "addr", "add", *here, "nodad")
    try:
        yield "fd99::11"
    finally:
        run("ip", "addr", "del", *here)
        host.on("ip", "addr", "del", *there)


def ways_there(lab):
    """A user, a port, an IPv6 address, a jump, netcat, a socket without a shell, libssh2, a daemon of a user's own."""
    one, two = lab.hv1, lab.hv2
    with ground(lab) as made, user(one, "visitor") as visitor, six(one) as address_six, \
            user(two, "mute", "/usr/sbin/nologin") as mute:
        made.settings(f"Host behind\n  HostName {two.ip}\n  ProxyJump {one.ip}\n"
                      f"Host {address_six}\n  HostKeyAlias {one.ip}\n"
                      f"Host {one.ip}\n  HostKeyAlias {one.ip}\n")
        uris = {
            "port": made.serve(one, 2205),
            "six": made.uri(one, where=f"[{address_six}]:2205"),
            "jump": made.uri(two, where="behind"),
            "netcat": made.uri(two, more="&proxy=netcat"),
            "socket": made.uri(two, user=mute, more="&socket=/run/libvirt/libvirt-sock"),
            "libssh2": f"qemu+libssh2://root@{two.ip}/system?keyfile={made.key}&known_hosts={made.known}"
                       "&sshauth=privkey",
            "own": made.uri(one, user=visitor, path="session"),
        }
        with made.sit([f"{name}={uri}" for name, uri in uris.items()]) as seat:
            # libssh2 does not read what ssh has noted: it asks by libvirt's own way.
            seat.wait("libssh2 asks")
            trust(seat)
            seat.key("1")
            for name in uris:
                seat.row(name, " up ")
            # Nobody can look around there when the daemon is back: the socket is what it was.
            kill_daemon(seat, two, "socket")
            two.start_daemon()
            seat.row("socket", " up ")


def jump_that_asks(lab):
    """ssh counts the time that a person takes at the jump host to what the host behind it may take: 10 s. Whoever is slower
    is asked again, without a limit, and what was being typed goes nowhere else."""
    one, two = lab.hv1, lab.hv2
    two.define("one", "empty")
    with ground(lab, secret=True) as made:
        made.settings(f"Host behind\n  HostName {two.ip}\n  ProxyJump {one.ip}\n")
        with made.sit([f"jump={made.uri(two, where='behind')}"]) as seat:
            trust(seat)
            seat.wait("has a passphrase")
            seat.wait("Enter answer")
            seat.type("open")
            seat.wait("No answer is wanted any more: who asked has gone", 40)
            seat.type("sesame")
            seat.key("Enter")
            seat.key("1")
            seat.row("jump", "ssh did not wait for the answer")
            tell(seat)
            trust(seat)
            tell(seat)
            seat.row("jump", " up ")
            seat.key("2")
            seat.row("one", "off")


def all_up(seat, n):
    seat.key("1")
    seat.until(f"{n} to be up", lambda rows: sum(" up " in row for row in rows) == n)


def dozen(lab):
    """Twelve hosts by a server that lets three log in at once: opened by two none is refused."""
    host = lab.hv1
    with ground(lab) as made:
        uri = made.serve(host, 2206, "MaxStartups 3")
        made.settings(f"Host {host.ip}\n  HostKeyAlias {host.ip}\n")
        uris = [f"n{number:02}={uri}" for number in range(12)]
        log = made.here + "/log"
        with made.sit(uris, "--open-at-once", "2", "--log", log) as seat:
            all_up(seat, len(uris))
        check("cannot connect" not in read(log), read(log))
        # Some are refused, and tried again by themselves.
        with made.sit(uris, "--open-at-once", "8") as seat:
            all_up(seat, len(uris))


# --- its end ---

def ours(made):
    """All that runs with the story's settings."""
    found = []
    for path in glob.glob("/proc/[0-9]*/cmdline"):
        words = read(path).split("\0")
        if "ssh" in os.path.basename(words[0]) and any(made.here in word for word in words):
            found.append(words)
    return found


@contextlib.contextmanager
def runtime_directory(made):
    """Where virtty's own directory is; the paths of those."""
    before = os.environ.get("XDG_RUNTIME_DIR")
    path = os.environ["XDG_RUNTIME_DIR"] = os.path.join(made.here, "run")
    os.mkdir(path, 0o700)
    try:
        yield lambda: glob.glob(path + "/*")
    finally:
        del os.environ["XDG_RUNTIME_DIR"]
        if before:
            os.environ["XDG_RUNTIME_DIR"] = before


def up(seat):
    seat.key("1")
    seat.row("hv1", " up ")


def leaves_nothing(lab):
    """Nothing is left when virtty ends; killed, its connections end, and the next one cleans up."""
    with ground(lab) as made, runtime_directory(made) as dens:
        uris = [f"hv1={made.uri(lab.hv1)}"]
        with made.sit(uris) as seat:
            up(seat)
            check(len(dens()) == 1 and ours(made), f"{dens()}, {ours(made)}")
        check(not dens() and not ours(made), f"{dens()}, {ours(made)}")
        with made.sit(uris, end="137") as seat:
            up(seat)
            left = dens()
            os.kill(virtty_of(seat), signal.SIGKILL)
        wait_for("its connection to end", lambda: not ours(made), 2)
        check(dens() == left, f"{dens()}, not {left}")
        with made.sit(uris) as seat:
            up(seat)
            check(len(dens()) == 1 and dens() != left, f"{dens()}, besides {left}")
        os.remove(made.known)
        with made.sit(uris) as seat:
            seat.wait("is not known here yet")
            seat.wait("C-r later")
            seat.key("C-r")
            seat.wait("hv1 asks")
            check(ours(made), "nobody asks")
        check(not dens() and not ours(made), f"{dens()}, {ours(made)}")


# --- logging in ---

# To a host; what else goes over the connection has a command.
LOGIN = """#!/bin/sh
case "$*" in
*-MNT*|*" -T "*|*" -O "*|*" -W "*|*" cat "*|*"exec /bin/sh -c "*) exec {ssh} -F {here}/config "$@" ;;
esac
exec {ssh} -F {here}/config "$@" 'echo $(hostname) by ${{SSH_CLIENT%% *}}' >>{here}/logins
"""
GUEST_LOGIN = """#!/bin/sh
exec {ssh} -F {config} "$@" 'echo $(hostname) by ${{SSH_CLIENT%% *}}' >>{here}/logins
"""
LOGIN_SCRIPT = """patience 60
row "tiny" "10.98."
mouse click 6 3
key o
settle
key 1
mouse click 6 3
key o
settle
key Enter
row "OS" "{os}"
"""


def logs_in(lab):
    """o is a shell on a host, or in a guest through its host, over the connection that there is."""
    host = lab.hv1
    host.define("tiny")
    host.virsh("start", "tiny")
    host.in_guest("tiny", "true")
    with ground(lab) as made:
        words = {"ssh": shutil.which("ssh"), "config": os.environ["LAB_SSH_CONFIG"],
                 "here": made.here}
        os.mkdir(made.here + "/bin")
        write(made.wrapper, LOGIN.format(**words), 0o755)
        write(made.here + "/bin/ssh", GUEST_LOGIN.format(**words), 0o755)
        # What libvirt does not tell is asked over the same connection.
        system = host.on("sh", "-c", '. /etc/os-release; echo "$PRETTY_NAME"')
        write(made.here + "/script", LOGIN_SCRIPT.format(os=system))
        done = run(lab.virtty, "-c", f"hv1={made.uri(host)}", "--size", "160x40", "--panel", "off",
                   "--script", "script", ok=False, cwd=made.here,
                   env={**os.environ, "PATH": f"{made.here}/bin:{os.environ['PATH']}"})
        check(done.returncode == 0, done.stdout)
        logins = read(made.here + "/logins").splitlines()
        # The guest is called from its host, the host from here.
        check(logins == ["tiny by 10.98.1.1", f"hv1 by {os.environ['LAB_IP']}"],
              f"{logins}: {done.stdout}")


def reads_files(lab):
    """What libvirt does not tell of a host is read over ssh: its KVM, a machine's log, the end of it after a crash."""
    host = lab.hv1
    host.define("one", "empty")
    host.virsh("start", "one")
    with ground(lab) as made, made.sit([f"hv1={made.uri(host)}"]) as seat:
        seat.row("one", "running")
        seat.go_to("one")
        seat.key("Enter")
        seat.row("since", "its log says when QEMU was started")
        seat.key("BTab")
        seat.wait("starting up libvirt version")
        seat.key("Tab")
        os.kill(host.qemu("one"), signal.SIGKILL)
        seat.wait("It is off because its QEMU ended by itself, or was killed.")
        seat.wait("The end of its log")
        seat.wait("shutting down, reason=")
        seat.key("q", "1")
        seat.go_to("hv1")
        seat.key("Enter", "Tab", "Tab", "Tab")
        there = host.on("sh", "-c", "test -e /dev/kvm && echo there; true")
        seat.row("KVM device", "ok: /dev/kvm is there" if there else "missing: there is no /dev/kvm")
        # Where the other side does not let it, that is said in its words.
        host.on("mv", "/var/log/libvirt/qemu/one.log", "/var/log/libvirt/qemu/none.log")
        seat.key("q", "2")
        seat.go_to("one")
        seat.key("Enter", "BTab")
        seat.wait("Its log is not readable over ssh")
        seat.wait("No such file or directory")


STORIES = {
    "ssh": asked_once,
    "ssh-again": asked_again,
    "ssh-no-daemon": asked_without_daemon,
    "ssh-jump": jump_that_asks,
    "ssh-wrong": all_that_is_wrong,
    "ssh-killed": killed,
    "ssh-daemon": daemon_restarts,
    "ssh-still": stands_still,
    "ssh-sessions": by_sessions,
    "ssh-ways": ways_there,
    "ssh-dozen": dozen,
    "ssh-ends": leaves_nothing,
    "ssh-login": logs_in,
    "ssh-files": reads_files,
}
