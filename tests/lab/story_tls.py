# SPDX-License-Identifier: GPL-3.0-or-later
"""Hosts that are reached by TLS: with good certificates they are as any other, what is wrong with one
is said."""
import contextlib
import os
import shutil
import tempfile

from lab import read, run
from seat import sit_at
from story_ssh import without_daemon, write

OPENSSL = """[req]
distinguished_name = name
[name]
[authority]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign
"""
LISTENS = """listen_tls = 1
ca_file = "{ca}"
cert_file = "{own}.pem"
key_file = "{own}.key"
tls_no_sanity_certificate = 1
"""


class Authority:
    """Certificates are NAME.pem with NAME.key, beside its own."""

    def __init__(self, here, name):
        self.here, self.path, self.certificate = here, f"{here}/{name}", f"{here}/{name}.pem"
        self.openssl("req", "-x509", *self.new(name), "-extensions", "authority", "-out", self.certificate)

    def openssl(self, command, *words):
        run("openssl", command, *words)

    def new(self, name):
        """A key, and what is to be signed with it."""
        return ("-config", self.here + "/openssl", "-subj", "/CN=" + name, "-nodes", "-newkey", "ec",
                "-pkeyopt", "ec_paramgen_curve:prime256v1", "-keyout", f"{self.here}/{name}.key")

    def sign(self, name, ip=None, days=2):
        path = f"{self.here}/{name}"
        write(path + ".ext", f"subjectAltName=IP:{ip}\n" if ip else "")
        self.openssl("req", *self.new(name), "-out", path + ".asked")
        self.openssl("x509", "-req", "-in", path + ".asked", "-CA", self.certificate, "-CAkey", self.path + ".key",
                     "-set_serial", str(len(os.listdir(self.here))), "-days", str(days), "-extfile", path + ".ext",
                     "-out", path + ".pem")
        return path


def directory(here, name, authorities, own=None):
    """What ?pkipath= wants: who is trusted, and who one is."""
    path = f"{here}/{name}"
    os.mkdir(path)
    write(path + "/cacert.pem", "".join(read(authority.certificate) for authority in authorities))
    if own:
        shutil.copy(own + ".pem", path + "/clientcert.pem")
        shutil.copy(own + ".key", path + "/clientkey.pem")
    return path


@contextlib.contextmanager
def listening(host, authority, own):
    """Its libvirtd listens by TLS, too, and shows this certificate."""
    settings = host.directory + "/etc/libvirtd.conf"
    before = read(settings)
    with without_daemon(host):
        write(settings, before.replace("listen_tls = 0\n", LISTENS.format(ca=authority.certificate, own=own)))
    try:
        yield
    finally:
        with without_daemon(host):
            write(settings, before)


@contextlib.contextmanager
def other_address(host):
    there = (host.ip.rpartition(".")[0] + ".101", "dev", "eth0")
    host.on("ip", "addr", "add", there[0] + "/24", *there[1:])
    try:
        yield there[0]
    finally:
        host.on("ip", "addr", "del", there[0] + "/24", *there[1:])


def explained(seat, name, begin, *parts):
    """In the host's row, and whole on its page."""
    seat.row(name, "refused: " + begin)
    seat.go_to(name)
    seat.key("Enter")
    seat.until(f"the page to say {parts}", lambda rows: name in rows[2] and
               all(part in " ".join(" ".join(rows).split()) for part in (begin, *parts)), 10)
    # libvirt warns on standard error.
    seat.notsee("virNetTLS")
    seat.key("q")
    seat.wait("OVERCOMMIT")


HUNG_UP = "(libvirt: Unable to read TLS confirmation: Input/output error)"
NOT_TRUSTED = "(libvirt: authentication failed: Failed to verify peer's certificate: "


def wrong_ways(here, one, two, elsewhere):
    """By name of a host: the address, the directory, how the sentence begins, what else is in it."""
    ours, theirs = Authority(here, "ours"), Authority(here, "theirs")
    us, stranger, old = ours.sign("us"), theirs.sign("stranger"), ours.sign("old", days=-1)
    good = directory(here, "good", [ours], us)
    return ours, {
        "unknown": (one, directory(here, "unknown", [theirs], stranger),
                    f"The TLS certificate of {one} is by an authority that is not trusted here: if you trust it",
                    f"add its certificate to {here}/unknown/cacert.pem. {NOT_TRUSTED}",
                    "The certificate hasn't got a known issuer.)"),
        "name": (elsewhere, good,
                 f"The TLS certificate of {elsewhere} is for another name: write that name into the URI",
                 NOT_TRUSTED, f"owner does not match the hostname {elsewhere})"),
        "expired": (two, good, f"The TLS certificate of {two} has expired",
                    f"it needs a new one, unless the clock here is wrong. {NOT_TRUSTED}",
                    "The certificate is not trusted.)"),
        "unwanted": (one, directory(here, "unwanted", [ours, theirs], stranger),
                     f"{one} refuses our TLS certificate, {here}/unwanted/clientcert.pem: it has to be",
                     HUNG_UP),
        "nobody": (one, directory(here, "nobody", [ours]),
                   f"{one} wants a TLS certificate of ours, and {here}/nobody/clientcert.pem is not there",
                   "ask for one, with its key", HUNG_UP),
        "old": (one, directory(here, "old-one", [ours], old), "A TLS certificate of ours has expired",
                f"(libvirt: The client certificate {here}/old-one/clientcert.pem has expired)"),
        "fine": (one, good),
    }


def certificates(lab):
    """By TLS a machine is started; what is wrong with a certificate is one sentence in its host's row."""
    one, two = lab.hv1, lab.hv2
    one.define("first", "empty")
    with tempfile.TemporaryDirectory(prefix="t", dir=os.environ["LAB_DIR"]) as here, \
            other_address(one) as elsewhere:
        write(here + "/openssl", OPENSSL)
        ours, ways = wrong_ways(here, one.ip, two.ip, elsewhere)
        uris = [f"{name}=qemu+tls://{ip}/system?pkipath={path}" for name, (ip, path, *_) in ways.items()]
        with listening(one, ours, ours.sign("hv1", one.ip)), \
                listening(two, ours, ours.sign("hv2", two.ip, days=-1)), \
                sit_at(lab.virtty, [*uris, f"hv2={two.uri}"], "--delay", "0.5") as seat:
            seat.row("first", "off")
            seat.go_to("first")
            seat.key("s")
            seat.row("first", "running")
            seat.key("1")
            for name, (_, _, *sentence) in ways.items():
                if sentence:
                    explained(seat, name, *sentence)
            for name in ("fine", "hv2"):
                seat.row(name, " up ")


STORIES = {"tls": certificates}
