#!/usr/bin/env bash
# What compilers said of one unit is kept, and asked again only where a file that the unit is made of has another text; where
# includes alone are wanted, other directives. Whatever changes, a run gives what one without the cache gives.
set -uo pipefail
. "$(dirname -- "${BASH_SOURCE[0]}")/harness.sh"
export XDG_CACHE_HOME=$work/cache

# compiles NUMBER NAME: so many units take a compiler ("some": no matter how many), and the report is right.
compiles() {
  local said
  # With --stats nothing is repeated as a whole.
  "$krepis" check --format json --stats >"$work/actual" 2>"$work/stats"
  said=$(sed -n 's/^krepis: \([0-9]*\) units of the compile database by a compiler.*/\1/p' "$work/stats")
  [[ $1 == some || $said == "$1" ]] || fail "$2: ${said:-no} units instead of $1"
  "$krepis" check --format json --no-cache >"$work/expected" 2>&1
  diff "$work/expected" "$work/actual" || fail "$2: another report"
}

# known NAME: no unit is asked again.
known() { compiles 0 "$1, again"; }
# settled NAME: nor where files have settled meanwhile.
settled() {
  known "$1"
  sleep 4
  known "$1, later"
  known "$1, and once more"
}

# finds NUMBER NAME: so many findings are in the last report.
finds() {
  local found
  found=$(grep -c '"rule": *"layering/' "$work/expected")
  [[ $found -eq $1 ]] || fail "$2: $found findings instead of $1"
}

database() {
  local separator='['
  : >build/compile_commands.json
  for unit in "$@"; do
    printf '%s{"directory": "%s/build", "file": "%s/src/%s.cc", "arguments": ["c++", "-I../lib", "-isystem", "%s", "-c", "x.cc"]}\n' \
      "$separator" "$PWD" "$PWD" "$unit" "$work/system" >>build/compile_commands.json
    separator=,
  done
  echo ']' >>build/compile_commands.json
}

for depth in includes bases semantics; do
  [[ $depth == includes ]] && text=0 || text=1
  rm -rf "$work/system"
  mkdir -p "$work/system"
  tree "$depth"
  mkdir -p src lib other build
  echo build/ >.gitignore
  {
    # Nothing is about time, however slow the machine.
    printf 'version = 1\n[workspace]\nunclassified = "allow"\n[limits]\nfile_ms = 100_000\n'
    for module in src lib other; do printf '[modules.%s]\nfiles = ["%s/**"]\n' $module $module; done
    printf '[[rules]]\nid = "without-other"\ndeny = { from = "lib", to = "other" }\n'
    [[ $depth == bases ]] && printf 'edges = ["include", "inherit"]\n'
    [[ $depth == semantics ]] && printf '[sandbox]\ndefault = "deny"\n'
  } >krepis.toml
  echo 'struct Other {};' >other/other.h
  echo '#define LEVEL 1' >"$work/system/system.h"
  printf '#include "config.h"\ninline int f() { return 1; }\n' >lib/both.h
  printf '#include <system.h>\n#if LEVEL > 1\n#include "../other/other.h"\n#endif\n' >lib/config.h
  printf '\n#if LINES\n#include "../other/other.h"\n#endif\n' >lib/line.h
  printf '#include "both.h"\nint a() { return f(); }\n' >src/a.cc
  printf '#include "both.h"\nint b() { return f(); }\n' >src/b.cc
  printf '#include "line.h"\nint c() { return 1; }\n' >src/c.cc
  database a b c

  compiles 3 "first run"
  settled "first run"
  finds 0 "first run"

  echo 'int more() { return f(); }' >>src/a.cc
  compiles $text "code of a source"
  echo 'inline int g() { return 2; }' >>lib/both.h
  compiles $((2 * text)) "code of a source and of a header"
  settled "code of a source and of a header"
  sed -i '1i // first' src/b.cc
  compiles 1 "an include elsewhere"
  printf '// first\n#include "both.h"\nint b() { return 3; }\n' >new.cc
  mv new.cc src/b.cc
  compiles $text "another file in its place"
  known "another file in its place"
  touch src/a.cc lib/both.h
  compiles 0 "touched"
  cp lib/both.h new.h
  mv new.h lib/both.h
  compiles 0 "the same text in another file"
  known "the same text in another file"

  echo '#define LEVEL 2' >"$work/system/system.h"
  compiles 2 "a header of the system"
  finds 1 "a header of the system"
  settled "a header of the system"
  sed -i 's/LINES/__LINE__ == 3/' lib/line.h
  compiles 1 "a directive that hangs on its line"
  finds 1 "a directive that hangs on its line"
  sed -i '1i // first' lib/line.h
  compiles 1 "another line"
  finds 2 "another line"
  sleep 4
  compiles some "another line, later"
  known "another line, later"

  cp src/a.cc src/d.cc
  database a b d
  compiles 1 "another unit"
  known "another unit"
  echo '#include "../other/other.h"' >>lib/both.h
  compiles 3 "an include in a header"
  finds 3 "an include in a header"
  known "an include in a header"

  # Which file a name leads to decides all units.
  cp lib/both.h src/both.h
  compiles 3 "a header in front of another"
  known "a header in front of another"
  rm src/both.h
  compiles 3 "without it"
  known "without it"
  # One file by two names, of which one becomes another file.
  printf '#pragma once\n#include "../other/other.h"\n' >lib/one.h
  ln lib/one.h lib/two.h
  printf '#include "one.h"\n#include "two.h"\n' >src/a.cc
  compiles 1 "one file by two names"
  settled "one file by two names"
  printf '#pragma once\n#include "../other/other.h"\n' >new.h
  mv new.h lib/two.h
  compiles 1 "two files"
  # One file by a symlink, which then leads to another one with the same text.
  ln -sf one.h lib/two.h
  cp lib/one.h lib/three.h
  compiles some "a symlink"
  known "a symlink"
  ln -sf three.h lib/two.h
  compiles some "a symlink that leads elsewhere"
  finds 5 "a symlink that leads elsewhere"
done

# A store that is damaged, or written by another program, is none.
units=$(ls "$XDG_CACHE_HOME"/krepis/*.2.units | tail -1)
for at in 50 500 2000; do
  cp "$units" "$work/units"
  printf 'damaged' | dd of="$units" bs=1 seek=$at conv=notrunc 2>/dev/null
  "$krepis" check --format json --stats >"$work/actual" 2>"$work/stats"
  diff "$work/expected" "$work/actual" || fail "damaged at $at: another report"
  cp "$work/units" "$units"
done
truncate -s 3000 "$units"
compiles 3 "cut off"

# Where units say much it is not written anew for few files for which no unit is compiled again, and is for many.
tree many
export XDG_CACHE_HOME=$work/cache-many
mkdir -p src build
printf 'version = 1\n[workspace]\nunclassified = "allow"\n[limits]\nfile_ms = 100_000\n' >krepis.toml
long=$(printf 'a%.0s' {1..200})
for number in {1..4000}; do
  echo "// $number" >"src/$long$number.h"
  echo "#include \"$long$number.h\""
done >src/a.cc
database a
sleep 4 # of more than a thousand files that have just been written, all is read again
compiles 1 "many headers"
known "many headers"
kept=$(ls "$XDG_CACHE_HOME"/krepis/*.0.units)
before=$(stat -c '%i %s' "$kept")
touch -d '2 hours ago' "$kept"
echo '// more' >>"src/${long}1.h"
compiles 0 "code of one header"
[[ $(stat -c '%i %s' "$kept") == "$before" ]] || fail "code of one header: all is written anew"
[[ -n $(find "$kept" -mmin -60) ]] || fail "code of one header: what is in use looks old"
for number in {1..20}; do echo '// more' >>"src/$long$number.h"; done
compiles 0 "code of many headers"
[[ $(stat -c '%i %s' "$kept") != "$before" ]] || fail "code of many headers: nothing is written"
known "code of many headers"

finish
