// C++: system headers are externals of `sys`, by their whole name.
# --- krepis.toml
version = 1
[modules.core]
files = ["core/**"]
[[rules]]
id = "core-without-streams"
deny = { from = "core", to = ["ext:sys/iostream", "ext:sys/sys/*"] }
// --- core/a.h
#pragma once
#include <vector>
#include <sys/socket.h> // error: [layering/deny core-without-streams] "core/a.h includes ext:sys/sys/socket.h, which 'core-without-streams' forbids"
//        ^^^^^^^^^^^^
// --- core/a.cc
#include "core/a.h"
#include <iostream> // error: [layering/deny core-without-streams] "core/a.cc includes ext:sys/iostream, which 'core-without-streams' forbids"
//        ^^^^^^^^
