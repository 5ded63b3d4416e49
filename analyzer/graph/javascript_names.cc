#include "analyzer/graph/javascript_names.h"

#include <algorithm>
#include <bit>
#include <functional>
#include <tuple>
#include <utility>

#include "analyzer/facts/module_name.h"

namespace krepis::analyzer {
namespace {

/// Names that one path is followed through; aliases of aliases and stars of stars are input.
constexpr size_t kMaxSteps = 400;
constexpr size_t kMaxPath = 600;
/// Classes that one is derived from.
constexpr size_t kMaxAbove = 256;
/// Classes and what they inherit from that may implement one interface.
constexpr size_t kMaxFamily = 100'000;
constexpr std::string_view kLocal = "local#";

bool ByName(const JavaScriptNames::Entry& entry, std::string_view name) {
  return entry.name < name;
}

uint32_t HashOf(std::string_view name) {
  return static_cast<uint32_t>(std::hash<std::string_view>()(name) >> 16);
}

/// `exports.f`, `exports` and `exports()` are below `exports`, `exportsOf` is not.
bool IsBelow(std::string_view name, std::string_view holder) {
  return name.starts_with(holder) &&
         (name.size() == holder.size() || name[holder.size()] == '.' || name[holder.size()] == '(');
}

/// The next shorter beginning of a path that is a name: without the last member or call; npos when
/// there is none.
size_t Shorter(std::string_view path, size_t size) {
  const std::string_view name = path.substr(0, size);
  return name.ends_with(")") ? name.rfind('(') : name.rfind('.');
}

}  // namespace

JavaScriptNames::JavaScriptNames(const CallLinkInput& input)
    : facts_(input.facts), graph_(input.graph), files_(input.facts.size()) {
  for (uint32_t file = 0; file < files_.size(); ++file) {
    files_[file].first_type = static_cast<uint32_t>(types_.size());
    if (GroupOf(facts_[file].language) != LanguageGroup::kTypeScript) continue;
    AddNames(file);
    AddModules(file);
  }
  IndexNames();
  AddBases();
  for (uint32_t file = 0; file < files_.size(); ++file) AddMethods(file);
}

void JavaScriptNames::AddNames(uint32_t file) {
  const CallFacts& calls = facts_[file].calls;
  std::vector<Entry>& entries = files_[file].entries;
  entries.reserve(calls.functions.size() + calls.types.size() + calls.values.size());
  for (uint32_t i = 1; i < calls.functions.size(); ++i) {
    const FunctionFact& function = calls.functions[i];
    if (!function.name.empty() && !function.bodiless)
      entries.push_back({function.name, Entry::Kind::kFunction, i});
  }
  for (uint32_t i = 0; i < calls.types.size(); ++i) {
    entries.push_back({calls.types[i].name, Entry::Kind::kType, i});
    types_.push_back({file, i, {}, {}, {}, false});
  }
  for (uint32_t i = 0; i < calls.values.size(); ++i)
    entries.push_back({calls.values[i].name, Entry::Kind::kValue, i});
  std::sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) {
    return std::tie(a.name, a.kind, a.index) < std::tie(b.name, b.kind, b.index);
  });
  for (const Entry& entry : entries) {
    files_[file].common |= IsBelow(entry.name, "exports");
    files_[file].spread |= entry.name.ends_with(".*");
  }
}

void JavaScriptNames::AddModules(uint32_t file) {
  std::vector<Specifier>& modules = files_[file].modules;
  std::string_view last;
  for (const Edge& edge : graph_.Out(NodeId{file + 1})) {
    if (!graph_.is_file(edge.to) || edge.specifier == StringId{}) continue;
    if (edge.kind != EdgeKind::kImport && edge.kind != EdgeKind::kDynamic &&
        edge.kind != EdgeKind::kType)
      continue;
    const std::string_view specifier = graph_.text(edge.specifier);
    if (specifier == last) continue;
    last = specifier;
    modules.push_back({CanonicalModule(specifier).module, Index(edge.to) - 1});
  }
  std::stable_sort(modules.begin(), modules.end());
}

void JavaScriptNames::AddBases() {
  std::vector<JavaScriptTarget> bases;
  for (Type& type : types_) {
    for (const std::string& base : facts(type.file).types[type.index].bases) {
      bases.clear();
      Find(type.file, base, bases);
      for (const JavaScriptTarget& target : bases) {
        if (target.kind == JavaScriptTarget::Kind::kType)
          type.bases.push_back(files_[target.file].first_type + target.index);
      }
    }
  }
  for (Type& type : types_) {
    std::unordered_set<uint32_t> known;
    type.above = type.bases;
    for (size_t next = 0; next < type.above.size() && next < kMaxAbove; ++next) {
      if (!known.insert(type.above[next]).second) continue;
      const std::vector<uint32_t>& further = types_[type.above[next]].bases;
      type.above.insert(type.above.end(), further.begin(), further.end());
    }
    std::sort(type.above.begin(), type.above.end());
    type.above.erase(std::unique(type.above.begin(), type.above.end()), type.above.end());
  }
  for (uint32_t id = 0; id < types_.size(); ++id) {
    const Type& type = types_[id];
    const bool implementor = !facts(type.file).types[type.index].interface;
    for (const uint32_t above : type.above) {
      types_[above].below.push_back(id);
      types_[above].implemented |= implementor;
    }
  }
}

void JavaScriptNames::AddMethods(uint32_t file) {
  for (const Entry& entry : files_[file].entries) {
    if (entry.kind == Entry::Kind::kType) continue;
    const size_t dot = entry.name.rfind('.');
    if (dot == std::string_view::npos) continue;
    uint32_t function = entry.index;
    if (entry.kind == Entry::Kind::kValue) {
      // What an object holds is that of others, but for the closures of who makes it.
      const std::string_view symbol = facts(file).values[entry.index].symbol;
      if (!symbol.starts_with(kLocal)) continue;
      const std::span<const Entry> named = Named(file, symbol.substr(kLocal.size()));
      if (named.empty() || named.front().kind != Entry::Kind::kFunction) continue;
      function = named.front().index;
    }
    for (const Entry& holder : Named(file, entry.name.substr(0, dot))) {
      if (holder.kind != Entry::Kind::kType) continue;
      Methods& methods = methods_.try_emplace(entry.name.substr(dot + 1)).first->second;
      if (methods.all.empty()) methods.id = static_cast<uint32_t>(methods_.size());
      methods.all.push_back({files_[file].first_type + holder.index, function});
    }
  }
}

uint32_t JavaScriptNames::ModuleOf(uint32_t file, std::string_view module) const {
  const std::vector<Specifier>& modules = files_[file].modules;
  const auto found = std::lower_bound(
      modules.begin(), modules.end(), module,
      [](const Specifier& specifier, std::string_view name) { return specifier.module < name; });
  return found != modules.end() && found->module == module ? found->file : kNone;
}

void JavaScriptNames::IndexNames() {
  for (File& file : files_) {
    const std::vector<Entry>& entries = file.entries;
    const auto size = static_cast<uint32_t>(std::bit_ceil(2 * entries.size() + 1));
    file.first_slot = static_cast<uint32_t>(slots_.size());
    file.slot_mask = size - 1;
    slots_.resize(slots_.size() + size);
    for (uint32_t i = 0; i < entries.size(); ++i) {
      if (i != 0 && entries[i].name == entries[i - 1].name) continue;
      const uint32_t hash = HashOf(entries[i].name);
      uint32_t slot = hash & file.slot_mask;
      while (slots_[file.first_slot + slot].first != kNone) slot = (slot + 1) & file.slot_mask;
      slots_[file.first_slot + slot] = {hash, i};
    }
  }
}

std::span<const JavaScriptNames::Entry> JavaScriptNames::Named(uint32_t file,
                                                               std::string_view name) const {
  const File& in = files_[file];
  const uint32_t hash = HashOf(name);
  for (uint32_t slot = hash & in.slot_mask; slots_[in.first_slot + slot].first != kNone;
       slot = (slot + 1) & in.slot_mask) {
    const Slot& at = slots_[in.first_slot + slot];
    if (at.hash != hash || in.entries[at.first].name != name) continue;
    size_t last = at.first + 1;
    while (last < in.entries.size() && in.entries[last].name == name) ++last;
    return std::span(in.entries).subspan(at.first, last - at.first);
  }
  return {};
}

std::span<const JavaScriptNames::Entry> JavaScriptNames::Members(uint32_t file,
                                                                 std::string_view name) const {
  std::string holder(name);
  const std::vector<Entry>& entries = files_[file].entries;
  const auto first = std::lower_bound(entries.begin(), entries.end(), holder + ".", ByName);
  const auto last = std::lower_bound(first, entries.end(), holder + "/", ByName);  // behind '.'
  return {first, last};
}

std::optional<uint32_t> JavaScriptNames::FileOf(uint32_t file, std::string_view symbol) const {
  if (symbol.starts_with(kLocal)) return file;
  const uint32_t module = ModuleOf(file, symbol.substr(0, symbol.find('#', 1)));
  return module == kNone ? std::nullopt : std::optional(module);
}

void JavaScriptNames::Find(uint32_t file, std::string_view symbol,
                           std::vector<JavaScriptTarget>& targets) {
  pending_.clear();
  seen_.clear();
  Item from;
  from.file = file;
  PushSymbol(from, symbol, {});
  Run(targets);
}

void JavaScriptNames::PushSymbol(const Item& from, std::string_view symbol, std::string_view rest) {
  const size_t hash = symbol.find('#', 1);  // a specifier may begin with one
  if (hash == std::string_view::npos) return;
  Item item = from;
  item.path = symbol.substr(hash + 1);
  item.path.append(rest);
  item.outside = !symbol.starts_with(kLocal);
  if (item.outside) {
    item.file = ModuleOf(from.file, symbol.substr(0, hash));
    if (item.file == kNone) return;
  }
  Push(std::move(item));
}

void JavaScriptNames::Push(Item item) {
  if (item.path.empty() || item.path.size() > kMaxPath || seen_.size() >= kMaxSteps) return;
  std::string key(reinterpret_cast<const char*>(&item.file), sizeof(item.file));
  key.push_back(item.outside ? '>' : item.exact ? '=' : '~');
  key += item.path;
  if (!seen_.insert(std::move(key)).second) return;
  pending_.push_back(std::move(item));
}

void JavaScriptNames::Run(std::vector<JavaScriptTarget>& targets) {
  while (!pending_.empty()) {
    const Item item = std::move(pending_.back());
    pending_.pop_back();
    if (item.outside) {
      FollowExport(item, targets);
    } else {
      FollowLocal(item, targets);
    }
  }
}

JavaScriptTarget JavaScriptNames::TargetOf(JavaScriptTarget::Kind kind, const Item& item,
                                           uint32_t index) {
  JavaScriptTarget target;
  target.kind = kind;
  target.file = item.file;
  target.index = index;
  target.instance = item.instance;
  target.confidence = item.confidence;
  return target;
}

void JavaScriptNames::FollowExport(const Item& item, std::vector<JavaScriptTarget>& targets) {
  const bool common = IsCommonJs(item.file);
  const std::string_view path = item.path;
  const auto push = [&](std::string name, bool outside) {
    Item next = item;
    next.path = std::move(name);
    next.outside = outside;
    Push(std::move(next));
  };
  if (path[0] == '*') {
    const std::string rest(path.substr(1));
    if (common) {
      push("exports" + rest, false);
    } else if (rest.starts_with(".")) {
      push(rest.substr(1), true);
    } else if (rest.starts_with("(")) {
      push("default" + rest, true);
    } else {
      targets.push_back(TargetOf(JavaScriptTarget::Kind::kModule, item, 0));
    }
    return;
  }
  if (common) {
    const bool whole = IsBelow(path, "default");
    push(whole ? "exports" + std::string(path.substr(7)) : "exports." + item.path, false);
    if (whole) push("exports." + item.path, false);
  }
  Item local = item;
  local.outside = false;
  if (!FollowLocal(local, targets) && !common) FollowReexports(item);
}

/// `export { a as b } from`, `export * as ns from` and `export * from`.
void JavaScriptNames::FollowReexports(const Item& item) {
  const std::string_view path = item.path;
  const std::string_view first = path.substr(0, std::min(path.find('.'), path.find('(')));
  const std::string_view rest = path.substr(first.size());
  bool named = false;
  for (const ImportFact& import : facts_[item.file].imports) {
    if (!import.reexport || import.glob) continue;
    for (const ImportedName& name : import.names) {
      if (name.local != first) continue;
      named = true;
      const std::string module = CanonicalModule(import.specifier).module;
      PushSymbol(item, module + "#" + name.imported, rest);
    }
  }
  if (named || first == "default") return;
  for (const ImportFact& import : facts_[item.file].imports) {
    if (import.reexport && import.glob)
      PushSymbol(item, CanonicalModule(import.specifier).module + "#" + item.path, {});
  }
}

/// Whether the file knows the name at all.
bool JavaScriptNames::FollowLocal(const Item& item, std::vector<JavaScriptTarget>& targets) {
  const std::string_view path = item.path;
  if (!item.exact) AddOverrides(item, targets);
  for (size_t size = path.size(); size != std::string_view::npos && size != 0;
       size = Shorter(path, size)) {
    const std::string_view name = path.substr(0, size);
    const std::string_view rest = path.substr(size);
    bool known = false;
    // An interface and a constant of one name: paths are about what they are instances of.
    const std::span<const Entry> named = Named(item.file, name);
    const bool type = std::any_of(named.begin(), named.end(), [](const Entry& entry) {
      return entry.kind == Entry::Kind::kType;
    });
    for (const Entry& entry : named) {
      if (!type || entry.kind != Entry::Kind::kValue)
        known |= FollowEntry(item, entry, rest, targets);
    }
    if (files_[item.file].spread && rest.starts_with(".")) {
      for (const Entry& entry : Named(item.file, std::string(name) + ".*")) {
        if (entry.kind != Entry::Kind::kValue) continue;
        PushSymbol(item, facts(item.file).values[entry.index].symbol, rest);
      }
    }
    if (known) return true;
    if (rest.empty() && !Members(item.file, name).empty()) {
      targets.push_back(TargetOf(JavaScriptTarget::Kind::kObject, item, 0));
      targets.back().name = Members(item.file, name).front().name.substr(0, name.size());
      return true;
    }
  }
  return false;
}

/// What stands behind a name of the file; false when that has no such member.
bool JavaScriptNames::FollowEntry(const Item& item, const Entry& entry, std::string_view rest,
                                  std::vector<JavaScriptTarget>& targets) {
  const CallFacts& calls = facts(item.file);
  const auto again = [&](std::string path, bool exact) {
    Item next = item;
    next.path = std::move(path);
    next.exact = exact;
    Push(std::move(next));
  };
  switch (entry.kind) {
    case Entry::Kind::kValue: {
      Item from = item;
      const ValueFact& value = calls.values[entry.index];
      if (rest.empty()) from.instance |= value.instance;
      PushSymbol(from, value.symbol, rest);
      return true;
    }
    case Entry::Kind::kFunction: {
      if (rest.size() > 1 && rest[0] == '(' && rest[1] != ')') return true;  // adds nothing of it
      if (rest.starts_with("().") && !Members(item.file, entry.name).empty()) {
        again(std::string(entry.name).append(rest.substr(2)), true);  // new F().m()
        return true;
      }
      // What a function gives and nobody says more about is made inside it.
      targets.push_back(TargetOf(JavaScriptTarget::Kind::kFunction, item, entry.index));
      targets.back().made = !rest.empty();
      if (!rest.empty())
        targets.back().confidence = std::max(item.confidence, Confidence::kDispatch);
      return true;
    }
    case Entry::Kind::kType:
      if (rest.empty() || rest == "()") {
        targets.push_back(TargetOf(JavaScriptTarget::Kind::kType, item, entry.index));
        targets.back().made = !rest.empty();
      } else if (rest.starts_with("()")) {
        again(std::string(entry.name).append(rest.substr(2)), true);
      } else {
        Item from = item;
        // What is below has been asked already. But who has an interface in hand that nobody says
        // to implement has what implements the one that it extends.
        const TypeFact& type = calls.types[entry.index];
        from.exact = item.exact || !type.interface ||
                     types_[files_[item.file].first_type + entry.index].implemented;
        for (const std::string& base : type.bases) PushSymbol(from, base, rest);
      }
      return true;
  }
  return false;
}

/// The methods by which classes below the receiver's replace, or implement, the one that is called.
void JavaScriptNames::AddOverrides(const Item& item, std::vector<JavaScriptTarget>& targets) {
  const size_t dot = item.path.rfind('.');
  if (dot == std::string::npos || item.path.ends_with(")")) return;
  if (facts(item.file).types.empty()) return;
  const std::string_view method = std::string_view(item.path).substr(dot + 1);
  const std::string_view holder = std::string_view(item.path).substr(0, dot);
  for (const Entry& entry : Named(item.file, holder)) {
    if (entry.kind != Entry::Kind::kType) continue;
    for (const Method& own : OverridesOf(files_[item.file].first_type + entry.index, method)) {
      targets.push_back(TargetOf(JavaScriptTarget::Kind::kFunction, item, own.function));
      targets.back().file = types_[own.type].file;
      targets.back().confidence = std::max(item.confidence, Confidence::kDispatch);
    }
  }
}

const std::vector<JavaScriptNames::Method>& JavaScriptNames::OverridesOf(uint32_t type,
                                                                         std::string_view method) {
  static const std::vector<Method> kNobody;
  const auto named = methods_.find(method);
  if (named == methods_.end()) return kNobody;
  const uint64_t key = uint64_t{named->second.id} << 32 | type;
  const auto [known, added] = overrides_.try_emplace(key);
  if (!added) return known->second;
  // A class may implement an interface by what it inherits from a class that does not know it.
  std::vector<uint32_t> family = types_[type].below;
  if (facts(types_[type].file).types[types_[type].index].interface) {
    for (const uint32_t below : types_[type].below) {
      const std::vector<uint32_t>& above = types_[below].above;
      if (family.size() < kMaxFamily) family.insert(family.end(), above.begin(), above.end());
    }
    std::sort(family.begin(), family.end());
  }
  const std::vector<uint32_t>& above = types_[type].above;
  for (const Method& own : named->second.all) {
    if (own.type != type && std::binary_search(family.begin(), family.end(), own.type) &&
        !std::binary_search(above.begin(), above.end(), own.type))
      known->second.push_back(own);
  }
  return known->second;
}

}  // namespace krepis::analyzer
