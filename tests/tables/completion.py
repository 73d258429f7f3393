# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes what shells complete of virtty's command line, from --list-options."""
import re
from collections import namedtuple

# words: all that its value may be; listing: the option that prints what it may be.
Option = namedtuple("Option", "name letter arg words listing repeats help")

# Where names stand in what a listing prints, and what is said of them; else 1 and 2.
FIELDS = {"--list-columns": (2, 4)}

HEAD = """\
# SPDX-License-Identifier: GPL-3.0-or-later
# Completion of virtty for {}. tests/tables/gen-manual writes it from the table of options.
"""


def brief(text):
    """The first thing that a help says, to stand in single quotes and in brackets."""
    text = re.split(r": |; | \(|, such as |, see ", text)[0]
    assert not re.search(r"[\[\]\\]", text), text
    return text.replace("'", "'\\''")


def option(row):
    name, arg, _, kind, values, _, _, text, _, letter, listing = row
    words = re.split(", | or ", values) if kind == "word" else []
    return Option(name, "" if letter == "-" else "-" + letter, arg, words,
                  "" if listing == "-" else listing, kind == "host", brief(text))


def read(rows):
    """The options of the command line, from the rows of --list-options."""
    return [option(row) for row in rows if row[0] != "-"]


def both(o, between):
    return between.join(filter(None, (o.name, o.letter)))


# --- bash --------------------------------------------------------------------------------------

BASH = HEAD.format("bash") + """
# Lines as they are: nothing in a name is expanded.
_virtty_offer() {
	local line
	while IFS= read -r line; do
		[[ $line == "$cur"* ]] && COMPREPLY+=("$(printf %q "$line")")
	done
}

_virtty() {
	local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]}
	COMPREPLY=()
	# --theme=dark is three words here.
	if [[ $cur == = ]]; then
		cur=
	elif [[ $prev == = ]]; then
		prev=${COMP_WORDS[COMP_CWORD - 2]}
	fi
	case $prev in
"""

BASH_END = """\
	esac
}

complete -F _virtty virtty
"""


def bash_case(o):
    if o.words:
        return f"mapfile -t COMPREPLY < <(compgen -W '{' '.join(o.words)}' -- \"$cur\")"
    if o.listing:
        field = FIELDS.get(o.listing, (1,))[0]
        return f'_virtty_offer < <("$1" {o.listing} 2>/dev/null | cut -f{field})'
    if o.arg in ("FILE", "DIR"):
        return ("compopt -o filenames 2>/dev/null\n"
                f'\t\tmapfile -t COMPREPLY < <(compgen -{"f" if o.arg == "FILE" else "d"} -- "$cur")')
    return ""


def bash(options):
    cases = {}
    for o in options:
        if o.arg:
            cases.setdefault(bash_case(o), []).append(both(o, " | "))
    out = BASH
    for what, names in cases.items():
        out += f"\t{' | '.join(names)})\n" + (f"\t\t{what}\n" if what else "") + "\t\t;;\n"
    names = "\n".join(f"\t\t\t{both(o, ' ')}" for o in options)
    return out + f"\t*)\n\t\tmapfile -t COMPREPLY < <(compgen -W '\n{names}' -- \"$cur\")\n\t\t;;\n" + BASH_END


# --- zsh ---------------------------------------------------------------------------------------

ZSH = "#compdef virtty\n" + HEAD.format("zsh") + """
_virtty_names() {
	local -aU names
	local expl
	names=(${(f)"$(_call_program names $words[1] $1 2>/dev/null | cut -f$2)"})
	_wanted names expl name compadd -a names
}

_arguments \\
"""


def zsh_values(o):
    if o.words:
        return f"({' '.join(o.words)})"
    if o.listing:
        # With a blank before it zsh adds no options of its own.
        return f" _virtty_names {o.listing} {FIELDS.get(o.listing, (1,))[0]}"
    return {"FILE": "_files", "DIR": "_files -/"}.get(o.arg, "")


def zsh_option(o):
    mark = "=" if o.arg else ""
    text = f"[{o.help}]" + (f":{o.arg}:{zsh_values(o)}" if o.arg else "")
    before = "*" if o.repeats else f"({both(o, ' ')})"
    if not o.letter:
        return f"'{before}{o.name}{mark}{text}'"
    return f"'{before}'{{{o.letter}{'+' if o.arg else ''},{o.name}{mark}}}'{text}'"


def zsh(options):
    return ZSH + " \\\n".join(f"\t{zsh_option(o)}" for o in options) + "\n"


# --- fish --------------------------------------------------------------------------------------

FISH = HEAD.format("fish") + """
function __virtty_names
	set -l words (commandline -opc)
	command $words[1] $argv[1] 2>/dev/null | cut -f$argv[2]
end

complete -c virtty -f
"""


def fish_values(o):
    if o.words:
        return f" -x -a '{' '.join(o.words)}'"
    if o.listing:
        fields = ",".join(map(str, FIELDS.get(o.listing, (1, 2))))
        return f" -x -a '(__virtty_names {o.listing} {fields})'"
    if o.arg == "DIR":
        return " -x -a '(__fish_complete_directories)'"
    return " -r -F" if o.arg == "FILE" else " -x" if o.arg else ""


def fish_option(o):
    letter = f" -s {o.letter[1:]}" if o.letter else ""
    return f"complete -c virtty{letter} -l {o.name[2:]}{fish_values(o)} -d '{o.help}'\n"


def fish(options):
    return FISH + "".join(map(fish_option, options))


# The files, and who writes them.
FILES = {
    "conf/completion/virtty.bash": bash,
    "conf/completion/_virtty": zsh,
    "conf/completion/virtty.fish": fish,
}
