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

# same NAME [OPTION...]: a run gives what one without the store gives. It works with what is known of files: the output of a
# whole run is tested below.
same() {
  local name=$1
  shift
  rm -f "$work"/cache/krepis/*.run
  "$krepis" check --format json --no-cache >"$work/expected" 2>"$work/expected.err" || true
  "$krepis" check --format json "$@" >"$work/actual" 2>"$work/actual.err" || true
  diff "$work/expected" "$work/actual" || fail "$name: another report"
  cmp -s "$work/expected.err" "$work/actual.err" || fail "$name: other notes: $(cat "$work/actual.err")"
}

remembered() { "$krepis" check --stats "$@" 2>&1 >/dev/null | sed -nE 's/.*; ([0-9]+) known from earlier runs/\1/p'; }

# What has just been written is known by its contents alone: it is read, also when its size and times are those that it had.
source=$(find . -name '*.ts' -path '*apps*' | sort | head -n 1)
again() {
  local time
  time=$(stat -c %y "$source")
  sed -i "1s#^.#$1#" "$source"
  touch -d "$time" "$source"
}
find . -type f -exec touch {} +
same "first run"
again /
same "written again at once"
again ' '
same "and once more"
# So is what will be written, by a clock that was set back since.
find . -type f -exec touch -d '+1 hour' {} +
same "files of the future"
again '*'
same "a file of the future, written again"
find . -type f -exec touch {} +
[[ $(remembered) -gt 0 ]] || fail "nothing is known by its contents"
sleep 4
same "second run"
[[ $(remembered) -gt 10 ]] || fail "nothing was known from an earlier run"
store=$(echo "$work"/cache/krepis/*.disk.*.facts)
[[ $(stat -c %a "$work/cache/krepis") == 700 && $(stat -c %a "$store") == 600 ]] || fail "others may read the store"

# The same size and the same time of the last change.
again /
same "a file of the same size and time"
sleep 4
same "and again"
same "and known"

# Two configurations that look for other things do not take each other's facts.
echo 'version = 1' >"$work/bare.toml"
remembered --config "$work/bare.toml" >/dev/null || true
for round in 1 2; do
  for config in krepis.toml "$work/bare.toml"; do
    rm -f "$work"/cache/krepis/*.run
    known=$(remembered --config "$config") || true
    [[ $known -gt 10 ]] || fail "round $round, $config: $known files known"
  done
done

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
# No file may grow, as on a full disk: first no store is written, then only the beginning of what is added to one.
for blocks in 1 4; do
  (ulimit -f "$blocks" && exec "$krepis" check --format json 2>/dev/null) | cat >"$work/limited" || true
  cmp -s "$work/limited" "$work/expected" || fail "files of $blocks blocks: another report"
  same "after files of $blocks blocks"
  touch "$source"
done
rm -f "$store"
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


# The output of a whole run. One tree for each kind of change, so that they settle all at once.
export XDG_CACHE_HOME=$work/outputs
cp -r "$project/examples/hybrid-shop" "$work/model"
cd "$work/model"
cat >apps/shop/src/uses.ts <<'END'
import { later } from "./later";
import { linked } from "./linked";
export const all = [later, linked];
END
echo 'export const linked = 1;' >apps/shop/src/plain.ts
ln -s plain.ts apps/shop/src/linked.ts
echo '/apps/shop/src/nothing/' >.gitignore
"$krepis" baseline create --no-cache >/dev/null 2>&1 || fail "no baseline"

# run FILE [OPTION...]: all that a run says.
run() {
  local file=$1 code=0
  shift
  "$krepis" check "$@" >"$file.out" 2>"$file.err" || code=$?
  echo "$code" >"$file.code"
}
equal() { cmp -s "$1.out" "$2.out" && cmp -s "$1.err" "$2.err" && cmp -s "$1.code" "$2.code"; }
# Whether the last run was a repetition: one that analyses writes what it finds in files.
forget_files() { rm -f "$XDG_CACHE_HOME"/krepis/*.facts; }
repeated() { ! compgen -G "$XDG_CACHE_HOME/krepis/*.facts" >/dev/null; }

names=(edit added-file deleted-file renamed-folder ignored manifest baseline no-baseline config link nested-workspace file-for-folder)
declare -A change=(
  [edit]='f=apps/shop/src/cart.ts; t=$(stat -c %y $f); sed -i s/audit.js/audix.js/ $f; touch -d "$t" $f'
  [added-file]='echo "export const later = 1;" >apps/shop/src/later.ts'
  [deleted-file]='rm apps/admin/src/audit.ts'
  [renamed-folder]='mv apps/admin apps/boss'
  [ignored]='echo /apps/admin/ >>.gitignore'
  [manifest]='sed -i s#src/index.ts#src/discount.ts# tsconfig.json'
  [baseline]='sed -i "/apps-are-islands/d" krepis.baseline'
  [no-baseline]='rm krepis.baseline'
  [config]='sed -i "s/^because = .*/because = \"of that\"/; s/unclassified = \"error\"/unclassified = \"allow\"/; s/max = 0/max = 9/" krepis.toml'
  [link]='ln -sfn ../../admin/src/audit.ts apps/shop/src/linked.ts'
  [nested-workspace]='touch apps/admin/krepis.toml'
  [file-for-folder]='rm -r apps/admin/src; touch apps/admin/src'
)
if [[ $(id -u) != 0 ]]; then
  names+=(unreadable)
  change[unreadable]='chmod 000 apps/shop/src/cart.ts'
fi
for name in "${names[@]}"; do cp -a "$work/model" "$work/$name"; done
sleep 4
for name in "${names[@]}"; do
  cd "$work/$name"
  run "$work/first"
  forget_files
  run "$work/second"
  equal "$work/first" "$work/second" || fail "$name: repeated otherwise"
  repeated || fail "$name: not repeated"
  bash -c "${change[$name]}"
  run "$work/expected" --no-cache
  equal "$work/first" "$work/expected" && fail "$name: changes nothing"
  run "$work/actual"
  equal "$work/actual" "$work/expected" || fail "$name: not what a run without the store says: $(head -n 5 "$work/actual.out")"
done

# Files that are edited after a run that was kept: only these are read, and the graph is mended where that can be.
cp -a "$work/model" "$work/edits"
cd "$work/edits"
mapfile -t files < <(find . -type f \( -name '*.ts' -o -name '*.rs' -o -name '*.cc' -o -name '*.h' \) | sort)
sleep 4
run "$work/first"
echo '// a line' >>apps/shop/src/cart.ts
"$krepis" check --stats >/dev/null 2>"$work/stats" || true
grep -q mended "$work/stats" || fail "the graph of an earlier run is not mended: $(cat "$work/stats")"
grep -q "who calls whom" "$work/stats" || fail "the calls of an earlier run are linked anew: $(cat "$work/stats")"
for round in $(seq 1 40); do
  file=${files[RANDOM % ${#files[@]}]}
  other=${files[RANDOM % ${#files[@]}]}
  case $((RANDOM % 12)) in
    0) echo "// line $round" >>"$file" ;;
    1) sed -i "1i import \"./$(basename "${other%.*}")\";" "$file" ;;
    2) sed -i '/import/d' "$file" ;;
    3) echo "import { later } from \"package-$round\";" >>"$file" ;;
    4) sed 's/import/  import/' "$file" >"$file.new" && mv "$file.new" "$file" ;;
    5) echo "#include \"$(basename "$other")\"" >>"$file" ;;
    6) cp "$work/model/$file" "$file" ;;
    7) sed -i "1i const line$round = $round;" "$file" ;;
    8) echo "export function added$round(x: any) { x.save(); fetch(\"http://x\"); }" >>"$file" ;;
    9) sed -i '0,/(/s/^\( *\)\([a-z]*\)(/\1later(/' "$file" ;;
    10) echo "pub use crate::$(basename "${other%.*}")::later as cart;" >>"$file" ;;
    11) sed -i '/^use /d' "$file" ;;
  esac
  # What stands beside the output goes, or is damaged, or several runs come at once.
  mapfile -t graphs < <(ls -t "$XDG_CACHE_HOME"/krepis/*.graph)
  graph=${graphs[0]}
  size=$(($(stat -c %s "$graph") + 1))
  case $((round % 9)) in
    3) forget_files ;;
    5) truncate -s $((RANDOM * 8 % size)) "$graph" ;;
    7) printf '\xff\x00\xff' | dd of="$graph" bs=1 seek=$((RANDOM * 8 % size)) conv=notrunc status=none ;;
    8)
      for j in 1 2; do run "$work/at-once.$j" & done
      wait
      ;;
  esac
  run "$work/expected" --no-cache
  run "$work/actual"
  equal "$work/actual" "$work/expected" ||
    fail "edit $round of $file: not what a run without the store says: $(diff "$work/actual.out" "$work/expected.out" | head -n 5)"
  # Some of them settle, so that what is kept is of several edits.
  if ((round % 13 == 0)); then
    sleep 4
    run "$work/actual"
    equal "$work/actual" "$work/expected" || fail "edit $round of $file, settled: not what a run without the store says"
  fi
done

cp -a "$work/model" "$work/options"
cd "$work/options"
echo 'import "./no-such-file";' >>apps/shop/src/uses.ts
sleep 4
for options in "" "--format json" "--format sarif" "--quiet" "--color always" "--fail-on warning" "--max-warnings 0" "--show-unknown" \
  "apps/shop" "--config krepis.toml" "--strict"; do
  read -ra words <<<"$options"
  run "$work/first" "${words[@]}"
  forget_files
  run "$work/second" "${words[@]}"
  repeated || fail "options '$options': not repeated"
  equal "$work/first" "$work/second" || fail "options '$options': repeated otherwise"
  run "$work/expected" --no-cache "${words[@]}"
  equal "$work/second" "$work/expected" || fail "options '$options': not what a run without the store says"
done
# These runs depend on more than files, or do more than print.
for options in "--stats" "--output json=$work/report" "--repository-paths"; do
  read -ra words <<<"$options"
  run "$work/first" "${words[@]}"
  forget_files
  run "$work/second" "${words[@]}"
  repeated && fail "options '$options': repeated"
done
outputs=$(find "$XDG_CACHE_HOME" -name '*.run' | wc -l)
run "$work/first" --no-cache --format jsonl
[[ $(find "$XDG_CACHE_HOME" -name '*.run' | wc -l) == "$outputs" ]] || fail "--no-cache writes"

# A file that holds an output, damaged.
rm -r "$XDG_CACHE_HOME"
run "$work/expected"
memo=$(echo "$XDG_CACHE_HOME"/krepis/*.run)
[[ $(stat -c %a "$memo") == 600 ]] || fail "others may read the output"
size=$(stat -c %s "$memo")
for round in $(seq 1 12); do
  cp "$memo" "$work/whole"
  at=$((RANDOM * 32768 % size))
  case $((round % 3)) in
    0) truncate -s "$at" "$memo" ;;
    1) printf '\xff\x00\xff' | dd of="$memo" bs=1 seek="$at" conv=notrunc status=none ;;
    2) head -c "$at" /dev/urandom >"$memo" ;;
  esac
  if ! cmp -s "$memo" "$work/whole"; then
    forget_files
    run "$work/actual"
    repeated && fail "a damaged output is repeated, $round"
    equal "$work/actual" "$work/expected" || fail "a damaged output, $round"
  fi
done
for i in 1 2 3 4; do
  rm -f "$memo"
  for j in 1 2 3; do run "$work/at-once.$j" & done
  wait
  for j in 1 2 3; do equal "$work/at-once.$j" "$work/expected" || fail "outputs of several at once, $i"; done
done
for _ in $(seq 1 30); do
  rm -f "$memo"
  "$krepis" check >/dev/null 2>&1 &
  pid=$!
  sleep "0.$((RANDOM % 9))$((RANDOM % 9))"
  kill -9 "$pid" 2>/dev/null || true
  wait "$pid" 2>/dev/null || true
  run "$work/actual"
  equal "$work/actual" "$work/expected" || fail "after a run that was killed"
done

[[ $failures == 0 ]] && echo "ok"
exit $((failures > 0))
