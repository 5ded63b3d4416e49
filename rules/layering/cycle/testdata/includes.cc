// Without a krepis.toml: include cycles are warnings.
// --- src/a.h
#pragma once
#include "b.h"
// --- src/b.h
#pragma once
#include "a.h"
// --- src/main.cc
#include "a.h"
int main() { return 0; }
