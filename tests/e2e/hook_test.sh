#!/usr/bin/env bash
# krepis check --staged, and krepis hook: what a commit adds is judged by what it commits, by git itself and by those who
# run hooks for it.
#
#   hook_test.sh KREPIS REPOSITORY
set -uo pipefail
. "$(dirname -- "${BASH_SOURCE[0]}")/harness.sh"
unset GIT_DIR GIT_WORK_TREE GIT_INDEX_FILE
export HOME=$work/home XDG_CONFIG_HOME=$work/home/.config GIT_CONFIG_NOSYSTEM=1
mkdir -p "$HOME" "$work/bin"
ln -s "$(readlink -f -- "$krepis")" "$work/bin/krepis"
export PATH=$work/bin:$PATH
git config --global user.name a
git config --global user.email a@example.com
git config --global init.defaultBranch main
git config --global protocol.file.allow always

fail() {
  echo "FAILED: $1"
  [[ -s $out ]] && head -n 20 "$out"
  failures=$((failures + 1))
}
silent() { [[ ! -s $out && ! -s $err ]] || fail "not silent: $(cat "$err")"; }
# staged CODE: the hook's own command.
staged() {
  expect "$1" check --quiet --staged --since HEAD
  if [[ $1 -eq 0 ]]; then silent; fi
}
# commits, refuses ARGUMENT...: git commits, or the hook keeps it from that.
commits() { git commit -qm change "$@" >"$out" 2>&1 || fail "git commit $* was refused"; }
refuses() {
  local before
  before=$(git rev-parse -q --verify HEAD)
  if git commit -qm change "$@" >"$out" 2>&1; then fail "git commit $* was not refused"; fi
  [[ $(git rev-parse -q --verify HEAD) == "$before" ]] || fail "git commit $* made a commit"
  says "$out" 'layering/order'
}
repository() {
  mkdir "$work/$1" && cd "$work/$1" && git init -q . && mkdir app core
  cat >krepis.toml <<'TOML'
version = 1
[workspace]
unclassified = "allow"
[modules.app]
files = ["app/**"]
[modules.core]
files = ["core/**"]
[layers]
order = ["app", "core"]
TOML
  echo 'export const main = 1;' >app/main.ts
  echo 'export const base = 1;' >core/base.ts
}
bad() { echo 'import { main } from "../app/main";'; }

# --- the index is what counts -----------------------------------------------------------------------------------------
mkdir "$work/empty" && cd "$work/empty" && git init -q . && echo 'import "./none";' >a.ts
expect 0 check --staged --max-warnings 0
says "$out" '0 errors, 0 warnings in 0 files'
repository plain
staged 0
bad >core/old.ts
git add -A
staged 1
says "$out" 'core/old.ts:1:'
says "$out" 'there is no commit yet, and everything is new'
git commit -qm first
staged 0
expect 1 check --staged

{ cat core/base.ts && bad; } >core/part.ts
cp core/base.ts core/staged && git hash-object -w core/staged >"$work/id"
git update-index --add --cacheinfo "100644,$(cat "$work/id"),core/part.ts" && rm core/staged
staged 0
expect 1 check --since HEAD
git add core/part.ts
echo '' >core/part.ts
staged 1
says "$out" 'core/part.ts:2:'
says "$out" '^2 \| import'
git reset -q --hard

bad >core/untracked.ts
staged 0
git add -N core/untracked.ts
staged 0
git add core/untracked.ts
staged 1
rm core/untracked.ts
staged 1
git reset -q --hard

git mv core/old.ts core/renamed.ts
staged 0
git mv core/base.ts app/base.ts && { echo 'import "../app/base";' >>core/renamed.ts; }
staged 0
git add -A
staged 1
git reset -q --hard

# A deletion: the file that led to core is gone, and what is left no longer gets there.
cat >>krepis.toml <<'TOML'
[[rules]]
id = "app-uses-core"
require = { from = "path:app/user.ts", to = "core" }
optional = true
TOML
echo 'import "./between";' >app/user.ts && echo 'import "../core/base";' >app/between.ts
git add -A && git commit -qm require
git rm -q --cached app/between.ts
staged 1
says "$out" 'app-uses-core'
git reset -q --hard

# The configuration that is staged, and no other.
sed -i 's/order = .*/order = ["core", "app"]/' krepis.toml
staged 0
expect 1 check
says "$out" 'app/between.ts:1:'
expect 1 check --staged
says "$out" 'core/old.ts:1:'
bad >core/more.ts && git add core/more.ts
staged 1
git add krepis.toml
staged 0
git reset -q --hard
# It is what the commit has, though the work tree has none any more.
bad >core/more.ts && git add core/more.ts && rm krepis.toml
staged 1
says "$out" 'core/more.ts:1:'
(cd core && staged 1 && exit "$failures") || fail "from a folder below it"
expect 0 check
git reset -q --hard
expect 0 baseline create
staged 0
expect 1 check --staged
git add krepis.baseline
expect 0 check --staged
git commit -qm baseline
echo >krepis.baseline
expect 0 check --staged
git checkout -q .

# --- by git's own hook ------------------------------------------------------------------------------------------------
expect 0 hook install
says "$err" 'wrote .*/plain/.git/hooks/pre-commit'
[[ -x .git/hooks/pre-commit ]] || fail "the hook cannot be executed"
expect 0 hook install --git
says "$err" 'has the hook already'
bad >core/new.ts && git add core/new.ts
refuses
git rm -q --cached core/new.ts
echo '// fine' >>app/main.ts && git add app/main.ts
commits
bad >>core/base.ts
refuses -a
echo '// fine' >>app/user.ts
refuses core/base.ts
commits app/user.ts
git diff --quiet HEAD core/base.ts && fail "core/base.ts was changed"
git checkout -q core/base.ts && rm core/new.ts
# What is staged but not committed does not count, nor does what is committed past it go unseen.
bad >core/kept.ts && git add core/kept.ts && echo '// fine' >>app/main.ts
commits app/main.ts
refuses
(cd app && bad >../core/kept2.ts && git add ../core/kept2.ts && refuses)
git reset -q --hard

git worktree add -q ../linked -b linked && cd ../linked
bad >core/new.ts && git add core/new.ts
refuses
git rm -qf core/new.ts && echo '// fine' >>app/main.ts
commits -a
cd ../plain

git init -q "$work/library" && (cd "$work/library" && echo 'import "../../app/main";' >x.ts && git add -A && git commit -qm library)
git submodule add -q "$work/library" core/library 2>/dev/null
staged 1
says "$out" 'core/library/x.ts:1:'
git reset -q --hard 2>/dev/null; rm -rf core/library .git/modules
git submodule add -q "$work/library" vendor/library 2>/dev/null
commits
(cd vendor/library && echo 'export {};' >x.ts && git add x.ts)
commits --allow-empty

# A merge is judged by what it adds to our side.
git checkout -qb theirs HEAD~1 && bad >core/theirs.ts && git add core/theirs.ts && git commit -qnm theirs
git checkout -q main && git merge -q --no-commit theirs >/dev/null 2>&1
refuses
git merge --abort

git update-index --split-index
expect 2 check --staged
says "$err" 'split or sparse index: git update-index --no-split-index'
git update-index --no-split-index

expect 0 hook uninstall
expect 2 hook uninstall
says "$err" 'there is no hook'
printf '#!/bin/sh\nmake test\n' >.git/hooks/pre-commit
expect 2 hook install
says "$err" 'pre-commit is there already'
says "$out" '^krepis check --quiet --staged --since HEAD \|\| exit$'
expect 2 hook uninstall
says "$err" 'krepis did not write'
mkdir .githooks && git config core.hooksPath .githooks
expect 0 hook install
grep -q '^krepis check' .githooks/pre-commit || fail "a hook of the tree names a machine's path"
bad >core/new.ts && git add core/new.ts
refuses
git config core.hooksPath "$work/everybody"
expect 2 hook install
says "$err" 'which other repositories may use'
git config --unset core.hooksPath
git config --global core.hooksPath "$work/everybody"
expect 2 hook install
git config --global --unset core.hooksPath
mkdir "$work/outside" && cd "$work/outside"
expect 2 hook install
says "$err" 'is in no git repository'
expect 2 check --staged
expect 2 hook install --git --husky

# --- a workspace below the top of the repository ----------------------------------------------------------------------
repository "below"
mkdir "my app" && mv app core krepis.toml "my app" && cd "my app"
expect 0 hook install
bad >core/new.ts && git add -A
refuses
cd ..
refuses
git rm -qf --cached "my app/core/new.ts" && rm "my app/core/new.ts"
commits
git mv "my app" $'my\napp' && cd $'my\napp'
for runner in git husky lefthook pre-commit; do
  expect 2 hook install --$runner
  says "$err" 'no hook can name my\\napp, which has characters that cannot be seen in it'
done
[[ $(git -C .. status --porcelain --untracked-files=all | grep -c '^??') -eq 0 ]] || fail "a hook of two lines was written"
cd ..

# --- by those who run hooks -------------------------------------------------------------------------------------------
# try RUNNER: what was wired refuses and lets pass, and says nothing of its own where it passes.
try() {
  bad >core/new.ts && git add core/new.ts
  refuses
  bad >>core/base.ts
  refuses -a
  git rm -qf core/new.ts && git checkout -q core/base.ts && echo "// $1" >>app/main.ts && git add app/main.ts
  bad >>core/base.ts
  commits
  git diff --quiet core/base.ts && fail "$1: what was not staged is lost"
  refuses -a
  git checkout -q core/base.ts
}

if command -v pre-commit >/dev/null; then
  repository pre-commit
  printf 'repos:\n  - repo: local\n    hooks:\n      - id: other\n        name: other\n        entry: "true"\n        language: system\n' >.pre-commit-config.yaml
  expect 0 hook install
  says "$err" 'added to .pre-commit-config.yaml'
  expect 0 hook install
  says "$err" 'has the hook already'
  git add -A && git commit -qm first
  pre-commit install >/dev/null || fail "pre-commit install"
  try pre-commit
  # The hooks that other repositories are offered.
  cp "$repository/.pre-commit-hooks.yaml" . && pre-commit validate-manifest .pre-commit-hooks.yaml >"$out" || fail "the manifest is not valid"
  git init -q "$work/hooks" && cp "$repository/.pre-commit-hooks.yaml" "$work/hooks" &&
    (cd "$work/hooks" && git add -A && git commit -qm hooks)
  bad >core/new.ts && git add core/new.ts
  pre-commit try-repo "$work/hooks" krepis >"$out" 2>&1 && fail "krepis passed"
  says "$out" 'layering/order'
  pre-commit try-repo "$work/hooks" krepis-full --hook-stage manual >"$out" 2>&1 && fail "krepis-full passed"
  says "$out" 'layering/order'
  git rm -qf core/new.ts
  pre-commit try-repo "$work/hooks" krepis >"$out" 2>&1 || fail "krepis did not pass"
else
  echo "skipped: pre-commit is not installed (ci/packages)"
fi

# A clone may bring symlinks along.
repository clone
mkdir .husky && ln -s ../../victim .husky/pre-commit && echo 'mine' >"$work/victim"
expect 2 hook install --husky
says "$err" 'out of the repository'
[[ $(cat "$work/victim") == mine ]] || fail "a file outside the repository was written"

managers=$repository/tests/hooks/node_modules/.bin
if [[ -x $managers/lefthook && -x $managers/husky ]]; then
  export PATH=$managers:$PATH
  repository lefthook
  printf 'output: [failure, execution_out]\npre-push:\n  commands:\n    nothing:\n      run: "true"\n' >lefthook.yml
  expect 0 hook install
  says "$err" 'added to lefthook.yml'
  git add -A && git commit -qm first
  lefthook install >"$out" 2>&1 || fail "lefthook install"
  try lefthook

  repository husky
  echo '{"name": "x", "private": true}' >package.json
  husky >"$out" 2>&1 || fail "husky"
  expect 0 hook install
  says "$err" 'wrote .husky/pre-commit'
  git add -A
  commits
  try husky
else
  echo "skipped: lefthook and husky are not installed (npm ci --prefix tests/hooks)"
fi

finish
