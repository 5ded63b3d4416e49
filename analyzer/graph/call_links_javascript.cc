#include "analyzer/graph/call_links_javascript.h"

#include <algorithm>
#include <array>
#include <functional>
#include <iterator>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "analyzer/graph/call_graph.h"
#include "analyzer/graph/javascript_search.h"

namespace krepis::analyzer {
namespace {

/// What stands behind the last dot or hash.
std::string_view LastName(std::string_view text) {
  const size_t end = text.find_last_of(".#");
  return end == std::string_view::npos ? text : text.substr(end + 1);
}

constexpr std::string_view kUnknownReceiver = "*.";
constexpr std::string_view kTestFolders[] = {"/test/", "/tests/", "/spec/", "/fixtures/",
                                             "/mocks/"};

bool IsInTestFolder(std::string_view file) {
  std::string path = "/";
  path += file;
  return std::any_of(std::begin(kTestFolders), std::end(kTestFolders),
                     [&](std::string_view folder) { return path.find(folder) != path.npos; });
}

/// What threads found of other files' names: many files ask the same of one. Safe to use from
/// several threads.
class SharedTargets {
 public:
  /// What was found for the key; nullptr: nothing yet.
  const std::vector<CallTarget>* Find(const std::string& key) {
    Part& part = PartOf(key);
    const std::scoped_lock lock(part.mutex);
    const auto found = part.targets.find(key);
    return found == part.targets.end() ? nullptr : &found->second;
  }
  /// Whoever was first has said the same.
  const std::vector<CallTarget>& Add(std::string key, std::vector<CallTarget> targets) {
    Part& part = PartOf(key);
    const std::scoped_lock lock(part.mutex);
    return part.targets.try_emplace(std::move(key), std::move(targets)).first->second;
  }

 private:
  struct Part {
    std::mutex mutex;
    std::unordered_map<std::string, std::vector<CallTarget>> targets;  // by file, kind and path
  };
  Part& PartOf(const std::string& key) {
    return parts_[std::hash<std::string>()(key) / 7 % parts_.size()];
  }
  std::array<Part, 16> parts_;
};

/// What the linkers of all threads read.
class JavaScriptTables {
 public:
  explicit JavaScriptTables(const CallLinkInput& input)
      : input_(input),
        names_(input),
        families_(std::make_shared<const JavaScriptFamilies>(names_, input)),
        for_tests_(ForTests(input.graph)) {}
  JavaScriptTables(const CallLinkInput& input, JavaScriptFamilies families,
                   JavaScriptNames::CallsOf calls)
      : input_(input),
        names_(input, std::move(calls)),
        families_(std::make_shared<const JavaScriptFamilies>(std::move(families))),
        for_tests_(ForTests(input.graph)) {}

  const CallLinkInput& input() const { return input_; }
  const JavaScriptNames& names() const { return names_; }
  const std::shared_ptr<const JavaScriptFamilies>& families() const { return families_; }
  bool IsForTests(uint32_t file) const { return for_tests_[file]; }
  SharedTargets& shared() { return shared_; }

 private:
  static std::vector<bool> ForTests(const Graph& graph) {
    std::vector<bool> files;
    for (uint32_t file = 0; file < graph.file_count(); ++file) {
      const NodeId node{file + 1};
      files.push_back(graph.is_test(node) || IsInTestFolder(graph.name(node)));
    }
    return files;
  }

  CallLinkInput input_;
  JavaScriptNames names_;
  std::shared_ptr<const JavaScriptFamilies> families_;
  std::vector<bool> for_tests_;  // by file
  SharedTargets shared_;
};

class JavaScriptCallLinker final : public CallLinker {
 public:
  explicit JavaScriptCallLinker(std::unique_ptr<JavaScriptTables> tables)
      : JavaScriptCallLinker(*tables) {
    own_ = std::move(tables);
  }
  explicit JavaScriptCallLinker(JavaScriptTables& tables)
      : tables_(tables),
        input_(tables.input()),
        names_(tables.names()),
        search_(names_, *tables.families()),
        nearness_(input_.graph) {}

  std::unique_ptr<CallLinker> Another() override {
    return std::make_unique<JavaScriptCallLinker>(tables_);
  }

  std::span<const NearAnswer> near_answers() const override { return nearness_.answers(); }
  std::shared_ptr<const JavaScriptFamilies> families() const override { return tables_.families(); }

  void Link(uint32_t file, const CallFact& call, std::vector<CallTarget>& targets) override {
    const CallFacts& calls = names_.facts(file);
    if (file != file_) {
      file_ = file;
      known_.clear();
    }
    const uint64_t key = uint64_t{call.symbol} << 8 | static_cast<uint8_t>(call.kind);
    const auto [known, added] = known_.try_emplace(key);
    if (added) known->second = Resolve(file, calls.symbols[call.symbol], call.kind);
    targets.insert(targets.end(), known->second.begin(), known->second.end());
  }

 private:
  using Target = JavaScriptTarget;
  using Entry = JavaScriptNames::Entry;

  std::vector<CallTarget> Resolve(uint32_t file, const std::string& symbol, CallKind kind) {
    std::vector<CallTarget> targets;
    if (symbol.starts_with(kUnknownReceiver)) {
      ByName(file, std::string_view(symbol).substr(kUnknownReceiver.size()), targets);
      return targets;
    }
    const std::optional<uint32_t> begin = names_.FileOf(file, symbol);
    if (!begin) return targets;
    if (*begin == file) {
      targets = Follow(file, symbol, kind);
    } else {
      // Many files ask the same of one.
      std::string key(reinterpret_cast<const char*>(&*begin), sizeof(*begin));
      key.push_back(static_cast<char>(kind));
      key.append(symbol, symbol.find('#', 1));
      const std::vector<CallTarget>* known = tables_.shared().Find(key);
      if (known == nullptr)
        known = &tables_.shared().Add(std::move(key), Follow(file, symbol, kind));
      targets = *known;
    }
    LeaveTests(file, targets);
    Limit(targets);
    return targets;
  }

  std::vector<CallTarget> Follow(uint32_t file, const std::string& symbol, CallKind kind) {
    std::vector<CallTarget> targets;
    std::vector<Target> found;
    search_.Find(file, symbol, found);
    for (const Target& target : found) {
      switch (target.kind) {
        case Target::Kind::kFunction:
          if (kind == CallKind::kPass && target.made) break;  // data goes on, not the function
          // A member of an interface that is handed on is data of what a function has made, unless
          // it is that function.
          if (kind == CallKind::kPass && target.confidence != Confidence::kResolved &&
              LastName(FunctionName(target)) != LastName(symbol)) {
            break;
          }
          Add(target.file, target.index, target.confidence, targets);
          break;
        case Target::Kind::kType:
          if (names_.facts(target.file).types[target.index].interface) break;
          if (kind == CallKind::kConstruct) {
            Constructor(target, targets);
          } else if (!target.instance) {
            // `<Panel/>` and who gets an instance run its methods; who gets the class may make one.
            const bool used = kind == CallKind::kCall || target.made;
            Constructor(target, targets);
            Methods(target, used ? Confidence::kDispatch : Confidence::kUnknown, targets);
          }
          break;
        case Target::Kind::kObject:
          if (kind == CallKind::kPass && !target.instance)
            Members(target.file, target.name, targets);
          break;
        case Target::Kind::kModule:
          if (kind == CallKind::kPass) Exports(target.file, targets);
          break;
      }
    }
    std::sort(targets.begin(), targets.end());
    targets.erase(std::unique(targets.begin(), targets.end(),
                              [](const CallTarget& a, const CallTarget& b) {
                                return a.function == b.function;
                              }),
                  targets.end());
    if (kind == CallKind::kPass) {
      for (CallTarget& target : targets)
        target.confidence = std::max(target.confidence, Confidence::kDispatch);
    }
    return targets;
  }

  /// "" where what the file says of calls has gone, which whoever reads it knows.
  std::string_view FunctionName(const Target& target) const {
    const std::vector<FunctionFact>& functions = names_.facts(target.file).functions;
    return target.index < functions.size() ? functions[target.index].name : std::string_view();
  }

  /// Doubles that tests put in the place of others run in tests alone.
  void LeaveTests(uint32_t file, std::vector<CallTarget>& targets) const {
    if (tables_.IsForTests(file)) return;
    std::erase_if(targets, [&](const CallTarget& target) {
      return target.confidence >= Confidence::kDispatch &&
             tables_.IsForTests(input_.ids.FileOf(target.function));
    });
  }

  /// Candidates beyond what anybody tells apart.
  static void Limit(std::vector<CallTarget>& targets) {
    if (targets.size() <= kMaxDispatch) return;
    for (CallTarget& target : targets) {
      if (target.confidence != Confidence::kResolved) target.confidence = Confidence::kUnknown;
    }
    std::stable_sort(targets.begin(), targets.end(), [](const CallTarget& a, const CallTarget& b) {
      return a.confidence < b.confidence;
    });
    targets.resize(kMaxDispatch);
  }

  void Add(uint32_t file, uint32_t function, Confidence confidence,
           std::vector<CallTarget>& targets) const {
    targets.push_back({input_.ids.Of(file, function), confidence});
  }

  /// The constructor of a class, its own or inherited.
  void Constructor(const Target& type, std::vector<CallTarget>& targets) {
    const std::string& name = names_.facts(type.file).types[type.index].name;
    std::vector<Target> found;
    search_.Find(type.file, "local#" + name + "().constructor", found);
    for (const Target& target : found) {
      if (target.kind == Target::Kind::kFunction)
        Add(target.file, target.index, target.confidence, targets);
    }
  }

  /// All methods of a class that is handed on, and those that it inherits.
  void Methods(const Target& type, Confidence confidence, std::vector<CallTarget>& targets) {
    std::vector<Target> pending = {type};
    for (size_t next = 0; next < pending.size() && next < kMaxDispatch; ++next) {
      const Target at = pending[next];
      const TypeFact& fact = names_.facts(at.file).types[at.index];
      for (const Entry& entry : names_.Members(at.file, fact.name)) {
        if (entry.kind == Entry::Kind::kFunction) Add(at.file, entry.index, confidence, targets);
      }
      for (const std::string& base : fact.bases) {
        std::vector<Target> found;
        search_.Find(at.file, base, found);
        for (const Target& target : found) {
          const bool known = std::any_of(pending.begin(), pending.end(), [&](const Target& other) {
            return other.file == target.file && other.index == target.index;
          });
          if (target.kind == Target::Kind::kType && !known) pending.push_back(target);
        }
      }
    }
  }

  void Members(uint32_t file, std::string_view holder, std::vector<CallTarget>& targets) {
    for (const Entry& entry : names_.Members(file, holder)) {
      if (entry.kind == Entry::Kind::kFunction) {
        Add(file, entry.index, Confidence::kDispatch, targets);
      } else if (entry.kind == Entry::Kind::kValue && targets.size() <= kMaxDispatch) {
        std::vector<Target> found;
        search_.Find(file, "local#" + std::string(entry.name), found);
        for (const Target& target : found) {
          if (target.kind == Target::Kind::kFunction)
            Add(target.file, target.index, Confidence::kDispatch, targets);
        }
      }
    }
  }

  void Exports(uint32_t file, std::vector<CallTarget>& targets) {
    if (names_.IsCommonJs(file)) {
      Members(file, "exports", targets);
      return;
    }
    for (const Entry& entry : names_.All(file)) {
      if (entry.kind == Entry::Kind::kFunction && entry.name.find('.') == std::string_view::npos)
        Add(file, entry.index, Confidence::kDispatch, targets);
    }
  }

  /// The only method of that name in the workspace, where the file may have such an object in hand:
  /// it imports the file of it, directly or not, or is imported by that.
  void ByName(uint32_t file, std::string_view name, std::vector<CallTarget>& targets) {
    const std::optional<FunctionPlace> only = tables_.families()->OnlyMethod(name);
    if (!only) return;
    const FunctionPlace& target = *only;
    if (target.file != file && !nearness_.AreNear(file, target.file)) return;
    // One word is soon the name of something else's method, too.
    const bool words = std::any_of(name.begin() + 1, name.end(),
                                   [](char c) { return (c >= 'A' && c <= 'Z') || c == '_'; });
    Add(target.file, target.index, words ? Confidence::kDispatch : Confidence::kUnknown, targets);
  }

  std::unique_ptr<JavaScriptTables> own_;  // of the first linker
  JavaScriptTables& tables_;
  const CallLinkInput& input_;
  const JavaScriptNames& names_;
  JavaScriptSearch search_;
  ImportNearness nearness_;
  uint32_t file_ = ~0u;
  std::unordered_map<uint64_t, std::vector<CallTarget>> known_;  // of the file
};

}  // namespace

std::unique_ptr<CallLinker> MakeJavaScriptCallLinker(const CallLinkInput& input) {
  return std::make_unique<JavaScriptCallLinker>(std::make_unique<JavaScriptTables>(input));
}

std::unique_ptr<CallLinker> MakeJavaScriptCallLinker(const CallLinkInput& input,
                                                     JavaScriptFamilies families,
                                                     JavaScriptNames::CallsOf calls) {
  return std::make_unique<JavaScriptCallLinker>(
      std::make_unique<JavaScriptTables>(input, std::move(families), std::move(calls)));
}

}  // namespace krepis::analyzer
