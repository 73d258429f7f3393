# SPDX-License-Identifier: GPL-3.0-or-later
"""The table that a bench prints: each figure beside its yardstick of the same minute."""


class Figure:
    """A figure, what it is measured against, and what it may be at most: of itself or as a ratio."""

    def __init__(self, name, ours, yardstick=None, unit="ms", of="", limit=None, ratio=None):
        self.name, self.ours, self.yardstick = name, ours, yardstick
        self.unit, self.of, self.limit, self.most_ratio = unit, of, limit, ratio

    def ratio(self):
        return self.ours / self.yardstick if self.yardstick else None

    def target(self):
        if self.limit is not None:
            return f"<= {show(self.limit, self.unit)}"
        return f"<= {self.most_ratio:g} x" if self.most_ratio is not None else ""

    def verdict(self):
        if self.limit is not None:
            return "ok" if self.ours <= self.limit else "MISSED"
        if self.most_ratio is None or self.ratio() is None:
            return ""
        return "ok" if self.ratio() <= self.most_ratio else "MISSED"

    def cells(self):
        ratio = self.ratio()
        yardstick = "" if self.yardstick is None else f"{show(self.yardstick, self.unit)} {self.of}"
        return (self.name, show(self.ours, self.unit), yardstick,
                "" if ratio is None else f"{ratio:.2f}", self.target(), self.verdict())


DIGITS = {"ms": 2, "s": 2, "%": 3, "MB": 1, "M instr": 2, "calls": 2}


def show(value, unit):
    return f"{value:.{DIGITS.get(unit, 0)}f} {unit}"


HEAD = ("figure", "ours", "yardstick", "ratio", "target", "")


class Table:
    """Says each figure when it is known, and all of them at the end."""

    def __init__(self):
        self.figures = []
        self.left_out = []

    def add(self, *args, **kwargs):
        figure = Figure(*args, **kwargs)
        self.figures.append(figure)
        print("   " + "  ".join(cell for cell in figure.cells() if cell), flush=True)

    def leave_out(self, what, why):
        self.left_out.append(f"left out: {what}: {why}")
        print("   " + self.left_out[-1], flush=True)

    def missed(self):
        return [figure.name for figure in self.figures if figure.verdict() == "MISSED"]

    def text(self):
        rows = [HEAD, *(figure.cells() for figure in self.figures)]
        widths = [max(len(row[i]) for row in rows) for i in range(len(HEAD))]
        lines = ["  ".join(cell.rjust(width) if i in (1, 3) else cell.ljust(width)
                           for i, (cell, width) in enumerate(zip(row, widths))).rstrip()
                 for row in rows]
        return "\n".join([lines[0], "-" * len(lines[0]), *lines[1:], *self.left_out])
