# SPDX-License-Identifier: GPL-3.0-or-later
"""The stories of scripts/, each a script of virtty-script(7) under a few lines that begin with
"# machine: HOST NAME KEY=VALUE..." (one that is defined before, see mkdom) and "# options: ...".
The first line says what it is about. They are played in an empty
directory; $LAB_TOOLS is tests/lab."""
import glob
import os
import subprocess
import tempfile

from lab import HERE, check


def headers(lines, key):
    start = f"# {key}: "
    return [line[len(start):].split() for line in lines if line.startswith(start)]


def story_of(path):
    with open(path, encoding="utf-8") as f:
        lines = f.read().splitlines()

    def story(lab):
        for host, name, *words in headers(lines, "machine"):
            getattr(lab, host).define(name, *words)
        options = [word for words in headers(lines, "options") for word in words]
        with tempfile.TemporaryDirectory() as here:
            done = subprocess.run(
                [lab.virtty, "-c", f"hv1={lab.hv1.uri}", "--size", "160x40", "--panel", "off", *options,
                 "--script", path],
                cwd=here, env={**os.environ, "LAB_TOOLS": HERE}, capture_output=True, text=True,
                timeout=240, check=False)
        check(done.returncode == 0, done.stdout + done.stderr)

    story.__doc__ = lines[0].lstrip("# ")
    return story


STORIES = {os.path.basename(path).removesuffix(".vt"): story_of(path)
           for path in sorted(glob.glob(os.path.join(HERE, "scripts", "*.vt")))}
