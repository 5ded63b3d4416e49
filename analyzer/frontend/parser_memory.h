#pragma once

namespace krepis::analyzer {

// An arena for tree-sitter, for worker processes. A parser makes millions of small blocks and drops
// them all at the end of a file, so blocks that stand in a row in the order of their making, and go
// all at once, cost less to make, to walk and to drop than malloc's (about a tenth less time for a
// whole run). tree-sitter's allocator is a setting of the process and has no context: one thread,
// and between files no parser.

/// Installs the arena; once, before the first parser is made. When there is no more memory, the
/// process ends with kOutOfMemoryExit.
void UseParserMemory();

/// Whether UseParserMemory() was called: parsers are then deleted, and trees left, at the end of a
/// file.
bool UsesParserMemory();

/// Drops every block. No parser, tree or cursor may be alive.
void ResetParserMemory();

}  // namespace krepis::analyzer
