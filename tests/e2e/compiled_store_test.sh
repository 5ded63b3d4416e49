#!/usr/bin/env bash
# A run with a compile database is repeated while everything that the compilers asked the disk is the same, also outside the
# workspace; whatever of it changes, the next run gives what one without the cache gives.
set -uo pipefail
. "$(dirname -- "${BASH_SOURCE[0]}")/harness.sh"
export XDG_CACHE_HOME=$work/cache

# A krepis whose workers leave a mark when they start.
mkdir "$work/bin"
cp "$krepis" "$work/bin/krepis"
for worker in krepis-include-worker krepis-clang-worker; do
  printf '#!/bin/sh\necho x >>"%s/started"\nexec "%s/%s"\n' "$work" "$(dirname "$krepis")" "$worker" >"$work/bin/$worker"
  chmod +x "$work/bin/$worker"
done
krepis=$work/bin/krepis
: >"$work/started"

started() { wc -l <"$work/started"; }

check() { "$krepis" check --format json "$@" 2>&1; }

# changed NAME: the next run is not the last one repeated, and right.
changed() {
  local before
  before=$(started)
  check >"$work/actual"
  [[ $(started) -gt $before ]] || fail "$1: no compiler was asked"
  right "$1"
}

# right NAME: so is the last run, whoever it asked.
right() {
  check --no-cache >"$work/expected"
  diff "$work/expected" "$work/actual" || fail "$1: another report"
}

# settled NAME: once all files are, a run is kept, and the next one asks no compiler.
settled() {
  local before
  sleep 4
  check >"$work/actual"
  before=$(started)
  check >"$work/actual"
  [[ $(started) -eq $before ]] || fail "$1: a compiler was asked again"
  check --no-cache >"$work/expected"
  diff "$work/expected" "$work/actual" || fail "$1: what was repeated is another report"
}

# finds NUMBER: so many findings are in the last report.
finds() {
  local found
  found=$(grep -c '"rule": *"layering/' "$work/expected")
  [[ $found -eq $1 ]] || fail "$2: $found findings instead of $1"
}

database() {
  cat >build/db/compile_commands.json <<EOF
[{"directory": "$PWD/build/db", "file": "$PWD/src/main.cc",
  "arguments": ["c++", "-I../generated", "-I../../lib", "-isystem", "$work/first", "-isystem", "$work/linked", $1 "-c", "$PWD/src/main.cc"]}]
EOF
}

for depth in includes semantics; do
  rm -rf "$work/first" "$work/second" "$work/linked"
  mkdir -p "$work/first" "$work/second"
  ln -s second "$work/linked"
  tree "$depth"
  mkdir -p src lib other build/generated build/db
  echo build/ >.gitignore
  {
    # Nothing is about time, however slow the machine.
    printf 'version = 1\n[workspace]\nunclassified = "allow"\n[limits]\nfile_ms = 100_000\n'
    for module in src lib other; do printf '[modules.%s]\nfiles = ["%s/**"]\n' $module $module; done
    for module in lib other; do printf '[[rules]]\nid = "without-%s"\ndeny = { from = "src", to = "%s" }\n' $module $module; done
    [[ $depth == includes ]] || printf '[sandbox]\ndefault = "deny"\n'
  } >krepis.toml
  printf '#include "thing.h"\n#include <system.h>\n#if LEVEL > 1\n#include "../other/other.h"\n#endif\nint main() { return 0; }\n' >src/main.cc
  echo 'struct Thing {};' >lib/thing.h
  echo 'struct Other {};' >other/other.h
  echo '#define LEVEL 1' >"$work/second/system.h"
  database ''

  changed "first run"
  finds 1 "first run"
  settled "first run"

  echo '#define LEVEL 2' >"$work/second/system.h"
  changed "a header of the system"
  finds 2 "a header of the system"
  settled "a header of the system"

  echo '#define LEVEL 1' >"$work/first/system.h"
  changed "a header in front of the system's"
  finds 1 "a header in front of the system's"
  settled "a header in front of the system's"

  rm "$work/first/system.h"
  changed "without it"
  finds 2 "without it"
  settled "without it"

  echo 'struct Generated {};' >build/generated/thing.h
  changed "a header in front of the workspace's"
  finds 1 "a header in front of the workspace's"
  settled "a header in front of the workspace's"

  # Something else in a folder where headers were looked for is none of them.
  : >build/generated/unrelated.h
  settled "a file that nobody looks for"
  before=$(started)
  : >build/generated/unrelated2.h
  check >"$work/actual"
  [[ $(started) -eq $before ]] || fail "a file that nobody looks for: a compiler was asked"

  rm build/generated/thing.h
  changed "without it"
  settled "without it"

  mkdir "$work/third"
  echo '#define LEVEL 1' >"$work/third/system.h"
  ln -sfn third "$work/linked"
  changed "a folder behind a symlink"
  finds 1 "a folder behind a symlink"
  rm -r "$work/third"
  ln -sfn second "$work/linked"
  settled "and back"

  rm "$work/second/system.h"
  changed "no header"
  ln -s nowhere/system.h "$work/second/system.h"
  settled "a symlink to nothing"
  mkdir "$work/second/nowhere"
  echo '#define LEVEL 2' >"$work/second/nowhere/system.h"
  changed "a symlink to something"
  finds 2 "a symlink to something"
  settled "a symlink to something"

  database '"-DLEVEL=1",'
  changed "another command"
  settled "another command"
  echo '#include "../other/other.h"' >>src/main.cc
  changed "a source"
  settled "a source"
  touch "$work/second/nowhere/system.h"
  check >"$work/actual"
  right "a header that was touched"
  settled "a header that was touched"
  echo '# another' >>"$work/bin/krepis-include-worker"
  echo '# another' >>"$work/bin/krepis-clang-worker"
  changed "another worker"
  settled "another worker"
done

finish
