#include <algorithm>
#include <cstdint>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "analyzer/facts/rust_standard_names.h"
#include "analyzer/graph/call_graph.h"
#include "analyzer/graph/rust_call_index.h"
#include "analyzer/graph/rust_call_methods.h"
#include "analyzer/graph/rust_call_values.h"

namespace krepis::analyzer {
namespace {

constexpr auto kNone = std::string_view::npos;
/// Types that have a method of one name, up to which a call by that name alone is taken for all of
/// them.
constexpr size_t kMaxOwners = 4;

/// Whether the spelling is a plain path.
bool IsPath(std::string_view symbol) { return symbol.find_first_of("<.?~[(+") == kNone; }

/// The type in front of the last `::` outside of brackets, and the method behind it.
std::pair<std::string_view, std::string_view> SplitMethod(std::string_view symbol) {
  int depth = 0;
  for (size_t at = symbol.size(); at-- > 1;) {
    if (symbol[at] == '>') ++depth;
    if (symbol[at] == '<') --depth;
    if (depth == 0 && symbol[at] == ':' && symbol[at - 1] == ':')
      return {symbol.substr(0, at - 1), symbol.substr(at + 1)};
  }
  return {symbol, {}};
}

/// What the linkers of all threads read.
class RustTables {
 public:
  explicit RustTables(const CallLinkInput& input)
      : input_(input), index_(input_), methods_(index_, input_) {}

  const CallLinkInput& input() const { return input_; }
  const RustCallIndex& index() const { return index_; }
  const RustMethods& methods() const { return methods_; }
  /// What C and C++ of the workspace define under a name that others can use.
  std::span<const FunctionId> Foreign(std::string_view name) const {
    std::call_once(foreign_once_, [this] { FindForeign(); });
    const auto found = foreign_.find(name);
    return found == foreign_.end() ? std::span<const FunctionId>() : std::span(found->second);
  }

 private:
  void FindForeign() const {
    for (uint32_t file = 0; file < input_.facts.size(); ++file) {
      if (GroupOf(input_.facts[file].language) != LanguageGroup::kCpp) continue;
      const std::vector<FunctionFact>& functions = input_.facts[file].calls.functions;
      for (uint32_t i = 1; i < functions.size(); ++i) {
        if (!functions[i].bodiless && !functions[i].local)
          foreign_[functions[i].name].push_back(input_.ids.Of(file, i));
      }
    }
  }

  const CallLinkInput input_;
  const RustCallIndex index_;
  const RustMethods methods_;
  mutable std::once_flag foreign_once_;
  mutable std::unordered_map<std::string_view, std::vector<FunctionId>> foreign_;
};

class RustCallLinker final : public CallLinker {
 public:
  explicit RustCallLinker(std::shared_ptr<const RustTables> tables)
      : tables_(std::move(tables)),
        input_(tables_->input()),
        index_(tables_->index()),
        methods_(tables_->methods()),
        values_(index_, methods_, input_) {}

  std::unique_ptr<CallLinker> Another() override {
    return std::make_unique<RustCallLinker>(tables_);
  }

  void BeginPart() override { values_.Forget(); }

  void Link(uint32_t file, const CallFact& call, std::vector<CallTarget>& targets) override {
    const CallFacts& calls = input_.facts[file].calls;
    const std::string_view symbol = calls.symbols[call.symbol];
    const std::string_view caller = calls.functions[call.caller].name;
    if (symbol.starts_with("$S::")) return Implementations(file, caller, symbol.substr(4), targets);
    const std::string_view scope = index_.ScopeOf(file, caller);
    if (file != file_) {
      file_ = file;
      known_.clear();
    }
    const auto [known, fresh] = known_.try_emplace(
        MemoKey(uint64_t{call.symbol} << 8 | static_cast<uint64_t>(call.kind), scope));
    if (fresh) known->second = Find(file, scope, symbol, call.kind);
    targets.insert(targets.end(), known->second.begin(), known->second.end());
  }

 private:
  /// Symbol and kind; the inline modules around the caller.
  using MemoKey = std::pair<uint64_t, std::string_view>;
  struct MemoHash {
    size_t operator()(const MemoKey& key) const {
      return static_cast<size_t>(key.first * 0x9E3779B97F4A7C15u) ^
             std::hash<std::string_view>()(key.second);
    }
  };

  /// What a method that a trait only declares leads to.
  void Implementations(uint32_t file, std::string_view caller, std::string_view method,
                       std::vector<CallTarget>& targets) {
    if (caller.size() < method.size() + 2) return;
    const std::string_view trait = caller.substr(0, caller.size() - method.size() - 2);
    if (const RustTypeId id = index_.TypeNamed(file, trait); id != RustTypeId{})
      methods_.Implementations(id, method, targets);
  }

  std::vector<CallTarget> Find(uint32_t file, std::string_view scope, std::string_view symbol,
                               CallKind kind) {
    std::vector<CallTarget> targets;
    if (symbol.starts_with("extern::")) {
      Foreign(symbol.substr(8), targets);
    } else if (symbol.starts_with("*::")) {
      ByName(file, symbol.substr(3), targets);
    } else if (IsPath(symbol)) {
      Path(file, scope, symbol, kind, targets);
    } else if (kind != CallKind::kConstruct) {
      const auto [type, method] = SplitMethod(symbol);
      const RustValues::Value value = values_.Of(file, scope, type);
      if (!values_.Methods(value, method, targets) && kind == CallKind::kCall)
        ByName(file, method, targets);
    } else if (const RustValues::Value value = values_.Of(file, scope, symbol);
               values_.data(value).kind == RustValues::Kind::kType) {
      Dropped(values_.data(value).type, targets);
    }
    if (kind == CallKind::kPass) {
      for (CallTarget& target : targets)
        target.confidence = std::max(target.confidence, Confidence::kDispatch);
    }
    std::sort(targets.begin(), targets.end());
    targets.erase(std::unique(targets.begin(), targets.end()), targets.end());
    return targets;
  }

  void Path(uint32_t file, std::string_view scope, std::string_view path, CallKind kind,
            std::vector<CallTarget>& targets) {
    const RustCallIndex::Found& found = index_.Find(file, scope, path);
    if (kind == CallKind::kConstruct) {
      for (const RustTypeId type : found.types) Dropped(type, targets);
      return;
    }
    for (const FunctionId function : found.functions) {
      const RustTypeId owner = index_.OwnerOf(function);
      const std::string_view name = NameOf(function);
      // A method of a trait by its path: what only declares it leads on by itself.
      const bool trait = owner != RustTypeId{} && index_.type(owner).interface &&
                         name.find('<') == kNone && !IsBodiless(function);
      if (!trait) {
        targets.push_back({function, Confidence::kResolved});
      } else {
        methods_.Of(owner, name.substr(name.rfind("::") + 2), targets);
      }
    }
    if (!found.functions.empty() || found.rest.empty()) return;
    for (const RustTypeId type : found.types) {
      if (methods_.Of(type, found.rest, targets)) continue;
      Through(file, scope, path, targets);
    }
    for (const auto& [at, value] : found.values) {
      const RustValues::Value aliased =
          values_.Of(at, index_.ScopeOf(at, value->name), value->symbol);
      values_.Methods(aliased, found.rest, targets);
    }
  }

  /// What C and C++ of the workspace define under the name of an `extern` block.
  void Foreign(std::string_view name, std::vector<CallTarget>& targets) const {
    const std::span<const FunctionId> found = tables_->Foreign(name);
    const Confidence confidence = found.size() == 1 ? Confidence::kResolved : Confidence::kDispatch;
    for (const FunctionId function : found) targets.push_back({function, confidence});
  }

  /// A method that the type gets by being used as another one.
  void Through(uint32_t file, std::string_view scope, std::string_view path,
               std::vector<CallTarget>& targets) {
    const auto [type, method] = SplitMethod(path);
    values_.Methods(values_.Of(file, scope, type), method, targets);
  }

  /// Whoever makes a value has it dropped, sooner or later.
  void Dropped(RustTypeId type, std::vector<CallTarget>& targets) const {
    const RustCallIndex::Impl* impl = methods_.ImplOf(type, "Drop");
    if (impl == nullptr) return;
    for (const uint32_t function : index_.FunctionsOf(impl->file, impl->prefix, "drop"))
      targets.push_back({input_.ids.Of(impl->file, function), Confidence::kDispatch});
  }

  /// By the name of a method alone.
  void ByName(uint32_t file, std::string_view method, std::vector<CallTarget>& targets) {
    if (IsRustStandardMethod(method)) return;
    std::vector<RustTypeId> owners;
    for (const FunctionId function : index_.Methods(method)) {
      const RustTypeId owner = index_.OwnerOf(function);
      if (!index_.Sees(file, index_.type(owner).file)) continue;
      if (std::find(owners.begin(), owners.end(), owner) == owners.end()) owners.push_back(owner);
      if (owners.size() > kMaxOwners) return;
    }
    const size_t before = targets.size();
    for (const RustTypeId owner : owners) methods_.Of(owner, method, targets);
    for (size_t i = before; i < targets.size(); ++i) {
      targets[i].confidence = std::max(
          targets[i].confidence, owners.size() == 1 ? Confidence::kDispatch : Confidence::kUnknown);
    }
  }

  std::string_view NameOf(FunctionId function) const {
    const FunctionPlace place = input_.ids.At(function);
    return input_.facts[place.file].calls.functions[place.index].name;
  }
  bool IsBodiless(FunctionId function) const {
    const FunctionPlace place = input_.ids.At(function);
    return input_.facts[place.file].calls.functions[place.index].bodiless;
  }

  const std::shared_ptr<const RustTables> tables_;
  const CallLinkInput& input_;
  const RustCallIndex& index_;
  const RustMethods& methods_;
  RustValues values_;
  uint32_t file_ = UINT32_MAX;  // that known_ is about
  std::unordered_map<MemoKey, std::vector<CallTarget>, MemoHash> known_;
};

}  // namespace

std::unique_ptr<CallLinker> MakeRustCallLinker(const CallLinkInput& input) {
  const bool any = std::any_of(input.facts.begin(), input.facts.end(), [](const FileFacts& facts) {
    return facts.language == Language::kRust && !facts.calls.empty();
  });
  return any ? std::make_unique<RustCallLinker>(std::make_shared<const RustTables>(input))
             : nullptr;
}

}  // namespace krepis::analyzer
