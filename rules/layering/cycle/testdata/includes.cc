// Without a krepis.toml: include cycles are warnings.
// --- src/a.h
#pragma once
#include "b.h" // warning: [layering/cycle] "cycle of 2 files: src/a.h -> src/b.h -> src/a.h"
//        ^^^
// --- src/b.h
#pragma once
#include "a.h"
// --- src/main.cc
#include "a.h"
int main() { return 0; }
