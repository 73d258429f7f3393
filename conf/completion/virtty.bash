# SPDX-License-Identifier: GPL-3.0-or-later
# Completion of virtty for bash. tests/tables/gen-manual writes it from the table of options.

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
	--connect | -c)
		_virtty_offer < <("$1" --list-hosts 2>/dev/null | cut -f1)
		;;
	--delay | -d | --shutdown-wait | --requests | --open-at-once | --memory-alert | --pool-alert | --filter | --timeout | --size)
		;;
	--sort)
		_virtty_offer < <("$1" --list-columns 2>/dev/null | cut -f2)
		;;
	--view)
		_virtty_offer < <("$1" --list-views 2>/dev/null | cut -f1)
		;;
	--batch)
		mapfile -t COMPREPLY < <(compgen -W 'domains hosts networks pools volumes devices interfaces filters secrets' -- "$cur")
		;;
	--format)
		mapfile -t COMPREPLY < <(compgen -W 'table tsv json' -- "$cur")
		;;
	--panel)
		mapfile -t COMPREPLY < <(compgen -W 'auto on off' -- "$cur")
		;;
	--theme)
		_virtty_offer < <("$1" --list-themes 2>/dev/null | cut -f1)
		;;
	--colors)
		mapfile -t COMPREPLY < <(compgen -W 'auto none 8 16 256 direct' -- "$cur")
		;;
	--graphs)
		mapfile -t COMPREPLY < <(compgen -W 'auto braille blocks ascii' -- "$cur")
		;;
	--config)
		compopt -o filenames 2>/dev/null
		mapfile -t COMPREPLY < <(compgen -d -- "$cur")
		;;
	--state | --keys | --commands | --log | --events | --script | --timing)
		compopt -o filenames 2>/dev/null
		mapfile -t COMPREPLY < <(compgen -f -- "$cur")
		;;
	--clock)
		mapfile -t COMPREPLY < <(compgen -W 'fixed' -- "$cur")
		;;
	*)
		mapfile -t COMPREPLY < <(compgen -W '
			--connect -c
			--readonly -r
			--demo
			--delay -d
			--shutdown-wait
			--requests
			--open-at-once
			--memory-alert
			--pool-alert
			--filter
			--sort
			--view
			--batch
			--format
			--timeout
			--panel
			--theme
			--colors
			--no-mouse
			--graphs
			--no-unicode
			--config
			--state
			--keys
			--commands
			--log
			--events
			--script
			--size
			--clock
			--regen
			--timing
			--list-actions
			--list-columns
			--list-filters
			--list-commands
			--list-options
			--list-host-keys
			--list-hosts
			--list-views
			--list-themes
			--list-roles
			--self-test
			--help -h
			--version -V' -- "$cur")
		;;
	esac
}

complete -F _virtty virtty
