#!/usr/bin/env bash
# The command line as users meet it: exit codes, streams, and input that is broken or hostile.
#
#   cli_test.sh KREPIS REPOSITORY
set -uo pipefail
. "$(dirname -- "${BASH_SOURCE[0]}")/harness.sh"

# --- what can be wrong with the call ---------------------------------------------------------------------------------
tree usage
expect 2 check "$work/nowhere"
says "$err" 'cannot open .*/nowhere'
expect 2 check
says "$err" 'no source files'
expect 0 check --allow-empty
expect 2 check --format yaml
says "$err" "'yaml' is none of text, json, .*lists the options"
expect 2 check --format markdwon
says "$err" "^krepis: error: --format: 'markdwon' is none of .*; did you mean \"markdown\"\?$"
expect 2 check --color sometimes
expect 2 graph --level modul
says "$err" 'did you mean "module"'
expect 2 baseline craete
says "$err" 'did you mean "create"'
expect 2 check --jobs 0
expect 2 check --jobs many
says "$err" '^krepis: error: --jobs'
expect 2
says "$err" '^krepis: error: say what to do'
expect 2 frobnicate
says "$err" "^krepis: error: there is no command 'frobnicate'; .krepis --help. lists them"
expect 2 chek
says "$err" "no command 'chek'; did you mean \"check\""
expect 2 worke  # hidden: nobody is led to it
says "$err" "no command 'worke'; .krepis"
expect 2 check --formt=json
says "$err" "has no option '--formt'; did you mean \"--format\""
expect 2 doctor here there --nonsense
expect 2 explain layering/circle
says "$err" "no rule is called 'layering/circle'; did you mean \"layering/cycle\""
expect 0 explain layering/cycle
says "$out" '^# layering/cycle'
expect 0 --version
says "$out" '^libclang [0-9]'
mkdir -p a b && touch a/krepis.toml b/krepis.toml
expect 2 check a b
says "$err" 'different workspaces'

# --- krepis.toml: every error of the file, each with its place ----------------------------------------------------------
tree config
echo 'export {};' >main.ts
cat >krepis.toml <<'TOML'
version = 1
[workspace]
unclasified = "error"
[modules.app]
files = "app/**"
[modules.core]
files = ["nothing/here/**"]
[layers]
order = ["app", "corr"]
[[rules]]
id = "x"
deny = { from = "app", to = "cor" }
TOML
expect 2 check
says "$err" 'krepis.toml:3:1: .*unclasified.*unclassified'
says "$err" 'krepis.toml:5:9: '
says "$err" 'krepis.toml:9:18: .*corr'
says "$err" 'krepis.toml:12:'
printf 'version = 1\n[modules.app\nfiles = [\n' >krepis.toml
expect 2 check
says "$err" 'krepis.toml:2:'
printf 'version = 1\n[modules.core]\nfiles = ["nothing/**"]\n' >krepis.toml
expect 2 check
says "$err" 'krepis.toml:2:.*core'

# --- files that no editor would write -----------------------------------------------------------------------------------
tree hostile
printf 'import { a } from "./b";\n\xff\xfe\x80 const x = "\xc3\x28";\n' >utf8.ts
printf 'import { a } from "./b";\0\0\0\nexport {};\n' >nul.ts
printf 'export const a = 1;\n' >b.ts
: >empty.rs
printf '\xef\xbb\xbfexport {};\n' >bom.ts
for kind in ts rs cc; do
  { head -c 100000 /dev/zero | tr '\0' '('; } >"nested.$kind"
  { head -c 100000 /dev/zero | tr '\0' '{'; } >"braces.$kind"
done
ln -s . loop
ln -s /etc/passwd outside.ts
mkfifo pipe.ts
expect 0 check --format json
python3 -c 'import json,sys; r=json.load(open(sys.argv[1])); assert r["summary"]["files"] == 11, r["summary"]; assert "passwd" not in open(sys.argv[1]).read()' "$out" || failures=$((failures + 1))
says "$out" '"kind": "partial-parse"'

# Each of these keeps a parser busy for minutes; it costs its share of the time limit, and one line.
tree slow
repeat() { awk -v text="$1" -v times="$2" 'BEGIN { while (times-- > 0) printf "%s", text }'; }
repeat 'class A { ' 10000 >nest.rs
repeat "'x " 30001 >quotes.ts
{ repeat '[[a]]' 30000; echo 'void f() { fopen("a", "r"); }'; } >attributes.cc  # its includes alone need no parser
printf 'version = 1\n[limits]\nfile_ms = 500\n[modules.all]\nfiles = ["**"]\n[sandbox]\ndefault = "deny"\n' >krepis.toml
echo 'import "./gone"; export {};' >small.ts
expect 3 check
for file in nest.rs quotes.ts attributes.cc; do says "$out" "not analysed: $file: .* took longer than [0-9]+ ms; .*limits.file_ms"; done
says "$out" 'small.ts:1:9'

# A file that is there when the tree is read, and gone when its turn comes: the first ones keep the only worker busy. What
# is not closed takes a parser.
tree vanishing
for i in 0 1 2 3 4; do repeat 'class A { ' 10000 >a$i.rs; done
for i in {10..99}; do echo 'f(' >f$i.ts; done
echo 'f(' >z.ts
printf 'version = 1\n[limits]\nfile_ms = 5000\n' >krepis.toml
"$krepis" check --jobs 1 >"$out" 2>"$err" &
run=$!
for _ in {1..600}; do [[ -n $(<"/proc/$run/task/$run/children") ]] && break; sleep 0.1; done
rm z.ts
wait $run
code=$?
[[ $code -eq 3 ]] || { echo "FAILED: a file deleted during the run: exit $code"; failures=$((failures + 1)); }
says "$out" 'not analysed: z.ts: cannot read z.ts'
says "$out" 'in 9[0-9] files'

tree large
head -c 100000000 /dev/zero | tr '\0' 'x' >line.ts
echo 'export {};' >small.ts
expect 3 check
says "$out" 'line.ts'
says "$out" 'file_bytes'

tree manifests
echo 'import { z } from "zod"; export {};' >main.ts
echo 'fn main() {}' >main.rs
echo 'int main() { return 0; }' >main.cc
echo '{ "name": ' >package.json
echo '[package' >Cargo.toml
echo '[{"directory": "/nowhere", "file": "/nowhere/gone.cc", "command": "/no/such/compiler -c gone.cc"},
       {"directory": ".", "file": "missing.cc", "arguments": ["c++", "-fplugin=evil.so", "-Xclang", "-load", "-MD", "-MF", "/tmp/x", "missing.cc"]}]' >compile_commands.json
expect 0 check
says "$err" 'package.json:'
says "$err" 'Cargo.toml:'
says "$err" 'missing.cc'

# --- output ---------------------------------------------------------------------------------------------------------------
tree output
echo 'import "./gone"; export {};' >main.ts
expect 0 check --format json --output "sarif=$work/output/report.sarif" --output "jsonl=$work/output/report.jsonl"
python3 -c 'import json,sys; json.load(open(sys.argv[1])); s=json.load(open(sys.argv[2])); assert s["version"] == "2.1.0" and len(s["runs"]) == 1' "$out" report.sarif || failures=$((failures + 1))
expect 2 check --output json=/dev/full
says "$err" 'cannot write /dev/full'
[[ -c /dev/full ]] || { echo "FAILED: /dev/full was replaced"; failures=$((failures + 1)); }
expect 2 check --output "json=$work/output/no/such/folder.json"
expect 2 check --output "yaml=x"
expect 2 check --output "serif=x"
says "$err" 'FORMAT=FILE .*did you mean "sarif"'
expect 2 check --output "+=x"
printf 'before\n' >"$work/output/summary.md"
expect 0 check --output "markdown+=$work/output/summary.md" --output "jsonl+=$work/output/new.jsonl"
says "$work/output/summary.md" '^before$'
says "$work/output/summary.md" '^### krepis: 0 errors'
says "$work/output/new.jsonl" '"schema":"krepis.report/1"'
expect 2 check --output markdown+=/dev/full
expect 0 check --format json --stats
says "$err" '^krepis: extraction +[0-9]'
jq -e .summary.files "$out" >/dev/null || failures=$((failures + 1))
expect 0 check --format jsonl --stats --output "junit=$work/output/junit.xml"
says "$err" 'peak memory'
if grep -q 'peak memory' "$out" "$work/output/junit.xml"; then failures=$((failures + 1)); fi
tree output/monorepo
mkdir -p services/shop && printf 'version = 1\n[modules.all]\nfiles = ["*"]\n[[rules]]\nid = "x"\ndeny = { from = "all", to = "all" }\n' >services/shop/krepis.toml
echo 'import "./b";' >services/shop/a.ts && echo 'export {};' >services/shop/b.ts
cd services/shop || exit 1
expect 1 check --format github --output "sarif=$work/output/report.sarif"
says "$out" '^::error file=a.ts,'
grep primaryLocationLineHash "$work/output/report.sarif" >"$work/hash"
expect 1 check --format github --repository-paths --output "sarif=$work/output/report.sarif"
says "$out" '^::error file=services/shop/a.ts,.*%0Aservices/shop/krepis.toml:6:1'
says "$work/output/report.sarif" '"uri": "services/shop/a.ts"'
grep primaryLocationLineHash "$work/output/report.sarif" | cmp - "$work/hash" || failures=$((failures + 1))
cd ../.. && mv services/shop/* . && rmdir services/shop
expect 1 check --format github --repository-paths
says "$out" '^::error file=a.ts,'
tree output
expect 2 check --format jsno
says "$err" "'jsno' is none of .*; did you mean \"json\""
(ulimit -f 1; for _ in 1 2 3 4 5 6 7 8; do cat main.ts; done >/dev/null; "$krepis" check --output "sarif=$work/output/short.sarif" >/dev/null 2>"$err"; echo $? >"$work/code")
[[ $(<"$work/code") == 2 && ! -e $work/output/short.sarif && -z $(ls "$work/output/" | grep partial) ]] || { echo "FAILED: a report on a full disk: exit $(<"$work/code")"; failures=$((failures + 1)); }
expect 1 check --fail-on warning
expect 1 check --max-warnings 0
says "$out" 'layering/unresolved'
NO_COLOR=1 "$krepis" check --color always | grep -q $'\x1b' && { echo "FAILED: NO_COLOR is not honoured"; failures=$((failures + 1)); }
"$krepis" check --color always | grep -q $'\x1b' || { echo "FAILED: --color always gives no colour"; failures=$((failures + 1)); }

# --- the same bytes for any number of jobs, and for paths that focus -----------------------------------------------------------
cd "$repository" || exit 1
for jobs in 1 2 7; do "$krepis" check examples/hybrid-shop --format json --jobs $jobs >"$work/jobs$jobs" 2>/dev/null; done
cmp "$work/jobs1" "$work/jobs2" && cmp "$work/jobs1" "$work/jobs7" || failures=$((failures + 1))
expect 1 check examples/hybrid-shop/crates --format json
python3 -c 'import json,sys; r=json.load(open(sys.argv[1])); assert r["violations"] and all(v["path"].startswith("crates/") for v in r["violations"])' "$out" || failures=$((failures + 1))
expect 0 why examples/hybrid-shop/apps/shop/src/cart.ts examples/hybrid-shop/apps/admin/src/audit.ts
says "$out" 'imports apps/admin/src/audit.ts'
expect 1 why examples/hybrid-shop/apps/admin/src/audit.ts examples/hybrid-shop/apps/shop/src/cart.ts

# --- why: all shortest paths, what a hint can say, and json ------------------------------------------------------------
tree why
mkdir -p src
echo 'import "./b"; import "./c";' >src/a.ts
echo 'import "./d";' >src/b.ts
printf '%s\n' 'import "./d";' 'import "./d";' >src/c.ts
echo 'export {};' >src/d.ts
echo 'import "./d";' >src/d.test.ts
expect 0 why src/a.ts src/d.ts
says "$out" '^  imports src/d.ts  src/c.ts:1:9, :2:9$'
says "$out" '^2 shortest paths of 2 steps$'
expect 0 why src/a.ts src/d.ts --max-paths 1
says "$out" '^2 shortest paths of 2 steps; 1 more not shown \(--all shows them\)$'
expect 1 why src/d.ts src/a.ts
says "$err" 'src/d.ts does not depend on src/a.ts; src/a.ts depends on src/d.ts \(2 steps\): krepis why src/a.ts src/d.ts'
expect 0 why src/d.test.ts src/d.ts
says "$out" '\(tests only\)$'
says "$err" 'for tests alone'
expect 1 why src/a.ts src/d.ts --edges type
says "$err" 'does not depend on src/d.ts over these edges; over others it does \(import\)'
expect 2 why src/a.ts src/d.ts --edges imprt
says "$err" "'imprt' is no kind of edge; did you mean \"import\""
expect 2 why src/a.ts src
says "$err" 'src/a.ts lies within src'
expect 0 why src/a.ts src/d.ts --format json
python3 - "$out" <<'PYTHON' || failures=$((failures + 1))
import json, sys
answer = json.load(open(sys.argv[1]))
assert answer["schema"] == "krepis.why/1" and answer["count"] == 2 and answer["length"] == 2, answer
assert answer["paths"] == [["src/a.ts", "src/b.ts", "src/d.ts"], ["src/a.ts", "src/c.ts", "src/d.ts"]], answer
assert len(answer["edges"]) == 5 and answer["edges"][4]["line"] == 2, answer
PYTHON

# --- graph: every format, hostile names, focus -------------------------------------------------------------------------
expect 2 graph --format yaml
says "$err" "'yaml' is none of text, json, dot, mermaid, d2"
expect 2 graph --level module
says "$err" 'there are no modules'
expect 2 graph --focus srcc
says "$err" "'srcc' is no file, module or external"
expect 0 graph --focus src/b.ts --format json
python3 - "$out" <<'PYTHON' || failures=$((failures + 1))
import json, sys
graph = json.load(open(sys.argv[1]))
assert [n["id"] for n in graph["nodes"]] == ["src/a.ts", "src/b.ts", "src/d.ts"], graph["nodes"]
assert [n["id"] for n in graph["nodes"] if n.get("focus")] == ["src/b.ts"], graph["nodes"]
assert len(graph["edges"]) == 2 and graph["cycles"] == [], graph
PYTHON
echo 'import "./a";' >>src/d.ts
name='src/"];n0->n0;`${x}#<b>.ts'
echo 'import "./a";' >"$name"
for format in json dot mermaid d2; do
  expect 0 graph --format $format
  cp "$out" "$work/$format.1"
  expect 0 graph --format $format --jobs 1
  cmp "$out" "$work/$format.1" || failures=$((failures + 1))
done
says "$work/dot.1" 'label="src/\\"\];n0->n0;`\$\{x\}#<b>.ts"'
says "$work/dot.1" 'color=red, penwidth'
says "$work/mermaid.1" '^  n0\["src/#34;]#59;n0-#62;n0#59;#96;#36;\{x\}#35;#60;b#62;.ts"\]$'
says "$work/mermaid.1" '^  linkStyle [0-9,]+ stroke:#d00'
says "$work/d2.1" '^n0: "src/\\"\];n0->n0;`\\\$\{x\}#<b>.ts"$'
python3 -c 'import json,sys; g=json.load(open(sys.argv[1])); assert g["cycles"] == [["src/a.ts","src/b.ts","src/c.ts","src/d.ts"]], g["cycles"]' "$work/json.1" || failures=$((failures + 1))
expect 0 check
says "$out" 'cut src/d.ts -> src/a.ts \(1 import at src/d.ts:2\)'
for i in {1..520}; do echo "import \"./a\";" >"src/f$i.ts"; done
expect 0 graph --format mermaid
says "$err" 'Mermaid draws 500 edges and 50000 characters unless .*--level module shows less'

# --- whatif: which violations appear and disappear ---------------------------------------------------------------------
tree whatif
mkdir -p app core
echo 'import "../core/a";' >app/main.ts
echo 'export {};' >app/util.ts
printf '%s\n' 'import "../app/util";' 'import "zod";' >core/a.ts
printf '%s\n' 'version = 1' '[modules.app]' 'files = ["app/**"]' '[modules.core]' 'files = ["core/**"]' \
  '[layers]' 'order = ["app", "core"]' >krepis.toml
expect 0 whatif --move app/util.ts core/
says "$out" '^move app/util.ts to core/util.ts \(1 file\)$'
says "$out" '^disappears error\[layering/order\] core/a.ts:1:9: '
says "$out" '^0 violations would appear, 1 disappear; 0 remain$'
expect 0 whatif --cut core app
says "$out" '^cut core -> app \(1 import\)$'
says "$out" '^0 violations would appear, 1 disappear; 0 remain$'
expect 0 whatif --cut core/a.ts ext:npm/zod
says "$out" '^nothing appears, nothing disappears; 1 remain$'
expect 1 whatif --move app core --format json
python3 - "$out" <<'PYTHON' || failures=$((failures + 1))
import json, sys
effect = json.load(open(sys.argv[1]))
assert effect["schema"] == "krepis.whatif/1", effect
assert effect["moves"] == [{"from": "app", "to": "core/app", "files": 2}] and effect["cuts"] == [], effect
assert [error["line"] for error in effect["config_errors"]] == [2], effect
assert effect["appear"] == [] and [v["rule"] for v in effect["disappear"]] == ["layering/order"], effect
PYTHON
expect 1 whatif --move core/a.ts app --move app/main.ts core --move app/util.ts core
says "$out" '^appears    error\[layering/order\] core/main.ts:1:9: '
expect 2 whatif
says "$err" 'say what would change'
expect 2 whatif --move app/main.ts core/a.ts
says "$err" 'core/a.ts is another file already'
expect 2 whatif --move app ../elsewhere
says "$err" 'outside the workspace'
expect 2 whatif --move nothing core
says "$err" 'nothing is no source file and no folder of any'
expect 2 whatif --cut app/util.ts core
says "$err" 'app/util.ts does not depend on core: there is nothing to cut'
expect 2 whatif --move app/main.ts
says "$err" '^krepis: error: --move'

# --- the chain of each route ------------------------------------------------------------------------------------------------
cd "$repository/examples/hybrid-shop" || exit 1
expect 0 chains
says "$out" '^GET /api/orders  \(express, apps/shop/src/orders.ts:6\)$'
says "$out" '^  requireUser \[auth\]  global  apps/shop/src/server.ts:16$'
says "$out" '^stock/remove  \(krepis, native/stock/src/app/main.cc:36\)$'
expect 0 chains 'GET /api/o' --format json
python3 - "$out" <<'PYTHON' || failures=$((failures + 1))
import json, sys
document = json.load(open(sys.argv[1]))
assert document["schema"] == "krepis.chains/1", document["schema"]
(route,) = document["routes"]
assert (route["route"], route["framework"], route["path"], route["line"]) == (
    "GET /api/orders", "express", "apps/shop/src/orders.ts", 6), route
assert [element["symbol"] for element in route["chain"]] == ["countVisits", "requireUser", "npm/cors", "(anonymous)"], route
assert route["chain"][1] == {"stage": "auth", "symbol": "requireUser", "scope": "global", "certainty": "must",
                             "path": "apps/shop/src/server.ts", "line": 16}, route
PYTHON
expect 1 chains '/no/such/route'
says "$err" "no route whose name contains '/no/such/route'"
expect 0 dump facts apps/shop/src/server.ts
says "$out" '^pipeline [0-9]+ express 7:13 created by express'
says "$out" '^route .* verb GET at /api/export'
says "$out" '^  requireUser 16:9 '
says "$out" '^pass [.]/guards[.]js#requireUser 16:9 resolved$'
tree chainless
echo 'export {};' >main.ts
echo 'import { readFileSync } from "fs"; readFileSync("a");' >reads.ts
expect 0 dump facts reads.ts
says "$out" '^capability fs[.]read'
expect 0 chains
says "$err" 'no route of a known framework'

# --- a compile database: includes are the compiler's, also where no parser reads the file -----------------------------
tree compiled
mkdir -p include/lib src
echo '[{"directory": ".", "file": "src/a.cc", "arguments": ["c++", "-Iinclude", "-DNEEDS_B", "-c", "src/a.cc"]}]' >compile_commands.json
printf '%s\n' '#include <lib/a.h>' '#ifdef NEEDS_B' '#include "lib/b.h"' '#else' '#include "lib/c.h"' '#endif' 'int main() { return OPENS; }' >src/a.cc
printf '%s\n' '#include <unistd.h>' '#define OPENS unlink("x")' >include/lib/a.h
touch include/lib/b.h include/lib/c.h
expect 0 graph --format json
says "$out" '"to": "include/lib/a.h"'
says "$out" '"to": "include/lib/b.h"'
if grep -qE '"to": "include/lib/c.h"|guessed' "$out"; then
  echo "FAILED: an include that the compiler does not make, or a guess"
  failures=$((failures + 1))
fi
printf 'version = 1\n[modules.src]\nfiles = ["src/**"]\n[modules.include]\nfiles = ["include/**"]\n[sandbox.src]\nallow = []\n' >krepis.toml
expect 1 check
says "$out" 'error\[sandbox/capability\].*fs.delete'

# --- init: a first krepis.toml, which check passes and which holds --------------------------------------------------
tree begun
mkdir -p src/app src/core src/net
echo 'import "../core/a"; import "../net/a"; import { gone } from "./gone";' >src/app/main.ts
echo 'export {};' >src/core/a.ts
echo 'import "../core/a";' >src/net/a.ts
printf '%s\n' 'import express from "express";' 'const app = express();' \
  'app.use((req, res, next) => { next(); next(); });' 'app.get("/", (req, res) => res.end());' >src/net/server.ts
expect 0 init
says "$out" 'wrote .*/begun/krepis.toml: 4 files in 3 modules, 3 layers'
says "$out" '^3 modules, by folder and package:$'
says "$out" '^  net       2 files  src/net/\*\*$'
says "$out" '^3 layers, top to bottom'
says "$out" '^Frameworks, .*: express$'
says "$out" '^2 violations of today accepted in krepis.baseline'
says "$out" '^      1  contract/next-twice  at src/net/server.ts:3$'
says "$out" '^  krepis check  '
says krepis.baseline '^contract/next-twice - src/net/server.ts "" next\(\)$'
says krepis.baseline '^layering/unresolved - src/app/main.ts ./gone import$'
says krepis.toml '^\[modules\.core\]$'
says krepis.toml '^presets = \["express"\]$'
tr -d '\n' <krepis.toml >"$work/.order"
says "$work/.order" 'order = \[  "app",  "net",  "core",\]'
expect 0 check
echo 'import "../app/main";' >>src/core/a.ts
expect 1 check
says "$out" 'layering/order'
expect 2 init
says "$err" 'krepis.toml is there already'
rm krepis.toml
expect 2 init
says "$err" 'krepis.baseline is there already'
tree nothing
expect 2 init
says "$err" 'no source files'

finish
