#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace krepis::analyzer {

/// Aliases asked by specifier: whole names, and patterns of a text before and one behind what they
/// leave open. One question takes time by the length of the specifier and not by the number of
/// aliases, as long as few share the text before. Holds views of the texts it is given. Immutable
/// once filled, then safe to share between threads.
class SpecifierPatterns {
 public:
  struct Match {
    uint32_t value = 0;
    std::string_view star;  // what the pattern leaves open
  };

  void AddExact(std::string_view name, uint32_t value) { exact_.emplace(name, value); }
  void AddPattern(std::string_view before, std::string_view behind, uint32_t value);

  /// The alias of that name, else of the patterns that match the one with the longest text before,
  /// of equal ones the first.
  std::optional<Match> Find(std::string_view specifier) const;

 private:
  struct Ending {
    std::string_view behind;
    uint32_t value;
  };
  std::unordered_map<std::string_view, uint32_t> exact_;
  std::unordered_map<std::string_view, std::vector<Ending>> by_beginning_;
  std::vector<size_t> lengths_;  // of the beginnings, descending, each once
};

}  // namespace krepis::analyzer
