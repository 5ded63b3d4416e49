#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/graph/call_graph.h"
#include "analyzer/graph/javascript_modules.h"

namespace krepis::analyzer {

/// The names of all files of JavaScript; JavaScriptSearch follows paths through them.
class JavaScriptNames {
 public:
  /// Of all files, safe to share between threads. All that `input` refers to must outlive it.
  explicit JavaScriptNames(const CallLinkInput& input);
  /// Gives what a file says of calls, always the same.
  using CallsOf = std::function<const CallFacts&(uint32_t file)>;
  /// Of each file when it is first asked for, by one thread. The calls of `input` are not looked
  /// at.
  JavaScriptNames(const CallLinkInput& input, CallsOf calls);

  struct Entry {
    enum class Kind : uint8_t { kFunction, kType, kValue };
    std::string_view name;
    Kind kind = Kind::kFunction;
    uint32_t index = 0;  // into the list of its kind
  };
  static constexpr uint32_t kNone = ~0u;

  /// Whether the function of that index is among the names; the top level of a file never is.
  static bool IsNamed(const FunctionFact& function, uint32_t index) {
    return index != 0 && !function.name.empty() && !function.bodiless;
  }
  /// `exports.f`, `exports` and `exports()` are below `exports`, `exportsOf` is not.
  static bool IsBelow(std::string_view name, std::string_view holder);

  /// Everything of a file whose name is a member of `name`, by name.
  std::span<const Entry> Members(uint32_t file, std::string_view name) const;
  /// Everything of a file of that name.
  std::span<const Entry> Named(uint32_t file, std::string_view name) const;
  std::span<const Entry> All(uint32_t file) const { return In(file).entries; }
  uint32_t file_count() const { return static_cast<uint32_t>(files_.size()); }
  /// Whether the file is of JavaScript; others have no names.
  bool IsOne(uint32_t file) const {
    return GroupOf(facts_[file].language) == LanguageGroup::kTypeScript;
  }
  bool IsCommonJs(uint32_t file) const { return In(file).common; }
  /// Whether the file has values whose names end with ".*".
  bool Spreads(uint32_t file) const { return In(file).spread; }
  /// The file that a symbol of `file` begins in: itself, or a module that it imports.
  std::optional<uint32_t> FileOf(uint32_t file, std::string_view symbol) const;
  /// The file that `file` imports by that name, or kNone.
  uint32_t ModuleOf(uint32_t file, std::string_view module) const;
  const FileFacts& all_facts(uint32_t file) const { return facts_[file]; }
  const CallFacts& facts(uint32_t file) const { return calls_ ? calls_(file) : facts_[file].calls; }

 private:
  struct File {
    std::vector<Entry> entries;  // by name
    JavaScriptModules modules;
    uint32_t first_slot = 0;
    uint32_t slot_mask = 0;
    size_t longest = 0;   // of the names
    bool common = false;  // exports as CommonJS does
    bool spread = false;
    bool read = false;
  };
  /// Where the entries of one name begin.
  struct Slot {
    uint32_t hash = 0;
    uint32_t first = kNone;  // into the entries of the file
  };

  const File& In(uint32_t file) const {
    File& in = files_[file];
    if (!in.read) Read(file, in);
    return in;
  }
  void Read(uint32_t file, File& in) const;
  void AddNames(uint32_t file, File& in) const;
  void IndexNames(File& in) const;

  std::span<const FileFacts> facts_;
  const Graph& graph_;
  CallsOf calls_;  // none: all have been read
  // Change while not all have been read.
  mutable std::vector<File> files_;
  mutable std::vector<Slot> slots_;  // of each file in turn, open addressing
};

}  // namespace krepis::analyzer
