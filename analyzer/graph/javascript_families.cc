#include "analyzer/graph/javascript_families.h"

#include <algorithm>
#include <functional>
#include <tuple>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "analyzer/core/put_things.h"
#include "analyzer/graph/javascript_search.h"

namespace krepis::analyzer {
namespace {

using Entry = JavaScriptNames::Entry;

/// Classes that one is derived from.
constexpr size_t kMaxAbove = 256;
constexpr std::string_view kLocal = "local#";

uint32_t HashOf(std::string_view name) {
  return static_cast<uint32_t>(std::hash<std::string_view>()(name) >> 16);
}

struct Head {
  uint32_t files = 0;
  uint32_t types = 0;
  uint32_t above = 0;
  uint32_t below = 0;
  uint32_t names = 0;
  uint32_t texts = 0;
  uint32_t methods = 0;
};

/// Rows of numbers behind each other.
std::vector<uint32_t> Flat(const std::vector<std::vector<uint32_t>>& rows,
                           std::vector<uint32_t>& start) {
  std::vector<uint32_t> flat;
  start = {0};
  for (const std::vector<uint32_t>& row : rows) {
    flat.insert(flat.end(), row.begin(), row.end());
    start.push_back(static_cast<uint32_t>(flat.size()));
  }
  return flat;
}

/// Whether these are places, ascending from 0, in a list of that size, the last one its end.
bool AreStarts(std::span<const uint32_t> starts, size_t size) {
  return !starts.empty() && starts.front() == 0 && starts.back() == size &&
         std::is_sorted(starts.begin(), starts.end());
}

/// The function of `load(0)`.
uint32_t FunctionThatAdds(const JavaScriptNames& names, uint32_t file, std::string_view holder) {
  const std::string_view name = holder.substr(0, holder.rfind('('));
  for (const Entry& entry : names.All(file)) {
    if (entry.name == name && entry.kind == Entry::Kind::kFunction) return entry.index;
  }
  return 0;
}

}  // namespace

JavaScriptFamilies::JavaScriptFamilies(const JavaScriptNames& names) : first_type_{0} {
  for (uint32_t file = 0; file < names.file_count(); ++file) {
    const size_t types = names.IsOne(file) ? names.facts(file).types.size() : 0;
    file_of_.insert(file_of_.end(), types, file);
    first_type_.push_back(static_cast<uint32_t>(file_of_.size()));
  }
  above_start_.assign(file_of_.size() + 1, 0);
  below_start_.assign(file_of_.size() + 1, 0);
  implemented_.assign(file_of_.size(), 0);
  names_.emplace_back();
}

JavaScriptFamilies::JavaScriptFamilies(const JavaScriptNames& names, const CallLinkInput& input)
    : JavaScriptFamilies(names) {
  AddBases(names);
  AddMethods(names, input);
}

void JavaScriptFamilies::AddBases(const JavaScriptNames& names) {
  const auto types = static_cast<uint32_t>(file_of_.size());
  std::vector<std::vector<uint32_t>> bases(types);
  {
    JavaScriptSearch search(names, *this);
    std::vector<JavaScriptTarget> found;
    for (uint32_t id = 0; id < types; ++id) {
      const uint32_t file = file_of_[id];
      for (const std::string& base : names.facts(file).types[id - first_type_[file]].bases) {
        found.clear();
        search.Find(file, base, found);
        for (const JavaScriptTarget& target : found) {
          if (target.kind == JavaScriptTarget::Kind::kType)
            bases[id].push_back(TypeId(target.file, target.index));
        }
      }
    }
  }
  std::vector<std::vector<uint32_t>> above = bases;
  for (std::vector<uint32_t>& own : above) {
    std::unordered_set<uint32_t> known;
    for (size_t next = 0; next < own.size() && next < kMaxAbove; ++next) {
      if (!known.insert(own[next]).second) continue;
      const std::vector<uint32_t>& further = bases[own[next]];
      own.insert(own.end(), further.begin(), further.end());
    }
    std::sort(own.begin(), own.end());
    own.erase(std::unique(own.begin(), own.end()), own.end());
  }
  std::vector<std::vector<uint32_t>> below(types);
  for (uint32_t id = 0; id < types; ++id) {
    const uint32_t file = file_of_[id];
    const bool implementor = !names.facts(file).types[id - first_type_[file]].interface;
    for (const uint32_t other : above[id]) {
      below[other].push_back(id);
      if (implementor) implemented_[other] = 1;
    }
  }
  above_ = Flat(above, above_start_);
  below_ = Flat(below, below_start_);
}

void JavaScriptFamilies::AddMethods(const JavaScriptNames& names, const CallLinkInput& input) {
  struct Found {
    std::vector<Method> all;
    uint32_t count = 0;  // of those outside of tests
    FunctionPlace first;
  };
  std::unordered_map<std::string_view, Found> found;
  for (uint32_t file = 0; file < names.file_count(); ++file) {
    const bool test = input.graph.is_test(NodeId{file + 1});
    for (const Entry& entry : names.All(file)) {
      const size_t dot = entry.name.rfind('.');
      if (entry.kind == Entry::Kind::kType || dot == std::string_view::npos) continue;
      const std::string_view holder = entry.name.substr(0, dot);
      const std::string_view name = entry.name.substr(dot + 1);
      // Of values only what a function adds to its argument: load(0).save.
      const bool added = holder.ends_with(")") && !holder.ends_with("()");
      if (!test && holder != "exports" && added == (entry.kind == Entry::Kind::kValue)) {
        Found& method = found[name];
        if (method.count++ == 0) {
          method.first = {file, added ? FunctionThatAdds(names, file, holder) : entry.index};
        }
      }
      uint32_t function = entry.index;
      if (entry.kind == Entry::Kind::kValue) {
        // What an object holds is that of others, but for the closures of who makes it.
        const std::string_view symbol = names.facts(file).values[entry.index].symbol;
        if (!symbol.starts_with(kLocal)) continue;
        const std::span<const Entry> named = names.Named(file, symbol.substr(kLocal.size()));
        if (named.empty() || named.front().kind != Entry::Kind::kFunction) continue;
        function = named.front().index;
      }
      for (const Entry& type : names.Named(file, holder)) {
        if (type.kind == Entry::Kind::kType)
          found[name].all.push_back({TypeId(file, type.index), function});
      }
    }
  }
  std::vector<std::tuple<uint32_t, std::string_view, const Found*>> sorted;
  sorted.reserve(found.size());
  for (const auto& [name, methods] : found) {
    if (!methods.all.empty() || methods.count == 1)
      sorted.emplace_back(HashOf(name), name, &methods);
  }
  std::sort(sorted.begin(), sorted.end());
  names_.clear();
  names_.reserve(sorted.size() + 1);
  for (const auto& [hash, text, methods] : sorted) {
    Name name;
    name.hash = hash;
    name.text = static_cast<uint32_t>(texts_.size());
    name.text_size = static_cast<uint32_t>(text.size());
    name.first = static_cast<uint32_t>(methods_.size());
    if (methods->count == 1) {
      name.only_file = methods->first.file;
      name.only_function = methods->first.index;
    }
    names_.push_back(name);
    texts_ += text;
    methods_.insert(methods_.end(), methods->all.begin(), methods->all.end());
  }
  Name end;
  end.first = static_cast<uint32_t>(methods_.size());
  names_.push_back(end);
}

JavaScriptFamilies::Type JavaScriptFamilies::type(uint32_t id) const {
  const auto row = [id](const std::vector<uint32_t>& all, const std::vector<uint32_t>& start) {
    return std::span(all).subspan(start[id], start[id + 1] - start[id]);
  };
  const uint32_t file = file_of_[id];
  return {file, id - first_type_[file], row(above_, above_start_), row(below_, below_start_),
          implemented_[id] != 0};
}

/// The index of that name, or of the one behind the last.
size_t JavaScriptFamilies::Find(std::string_view name) const {
  const uint32_t hash = HashOf(name);
  const auto end = names_.end() - 1;
  auto at = std::lower_bound(names_.begin(), end, hash, [](const Name& other, uint32_t wanted) {
    return other.hash < wanted;
  });
  for (; at != end && at->hash == hash; ++at) {
    if (std::string_view(texts_).substr(at->text, at->text_size) == name)
      return static_cast<size_t>(at - names_.begin());
  }
  return names_.size() - 1;
}

JavaScriptFamilies::Methods JavaScriptFamilies::MethodsOf(std::string_view name) const {
  const size_t at = Find(name);
  if (at + 1 == names_.size()) return {};
  return {static_cast<uint32_t>(at),
          std::span(methods_).subspan(names_[at].first, names_[at + 1].first - names_[at].first)};
}

std::optional<FunctionPlace> JavaScriptFamilies::OnlyMethod(std::string_view name) const {
  const size_t at = Find(name);
  if (at + 1 == names_.size() || names_[at].only_file == kNobody) return std::nullopt;
  return FunctionPlace{names_[at].only_file, names_[at].only_function};
}

void JavaScriptFamilies::Pack(std::string& bytes) const {
  const auto size = [](const auto& list) { return static_cast<uint32_t>(list.size()); };
  PutAll(bytes, std::vector<Head>{{size(first_type_) - 1, size(file_of_), size(above_),
                                   size(below_), size(names_), size(texts_), size(methods_)}});
  PutAll(bytes, first_type_);
  PutAll(bytes, above_start_);
  PutAll(bytes, above_);
  PutAll(bytes, below_start_);
  PutAll(bytes, below_);
  PutAll(bytes, implemented_);
  PutAll(bytes, names_);
  PutAll(bytes, methods_);
  bytes += texts_;
}

std::optional<JavaScriptFamilies> JavaScriptFamilies::Unpack(
    std::string_view bytes, size_t files,
    const std::function<std::optional<uint32_t>(FunctionPlace)>& moved) {
  PutThings<Head> heads;
  if (!TakeAll(bytes, 1, heads) || heads[0].files != files) return std::nullopt;
  const Head head = heads[0];
  JavaScriptFamilies all;
  const auto take = [&](auto& list, size_t count) {
    PutThings<typename std::decay_t<decltype(list)>::value_type> things;
    if (!TakeAll(bytes, count, things)) return false;
    list = things.Copy();
    return true;
  };
  const bool whole =
      take(all.first_type_, files + 1) && take(all.above_start_, size_t{head.types} + 1) &&
      take(all.above_, head.above) && take(all.below_start_, size_t{head.types} + 1) &&
      take(all.below_, head.below) && take(all.implemented_, head.types) &&
      take(all.names_, head.names) && take(all.methods_, head.methods) &&
      bytes.size() == head.texts;
  if (!whole) return std::nullopt;
  all.texts_ = bytes;
  const auto are_types = [&](const std::vector<uint32_t>& ids) {
    return std::all_of(ids.begin(), ids.end(), [&](uint32_t id) { return id < head.types; });
  };
  const bool sound =
      AreStarts(all.first_type_, head.types) && AreStarts(all.above_start_, head.above) &&
      AreStarts(all.below_start_, head.below) && are_types(all.above_) && are_types(all.below_) &&
      !all.names_.empty() && all.names_.back().first == head.methods;
  if (!sound) return std::nullopt;
  for (uint32_t file = 0; file < files; ++file)
    all.file_of_.insert(all.file_of_.end(), all.first_type_[file + 1] - all.first_type_[file],
                        file);
  for (Method& method : all.methods_) {
    if (method.type >= head.types) return std::nullopt;
    const std::optional<uint32_t> now = moved({all.file_of_[method.type], method.function});
    if (!now) return std::nullopt;
    method.function = *now;
  }
  uint32_t first = 0;
  for (Name& name : all.names_) {
    if (name.first < first || uint64_t{name.text} + name.text_size > head.texts)
      return std::nullopt;
    first = name.first;
    if (name.only_file == kNobody) continue;
    if (name.only_file >= files) return std::nullopt;
    const std::optional<uint32_t> now = moved({name.only_file, name.only_function});
    if (!now) return std::nullopt;
    name.only_function = *now;
  }
  return all;
}

}  // namespace krepis::analyzer
