#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "analyzer/core/source_text.h"

namespace krepis::analyzer {

enum class Severity : uint8_t { kOff, kWarning, kError };

/// A place that supports a finding: a hop of a path, an element of a chain, the layer's
/// declaration.
struct Evidence {
  std::string path;  // workspace-relative
  Location location;
  std::string text;
};

/// One violation. Plain data: every output format is one conversion of it. Texts are one line
/// without a final full stop; they hold what the repository says (names, specifiers), so output
/// escapes them.
struct Diagnostic {
  std::string rule;  // family id: layering/deny
  std::string id;    // the user's own rule id; empty for built-in ones
  Severity severity = Severity::kError;
  std::string path;  // workspace-relative, '/'
  Location location;
  std::string from;  // what depends: a file, a route, a module
  std::string to;    // what it reaches: a file, an external, a stage, a capability
  std::string message;
  std::string because;
  std::string fix;
  /// 32 hex digits of SHA-256 over rule, id and fingerprint_key; Finish() fills it.
  std::string fingerprint;
  /// From-symbol, to-symbol and edge kind; no lines, so that it survives unrelated edits.
  std::string fingerprint_key;
  std::vector<Evidence> evidence;
};

/// Something the analysis could not decide. Never quietly fine, never an error by guess.
struct Unknown {
  std::string kind;  // unresolved-import, partial-parse, guessed-include, dynamic-import, barrier,
                     // dispatch, unknown-code
  std::string path;
  Location location;
  std::string text;
};

/// A file (or the run) that was not analysed: exit code 3. `reason` says why and what to do.
struct Incomplete {
  std::string path;  // empty: the run as a whole
  std::string reason;
};

struct Summary {
  uint64_t files = 0;
  uint64_t edges = 0;
  uint64_t modules = 0;
  uint64_t routes = 0;
  uint64_t errors = 0;
  uint64_t warnings = 0;
  uint64_t suppressed = 0;
  uint64_t baselined = 0;
  uint64_t unresolved = 0;
  uint64_t unknown = 0;
  /// What is registered for routes, handlers included, and how much of it is known for what it is
  /// and where it serves.
  uint64_t registrations = 0;
  uint64_t resolved_registrations = 0;
};

/// What a rule's documentation and metadata give to reports (SARIF rule objects, the footer of text
/// output).
struct RuleDescription {
  std::string id;        // layering/cycle
  std::string summary;   // one sentence
  std::string markdown;  // rule.md
  Severity default_severity = Severity::kError;
};

/// The outcome of one `check`, sorted by (path, line, column, rule, id, to, fingerprint).
struct Report {
  Summary summary;
  std::vector<Diagnostic> violations;
  std::vector<Unknown> unknowns;
  std::vector<Incomplete> incomplete;
  std::vector<RuleDescription> rules;  // those that ran, by id
  std::vector<std::string> notes;      // what the run wants to say on stderr (no config found, ...)
};

/// Sorts the report's lists into their documented order and fills each violation's fingerprint.
/// Equal fingerprints get an occurrence number, so that they stay unique within a report.
void Finish(Report& report);

/// "error", "warning" or "off".
const char* SeverityName(Severity severity);

}  // namespace krepis::analyzer
