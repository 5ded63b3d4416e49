// Without a compile database every unit is compiled, and headers below `include` are for others.
# --- krepis.toml
version = 1
[[rules]]
id = "dead"
orphans = { within = "*" }
// --- src/main.cc
#include "used.h"
// --- src/used.h
#pragma once
// --- src/unused.h
#pragma once // warning: [layering/orphan] "nothing includes src/unused.h or compiles it, and it is no entry point"
// --- include/lib/api.h
#pragma once
