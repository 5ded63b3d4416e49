#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <unordered_map>
#include <utility>

#include "analyzer/graph/call_functions_cpp.h"
#include "analyzer/graph/call_graph.h"
#include "analyzer/graph/call_names_cpp.h"
#include "analyzer/graph/call_types_cpp.h"

namespace krepis::analyzer {
namespace {

/// Overriders beyond this many are left out: nothing is told from them any more.
constexpr size_t kMaxOverriders = 256;
/// A method whose receiver is unknown is looked for among no more classes than this.
constexpr size_t kMaxUnknown = 8;

/// What a symbol may mean before it is known which of the definitions the file at hand can see.
struct Meaning {
  std::vector<uint32_t> names;  // numbers of names: called for sure, as far as the file sees them
  std::vector<uint32_t> overrides;  // functions that run where the object is of a derived class
  std::vector<uint32_t> made;       // types that are constructed
  bool sure = true;
};

/// Functions that an instance of a type runs.
struct MadeBy {
  std::vector<uint32_t> run;
  std::vector<uint32_t> handed_over;
};

class CppCallLinker final : public CallLinker {
 public:
  explicit CppCallLinker(const CallLinkInput& input)
      : facts_(input.facts),
        visible_(input.graph),
        types_(input, visible_),
        functions_(input, visible_),
        names_(functions_.names()),
        made_(types_.size()) {}

  void Link(uint32_t file, const CallFact& call, std::vector<CallTarget>& targets) override {
    if (file != file_) Enter(file);
    const CallFacts& calls = facts_[file].calls;
    const std::string_view symbol = calls.symbols[call.symbol];
    const bool exact = call.confidence == Confidence::kDirect;
    const size_t before = targets.size();
    const bool compiled = symbol.starts_with("::") && symbol.find('.') == std::string_view::npos;
    if (compiled) {
      const auto [known, fresh] = compiled_.try_emplace(Key{symbol, call.kind, exact});
      if (fresh) known->second = OfCompiled(symbol.substr(2), call.kind, exact);
      Append(known->second, call.kind, targets);
    } else {
      const std::string_view scope = ScopeOf(calls.functions[call.caller].name);
      const auto [known, fresh] =
          written_.try_emplace(std::pair(Key{symbol, call.kind, exact}, scope));
      if (fresh) known->second = OfWritten(scope, symbol, call.kind, exact);
      Append(known->second, call.kind, targets);
    }
    std::sort(targets.begin() + static_cast<std::ptrdiff_t>(before), targets.end());
  }

 private:
  struct Key {
    std::string_view symbol;
    CallKind kind;
    bool exact;
    friend auto operator<=>(const Key&, const Key&) = default;
  };
  struct KeyHash {
    size_t operator()(const Key& key) const {
      return std::hash<std::string_view>()(key.symbol) * 8 + static_cast<size_t>(key.kind) * 2 +
             (key.exact ? 1 : 0);
    }
  };

  void Enter(uint32_t file) {
    file_ = file;
    visible_.Enter(file);
    written_.clear();
  }

  // ---- what symbols mean

  Meaning OfCompiled(std::string_view name, CallKind kind, bool exact) {
    Meaning meaning;
    if (kind != CallKind::kConstruct) {
      meaning.names = names_.Matching(name, types_.names());
      const bool dispatched = !exact && kind == CallKind::kCall && !meaning.names.empty();
      if (dispatched && !ScopeOf(name).empty())
        AddOverrides(types_.Named(ScopeOf(name)), LastOf(name), meaning);
    }
    if (meaning.names.empty()) meaning.made = types_.Named(name);
    return meaning;
  }

  Meaning OfWritten(std::string_view scope, std::string_view symbol, CallKind kind, bool exact) {
    Meaning meaning;
    if (symbol.starts_with("*::")) {
      OfUnknown(symbol.substr(3), meaning);
      return meaning;
    }
    const size_t dot = symbol.rfind('.');
    if (dot != std::string_view::npos) {
      const std::vector<uint32_t> types = types_.OfPath(file_, scope, symbol.substr(0, dot));
      OfMethod(types, symbol.substr(dot + 1), exact, meaning);
      return meaning;
    }
    if (kind == CallKind::kConstruct) {
      meaning.made = types_.OfValue(file_, scope, symbol, true);
      if (meaning.made.empty()) meaning.made = types_.Find(file_, scope, symbol);
      return meaning;
    }
    OfName(scope, symbol, kind, exact, meaning);
    if (meaning.names.empty()) meaning.made = types_.Find(file_, scope, symbol);
    return meaning;
  }

  bool Take(std::string_view name, Meaning& meaning) {
    const uint32_t group = names_.Find(name);
    if (group == NameIndex::kNone || !functions_.Sees(group)) return false;
    meaning.names.push_back(group);
    return true;
  }

  /// A name that is looked up from the scope around the call outwards.
  void OfName(std::string_view scope, std::string_view symbol, CallKind kind, bool exact,
              Meaning& meaning) {
    const bool bare = symbol.find("::") == std::string_view::npos;
    for (std::string_view around = scope;; around = ScopeOf(around)) {
      if (types_.IsType(around)) {
        // A name alone is no pointer to a member.
        const bool possible = kind != CallKind::kPass || !bare;
        if (possible) OfMethod(types_.Find(file_, {}, around), symbol, exact, meaning);
        if (!meaning.names.empty() || !meaning.overrides.empty()) return;
      } else if (Take(Join(around, symbol), meaning)) {
        if (!bare) AddOverriders(symbol, around, exact, meaning);
        return;
      }
      const std::string_view alias = types_.AliasOf(Join(around, symbol));
      if (!alias.empty() && alias != symbol &&
          (Take(Join(around, alias), meaning) || Take(alias, meaning)))
        return;
      if (around.empty()) break;
    }
    for (const std::string_view space : types_.Used(file_)) {
      if (Take(Join(space, symbol), meaning)) return;
      for (std::string_view around = scope; !around.empty(); around = ScopeOf(around)) {
        if (Take(Join(around, Join(space, symbol)), meaning)) return;
      }
    }
    // In whatever namespace.
    for (const uint32_t group : names_.EndingWith(LastOf(symbol))) {
      const std::string_view name = names_.name(group);
      if (!EndsWithName(name, symbol) || !functions_.Sees(group)) continue;
      if (bare && types_.IsType(ScopeOf(name))) continue;
      meaning.names.push_back(group);
    }
    if (meaning.names.size() > 1) meaning.sure = false;
    if (meaning.names.size() > kMaxDispatch) meaning.names.clear();
  }

  /// Of `T::m` as written, unless it can mean no other than that.
  void AddOverriders(std::string_view symbol, std::string_view scope, bool exact,
                     Meaning& meaning) {
    if (exact) return;
    AddOverrides(types_.Find(file_, scope, ScopeOf(symbol)), LastOf(symbol), meaning);
  }

  /// A method of one of `types`: theirs, or that of the nearest base, and what overrides it.
  void OfMethod(const std::vector<uint32_t>& types, std::string_view method, bool exact,
                Meaning& meaning) {
    for (const uint32_t type : types) {
      for (const uint32_t owner : types_.Ancestry(type)) {
        const uint32_t group = names_.Find(Join(types_.type(owner).name, method));
        if (group == NameIndex::kNone) continue;
        meaning.names.push_back(group);
        break;
      }
    }
    SortUnique(meaning.names);
    if (!exact) AddOverrides(types, method, meaning);
  }

  void AddOverrides(const std::vector<uint32_t>& types, std::string_view method, Meaning& meaning) {
    if (types.empty() || !functions_.MayBeVirtual(method)) return;
    const std::vector<uint32_t> derived = types_.Derived(types, 16 * kMaxOverriders);
    if (derived.empty()) return;
    bool known = false;
    for (const uint32_t type : types) {
      for (const uint32_t owner : types_.Ancestry(type))
        known = known || functions_.IsVirtual(types_.type(owner).name, method);
    }
    for (const uint32_t type : derived) {
      if (known || functions_.IsVirtual(types_.type(type).name, method))
        functions_.AddMethods(types_.type(type), method, meaning.overrides);
    }
    SortUnique(meaning.overrides);
  }

  /// A method of nobody knows what: that of the only class that has one of that name, as far as the
  /// file sees.
  void OfUnknown(std::string_view method, Meaning& meaning) {
    std::vector<uint32_t> seen;
    for (const uint32_t group : names_.EndingWith(method)) {
      if (!types_.IsType(ScopeOf(names_.name(group))) || !functions_.Sees(group)) continue;
      seen.push_back(group);
      if (seen.size() > kMaxUnknown) return;
    }
    // Overriders do not count: who declares it first stands for them.
    std::vector<uint32_t> roots;
    for (const uint32_t group : seen) {
      const std::vector<uint32_t> types = types_.Find(file_, {}, ScopeOf(names_.name(group)));
      const bool overrides = std::any_of(types.begin(), types.end(), [&](uint32_t type) {
        const std::vector<uint32_t> ancestry = types_.Ancestry(type);
        return std::any_of(ancestry.begin() + 1, ancestry.end(), [&](uint32_t base) {
          return names_.Find(Join(types_.type(base).name, method)) != NameIndex::kNone;
        });
      });
      if (!overrides) roots.push_back(group);
    }
    if (roots.size() != 1) return;
    meaning.sure = false;
    meaning.names = roots;
    AddOverrides(types_.Find(file_, {}, ScopeOf(names_.name(roots.front()))), method, meaning);
  }

  // ---- which functions that is

  void Append(const Meaning& meaning, CallKind kind, std::vector<CallTarget>& targets) {
    const bool sure = meaning.sure && kind != CallKind::kPass;
    for (const uint32_t group : meaning.names) {
      const size_t before = targets.size();
      functions_.AddDefinitions(group, file_, sure ? Confidence::kResolved : Confidence::kDispatch,
                                targets);
      // That there is an overrider makes a declaration nobody's body.
      if (!meaning.overrides.empty() && targets.size() == before + 1 &&
          functions_.FactOf(Index(targets.back().function)).bodiless)
        targets.pop_back();
    }
    const bool many = meaning.overrides.size() > kMaxDispatch;
    AddFunctions(meaning.overrides, many ? Confidence::kUnknown : Confidence::kDispatch, targets);
    std::vector<uint32_t> made = meaning.made;
    types_.Prefer(file_, made);
    for (const uint32_t type : made) {
      const MadeBy& by = Made(type);
      AddFunctions(by.run, sure ? Confidence::kResolved : Confidence::kDispatch, targets);
      AddFunctions(by.handed_over, Confidence::kDispatch, targets);
    }
  }

  static void AddFunctions(const std::vector<uint32_t>& functions, Confidence confidence,
                           std::vector<CallTarget>& targets) {
    const size_t count = std::min(functions.size(), kMaxOverriders);
    for (size_t i = 0; i < count; ++i) targets.push_back({FunctionId{functions[i]}, confidence});
  }

  /// The functions that run when an instance of the type comes and goes: constructors, destructors,
  /// those of what it is derived from and holds, and what a library may call that it is handed to.
  const MadeBy& Made(uint32_t type) {
    if (made_[type]) return *made_[type];
    MadeBy& made = made_[type].emplace();
    std::vector<uint32_t> open = {type};
    for (size_t at = 0; at < open.size() && open.size() < CppTypeGraph::kMaxTypes; ++at) {
      const std::string_view name = types_.type(open[at]).name;
      const std::string last(LastOf(name));
      functions_.AddMethods(types_.type(open[at]), last, made.run);
      functions_.AddMethods(types_.type(open[at]), "~" + last, made.run);
      if (types_.type(open[at]).outside) AddHandedOver(open[at], made.handed_over);
      for (const uint32_t inner : types_.Held(open[at])) AddOnce(inner, open);
      for (const uint32_t base : types_.Bases(open[at])) AddOnce(base, open);
    }
    SortUnique(made.run);
    SortUnique(made.handed_over);
    return made;
  }

  static void AddOnce(uint32_t type, std::vector<uint32_t>& types) {
    if (std::find(types.begin(), types.end(), type) == types.end()) types.push_back(type);
  }

  /// Virtual functions that no class of the workspace declares first.
  void AddHandedOver(uint32_t type, std::vector<uint32_t>& functions) const {
    const std::vector<uint32_t> ancestry = types_.Ancestry(type);
    for (const uint32_t group : functions_.Members(types_.type(type).name)) {
      const std::string_view method = LastOf(names_.name(group));
      if (method.starts_with('~') || !functions_.IsVirtual(group)) continue;
      const bool inside = std::any_of(ancestry.begin() + 1, ancestry.end(), [&](uint32_t base) {
        return !types_.type(base).outside &&
               names_.Find(Join(types_.type(base).name, method)) != NameIndex::kNone;
      });
      if (!inside) functions_.AddMethods(types_.type(type), method, functions);
    }
  }

  static void SortUnique(std::vector<uint32_t>& items) {
    std::sort(items.begin(), items.end());
    items.erase(std::unique(items.begin(), items.end()), items.end());
  }

  std::span<const FileFacts> facts_;
  VisibleFiles visible_;
  CppTypeGraph types_;
  CppFunctions functions_;
  const NameIndex& names_;                   // of functions
  std::vector<std::optional<MadeBy>> made_;  // by type
  std::unordered_map<Key, Meaning, KeyHash> compiled_;
  std::map<std::pair<Key, std::string_view>, Meaning> written_;  // of the file at hand, by scope
  uint32_t file_ = ~0u;
};

}  // namespace

std::unique_ptr<CallLinker> MakeCppCallLinker(const CallLinkInput& input) {
  return std::make_unique<CppCallLinker>(input);
}

}  // namespace krepis::analyzer
