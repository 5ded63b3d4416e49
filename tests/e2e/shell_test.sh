#!/usr/bin/env bash
# What shells and readers take from the command line: completions asked of the shells themselves, and the manual page.
#
#   shell_test.sh KREPIS REPOSITORY
set -uo pipefail
. "$(dirname -- "${BASH_SOURCE[0]}")/harness.sh"
tree shells
printf 'version = 1\n' >krepis.toml

# offers WANTED WORD...: the candidates in $out have the line WANTED and none that begins with a dash, unless that does.
offers() {
  if ! grep -qxF -- "$1" "$out"; then
    echo "FAILED: '$1' is not offered for: ${*:2}"
    head -n 5 "$out"
    failures=$((failures + 1))
  fi
}
lacks() {
  if grep -qxF -- "$1" "$out"; then
    echo "FAILED: '$1' is offered for: ${*:2}"
    failures=$((failures + 1))
  fi
}

# --- bash -------------------------------------------------------------------------------------------------------------
expect 0 completions bash
cp "$out" "$work/krepis.bash"
# in_bash WORD...: what bash offers for the last word.
in_bash() {
  bash --noprofile --norc -c '
    . "$1"
    shift
    complete -p krepis | grep -q -- "-F _krepis" || exit 1
    COMP_WORDS=("$@")
    COMP_CWORD=$(($# - 1))
    _krepis krepis "${@: -1}" "${@: -2:1}"
    printf "%s\n" "${COMPREPLY[@]}"' bash "$work/krepis.bash" "$@" >"$out" 2>"$err" || failures=$((failures + 1))
  if [[ -s $err ]]; then
    cat "$err"
    failures=$((failures + 1))
  fi
}
in_bash krepis ''
offers check
offers explain
lacks worker
in_bash krepis che
[[ $(<"$out") == check ]] || { echo "FAILED: che is completed to $(<"$out")"; failures=$((failures + 1)); }
in_bash krepis --ver
offers --version
in_bash krepis check --f
offers --format
offers --fail-on
lacks --focus
in_bash krepis check --format ''
offers sarif
in_bash krepis check --format = gitl
offers gitlab
in_bash krepis check --quiet --format ma
offers markdown
in_bash krepis check krep
offers krepis.toml
in_bash krepis check --config krep
offers krepis.toml
in_bash krepis baseline ''
offers create
offers status
in_bash krepis hook install --hu
offers --husky
in_bash krepis explain layering/cy
offers layering/cycle
in_bash krepis graph --level ''
offers package
in_bash krepis check --max-warnings ''
lacks krepis.toml

# --- fish and zsh ------------------------------------------------------------------------------------------------------
expect 0 completions fish
cp "$out" "$work/krepis.fish"
if command -v fish >/dev/null; then
  # in_fish LINE: what fish offers for the end of the line.
  in_fish() {
    HOME=$work fish --no-config -c 'source $argv[1]; complete -C $argv[2]' "$work/krepis.fish" "$1" 2>"$err" | cut -f1 >"$out"
  }
  fish --no-execute "$work/krepis.fish" || failures=$((failures + 1))
  in_fish 'krepis '
  offers check 'krepis '
  lacks krepis.toml 'krepis '
  in_fish 'krepis check --fo'
  offers --format 'krepis check --fo'
  in_fish 'krepis check --format sa'
  offers sarif 'krepis check --format sa'
  in_fish 'krepis explain layering/cy'
  offers layering/cycle 'krepis explain layering/cy'
  in_fish 'krepis check krep'
  offers krepis.toml 'krepis check krep'
  in_fish 'krepis baseline '
  offers prune 'krepis baseline '
else
  echo "fish is not installed: its completions were not tried"
fi
expect 0 completions zsh
cp "$out" "$work/_krepis"
if command -v zsh >/dev/null; then
  zsh --no-rcs --no-exec "$work/_krepis" || failures=$((failures + 1))
  # in_zsh LINE WANTED: zsh lists that after a Tab. The shell runs behind a terminal of its own.
  in_zsh() {
    zsh --no-rcs -c '
      zmodload zsh/zpty
      zpty shell zsh --no-rcs -i
      zpty -w shell "PS1= ; fpath=($1 \$fpath); autoload -U compinit; compinit -u -D; LISTMAX=10000; zstyle \":completion:*\" list-separator \"  \"; bindkey \"^I\" expand-or-complete; stty -echo; echo re""ady"
      text= all=
      for ((i = 0; i < 600; i++)); do zpty -r -t shell text && all+=$text; [[ $all == *ready* ]] && break; sleep 0.1; done
      zpty -w -n shell "$2"$'"'\\t\\t'"'
      text= all=
      for ((i = 0; i < 100; i++)); do zpty -r -t shell text && all+=$text; [[ $all == *$3* ]] && break; sleep 0.1; done
      print -r -- $all
      zpty -d shell' zsh "$work" "$1" "$2" 2>"$err" | sed 's/\x1b\[[0-9;?]*[A-Za-z]//g' | tr -s ' \r\n\a' '\n' >"$out"
    offers "$2" "$1"
  }
  in_zsh 'krepis baseline ' prune
  in_zsh 'krepis check --format ' checkstyle
  in_zsh 'krepis ' whatif
else
  echo "zsh is not installed: its completions were not tried"
fi
expect 2 completions tcsh
says "$err" "'tcsh' is none of bash, zsh, fish"
expect 2 completions

# --- the manual page ---------------------------------------------------------------------------------------------------
expect 0 man
cp "$out" "$work/krepis.1"
if command -v groff >/dev/null; then
  groff -man -Tutf8 -ww -b -P-c -P-b -P-o -P-u "$work/krepis.1" >"$work/page" 2>"$err"
  if [[ -s $err ]]; then
    echo "FAILED: groff warns of the manual page:"
    head -n 5 "$err"
    failures=$((failures + 1))
  fi
  says "$work/page" '^KREPIS\(1\)'
  says "$work/page" '^ +--output FORMAT=FILE'
  says "$work/page" '^ +--format text\|json\|'
  says "$work/page" '^ +baseline create\|update\|prune\|status'
  says "$work/page" '^ +why FROM TO'
  says "$work/page" '^EXIT STATUS'
else
  echo "groff is not installed: the manual page was not set"
fi
# Each command and each of its options is in the page.
for verb in $("$krepis" --help | sed -nE 's/^  ([a-z]+) .*/\1/p'); do
  grep -q "^.SS $verb" "$work/krepis.1" || { echo "FAILED: no $verb in the manual page"; failures=$((failures + 1)); }
done

finish
