#!/usr/bin/env bash
# krepis selftest: the rules of this repository and of the example can fire, and those that cannot are named with why.
#
#   selftest_test.sh KREPIS REPOSITORY
set -uo pipefail
. "$(dirname -- "${BASH_SOURCE[0]}")/harness.sh"

# verdict WORD RULE SUBJECT BECAUSE: that rule got that verdict, for that reason.
verdict() {
  if ! grep -A 2 -E "^$1 +$2 $3\$" "$out" | grep -qE "^    (because|found): .*$4"; then
    echo "FAILED: '$2 $3' is not '$1' because of '$4' in:"
    grep -A 2 -E "$3" "$out" || cat "$out"
    failures=$((failures + 1))
  fi
}

cd "$repository" || exit 1
expect 0 selftest examples/hybrid-shop
for rule in 'layering/deny apps-are-islands' 'layering/deny price-rules-are-pure' 'layering/cycle no-cycles' \
  'layering/order \[layers\] order' "layering/public module 'core'" 'ordering/required api-is-guarded' \
  'ordering/required bookings-are-guarded' "sandbox/capability module 'core'" 'contract/next-twice documented contracts'; do
  says "$out" "^fires +$rule\$"
done
says "$out" '^[0-9]+ fire, 0 cannot fire, [0-9]+ not tried$'

tree rules
mkdir -p app core native
echo 'import "../core/a";' >app/main.ts
printf '%s\n' 'import express from "express";' 'const app = express();' 'app.use(guard);' \
  'app.get("/api/x", (req, res) => res.end());' >app/server.ts
echo 'export {};' >core/a.ts
echo 'export {};' >core/b.ts
echo 'int x;' >native/x.cc
cat >krepis.toml <<'TOML'
version = 1
[severity]
"switched-off" = "off"
[modules.app]
files = ["app/**"]
[modules.core]
files = ["core/**"]
public = ["core/**"]
[modules.native]
files = ["native/**"]
visible_to = ["app", "core"]
[layers]
order = ["app", "core"]
[[rules]]
id = "fine"
deny = { from = "core", to = "ext:npm/*" }
[[rules]]
id = "fine-reach"
deny = { from = "core", to = "ext:node/*" }
reach = "transitive"
[[rules]]
id = "fine-require"
require = { from = "app", to = "core" }
[[rules]]
id = "fine-list"
allow_only = { from = "core", to = "native" }
[[rules]]
id = "all-excepted"
deny = { from = "core", to = "app", except = ["app"] }
[[rules]]
id = "wrong-language"
deny = { from = "core", to = "app" }
edges = ["include"]
[[rules]]
id = "other-language"
deny = { from = "app", to = "native" }
[[rules]]
id = "not-its-ecosystem"
deny = { from = "core", to = "ext:cargo/*" }
[[rules]]
id = "switched-off"
deny = { from = "core", to = "app" }
[[rules]]
id = "always-there"
require = { from = "core", to = "core" }
[[rules]]
id = "allows-everything"
allow_only = { from = "core", to = "*" }
[[rules]]
id = "nobody"
deny = { from = "path:nowhere/**", to = "app" }
optional = true
[[rules]]
id = "excused"
deny = { from = "core", to = "app" }
[[rules]]
id = "known"
cycles = { level = "file", within = "path:app/**" }
[[rules]]
id = "one-file"
cycles = { level = "file", within = "native" }
[[exceptions]]
rule = "excused"
from = "*"
why = "to swallow everything"
optional = true
[ordering.stages.auth]
match = ["guard"]
[[ordering.rules]]
id = "guarded"
required = ["auth"]
routes = ["/api/**"]
[[ordering.rules]]
id = "never"
required = ["auth"]
routes = ["/api/**"]
except = ["/api/**"]
[sandbox]
default = "allow"
[sandbox.core]
allow = []
[sandbox.app]
allow = ["code", "env", "fs", "ipc", "mem", "net", "proc", "random", "sys", "thread", "time", "tty", "unknown"]
TOML
echo 'layering/cycle known app/main.ts app/server.ts cycle' >krepis.baseline
expect 1 selftest
for id in fine fine-reach; do verdict fires layering/deny $id "which '$id' forbids"; done
verdict fires layering/require fine-require "does not reach 'core'"
verdict fires layering/allow-only fine-list "'fine-list' allows only native"
verdict fires layering/order '\[layers\] order' "stands above it"
verdict fires layering/unclassified 'files in no module' 'belongs to no module'
verdict fires layering/unresolved 'imports that lead nowhere' 'cannot resolve'
verdict fires ordering/required guarded "has no 'auth' in its chain"
verdict fires ordering/uncovered-route "stage 'auth' of express" 'covers no route'
verdict fires sandbox/capability "module 'core'" "module 'core' is not granted"
verdict fires contract/next-twice 'documented contracts' 'a second time'
cannot='CANNOT FIRE'
verdict "$cannot" layering/deny all-excepted '.except. covers all of it'
verdict "$cannot" layering/deny wrong-language 'know none of include'
verdict "$cannot" layering/deny other-language 'know none of import'
verdict "$cannot" layering/deny not-its-ecosystem 'know none of import'
verdict "$cannot" layering/deny switched-off 'its severity is off'
verdict "$cannot" layering/deny excused 'exceptions and suppressions accept all'
verdict "$cannot" layering/require always-there 'found nothing wrong'
verdict "$cannot" layering/allow-only allows-everything '.to. allows all'
verdict "$cannot" layering/cycle known 'the baseline accepts all'
verdict "$cannot" layering/cycle one-file 'no two files'
verdict "$cannot" layering/public "module 'core'" 'all of its files are public'
verdict "$cannot" layering/visibility "module 'native'" 'names every module'
verdict "$cannot" ordering/required never '.except. covers all'
verdict "$cannot" sandbox/capability "module 'app'" 'found nothing wrong'
verdict 'not tried' layering/deny nobody 'matches no file'
says "$out" '^[0-9]+ fire, 14 cannot fire, [0-9]+ not tried$'

finish
