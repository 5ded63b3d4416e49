#!/usr/bin/env bash
# `check --watch` reports again after each change; while it runs, other runs get from it the very bytes that they would
# print themselves, or look for themselves.
#
#   watch_test.sh KREPIS REPOSITORY
set -uo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/harness.sh"
export XDG_CACHE_HOME=$work/cache
watcher=
trap '[[ -z $watcher ]] || kill -9 "$watcher" 2>/dev/null; rm -rf "$work"' EXIT

# watch ARGUMENT...: starts one, and waits until it watches.
watch() {
  : >"$work/watch.err"
  "$krepis" check --watch "$@" >"$work/watch.out" 2>"$work/watch.err" &
  watcher=$!
  until_said "$work/watch.err" 'watching for changes' 1
}

# until_said FILE PATTERN COUNT: waits until so many lines match.
until_said() {
  local i
  for ((i = 0; i < 1200; i++)); do
    [[ $(grep -cE -- "$2" "$1") -ge $3 ]] && return
    kill -0 "$watcher" 2>/dev/null || break
    sleep 0.1
  done
  fail "not $3 lines match '$2' in:"
  tail -n 20 "$1" "$work/watch.err"
}

# ends CODE: Ctrl-C ends it with the code of the last report.
ends() {
  local code
  kill -INT "$watcher"
  wait "$watcher"
  code=$?
  watcher=
  [[ $code -eq $1 ]] || fail "the watch ended with $code instead of $1"
}

# same NAME ARGUMENT...: a run gives what one gives that asks nobody.
same() {
  local name=$1 code expected
  shift
  timeout 120 "$krepis" check "$@" >"$work/actual" 2>"$work/actual.err"
  code=$?
  timeout 120 "$krepis" check "$@" --no-cache >"$work/expected" 2>"$work/expected.err"
  expected=$?
  [[ $code -eq $expected ]] || fail "$name: exit code $code instead of $expected"
  cmp -s "$work/expected" "$work/actual" || fail "$name: another report: $(diff "$work/expected" "$work/actual" | head -n 5)"
  cmp -s "$work/expected.err" "$work/actual.err" || fail "$name: other notes: $(cat "$work/actual.err")"
}

# answered ARGUMENT...: whether the watch answers a run; one that looks for itself writes down what it finds in files that
# have not changed for seconds, of which there is one.
answered() {
  find "$work/cache/krepis" -maxdepth 1 -type f -delete
  "$krepis" check "$@" >/dev/null 2>&1
  [[ -z $(find "$work/cache/krepis" -maxdepth 1 -type f) ]]
}

# soon_answered: a busy machine may take longer than others wait to be heard.
soon_answered() { answered || answered || answered; }

tree watched
mkdir -p src/a src/b
cat >krepis.toml <<'TOML'
version = 1
[modules.a]
files = ["src/a/**"]
[modules.b]
files = ["src/b/**"]
[layers]
order = ["a", "b"]
TOML
echo 'import { b } from "../b/b.js"; export const a = b;' >src/a/a.ts
echo 'export const b = 1;' >src/b/b.ts
echo 'export const old = 1;' >src/b/old.ts
cp krepis.toml "$work/good.toml"
sleep 4

# What it takes, and what not.
expect 2 check --watch --format sarif
says "$err" 'error: --watch .* text or jsonl'
for option in "--since HEAD" --staged --stats "--output json=x"; do
  # shellcheck disable=SC2086
  expect 2 check --watch $option
  says "$err" "error: --watch excludes ${option%% *}|error: ${option%% *} excludes --watch"
done

# A report after each change.
watch
until_said "$work/watch.out" '^0 errors' 1
echo 'import { a } from "../a/a.js"; export const b = 1;' >src/b/b.ts
until_said "$work/watch.err" 'src/b/b.ts changed' 1
until_said "$work/watch.out" 'error\[layering/order' 1
echo 'import { a } from "../a/a.js"; export const c = a;' >src/b/c.ts
until_said "$work/watch.out" 'src/b/c.ts:1' 1
mkdir -p src/b/deep/er
echo 'import { a } from "../../../a/a.js"; export const d = a;' >src/b/deep/er/d.ts
until_said "$work/watch.out" 'src/b/deep/er/d.ts:1' 1
sed -i 's/deep/deeper/' src/b/c.ts && mv src/b/deep src/b/moved
until_said "$work/watch.out" 'src/b/moved/er/d.ts:1' 1
rm -r src/b/moved src/b/c.ts
echo 'export const b = 1;' >src/b/b.ts
until_said "$work/watch.out" '^0 errors' 2
grep -q $'\x1b' "$work/watch.out" && fail "escape codes where there is no terminal"

# The last config that was right stays.
before=$(grep -c 'error\[layering/order' "$work/watch.out")
echo 'import { a } from "../a/a.js"; export const b = 1;' >src/b/b.ts
until_said "$work/watch.out" 'error\[layering/order' $((before + 1))
before=$(grep -c 'error\[layering/order' "$work/watch.out")
echo 'version = ' >krepis.toml
until_said "$work/watch.err" 'error: krepis.toml:1' 1
until_said "$work/watch.out" 'error\[layering/order' $((before + 1))
same "with a broken config"
before=$(grep -c '^krepis: krepis.toml changed' "$work/watch.err")
cp "$work/good.toml" krepis.toml
until_said "$work/watch.err" '^krepis: krepis.toml changed' $((before + 1))
until_said "$work/watch.out" 'error\[layering/order' $((before + 2))
ends 1

# Other runs are answered by it, with the bytes of their own.
forms=("--format text" "--format json" "--format sarif" "--format jsonl --quiet" "--color always" "--fail-on warning --max-warnings 0"
  "--show-unknown" "--format html" "--repository-paths --format github" "--strict" src "src/a src/b" "--format text --quiet")
echo 'import { a } from "../a/a.js"; export const b = 1;' >src/b/b.ts
watch
soon_answered || fail "the watch answers nobody"
answered --stats && fail "the watch answered --stats"
answered src/a && fail "the watch answered for other paths than its own"
for form in "${forms[@]}"; do
  # shellcheck disable=SC2086
  same "answered $form" $form
done
edits=(
  "echo 'export const b = 2;' >src/b/b.ts"
  "echo 'import { b } from \"./gone.js\"; import \"../a/a\"; export const b = 1;' >src/b/b.ts"
  "echo 'export const gone = 1;' >src/b/gone.ts"
  "mv src/b/gone.ts src/a/gone.ts"
  "mkdir src/c && echo 'export const c = 1' >src/c/c.ts"
  "echo 'import \"./picture.svg\"; import \"../c/c\"; export const a = 1' >src/a/a.ts"
  "touch src/a/picture.svg"
  "sed -i s/gone/come/ src/a/gone.ts"
  "printf '[[rules]]\nid = \"a-not-c\"\ndeny = { from = \"a\", to = \"path:src/c/**\" }\n' >>krepis.toml"
  "chmod 000 src/c/c.ts"
  "chmod 644 src/c/c.ts"
  "printf 'src/c/\n' >.gitignore"
  "rm .gitignore"
  "echo '{\"name\": \"x\", \"imports\": {\"#c\": \"./src/c/c.ts\"}}' >package.json"
  "sed -i 's#../c/c#\#c#' src/a/a.ts"
  "mv src/c src/d"
  "sed -i 's#src/c/c#src/d/c#' package.json"
  "ln -s ../d/c.ts src/a/link.ts"
  "echo 'import \"../../src/b/b\"; export const c = 1' >src/d/c.ts"
  "mv src/b/b.ts src/b/b.tmp && echo 'export const b = 3' >src/b/b.new && mv src/b/b.new src/b/b.ts && rm src/b/b.tmp"
  "rm -r src/d && rm src/a/link.ts"
  "cp $work/good.toml krepis.toml"
  "echo 'import { a } from \"../a/a.js\"; export const b = 1;' >src/b/b.ts"
)
for edit in "${edits[@]}"; do
  for format in json text sarif; do same "at once after: $edit" --format $format; [[ $format == json ]] && eval "$edit"; done
done
same "after all edits" --format json
soon_answered || fail "after all these edits the watch answers nobody any longer"

# Several at once, each with its own bytes.
"$krepis" check --no-cache --format json >"$work/expected" 2>/dev/null
for i in 1 2 3 4 5 6; do "$krepis" check --format json >"$work/at-once.$i" 2>/dev/null & others[i]=$!; done
for i in 1 2 3 4 5 6; do
  wait "${others[i]}"
  cmp -s "$work/expected" "$work/at-once.$i" || fail "several at once"
done

# A second watch of the same tree answers nobody and takes nothing away. Another program has its own.
: >"$work/second.err"
"$krepis" check --watch >/dev/null 2>"$work/second.err" &
second=$!
until_said "$work/second.err" 'watching for changes' 1
kill -INT "$second"
wait "$second"
soon_answered || fail "the second watch took the first one's place"
mkdir "$work/other"
# Of the same bytes but for one of its build id, by which programs are told apart.
python3 - "$krepis" "$work/other/krepis" <<'END'
import shutil, sys
shutil.copy(*sys.argv[1:])
with open(sys.argv[2], "r+b") as program:
    text = program.read()
    at = text.index(b"\4\0\0\0\x14\0\0\0\3\0\0\0GNU\0") + 16
    program.seek(at)
    program.write(bytes([text[at] ^ 1]))
END
this=$krepis
krepis=$work/other/krepis
answered && fail "another program was answered"
krepis=$this

# One that says nothing: others look for themselves, in time.
kill -STOP "$watcher"
same "a watch that is stopped"
kill -CONT "$watcher"

# One that was killed: what it left is no hindrance, and goes with the next.
kill -9 "$watcher"
wait "$watcher" 2>/dev/null
watcher=
[[ -n $(ls -A "$work/cache/krepis/live") ]] || fail "nothing was left behind by one that was killed"
same "after a watch that was killed"
mkdir -p "$work/elsewhere/src" && echo 'export const a = 1' >"$work/elsewhere/src/a.ts" && mkdir "$work/elsewhere/.git"
watch "$work/elsewhere"
[[ $(find "$work/cache/krepis/live" -name '*.sock' | wc -l) -eq 1 ]] || fail "what a killed watch left is still there"
ends 0

# A folder that others may enter, or that is somewhere else, is not used.
for unsafe in open link; do
  rm -rf "$work/cache/krepis/live" "$work/real"
  case $unsafe in
    open) mkdir -m 0755 "$work/cache/krepis/live" ;;
    link) mkdir -m 0700 "$work/real" && ln -s "$work/real" "$work/cache/krepis/live" ;;
  esac
  watch
  answered && fail "the watch answers in a folder that is not safe ($unsafe)"
  same "a folder that is not safe ($unsafe)"
  ends 1
done
rm -rf "$work/cache/krepis/live" "$work/real"

# Ctrl-C: the exit code of the last report. Nothing is left behind.
echo 'export const a = 1;' >src/a/a.ts
echo 'export const b = 1;' >src/b/b.ts
"$krepis" check --watch --quiet >"$work/watch.out" 2>"$work/watch.err" &
watcher=$!
for ((i = 0; i < 600; i++)); do
  compgen -G "$work/cache/krepis/live/*.sock" >/dev/null && break
  sleep 0.1
done
ends 0
[[ ! -s $work/watch.out && ! -s $work/watch.err ]] || fail "not quiet: $(cat "$work/watch.out" "$work/watch.err")"
[[ -z $(ls -A "$work/cache/krepis/live") ]] || fail "left behind: $(ls "$work/cache/krepis/live")"
finish
