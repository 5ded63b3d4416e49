#!/usr/bin/env bash
# What is kept between runs changes no output: neither whole, nor damaged, nor shared, nor left behind by a killed run.
set -euo pipefail
krepis=$1
project=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export XDG_CACHE_HOME=$work/cache
cp -r "$project/examples/hybrid-shop" "$work/tree"
cd "$work/tree"
failures=0

fail() {
  echo "FAILED: $1"
  failures=$((failures + 1))
}

# same NAME [OPTION...]: a run gives what one without the store gives.
same() {
  local name=$1
  shift
  "$krepis" check --format json --no-cache >"$work/expected" 2>"$work/expected.err" || true
  "$krepis" check --format json "$@" >"$work/actual" 2>"$work/actual.err" || true
  cmp -s "$work/expected" "$work/actual" || fail "$name: another report"
  cmp -s "$work/expected.err" "$work/actual.err" || fail "$name: other notes: $(cat "$work/actual.err")"
}

remembered() { "$krepis" check --stats 2>&1 >/dev/null | sed -nE 's/.*; ([0-9]+) known from earlier runs/\1/p'; }

same "first run"
[[ $(remembered) == 0 ]] || fail "files that have just been written are not taken for settled"
sleep 4
same "second run"
[[ $(remembered) -gt 10 ]] || fail "nothing was known from an earlier run"
store=$(echo "$work"/cache/krepis/*.disk.facts)
[[ $(stat -c %a "$work/cache/krepis") == 700 && $(stat -c %a "$store") == 600 ]] || fail "others may read the store"

# The same size and the same time of the last change.
source=$(find . -name '*.ts' -path '*apps*' | sort | head -n 1)
time=$(stat -c %y "$source")
sed -i '1s#^.#/#' "$source"
touch -d "$time" "$source"
same "a file of the same size and time"
sleep 4
same "and again"
same "and known"

same "the config decides otherwise" --config krepis.toml
sed -i 's/severity = "warning"/severity = "error"/' krepis.toml
same "another config"
cp krepis.toml "$work/krepis.toml"
printf '\n[limits]\nfile_bytes = 100\n' >>krepis.toml
same "smaller limits"
cp "$work/krepis.toml" krepis.toml

size=$(stat -c %s "$store")
for round in $(seq 1 15); do
  cp "$store" "$work/whole"
  at=$((RANDOM * 32768 % size + RANDOM % 100))
  case $((round % 3)) in
    0) truncate -s "$at" "$store" ;;
    1) printf '\xff\x00\xff' | dd of="$store" bs=1 seek="$at" conv=notrunc status=none ;;
    2) head -c "$at" /dev/urandom >"$store" ;;
  esac
  same "damaged, $round"
done
rm -r "$work/cache"
same "deleted"
mkdir -p "$work/cache/krepis"
rm -f "$store"
mkdir "$store"
same "a folder in its place"
rmdir "$store"
XDG_CACHE_HOME=/proc/nowhere same "no place to write"
ln -s /etc/passwd "$store"
same "a symlink in its place"
[[ ! -L $store || $(stat -c %s /etc/passwd) -gt 0 ]] || fail "a symlink was followed"
rm -f "$store"

for _ in 1 2 3; do
  for i in 1 2 3 4; do "$krepis" check --format json >"$work/at-once.$i" 2>/dev/null & done
  wait
  for i in 1 2 3 4; do cmp -s "$work/at-once.$i" "$work/expected" || fail "several at once"; done
done

for _ in $(seq 1 100); do
  "$krepis" check --format json >/dev/null 2>&1 &
  pid=$!
  sleep "0.0$((RANDOM % 90 + 10))"
  kill -9 "$pid" 2>/dev/null || true
  wait "$pid" 2>/dev/null || true
  touch "$source" # so that there is something to write
done
same "after runs that were killed"
rm -f "$store"
(sleep 0.03 && rm -rf "$work/cache") &
same "deleted during the run"
wait

[[ $failures == 0 ]] && echo "ok"
exit $((failures > 0))
