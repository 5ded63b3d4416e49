"""The two configurations that ci/bench compares: layering alone, which takes no tree of a file, and all families."""

# File cycles and unresolved imports.
LAYERING = """version = 1
[workspace]
unclassified = "allow"
[ordering]
presets = []
[severity]
"contract/*" = "off"
"ordering/*" = "off"
[[rules]]
id = "no-cycles"
cycles = { level = "file", within = "*" }
"""

# And orders, contracts, and a policy that grants nothing. What code of C++ calls is read by names, as without a compile database.
ALL = """version = 1
[modules.everything]
files = ["**"]
[[rules]]
id = "no-cycles"
cycles = { level = "file", within = "*" }
[sandbox]
default = "deny"
[cpp]
calls = "names"
"""

# For a tree with a compile database: beside its includes, what it calls.
CALLS = ALL.replace('calls = "names"', 'calls = "compiler"')
# What classes inherit from: libclang reads declarations, of no rule that asks for calls.
INHERITANCE = LAYERING + """[[rules]]
id = "no-inheritance"
deny = { from = "path:nowhere/**", to = "path:**" }
optional = true
edges = ["inherit"]
"""
