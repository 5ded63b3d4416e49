#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/core/confidence.h"
#include "analyzer/core/edge_kind.h"
#include "analyzer/core/language.h"
#include "analyzer/core/source_text.h"
#include "analyzer/facts/calls.h"
#include "analyzer/facts/foreign.h"
#include "analyzer/facts/import_list.h"
#include "analyzer/facts/registrations.h"

namespace krepis::analyzer {

/// Rust `mod name;` or `mod name { … }`.
struct ModFact {
  std::string name;
  std::string scope;           // path of the inline modules around it
  std::string path_attribute;  // #[path = "…"], else ""
  bool inline_body = false;
  bool test_only = false;
  Location location;
  std::string condition;  // of #[cfg(…)] on it or on a module around it; several: all(…)

  friend bool operator==(const ModFact&, const ModFact&) = default;
};

enum class DeclarationKind : uint8_t {
  kExport = 1,    // a name that a file of TypeScript or JavaScript exports
  kItem = 2,      // an item of Rust
  kClass = 3,     // C and C++: class, struct, union, enum
  kFunction = 4,  // C and C++
};

std::string_view DeclarationKindName(DeclarationKind kind);

/// One name that a file declares for others, as far as re-exports and forward declarations need it.
struct DeclarationFact {
  DeclarationKind kind = DeclarationKind::kExport;
  std::string name;      // "default" for a default export; C++: qualified
  std::string local;     // `export { local as name }`; "" where it is declared in place
  std::string scope;     // Rust: path of the inline modules around it
  bool forward = false;  // C and C++: no definition
  Location location;

  friend bool operator==(const DeclarationFact&, const DeclarationFact&) = default;
};

/// One use of a symbol that a capability table names.
struct CapabilityUse {
  std::string capability;  // fs.read
  /// Constant path, host:port or name; "*" for everything at once; nullopt: not a constant.
  std::optional<std::string> argument;
  std::string symbol;    // as the table names it: node/fs#readFileSync, std::fs::read, fopen
  std::string function;  // enclosing function ("" at top level), for evidence and fingerprint
  Confidence confidence = Confidence::kDirect;
  Location location;
  bool test_only = false;  // under #[cfg(test)] or #[test]
  uint32_t caller = 0;     // the function that it is part of, index into the calls' functions

  friend bool operator==(const CapabilityUse&, const CapabilityUse&) = default;
};

/// `// krepis: allow(rule-id) until=2027-03-31 why="…"` (allow-file in the first comment of the
/// file).
struct SuppressionFact {
  std::string rule;   // family id or the user's own id
  std::string until;  // ISO date, "" for none
  std::string why;    // mandatory
  bool whole_file = false;
  Location location;
  std::string problem;  // why it cannot be read; then it suppresses nothing and is reported

  friend bool operator==(const SuppressionFact&, const SuppressionFact&) = default;
};

/// A breach of the pipeline contract found in one function; which rule it belongs to is `rule`.
struct ContractFact {
  std::string rule;       // contract/next-twice
  std::string function;   // name of the behaviour function, "" when anonymous
  std::string framework;  // preset by whose parameters it was judged
  Location location;      // where the finding stands: the second call
  Location first;         // what it is about besides: the first call; {}: nothing
  std::string text;       // what stands at `location`, as written: next()
  std::string detail;     // what stands at `first`, or what the rule has to say of it
  /// The file does not import the framework, its parameters are only named as the framework's: a
  /// breach only where the workspace uses it. One fact for each framework that fits.
  bool assumed = false;
  /// The file does not say for sure that the function is a behaviour: a breach only where the
  /// workspace registers it as one.
  bool positional = false;
  Location declaration;  // of the function
  /// What the file calls it, then the names of its exports; C++, where positional: its class.
  std::vector<std::string> symbols;

  friend bool operator==(const ContractFact&, const ContractFact&) = default;
};

/// What rules need of one file, after its AST is gone. Plain data; every list is in the order of
/// the source, so equal bytes give equal facts.
struct FileFacts {
  Language language = Language::kNone;
  uint32_t source_bytes = 0;
  uint32_t error_nodes = 0;  // more than 0: the parser could not read parts of it (partial-parse)
  Location first_error;      // {} when there is none, or when the parser gives no place
  ImportList imports;
  std::vector<ModFact> mods;
  std::vector<CapabilityUse> capabilities;
  std::vector<SuppressionFact> suppressions;
  std::vector<ContractFact> contracts;
  RegistrationFacts registrations;
  std::vector<ForeignFact> foreign;  // only where ffi edges are asked for
  std::vector<DeclarationFact> declarations;
  CallFacts calls;  // only where a rule asks what code can reach

  friend bool operator==(const FileFacts&, const FileFacts&) = default;
};

}  // namespace krepis::analyzer
