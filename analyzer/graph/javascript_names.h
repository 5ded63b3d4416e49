#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "analyzer/graph/call_graph.h"
#include "analyzer/graph/javascript_modules.h"

namespace krepis::analyzer {

/// The names of all files of JavaScript, and what their classes are derived from. Built once, then
/// immutable and safe to share between threads; JavaScriptSearch follows paths through them.
class JavaScriptNames {
 public:
  /// All that `input` refers to must outlive it.
  explicit JavaScriptNames(const CallLinkInput& input);

  struct Entry {
    enum class Kind : uint8_t { kFunction, kType, kValue };
    std::string_view name;
    Kind kind = Kind::kFunction;
    uint32_t index = 0;  // into the list of its kind
  };
  struct Type {
    uint32_t file = 0;
    uint32_t index = 0;           // into the types of the file
    std::vector<uint32_t> bases;  // ids
    std::vector<uint32_t> above;  // all that it is derived from, ascending
    std::vector<uint32_t> below;  // all that is derived from it, ascending
    bool implemented = false;     // by a class
  };
  /// A method that a class has of its own.
  struct Method {
    uint32_t type = 0;      // id
    uint32_t function = 0;  // of its file
  };
  /// All of one name.
  struct Methods {
    uint32_t id = 0;
    std::vector<Method> all;
  };
  static constexpr uint32_t kNone = ~0u;

  /// `exports.f`, `exports` and `exports()` are below `exports`, `exportsOf` is not.
  static bool IsBelow(std::string_view name, std::string_view holder);

  /// Everything of a file whose name is a member of `name`, by name.
  std::span<const Entry> Members(uint32_t file, std::string_view name) const;
  /// Everything of a file of that name.
  std::span<const Entry> Named(uint32_t file, std::string_view name) const;
  std::span<const Entry> All(uint32_t file) const { return files_[file].entries; }
  bool IsCommonJs(uint32_t file) const { return files_[file].common; }
  /// Whether the file has values whose names end with ".*".
  bool Spreads(uint32_t file) const { return files_[file].spread; }
  /// The file that a symbol of `file` begins in: itself, or a module that it imports.
  std::optional<uint32_t> FileOf(uint32_t file, std::string_view symbol) const;
  /// The file that `file` imports by that name, or kNone.
  uint32_t ModuleOf(uint32_t file, std::string_view module) const;
  const FileFacts& all_facts(uint32_t file) const { return facts_[file]; }
  const CallFacts& facts(uint32_t file) const { return facts_[file].calls; }
  uint32_t TypeId(uint32_t file, uint32_t index) const { return files_[file].first_type + index; }
  const Type& type(uint32_t id) const { return types_[id]; }
  /// The methods of classes that have that name; nullptr: there is none.
  const Methods* MethodsOf(std::string_view name) const;

 private:
  struct File {
    std::vector<Entry> entries;  // by name
    JavaScriptModules modules;
    uint32_t first_type = 0;
    uint32_t first_slot = 0;
    uint32_t slot_mask = 0;
    size_t longest = 0;   // of the names
    bool common = false;  // exports as CommonJS does
    bool spread = false;
  };
  /// Where the entries of one name begin.
  struct Slot {
    uint32_t hash = 0;
    uint32_t first = kNone;  // into the entries of the file
  };

  void AddNames(uint32_t file);
  void IndexNames();
  void AddBases();
  void AddMethods(uint32_t file);

  std::span<const FileFacts> facts_;
  std::vector<File> files_;
  std::vector<Slot> slots_;                                // of each file in turn, open addressing
  std::vector<Type> types_;                                // by id
  std::unordered_map<std::string_view, Methods> methods_;  // of types, by name
};

}  // namespace krepis::analyzer
