#!/usr/bin/env bash
# examples/hybrid-shop: each deliberate fault is found, with and without a compile database, and nothing else; mended, the
# example is clean.
#
#   example_test.sh KREPIS REPOSITORY
set -uo pipefail
krepis=$1
repository=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failures=0

fail() {
  echo "FAILED: $*"
  failures=$((failures + 1))
}

# The example takes the runtime library from beside it.
mkdir -p "$work/examples"
cp -r "$repository/runtime" "$work/runtime"
cp -r "$repository/examples/hybrid-shop" "$work/examples/hybrid-shop"
rm -rf "$work/examples/hybrid-shop/build"
mkdir "$work/.git"
cd "$work/examples/hybrid-shop" || exit 1

# found: rule, id, file and line of every violation, sorted.
found() {
  "$krepis" check --format jsonl 2>"$work/err" >"$work/out"
  echo $? >"$work/code"
  python3 -c '
import json, sys
for line in open(sys.argv[1]):
    v = json.loads(line)
    if "rule" in v:
        print(v["rule"], v.get("id", "-"), v["path"], v["line"])
' "$work/out" | sort
}

expected=$repository/tests/e2e/hybrid_shop_faults.txt
for database in without with; do
  if [[ $database == with ]]; then
    cmake -S native/stock -B build >"$work/cmake.log" 2>&1 || fail "cmake: $(tail -n 5 "$work/cmake.log")"
  fi
  found >"$work/found"
  diff <(sort "$expected") "$work/found" || fail "the faults of the example $database a compile database differ (< expected, > found)"
  [[ $(<"$work/code") == 1 ]] || fail "exit $(<"$work/code") instead of 1 $database a compile database: $(<"$work/err")"
done

git apply mended.patch || fail "mended.patch does not apply"
found >"$work/found"
[[ -s $work/found ]] && fail "the mended example still has: $(<"$work/found")"
[[ $(<"$work/code") == 0 ]] || fail "exit $(<"$work/code") instead of 0 for the mended example: $(<"$work/err")"

[[ $failures -eq 0 ]] && echo "all passed"
exit $((failures > 0))
