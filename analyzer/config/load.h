#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/config/config.h"
#include "analyzer/core/result.h"

namespace krepis::analyzer {

/// A larger krepis.toml is refused: nobody wrote it by hand.
inline constexpr uint64_t kMaxConfigBytes = 1'000'000;

/// Names that come from the presets, which this folder does not know. While `presets` or `stages`
/// is empty, names of that kind are not checked.
struct ConfigVocabulary {
  std::vector<std::string> presets;
  std::vector<std::string> stages;    // of every preset; those of the file are known anyway
  std::vector<std::string> rule_ids;  // of the presets' own rules, known besides the file's
};

/// A configuration, or all that is wrong with it.
struct ConfigOutcome {
  std::optional<Config> config;  // set exactly if `errors` is empty
  std::vector<Error> errors;     // by line and column; path is the file's
  /// With errors, unless they are of syntax: what could be read, in which that which lost some of
  /// its patterns is `optional`. For finding the errors that need files, and nothing else.
  std::optional<Config> readable;

  bool ok() const { return config.has_value(); }
};

/// Reads the text of a krepis.toml. `path` is what errors and citations call the file. Every error
/// of the file comes in one run: syntax, unknown keys, wrong types, names that nothing declares,
/// bad patterns. What needs the files of the workspace (modules that match nothing) is
/// ModuleTable's. The text is untrusted: size and nesting are bounded.
ConfigOutcome LoadConfig(std::string_view text, std::string_view path,
                         const ConfigVocabulary& vocabulary = {});

}  // namespace krepis::analyzer
