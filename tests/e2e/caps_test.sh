#!/usr/bin/env bash
# What code can reach: krepis caps in all its forms, and policies as users write them.
#
#   caps_test.sh KREPIS REPOSITORY
set -uo pipefail
. "$(dirname -- "${BASH_SOURCE[0]}")/harness.sh"

# shop NAME: an application that saves over a module of its own.
shop() {
  tree "$1"
  mkdir -p app disk
  cat >disk/disk.ts <<'TS'
import { writeFileSync, readFileSync } from "node:fs";
export const save = (text: string) => writeFileSync("data/state.json", text);
export const load = (name: string) => readFileSync(name, "utf8");
TS
  cat >app/main.ts <<'TS'
import { save } from "../disk/disk";
save(process.env.SHOP_NAME ?? "");
TS
  cat >krepis.toml <<'TOML'
version = 1
[modules.app]
files = ["app/**"]
[modules.disk]
files = ["disk/**"]
TOML
}

# --- what each module reaches, and how -----------------------------------------------------------------------------------
shop plain
expect 0 caps
says "$out" '^app: 1 file$'
says "$out" '^  env.read:SHOP_NAME +direct +app/main.ts:2  global#process.env$'
says "$out" '^  fs.write:data/state.json +resolved +app/main.ts:2  app/main.ts > save > node/fs#writeFileSync$'
says "$out" '^  fs.read +direct +disk/disk.ts:3  node/fs#readFileSync$'
expect 0 caps app
says "$out" '^app: 1 file$'
if grep -q '^disk' "$out"; then
  echo "FAILED: krepis caps app prints other modules"
  failures=$((failures + 1))
fi
expect 2 caps ap
says "$err" "there is no module 'ap'; did you mean \"app\""
expect 0 caps --by file disk/disk.ts
says "$out" '^disk/disk.ts: 1 file$'
expect 2 caps --by planet
expect 2 caps --suggest --diff HEAD
expect 0 caps --format json
python3 - "$out" <<'PY' || { echo "FAILED: caps --format json"; failures=$((failures + 1)); }
import json, sys
caps = json.load(open(sys.argv[1]))
assert caps["schema"] == "krepis.caps/1"
app = {module["module"]: module["capabilities"] for module in caps["modules"]}["app"]
write = [entry for entry in app if entry["capability"] == "fs.write"][0]
assert write["argument"] == "data/state.json" and write["confidence"] == "resolved", write
assert [step["symbol"] for step in write["path"]] == ["app/main.ts", "save", "node/fs#writeFileSync"], write
assert write["path"][0] == {"symbol": "app/main.ts", "path": "app/main.ts", "line": 2}, write
assert "granted" not in write  # no policy
PY

# --- the suggested policy passes, and is the smallest one ----------------------------------------------------------------
expect 0 caps --suggest
cp "$out" policy
says policy '^  "fs.write:data/state.json",$'
says policy '^default = "deny"$'
cat policy >>krepis.toml
expect 0 check
says "$out" '^0 errors, 0 warnings'
expect 0 caps
says "$out" '^  fs.write:data/state.json +granted +resolved'
sed -i '/env.read:SHOP_NAME/d' krepis.toml
expect 1 check
says "$out" "module 'app' is not granted env.read:SHOP_NAME"
expect 0 caps
says "$out" '^  env.read:SHOP_NAME +NOT GRANTED +direct'
expect 0 caps --suggest
cmp -s policy "$out" || { echo "FAILED: the suggestion depends on the policy of today"; failures=$((failures + 1)); }

# --- the call path is evidence, in SARIF a code flow ---------------------------------------------------------------------
shop evidence
cat >>krepis.toml <<'TOML'
[sandbox]
default = "deny"
[sandbox.disk]
allow = ["fs"]
[sandbox.app]
allow = ["env.read:SHOP_*"]
TOML
expect 1 check
says "$out" "module 'app' is not granted fs.write:data/state.json, which it reaches over save"
says "$out" 'app/main.ts calls save'
says "$out" 'node/fs#writeFileSync is used in save'
expect 1 check --format sarif
python3 - "$out" <<'PY' || { echo "FAILED: no code flow"; failures=$((failures + 1)); }
import json, sys
results = json.load(open(sys.argv[1]))["runs"][0]["results"]
[reach] = [result for result in results if result["ruleId"] == "sandbox/capability"]
steps = reach["codeFlows"][0]["threadFlows"][0]["locations"]
places = [step["location"]["physicalLocation"]["artifactLocation"]["uri"] for step in steps]
assert places[:2] == ["app/main.ts", "disk/disk.ts"], places
PY
# The same finding whatever stands around it.
expect 1 check --format jsonl
before=$(grep -o '"fingerprint":"[0-9a-f]*"' "$out")
sed -i '1i // a line\n' app/main.ts
expect 1 check --format jsonl
[[ $before == "$(grep -o '"fingerprint":"[0-9a-f]*"' "$out")" ]] || { echo "FAILED: the fingerprint moved"; failures=$((failures + 1)); }
# A broker: what it seals, its callers do not inherit.
sed -i 's/^allow = \["fs"\]/allow = ["fs"]\nseals = ["fs"]/' krepis.toml
expect 0 check

# --- policies that are wrong ---------------------------------------------------------------------------------------------
shop wrong
cat >>krepis.toml <<'TOML'
[sandbox]
default = "deny"
[sandbox.app]
allow = ["fs.raed", "fs.write:../**", "env.read:*"]
deny = ["env.read:*"]
[sandbox.disc]
allow = ["fs"]
TOML
expect 2 check
says "$err" "krepis.toml:9:10: .*fs.raed.*did you mean \"fs.read\""
says "$err" 'krepis.toml:11:10: .*disc.*did you mean "disk"'
sed -i 's/fs.raed/fs.read/; s/disc/disk/' krepis.toml
expect 2 check
says "$err" "krepis.toml:9:.*\.\."
# A policy that contradicts itself denies.
sed -i 's/"fs.write:..\/\*\*", //' krepis.toml
expect 1 check
says "$out" "module 'app' is not granted env.read:SHOP_NAME"

# --- symbol tables of the user -------------------------------------------------------------------------------------------
shop tables
cat >caps.toml <<'TOML'
version = 1
language = "typescript"
[[use]]
capability = "db.query"
symbols = ["npm/pg#Client.query", "npm/pg#query"]
TOML
cat >app/query.ts <<'TS'
import { query } from "pg";
export const users = () => query("select 1");
TS
cat >>krepis.toml <<'TOML'
[sandbox]
tables = ["caps.toml"]
[sandbox.app]
allow = ["env", "fs"]
deny = ["db"]
TOML
expect 1 check
says "$out" "module 'app' is not granted db.query \(npm/pg#query\)"
sed -i 's/deny = \["db"\]/deny = ["db.qeury"]/' krepis.toml
expect 2 check
says "$err" "krepis.toml:10:9: no symbol table knows the capability 'db.qeury'; did you mean \"db.query\""
sed -i 's/db.qeury/db/; s/caps.toml/none.toml/' krepis.toml
expect 2 check
says "$err" 'krepis.toml:7:11: .*none.toml'

# --- what a change adds ----------------------------------------------------------------------------------------------------
mkdir "$work/change"
cd "$work/change" || exit 1
git init -q .
git config user.email a@example.com
git config user.name a
mkdir core
echo 'export const one = 1;' >core/a.ts
printf 'version = 1\n[modules.core]\nfiles = ["core/**"]\n' >krepis.toml
git add -A && git commit -qm first
expect 0 caps --diff HEAD
says "$err" 'no module reaches more or less'
cat >core/a.ts <<'TS'
export const one = async () => fetch("https://example.org/");
TS
expect 1 caps --diff HEAD
says "$out" '^  \+ net.connect:example.org:443 +direct +core/a.ts:1'
git commit -qam second
expect 0 caps --diff HEAD
expect 1 caps --diff HEAD~1 --format json
says "$out" '"schema": "krepis.caps-diff/1"'
echo 'export const one = 1;' >core/a.ts
expect 0 caps --diff HEAD
says "$out" '^  - net.connect:example.org:443'
expect 2 caps --diff nowhere
says "$err" "there is no commit 'nowhere' here"
cd "$work/plain" || exit 1
rm -rf .git
expect 2 caps --diff HEAD
finish
