#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/core/diagnostic.h"
#include "analyzer/core/result.h"

namespace krepis::analyzer {

/// An accepted violation, named as its fingerprint is: without lines, so that unrelated edits leave
/// it alone.
struct BaselineEntry {
  std::string rule;  // layering/deny
  std::string id;    // the user's own rule id; empty for built-in ones
  /// The lines of Diagnostic::fingerprint_key: from, to and edge kind; the members of a cycle; a
  /// file, its function and what that uses.
  std::vector<std::string> parts;
  std::string comment;  // whole lines above it, each with its end
  uint32_t line = 0;    // 1-based; 0: not from a file

  friend bool operator==(const BaselineEntry&, const BaselineEntry&) = default;
};

struct BaselineFile {
  std::vector<BaselineEntry> entries;
  std::vector<Error> errors;
};

/// The file krepis.baseline: one entry a line, RULE ID PART..., words separated by blanks. `-`
/// stands for no id; a word that is empty, or holds blanks, quotes, control or invisible
/// characters, is in double quotes, with \" \\ \n \t \r and \xHH (a byte). A violation that occurs
/// several times has a line for each, the second ending in `#2`. Lines that begin with `#` are
/// comments and belong to the entry below them. Order does not matter and equal lines are one, so
/// that a merge may keep the lines of both sides.
BaselineFile ParseBaseline(std::string_view text, const std::string& path);

/// The same file for the same set of entries: a header, and the entries sorted.
std::string FormatBaseline(std::vector<BaselineEntry> entries);

/// One line without its end: entry number `occurrence` of those with the same words.
std::string FormatEntry(const BaselineEntry& entry, uint32_t occurrence = 1);

/// `text` without the lines of that number (1-based, sorted) and the comments that belong to them.
std::string WithoutEntries(std::string_view text, const std::vector<BaselineEntry>& gone);

/// The entry that accepts the violation.
BaselineEntry EntryOf(const Diagnostic& violation);

/// Lets a cycle begin at its least member: where it is told from depends on all names around it.
void Normalize(BaselineEntry& entry);

/// What entries are compared by.
std::string IdentityOf(const BaselineEntry& entry);

}  // namespace krepis::analyzer
