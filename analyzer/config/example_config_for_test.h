#pragma once

#include <string_view>

namespace krepis::analyzer {

/// A krepis.toml that uses every section.
inline constexpr std::string_view kExampleConfig = R"toml(version = 1

[workspace]
exclude = ["**/dist/**", "**/*.gen.ts"]   # .gitignore is honoured already
unclassified = "error"                    # error | warn | allow: source files in no module
unresolved = { max = 0, level = "error" } # budget for first-party imports that resolve to nothing
languages = ["cpp", "typescript", "rust"] # default: detected
entries = ["apps/*/src/main.ts"]          # roots for orphans, besides those of the manifests
tests = false                             # count test-only edges (cfg(test), dev-dependencies, *_test.*)

[cpp]
compile_commands = ["build/*/compile_commands.json"]   # searched even where .gitignore hides it
include_roots = ["packages/native/include"]            # without a compile database

[limits]
file_bytes = 10_000_000
file_ms = 10_000
unknown = -1                              # -1: no budget

[severity]                                # by id, family/* or your own rule id: off | warning | error
"contract/no-answer" = "off"

[modules.app]                             # a module is a named set of files
files = ["apps/{name}/**"]                # {name} captures one path segment: app:shop, app:admin
[modules.core]
files = ["packages/core/**"]
public = ["packages/core/src/index.ts"]   # only these may be imported from other modules
tags = ["ts"]
[modules.sknul]
files = ["packages/sknul/**"]
visible_to = ["core"]                     # only these modules may depend on it
[modules.native]
files = ["packages/native/**"]

[layers]                                  # top to bottom: a layer may use what stands below it
order = ["app", "core", "sknul | native"] # "a | b" peers that may not use each other, "a , b" peers that may; "," binds tighter
closed = ["core"]                         # no direct edge from above it to below it

[[rules]]
id = "apps-are-islands"
deny = { from = "app:{name}", to = "app:!{name}" }
because = "apps are deployed separately"
fix = "move the shared part to packages/core"

[[rules]]
id = "core-is-pure"
deny = { from = "core", to = ["ext:node/*", "ext:npm/*"], except = ["ext:npm/zod"] }
edges = ["runtime"]                       # default: see selectors
reach = "transitive"                      # default: direct
severity = "warning"                      # default: error

[[rules]]
id = "no-cycles"
cycles = { level = "file", within = "*" }  # level: file | package | module
edges = ["runtime"]

[ordering]
presets = ["krepis", "express"]           # default: detected from manifests and imports
[ordering.stages.auth]
match = ["AuthGuard", "*Guard", "npm/passport#*"]   # symbol globs; PACKAGE#EXPORT for externals
[[ordering.rules]]
id = "guard-before-transaction"
before = ["auth", "transaction"]          # also: after, adjacent, first, last, at_most_once
[[ordering.rules]]
id = "api-is-guarded"
required = ["auth"]
routes = ["/api/**"]
except = ["/api/health"]

[sandbox]
default = "deny"                          # for modules without a table of their own: deny | allow
[sandbox.core]
allow = ["fs.read:config/**", "env.read:KREPIS_*"]
[sandbox.native]
allow = ["fs", "net.connect:*:443", "code.native"]
seals = ["fs.write"]                      # a broker: callers of native do not inherit this one

[[exceptions]]                            # also in the code: // krepis: allow(rule-id) until=2027-03-31 why="…"
rule = "apps-are-islands"
from = "app:shop"
to = "app:admin"
owner = "@checkout"
until = 2027-03-31                        # past it, the violation is back
why = "strangler migration"
)toml";

}  // namespace krepis::analyzer
