#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "analyzer/graph/call_graph.h"

namespace krepis::analyzer {

/// What a path of JavaScript (analyzer/facts/javascript_paths.h) leads to.
struct JavaScriptTarget {
  enum class Kind : uint8_t {
    kFunction,
    kType,
    kObject,  // a literal whose members are functions, by the name that they begin with
    kModule,  // all of a file
  };
  Kind kind = Kind::kFunction;
  uint32_t file = 0;
  uint32_t index = 0;  // of the function or type
  /// kType: an instance that a name holds, and not the class.
  bool instance = false;
  bool made = false;  // what that gives: an instance of the class, a result of the function
  Confidence confidence = Confidence::kResolved;
  std::string_view name;  // kObject
};

/// The names of all files of JavaScript, and what paths lead to: through re-exports, aliases,
/// fields and results, up and down the classes. Bounded for each path, whatever the input. Not
/// thread-safe.
class JavaScriptNames {
 public:
  /// All that `input` refers to must outlive it.
  explicit JavaScriptNames(const CallLinkInput& input);

  /// Appends what `symbol`, as `file` spells it, leads to. Valid until the next call.
  void Find(uint32_t file, std::string_view symbol, std::vector<JavaScriptTarget>& targets);

  struct Entry {
    enum class Kind : uint8_t { kFunction, kType, kValue };
    std::string_view name;
    Kind kind = Kind::kFunction;
    uint32_t index = 0;  // into the list of its kind
  };
  /// Everything of a file whose name is `name` or a member of it, by name.
  std::span<const Entry> Members(uint32_t file, std::string_view name) const;
  std::span<const Entry> All(uint32_t file) const { return files_[file].entries; }
  bool IsCommonJs(uint32_t file) const { return files_[file].common; }
  /// The file that a symbol of `file` begins in: itself, or a module that it imports.
  std::optional<uint32_t> FileOf(uint32_t file, std::string_view symbol) const;
  const CallFacts& facts(uint32_t file) const { return facts_[file].calls; }

 private:
  struct Specifier {
    std::string module;  // as symbols spell it
    uint32_t file = 0;
    bool operator<(const Specifier& other) const { return module < other.module; }
  };
  struct File {
    std::vector<Entry> entries;  // by name
    std::vector<Specifier> modules;
    uint32_t first_type = 0;
    uint32_t first_slot = 0;
    uint32_t slot_mask = 0;
    bool common = false;  // exports as CommonJS does
    bool spread = false;  // has values whose names end with ".*"
  };
  /// A path on its way.
  struct Item {
    uint32_t file = 0;
    std::string path;
    bool outside = false;   // another file asks: the name of an export
    bool exact = false;     // of this class and none below it
    bool instance = false;  // a name holds it
    Confidence confidence = Confidence::kResolved;
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
  struct Methods {
    uint32_t id = 0;
    std::vector<Method> all;
  };
  static constexpr uint32_t kNone = ~0u;

  /// Where the entries of one name begin.
  struct Slot {
    uint32_t hash = 0;
    uint32_t first = kNone;  // into the entries of the file
  };

  void AddNames(uint32_t file);
  void IndexNames();
  void AddModules(uint32_t file);
  void AddBases();
  void AddMethods(uint32_t file);
  uint32_t ModuleOf(uint32_t file, std::string_view module) const;
  std::span<const Entry> Named(uint32_t file, std::string_view name) const;

  static JavaScriptTarget TargetOf(JavaScriptTarget::Kind kind, const Item& item, uint32_t index);
  void PushSymbol(const Item& from, std::string_view symbol, std::string_view rest);
  void Push(Item item);
  void Run(std::vector<JavaScriptTarget>& targets);
  void FollowExport(const Item& item, std::vector<JavaScriptTarget>& targets);
  bool FollowLocal(const Item& item, std::vector<JavaScriptTarget>& targets);
  bool FollowEntry(const Item& item, const Entry& entry, std::string_view rest,
                   std::vector<JavaScriptTarget>& targets);
  void FollowReexports(const Item& item);
  void AddOverrides(const Item& item, std::vector<JavaScriptTarget>& targets);
  const std::vector<Method>& OverridesOf(uint32_t type, std::string_view method);

  std::span<const FileFacts> facts_;
  const Graph& graph_;
  std::vector<File> files_;
  std::vector<Slot> slots_;                                // of each file in turn, open addressing
  std::vector<Type> types_;                                // by id
  std::unordered_map<std::string_view, Methods> methods_;  // of types, by name
  std::unordered_map<uint64_t, std::vector<Method>> overrides_;  // by type and name
  std::vector<Item> pending_;
  std::unordered_set<std::string> seen_;
};

}  // namespace krepis::analyzer
