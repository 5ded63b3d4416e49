#include "analyzer/graph/javascript_search.h"

#include <algorithm>
#include <functional>
#include <string>
#include <utility>

#include "analyzer/facts/module_name.h"

namespace krepis::analyzer {
namespace {

constexpr std::string_view kLocal = "local#";

/// The next shorter beginning of a path that is a name: without the last member or call; npos when
/// there is none.
size_t Shorter(std::string_view path, size_t size) {
  const std::string_view name = path.substr(0, size);
  return name.ends_with(")") ? name.rfind('(') : name.rfind('.');
}

}  // namespace

JavaScriptSearch::JavaScriptSearch(const JavaScriptNames& names, const JavaScriptFamilies& families)
    : names_(names),
      families_(families),
      // Every path that is taken has room, and one that is not.
      text_(std::make_unique_for_overwrite<char[]>((kMaxSteps + 1) * kMaxPath)) {}

void JavaScriptSearch::Find(uint32_t file, std::string_view symbol,
                            std::vector<JavaScriptTarget>& targets) {
  pending_.clear();
  seen_.clear();
  for (const uint16_t slot : used_slots_) slots_[slot] = 0;
  used_slots_.clear();
  text_size_ = 0;
  Item from;
  from.file = file;
  PushSymbol(from, symbol, {});
  Run(targets);
}

std::string_view JavaScriptSearch::Compose(std::initializer_list<std::string_view> parts) {
  size_t size = 0;
  for (const std::string_view part : parts) size += part.size();
  if (size > kMaxPath) return {};
  char* const begin = text_.get() + text_size_;
  char* at = begin;
  for (const std::string_view part : parts) at = std::copy(part.begin(), part.end(), at);
  return {begin, size};
}

void JavaScriptSearch::PushSymbol(const Item& from, std::string_view symbol,
                                  std::string_view rest) {
  const size_t hash = symbol.find('#', 1);  // a specifier may begin with one
  if (hash == std::string_view::npos) return;
  const std::string_view name = symbol.substr(hash + 1);
  const std::string_view path = rest.empty() ? name : Compose({name, rest});
  if (!symbol.starts_with(kLocal)) return PushIn(from, symbol.substr(0, hash), path);
  Item item = from;
  item.path = path;
  item.outside = false;
  Push(item);
}

/// The export of a module that the file imports.
void JavaScriptSearch::PushIn(const Item& from, std::string_view module, std::string_view path) {
  Item item = from;
  item.path = path;
  item.outside = true;
  item.file = names_.ModuleOf(from.file, module);
  if (item.file != JavaScriptNames::kNone) Push(item);
}

void JavaScriptSearch::Push(const Item& item) {
  const std::string_view path = item.path;
  if (path.empty() || path.size() > kMaxPath || seen_.size() >= kMaxSteps) return;
  const uint32_t way = item.file * 4 + (item.outside ? 2 : item.exact ? 1 : 0);
  size_t slot =
      (std::hash<std::string_view>()(path) ^ (way * size_t{0x9E3779B97F4A7C15} >> 32)) % kSlots;
  for (; slots_[slot] != 0; slot = (slot + 1) % kSlots) {
    const Item& other = seen_[slots_[slot] - 1u];
    if (other.file == item.file && other.outside == item.outside &&
        (item.outside || other.exact == item.exact) && other.path == path)
      return;
  }
  if (path.data() == text_.get() + text_size_) text_size_ += path.size();
  seen_.push_back(item);
  slots_[slot] = static_cast<uint16_t>(seen_.size());
  used_slots_.push_back(static_cast<uint16_t>(slot));
  pending_.push_back(item);
}

void JavaScriptSearch::Run(std::vector<JavaScriptTarget>& targets) {
  while (!pending_.empty()) {
    const Item item = pending_.back();
    pending_.pop_back();
    if (item.outside) {
      FollowExport(item, targets);
    } else {
      FollowLocal(item, targets);
    }
  }
}

JavaScriptTarget JavaScriptSearch::TargetOf(JavaScriptTarget::Kind kind, const Item& item,
                                            uint32_t index) {
  JavaScriptTarget target;
  target.kind = kind;
  target.file = item.file;
  target.index = index;
  target.instance = item.instance;
  target.confidence = item.confidence;
  return target;
}

void JavaScriptSearch::FollowExport(const Item& item, std::vector<JavaScriptTarget>& targets) {
  const bool common = names_.IsCommonJs(item.file);
  const std::string_view path = item.path;
  const auto push = [&](std::string_view name, bool outside) {
    Item next = item;
    next.path = name;
    next.outside = outside;
    Push(next);
  };
  if (path[0] == '*') {
    const std::string_view rest = path.substr(1);
    if (common) {
      push(Compose({"exports", rest}), false);
    } else if (rest.starts_with(".")) {
      push(rest.substr(1), true);
    } else if (rest.starts_with("(")) {
      push(Compose({"default", rest}), true);
    } else {
      targets.push_back(TargetOf(JavaScriptTarget::Kind::kModule, item, 0));
    }
    return;
  }
  if (common) {
    const bool whole = JavaScriptNames::IsBelow(path, "default");
    push(whole ? Compose({"exports", path.substr(7)}) : Compose({"exports.", path}), false);
    if (whole) push(Compose({"exports.", path}), false);
  }
  Item local = item;
  local.outside = false;
  if (!FollowLocal(local, targets) && !common) FollowReexports(item);
}

/// `export { a as b } from`, `export * as ns from` and `export * from`.
void JavaScriptSearch::FollowReexports(const Item& item) {
  const std::string_view path = item.path;
  const std::string_view first = path.substr(0, std::min(path.find('.'), path.find('(')));
  const std::string_view rest = path.substr(first.size());
  bool named = false;
  for (const ImportFact& import : names_.all_facts(item.file).imports) {
    if (!import.reexport || import.glob) continue;
    for (const ImportedName& name : import.names) {
      if (name.local != first) continue;
      named = true;
      const std::string module = CanonicalModule(import.specifier).module;
      PushIn(item, module, rest.empty() ? name.imported : Compose({name.imported, rest}));
    }
  }
  if (named || first == "default") return;
  for (const ImportFact& import : names_.all_facts(item.file).imports) {
    if (import.reexport && import.glob)
      PushIn(item, CanonicalModule(import.specifier).module, path);
  }
}

/// Whether the file knows the name at all.
bool JavaScriptSearch::FollowLocal(const Item& item, std::vector<JavaScriptTarget>& targets) {
  const std::string_view path = item.path;
  if (!item.exact) AddOverrides(item, targets);
  for (size_t size = path.size(); size != std::string_view::npos && size != 0;
       size = Shorter(path, size)) {
    const std::string_view name = path.substr(0, size);
    const std::string_view rest = path.substr(size);
    bool known = false;
    // An interface and a constant of one name: paths are about what they are instances of.
    const std::span<const Entry> named = names_.Named(item.file, name);
    const bool type = std::any_of(named.begin(), named.end(), [](const Entry& entry) {
      return entry.kind == Entry::Kind::kType;
    });
    for (const Entry& entry : named) {
      if (!type || entry.kind != Entry::Kind::kValue)
        known |= FollowEntry(item, entry, rest, targets);
    }
    if (names_.Spreads(item.file) && rest.starts_with(".")) {
      for (const Entry& entry : names_.Named(item.file, std::string(name) + ".*")) {
        if (entry.kind != Entry::Kind::kValue) continue;
        PushSymbol(item, names_.facts(item.file).values[entry.index].symbol, rest);
      }
    }
    if (known) return true;
    if (rest.empty() && !names_.Members(item.file, name).empty()) {
      targets.push_back(TargetOf(JavaScriptTarget::Kind::kObject, item, 0));
      targets.back().name = names_.Members(item.file, name).front().name.substr(0, name.size());
      return true;
    }
  }
  return false;
}

/// What stands behind a name of the file; false when that has no such member.
bool JavaScriptSearch::FollowEntry(const Item& item, const Entry& entry, std::string_view rest,
                                   std::vector<JavaScriptTarget>& targets) {
  const CallFacts& calls = names_.facts(item.file);
  const auto again = [&](std::string_view path, bool exact) {
    Item next = item;
    next.path = path;
    next.exact = exact;
    Push(next);
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
      if (rest.starts_with("().") && !names_.Members(item.file, entry.name).empty()) {
        again(Compose({entry.name, rest.substr(2)}), true);  // new F().m()
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
        again(Compose({entry.name, rest.substr(2)}), true);
      } else {
        Item from = item;
        // What is below has been asked already. But who has an interface in hand that nobody says
        // to implement has what implements the one that it extends.
        const TypeFact& type = calls.types[entry.index];
        from.exact = item.exact || !type.interface ||
                     families_.type(families_.TypeId(item.file, entry.index)).implemented;
        for (const std::string& base : type.bases) PushSymbol(from, base, rest);
      }
      return true;
  }
  return false;
}

/// The methods by which classes below the receiver's replace, or implement, the one that is called.
void JavaScriptSearch::AddOverrides(const Item& item, std::vector<JavaScriptTarget>& targets) {
  const size_t dot = item.path.rfind('.');
  if (dot == std::string_view::npos || item.path.ends_with(")")) return;
  if (names_.facts(item.file).types.empty()) return;
  const std::string_view method = item.path.substr(dot + 1);
  const std::string_view holder = item.path.substr(0, dot);
  for (const Entry& entry : names_.Named(item.file, holder)) {
    if (entry.kind != Entry::Kind::kType) continue;
    for (const Method& own : OverridesOf(families_.TypeId(item.file, entry.index), method)) {
      targets.push_back(TargetOf(JavaScriptTarget::Kind::kFunction, item, own.function));
      targets.back().file = families_.type(own.type).file;
      targets.back().confidence = std::max(item.confidence, Confidence::kDispatch);
    }
  }
}

const std::vector<JavaScriptSearch::Method>& JavaScriptSearch::OverridesOf(
    uint32_t type, std::string_view method) {
  static const std::vector<Method> kNobody;
  const JavaScriptFamilies::Type receiver = families_.type(type);
  if (receiver.below.empty()) return kNobody;
  const JavaScriptFamilies::Methods named = families_.MethodsOf(method);
  if (named.all.empty()) return kNobody;
  const uint64_t key = uint64_t{named.id} << 32 | type;
  const auto [known, added] = overrides_.try_emplace(key);
  if (!added) return known->second;
  // A class may implement an interface by what it inherits from a class that does not know it.
  std::vector<uint32_t> family(receiver.below.begin(), receiver.below.end());
  if (names_.facts(receiver.file).types[receiver.index].interface) {
    for (const uint32_t below : receiver.below) {
      const std::span<const uint32_t> above = families_.type(below).above;
      if (family.size() < kMaxFamily) family.insert(family.end(), above.begin(), above.end());
    }
    std::sort(family.begin(), family.end());
  }
  for (const Method& own : named.all) {
    if (own.type != type && std::binary_search(family.begin(), family.end(), own.type) &&
        !std::binary_search(receiver.above.begin(), receiver.above.end(), own.type))
      known->second.push_back(own);
  }
  return known->second;
}

}  // namespace krepis::analyzer
