#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/core/language.h"
#include "analyzer/core/result.h"
#include "analyzer/facts/facts.h"

namespace krepis::analyzer {

/// By what a function shows that it is a behaviour of a framework, and which of its parameters
/// continues the chain.
struct ContinuationShape {
  uint32_t parameters = 0;         // how many it takes exactly; 0: any number
  uint32_t continuation = 0;       // position of the one that continues
  bool anywhere = false;           // it is the one with the right type, wherever it stands
  std::vector<std::string> names;  // what that one is called, or
  std::vector<std::string> types;  // how its type is called (last segment)
  std::string method;              // the function is a method of this name; "": any function
  /// What the parameter before the continuation is called, in files that do not import the
  /// framework (ContractFact::assumed); empty: such files are not judged by this shape.
  std::vector<std::string> beside;
  std::string replays;  // a member by which a class says `true` when it may continue more than once
};

/// The contract part of one framework, rules/presets/<framework>/contract.toml:
///
///     version = 1
///     framework = "express"
///     language = "typescript"
///     uses = ["npm/express"]       # the file imports or includes one of these; `*` is any text
///     throws = false               # what is thrown behind the continuation comes back out of it
///
///     [[shape]]
///     beside = ["res"]
///     parameters = 3
///     continuation = 2
///     names = ["next"]
///     types = ["NextFunction"]
struct ContractPreset {
  std::string framework;
  LanguageGroup language = LanguageGroup::kNone;
  std::vector<std::string> uses;
  bool throws = false;
  std::vector<ContinuationShape> shapes;

  /// Whether `import`, of a file of this language, is one of `uses`.
  bool IsUsedBy(const ImportFact& import) const;
};

/// Immutable once loaded, so safe to share between threads.
class ContractPresets {
 public:
  /// Adds a file; `path` is what errors call it. They come all at once, and nothing is added then.
  std::vector<Error> Add(std::string_view toml, std::string_view path);

  const std::vector<ContractPreset>& presets() const { return presets_; }
  /// Null when there is none of that name.
  const ContractPreset* Find(std::string_view framework) const;

 private:
  std::vector<ContractPreset> presets_;
};

}  // namespace krepis::analyzer
