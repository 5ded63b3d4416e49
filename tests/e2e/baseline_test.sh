#!/usr/bin/env bash
# krepis baseline, and check with one: accepted, burnt down, followed to files that git has renamed.
#
#   baseline_test.sh KREPIS REPOSITORY
set -uo pipefail
. "$(dirname -- "${BASH_SOURCE[0]}")/harness.sh"

# --- baseline: today's violations, accepted, burnt down, and followed to files that are renamed ---------------------
tree accepted
rm -r .git
git init -q .
commit() { git add -A && git -c user.name=a -c user.email=a@example.com commit -qm change; }
mkdir -p app core
cat >krepis.toml <<'TOML'
version = 1
[modules.app]
files = ["app/**"]
[modules.core]
files = ["core/**"]
[layers]
order = ["app", "core"]
[[rules]]
id = "no-cycles"
cycles = { level = "file", within = "*" }
severity = "warning"
TOML
echo 'export const main = 1;' >app/main.ts
{ echo 'import "../app/main";'; for i in {1..20}; do echo "export const a$i = $i;"; done; } >core/a.ts
{ echo 'import "../app/main"; import "./c";'; for i in {1..20}; do echo "export const b$i = $i;"; done; } >core/b.ts
{ echo 'import "./b";'; for i in {1..20}; do echo "export const c$i = $i;"; done; } >core/c.ts
for action in update prune; do
  expect 2 baseline $action
  says "$err" 'there is no krepis.baseline; .krepis baseline create. writes it'
done
expect 0 baseline status
says "$out" '^ +0 +0 +2  layering/order$'
expect 2 baseline begin
expect 2 baseline create --add
expect 0 baseline create
says "$out" 'wrote krepis.baseline: 3 violations accepted'
says krepis.baseline '^layering/order - core/a.ts app/main.ts import$'
says krepis.baseline '^layering/cycle no-cycles core/b.ts core/c.ts cycle$'
cp krepis.baseline written
expect 2 baseline create
says "$err" 'krepis.baseline is there already'
expect 0 check --strict --max-warnings 0
says "$out" '0 errors, 0 warnings .* 3 baselined'
expect 0 check --format json
says "$out" '"baselined": 3'
commit
expect 0 baseline update
says "$out" '0 entries taken out, 3 left'
cmp krepis.baseline written || failures=$((failures + 1))

git mv core/b.ts core/moved.ts && sed -i 's/"\.\/b"/".\/moved"/' core/c.ts
expect 0 check --strict --max-warnings 0
says "$err" 'note: krepis.baseline: 2 of its entries name a file that was renamed since'
commit
mkdir core/deep && mv core/moved.ts core/deep/b.ts
sed -i 's/app/..\/app/; s/"\.\/c"/"..\/c"/' core/deep/b.ts && sed -i 's/"\.\/moved"/".\/deep\/b"/' core/c.ts
expect 0 check --strict --max-warnings 0
commit
expect 0 check --strict --max-warnings 0
git clone -q --depth 1 "file://$PWD" "$work/shallow" && cd "$work/shallow"
expect 1 check
says "$err" 'the history is cut off'
rm -rf .git && mkdir .git
expect 1 check
cd "$work/accepted"
expect 0 baseline update
says "$out" '0 entries taken out, 3 left, 2 renamed'
says krepis.baseline '^layering/order - core/deep/b.ts app/main.ts import$'
says krepis.baseline '^layering/cycle no-cycles core/c.ts core/deep/b.ts cycle$'

echo 'export {};' >core/a.ts
echo 'import "../app/main";' >>core/c.ts
expect 1 check
says "$out" 'core/c.ts:22:9'
says "$err" 'note: krepis.baseline: 1 of its entries accepts nothing any longer'
expect 0 check --strict app
expect 1 check --strict core/c.ts
if grep -q 'exceptions/unused' "$out"; then echo "FAILED: an entry out of focus is stale"; failures=$((failures + 1)); fi
expect 1 check --strict core --format jsonl
says "$out" '"rule": ?"exceptions/unused","severity": ?"error","path": ?"krepis.baseline","line": ?4'
expect 0 baseline status
says "$out" '^ +1 +1 +1  layering/order$'
sed -i 's/^layering\/order - core\/a/# known since long\n&/' krepis.baseline
expect 0 baseline prune
says "$out" '1 entry taken out, 2 left'
if grep -qE 'core/a.ts|known since' krepis.baseline; then echo "FAILED: prune left an entry, or its comment"; failures=$((failures + 1)); fi
expect 0 baseline update
says "$out" '1 new violation: mend, or accept with'
expect 1 check --strict
expect 0 baseline update --add
says "$out" '1 added'
expect 0 check --strict --max-warnings 0

printf '<<<<<<< ours\nlayering/order - "a\n' >>krepis.baseline
expect 2 check
says "$err" 'krepis.baseline:[0-9]+:1: a merge conflict is left here'
says "$err" 'krepis.baseline:[0-9]+:18: the quotes are not closed'
expect 2 baseline update
ln -sf /etc/passwd krepis.baseline
expect 2 check
if grep -q root "$err"; then echo "FAILED: a symlink led out of the workspace"; failures=$((failures + 1)); fi

finish
