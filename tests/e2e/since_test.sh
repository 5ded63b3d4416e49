#!/usr/bin/env bash
# krepis check --since: only what a change introduces, held against the merge base.
#
#   since_test.sh KREPIS REPOSITORY
set -uo pipefail
. "$(dirname -- "${BASH_SOURCE[0]}")/harness.sh"
unset GIT_DIR GIT_WORK_TREE GIT_INDEX_FILE
git() { command git -c user.name=a -c user.email=a@example.com -c init.defaultBranch=main -c protocol.file.allow=always "$@"; }
commit() { git add -A && git commit -qm change; }
# silent: nothing on stdout and stderr.
silent() {
  if [[ -s $out || -s $err ]]; then
    echo "FAILED: not silent:"
    cat "$out" "$err"
    failures=$((failures + 1))
  fi
}
not() {
  if grep -qE -- "$2" "$1"; then
    echo "FAILED: a line matches '$2' in:"
    head -n 20 "$1"
    failures=$((failures + 1))
  fi
}
# lines NAME N: code enough to be known again under another name.
lines() { for ((i = 0; i < $2; i++)); do echo "export const $1$i = $i;"; done; }

mkdir "$work/repo" && cd "$work/repo" && git init -q .
mkdir -p web/app web/core
cat >web/krepis.toml <<'TOML'
version = 1
[workspace]
unclassified = "allow"
[modules.app]
files = ["app/**"]
optional = true
[modules.core]
files = ["core/**"]
optional = true
[layers]
order = ["app", "core"]
[[rules]]
id = "no-cycles"
cycles = { level = "file", within = "*" }
[[rules]]
id = "everything-leads-to-core"
require = { from = "app", to = "path:core/**" }
optional = true
TOML
cd web
expect 0 check --since HEAD
says "$out" '0 errors, 0 warnings in 0 files'
says "$out" 'there is no commit yet, and everything is new'
lines main 20 >app/main.ts
{ echo 'import { main0 } from "../app/main";' && lines old 20; } >core/old.ts
{ echo 'import { old0 } from "../core/old";' && lines user 20; } >app/user.ts
echo 'import { old0 } from "../core/old";' >>app/main.ts
echo 'import { user0 } from "../app/user"; // krepis: allow(layering/order) why="old"' >core/excused.ts
expect 1 check
says "$out" '^2 errors, .* 1 suppressed'
expect 1 check --since HEAD
says "$out" '^2 errors'
expect 2 check --since main
says "$err" "there is no commit 'main' here: fetch it, or name another revision"
commit

# --- nothing new ------------------------------------------------------------------------------------------------------
expect 1 check
expect 0 check --since HEAD
says "$out" '^no file has changed since [0-9a-f]{12} \(HEAD\)$'
echo 'not of the workspace' >../README
echo '// more' >>core/old.ts
expect 0 check --since HEAD
says "$out" '^0 errors, 0 warnings in 4 files'
says "$out" '^new since [0-9a-f]{12} \(HEAD\); 2 older ones are not shown$'
expect 0 check --since HEAD --format json
says "$out" '"older": 2'
says "$out" '"revision": "HEAD"'
commit
git branch base

# --- a branch: what it adds, by the merge base ------------------------------------------------------------------------
git checkout -qb topic
echo 'import { user0 } from "../app/user";' >>core/old.ts
expect 1 check --since base
says "$out" '^error.layering/order.*'
says "$out" 'app/user.ts has come into a circle that was there: cycle of 2 files: app/main.ts -> core/old.ts'
says "$out" '^ +--> core/old.ts:23:24'
not "$out" '^ +--> core/old.ts:1:'
says "$out" 'new since [0-9a-f]{12} \(where HEAD and base part\)'
expect 0 check --since base app
commit
expect 1 check --since base
expect 0 check --since HEAD
expect 1 check --since HEAD~1
# What the other branch mends and breaks meanwhile is not this one's.
git checkout -q base && echo 'export {};' >core/old.ts && echo 'import "../app/main";' >core/theirs.ts && commit
git checkout -q topic
expect 1 check --since base
says "$out" '^2 errors'

# --- renamed, moved, mended, uncommitted ------------------------------------------------------------------------------
git mv core/old.ts core/renamed.ts
sed -i 's/core\/old/core\/renamed/' app/*.ts
expect 0 check --since HEAD
says "$out" '; [0-9]+ older ones are not shown'
mkdir core/deep && mv core/renamed.ts core/deep/again.ts
sed -i 's/core\/renamed/core\/deep\/again/' app/*.ts
sed -i 's/\.\.\/app/..\/..\/app/' core/deep/again.ts
expect 0 check --since HEAD
echo 'import { user1 } from "../app/user";' >core/untracked.ts
expect 1 check --since HEAD
says "$out" '^1 error'
says "$out" 'core/untracked.ts:1:'
echo 'core/untracked.ts' >>.gitignore
expect 0 check --since HEAD
rm core/untracked.ts .gitignore
git add -A && git commit -qm renamed

# --- a cycle that is left when a shorter one is cut was there ----------------------------------------------------------
mkdir ring && echo 'import "./y";' >ring/x.ts && printf 'import "./x";\nimport "./z";\n' >ring/y.ts && echo 'import "./x";' >ring/z.ts
expect 1 check --since HEAD
says "$out" 'cycle of 2 files: ring/x.ts -> ring/y.ts -> ring/x.ts'
commit
echo 'import "./w";' >ring/y.ts && git mv ring/z.ts ring/w.ts
expect 1 check
says "$out" 'cycle of 3 files'
expect 0 check --since HEAD
commit
echo 'import "./v";' >ring/w.ts && echo 'import "./x";' >ring/v.ts
expect 1 check --since HEAD
says "$out" 'cycle of 4 files'
git checkout -q . && rm -r ring && commit

# --- a knot that grows is told at what has come into it ---------------------------------------------------------------
mkdir knot && echo 'import "./b";' >knot/a.ts && echo 'import "./a";' >knot/b.ts
commit
echo 'import "./c";' >>knot/a.ts && echo 'import "./b";' >knot/c.ts
expect 1 check --since HEAD
says "$out" '^1 error'
says "$out" 'knot/c.ts has come into a circle that was there: cycle of 2 files: knot/a.ts -> knot/b.ts -> knot/a.ts'
says "$out" ' --> knot/a.ts:2:'
git add -A
expect 1 check --since HEAD --staged
expect 1 check --since HEAD --format json
commit
expect 0 check --since HEAD
lines more 30 >>knot/c.ts && commit
git mv knot/c.ts knot/d.ts && sed -i 's/c"/d"/' knot/a.ts
expect 0 check --since HEAD
echo 'import "./a";' >>knot/d.ts
expect 0 check --since HEAD
# Beside it, a new dependency between two that were in it: what draws another one in is told.
git checkout -q -f HEAD && git clean -qfd knot && echo 'import "./a";' >knot/new.ts && commit
echo 'import "./c";' >>knot/b.ts && echo 'import "./new";' >>knot/c.ts
expect 1 check --since HEAD
says "$out" 'knot/new.ts has come into a circle that was there'
says "$out" '^ +--> knot/c.ts:'
git checkout -q -f HEAD && rm -rf knot && commit

# --- a deletion can break, and so can a comment that is gone ----------------------------------------------------------
lines app 1 >app/alone.ts
commit
echo 'import { alone } from "../core/deep/again";' >>app/alone.ts
commit
sed -i '$d' app/alone.ts
expect 1 check --since HEAD
says "$out" 'everything-leads-to-core'
git checkout -q .
sed -i 's/ \/\/ krepis.*//' core/excused.ts
expect 1 check --since HEAD
says "$out" 'core/excused.ts:1:'
git checkout -q .
echo '' >core/excused.ts
echo '// krepis: allow(layering/order) why="nothing"' >>core/deep/again.ts
expect 0 check --since HEAD
says "$out" 'warning\[exceptions/unused\]'
commit
echo '// more' >>core/deep/again.ts
expect 0 check --since HEAD --max-warnings 0

# --- the baseline goes on to hold, and entries that were stale before are no news -------------------------------------
expect 0 baseline create
commit
echo '// more' >>core/deep/again.ts
expect 0 check --since HEAD
says "$out" '[1-9] baselined'
sed -i 's/^import { user0 }.*//' core/deep/again.ts
expect 1 check --since HEAD --strict
says "$out" 'accepts nothing any longer'
commit
echo '// more' >>core/deep/again.ts
expect 0 check --since HEAD --strict

# --- today's configuration holds for both sides -----------------------------------------------------------------------
git checkout -q . && git rm -q krepis.baseline && git commit -qm baseline
cat >>krepis.toml <<'TOML'
[[rules]]
id = "app-is-forbidden"
deny = { from = "app", to = "core" }
TOML
expect 1 check
expect 0 check --since HEAD
echo 'import { old0 } from "../core/deep/again"; import "../core/excused";' >app/new.ts
expect 1 check --since HEAD
says "$out" '^2 errors'
echo 'nonsense' >>krepis.toml
expect 2 check --since HEAD
git checkout -q . && rm app/new.ts

# --- what is ignored is resolved on both sides ------------------------------------------------------------------------
mkdir -p node_modules/left && echo '{"name": "left", "main": "index.js"}' >node_modules/left/package.json && echo '' >node_modules/left/index.js
printf 'node_modules/\nbuild/\n' >.gitignore
mkdir -p native/src native/include build
echo '#include "deep.h"' >native/src/a.cc && echo '' >native/include/deep.h
printf '[{"directory": "%s", "file": "native/src/a.cc", "arguments": ["cc", "-Inative/include", "native/src/a.cc"]}]' "$PWD" >build/compile_commands.json
cat >>krepis.toml <<'TOML'
[[rules]]
id = "src-is-alone"
deny = { from = "path:native/src/**", to = "path:native/include/**" }
TOML
expect 1 check --since HEAD
says "$out" 'native/src/a.cc imports|native/src/a.cc includes'
commit
echo '// more' >>native/src/a.cc
expect 1 check
expect 0 check --since HEAD

# --- no repository, no such revision, no history ----------------------------------------------------------------------
expect 2 check --since nowhere
says "$err" "there is no commit 'nowhere' here: fetch it, or name another revision"
git commit -qam more
git clone -q --depth 2 --branch topic "file://$work/repo" "$work/shallow" && cd "$work/shallow/web"
expect 2 check --since origin/base
says "$err" "there is no commit 'origin/base' here; this is a shallow clone: run git fetch --unshallow"
expect 0 check --since HEAD
echo '// more' >>native/src/a.cc
expect 0 check --since HEAD~1
git fetch -q --depth 1 origin base:base
expect 2 check --since base
says "$err" 'HEAD and base have no commit in common here; this is a shallow clone: .* fetch-depth: 0'
git fetch -q --unshallow
expect 0 check --since HEAD
expect 1 check --since base
git worktree add -q ../linked base && cd ../linked/web
expect 0 check --since HEAD
echo 'import "../app/user";' >>core/theirs.ts
expect 1 check --since HEAD
says "$out" '^1 error'
mkdir "$work/none" && cd "$work/none" && echo >a.ts
expect 2 check --since HEAD
says "$err" 'is in no git repository, so that nothing can be compared with'

# --- both sides by one analysis, and each by its own ------------------------------------------------------------------
# Where only texts differ, the second side is the first one brought up to date; --stats asks for two analyses.
cp -r "$2/examples/hybrid-shop" "$work/shop" && cd "$work/shop"
git init -q . && commit
mapfile -t sources < <(git ls-files | grep -E '\.(ts|rs|cc|h)$')
RANDOM=7
compared=0
for round in 1 2 3 4 5 6 7 8; do
  for ((i = 0; i < round % 3 + 1; i++)); do
    file=${sources[RANDOM % ${#sources[@]}]}
    other=${sources[RANDOM % ${#sources[@]}]}
    case $((RANDOM % 5)) in
      0) { grep -E '^(import|use|#include)' "$other" || true; } >>"$file" ;;
      1) sed -i "$((RANDOM % 9 + 1))d" "$file" ;;
      2) sed -i '1i // first' "$file" ;;
      3) [[ $other == "$file" ]] || cat "$other" >>"$file" ;;
      4) echo '}}((' >>"$file" ;;
    esac
  done
  for staged in "" --staged; do
    [[ -z $staged ]] || git add -A
    "$krepis" check --since HEAD $staged --format json >"$work/one" 2>/dev/null
    one=$?
    "$krepis" check --since HEAD $staged --format json --stats >"$work/two" 2>/dev/null
    two=$?
    if [[ $one != "$two" ]] || ! cmp -s "$work/one" "$work/two"; then
      echo "FAILED: round $round $staged: one analysis of both sides says another thing than two ($one, $two)"
      diff "$work/one" "$work/two" | head -n 20
      failures=$((failures + 1))
    fi
    compared=$((compared + $(grep -o '"rule"' "$work/one" | wc -l)))
  done
  [[ $((round % 3)) != 0 ]] || commit
done
if [[ $compared -lt 3 ]]; then
  echo "FAILED: only $compared findings to compare"
  failures=$((failures + 1))
fi

finish
