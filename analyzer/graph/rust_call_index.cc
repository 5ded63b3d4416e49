#include "analyzer/graph/rust_call_index.h"

#include <algorithm>
#include <cctype>
#include <utility>

#include "analyzer/facts/scope.h"
#include "analyzer/graph/rust_files.h"

namespace krepis::analyzer {
namespace {

constexpr auto kNone = std::string_view::npos;

/// `T`, `S2`: how parameters are called.
bool LooksGeneric(std::string_view name) {
  return !name.empty() && name.size() <= 2 &&
         std::isupper(static_cast<unsigned char>(name[0])) != 0 &&
         (name.size() == 1 || std::islower(static_cast<unsigned char>(name[1])) == 0);
}

}  // namespace

RustCallIndex::RustCallIndex(const CallLinkInput& input)
    : input_(input),
      resolver_(BuildRustResolver(input.workspace, input.facts, 1, RustItems::kKnown)),
      dependencies_(input.workspace.cargo().crates().size()) {
  names_.resize(input.facts.size());
  crates_.resize(input.facts.size(), CargoCrate::kNone);
  types_.resize(1);
  for (uint32_t file = 0; file < input.facts.size(); ++file) {
    files_.emplace(input.workspace.sources()[file].path, file);
    if (input.facts[file].language != Language::kRust) continue;
    crates_[file] = resolver_.CrateOf(input.workspace.sources()[file].path);
    AddNames(file);
  }
  for (uint32_t file = 0; file < input.facts.size(); ++file) {
    if (input.facts[file].language != Language::kRust) continue;
    for (const TypeFact& fact : input.facts[file].calls.types) AddType(file, fact);
  }
  for (uint32_t file = 0; file < input.facts.size(); ++file) {
    if (input.facts[file].language != Language::kRust) continue;
    for (const TypeFact& fact : input.facts[file].calls.types) AddImpl(file, fact);
  }
  for (uint32_t file = 0; file < input.facts.size(); ++file) {
    if (input.facts[file].language == Language::kRust) AddMethods(file);
  }
  AddBlanketMethods();
  // What was asked for while the impls were not all known.
  for (Answers& answers : answers_) answers.found.clear();
}

void RustCallIndex::AddNames(uint32_t file) {
  const CallFacts& calls = input_.facts[file].calls;
  Names& names = names_[file];
  const auto count = static_cast<uint32_t>(calls.functions.size());
  names.runs.reserve(count);
  names.values.reserve(calls.values.size());
  std::vector<Run*> runs(count, nullptr);
  for (uint32_t i = 1; i < count; ++i) {
    runs[i] = &names.runs[Split(calls.functions[i].name)];
    ++runs[i]->count;
  }
  names.functions.resize(count);
  uint32_t next = 0;
  for (uint32_t i = 1; i < count; ++i) {
    Run& run = *runs[i];
    if (run.first == UINT32_MAX) {
      run.first = next;
      next += std::exchange(run.count, 0);
    }
    names.functions[run.first + run.count++] = i;
  }
  for (const ValueFact& value : calls.values) names.values.emplace(value.name, &value);
  for (const ModFact& mod : input_.facts[file].mods) {
    if (!mod.inline_body) continue;
    names.modules.insert(mod.scope.empty() ? mod.name : mod.scope + "::" + mod.name);
  }
}

void RustCallIndex::AddType(uint32_t file, const TypeFact& fact) {
  if (fact.name.find('<') != std::string::npos) return;  // impl of a trait
  const auto [known, fresh] =
      names_[file].types.try_emplace(fact.name, static_cast<RustTypeId>(types_.size()));
  if (fresh) {
    Type& type = types_.emplace_back();
    type.file = file;
    type.name = fact.name;
  }
  if (fact.interface) types_[static_cast<uint32_t>(known->second)].interface = true;
}

void RustCallIndex::AddImpl(uint32_t file, const TypeFact& fact) {
  const std::string_view name = fact.name;
  const size_t open = name.find('<');
  std::string_view scope = ScopeOf(file, name);
  const auto found = [&](std::string_view path) {
    const Found& all = Find(file, scope, path);
    return all.rest.empty() && !all.types.empty() ? all.types[0] : RustTypeId{};
  };
  if (fact.interface) {
    std::vector<RustTypeId> supers;
    for (const std::string& base : fact.bases) {
      if (const RustTypeId id = found(base); id != RustTypeId{}) supers.push_back(id);
    }
    types_[static_cast<uint32_t>(names_[file].types.at(name))].supers = std::move(supers);
    return;
  }
  Impl impl;
  impl.file = file;
  impl.prefix = name;
  std::string_view written = name.substr(scope.empty() ? 0 : scope.size() + 2);
  if (open != kNone) {
    const size_t as = name.rfind(" as ");
    if (as == kNone || as < open) return;
    written = name.substr(open + 1, as - open - 1);
    if (!fact.bases.empty()) {
      impl.trait = found(fact.bases[0]);
      if (impl.trait == RustTypeId{}) impl.foreign_trait = LastSegment(fact.bases[0]);
    } else {
      std::string_view trait = name.substr(as + 4);
      impl.foreign_trait = LastSegment(trait.substr(0, trait.find('>')));
    }
  }
  impl.type = found(written);
  const auto index = static_cast<uint32_t>(impls_.size());
  impls_.push_back(impl);
  if (impl.trait != RustTypeId{})
    types_[static_cast<uint32_t>(impl.trait)].providers.push_back(index);
  if (impl.type != RustTypeId{}) {
    types_[static_cast<uint32_t>(impl.type)].impls.push_back(index);
  } else if (LooksGeneric(written)) {
    blankets_.push_back(index);
  } else {
    foreign_[LastSegment(written)].push_back(index);
  }
}

void RustCallIndex::AddMethods(uint32_t file) {
  // By the prefix of their names.
  std::unordered_map<std::string_view, RustTypeId> owners;
  for (const auto& [name, id] : names_[file].types) owners.emplace(name, id);
  const auto own = std::ranges::equal_range(impls_, file, {}, &Impl::file);  // added file by file
  for (const Impl& impl : own) {
    const RustTypeId owner = impl.trait != RustTypeId{} ? impl.trait : impl.type;
    if (owner != RustTypeId{}) owners[impl.prefix] = owner;
  }
  const std::vector<FunctionFact>& functions = input_.facts[file].calls.functions;
  for (uint32_t i = 1; i < functions.size(); ++i) {
    const std::string_view name = functions[i].name;
    const size_t last = name.rfind("::");
    if (last == kNone) continue;
    const auto owner = owners.find(name.substr(0, last));
    if (owner == owners.end()) continue;
    const FunctionId id = input_.ids.Of(file, i);
    methods_[name.substr(last + 2)].push_back(id);
    owners_.emplace(Index(id), owner->second);
  }
}

void RustCallIndex::AddBlanketMethods() {
  std::unordered_map<uint32_t, std::unordered_set<std::string_view>> prefixes;  // by file
  for (const uint32_t block : blankets_) {
    const Impl& impl = impls_[block];
    if (impl.trait == RustTypeId{}) continue;
    prefixes[impl.file].insert(impl.prefix);
    prefixes[type(impl.trait).file].insert(type(impl.trait).name);
  }
  for (const auto& [file, wanted] : prefixes) {
    for (const auto& [name, run] : names_[file].runs) {
      if (wanted.contains(name.prefix)) blanket_methods_.insert(name.last);
    }
  }
}

std::span<const uint32_t> RustCallIndex::ForeignImpls(std::string_view type) const {
  const auto found = foreign_.find(type);
  return found == foreign_.end() ? std::span<const uint32_t>() : std::span(found->second);
}

RustCallIndex::Name RustCallIndex::Split(std::string_view name) {
  const size_t last = name.rfind("::");
  return last == kNone ? Name{{}, name} : Name{name.substr(0, last), name.substr(last + 2)};
}

std::span<const uint32_t> RustCallIndex::FunctionsOf(uint32_t file, const Name& name) const {
  const Names& names = names_[file];
  const auto found = names.runs.find(name);
  return found == names.runs.end()
             ? std::span<const uint32_t>()
             : std::span(names.functions).subspan(found->second.first, found->second.count);
}

std::span<const uint32_t> RustCallIndex::FunctionsOf(uint32_t file, std::string_view name) const {
  return FunctionsOf(file, Split(name));
}

std::span<const uint32_t> RustCallIndex::FunctionsOf(uint32_t file, std::string_view prefix,
                                                     std::string_view method) const {
  return FunctionsOf(file, Name{prefix, method});
}

const ValueFact* RustCallIndex::ValueOf(uint32_t file, std::string_view name) const {
  const auto found = names_[file].values.find(name);
  return found == names_[file].values.end() ? nullptr : found->second;
}

std::span<const FunctionId> RustCallIndex::Methods(std::string_view name) const {
  const auto found = methods_.find(name);
  return found == methods_.end() ? std::span<const FunctionId>() : std::span(found->second);
}

RustTypeId RustCallIndex::OwnerOf(FunctionId method) const {
  const auto found = owners_.find(Index(method));
  return found == owners_.end() ? RustTypeId{} : found->second;
}

RustTypeId RustCallIndex::TypeNamed(uint32_t file, std::string_view name) const {
  const auto found = names_[file].types.find(name);
  return found == names_[file].types.end() ? RustTypeId{} : found->second;
}

std::string_view RustCallIndex::ScopeOf(uint32_t file, std::string_view name) const {
  const std::unordered_set<std::string>& modules = names_[file].modules;
  size_t scope = 0;
  for (size_t end = name.find("::"); !modules.empty() && end != kNone;
       end = name.find("::", end + 2)) {
    if (!modules.contains(std::string(name.substr(0, end)))) break;
    scope = end;
  }
  return name.substr(0, scope);
}

bool RustCallIndex::Sees(uint32_t from, uint32_t to) const {
  const uint32_t crate = crates_[from];
  const uint32_t wanted = crates_[to];
  if (crate == wanted || crate == CargoCrate::kNone || wanted == CargoCrate::kNone) return true;
  Dependencies& known = dependencies_[crate];
  std::call_once(known.once, [&] {
    std::vector<uint32_t> pending = {crate};
    while (!pending.empty()) {
      const uint32_t next = pending.back();
      pending.pop_back();
      for (const auto& [name, target] : input_.workspace.cargo().crates()[next].externs) {
        if (target.crate != CargoCrate::kNone && known.crates.insert(target.crate).second)
          pending.push_back(target.crate);
      }
    }
  });
  return known.crates.contains(wanted);
}

const RustCallIndex::Found& RustCallIndex::Find(uint32_t file, std::string_view scope,
                                                std::string_view path) const {
  // These are those of the file, see analyzer/facts/calls_rust_types.h.
  if (path.starts_with("self::") || path.starts_with("super::")) scope = {};
  const Question question{file, scope, path};
  Answers& answers = answers_[file % answers_.size()];
  {
    const std::scoped_lock lock(answers.mutex);
    const auto known = answers.found.find(question);
    if (known != answers.found.end()) return known->second;
  }
  Found found = Search(file, scope, path);
  const std::scoped_lock lock(answers.mutex);
  // Whoever was first has found the same.
  return answers.found.try_emplace(question, std::move(found)).first->second;
}

RustCallIndex::Found RustCallIndex::Search(uint32_t file, std::string_view scope,
                                           std::string_view path) const {
  Found found;
  const std::string_view source = input_.workspace.sources()[file].path;
  for (const RustPlace& place : resolver_.PlacesOf(source, scope, path)) {
    const auto at = files_.find(place.file);
    if (at == files_.end()) continue;
    found.workspace = true;
    const Names& names = names_[at->second];
    const std::string_view name = place.name;
    for (const uint32_t function : FunctionsOf(at->second, name))
      found.functions.push_back(input_.ids.Of(at->second, function));
    if (const ValueFact* value = ValueOf(at->second, name))
      found.values.emplace_back(at->second, value);
    if (const auto type = names.types.find(name); type != names.types.end()) {
      found.types.push_back(type->second);
      continue;
    }
    // A member of a type, or of what an alias stands for.
    const size_t last = name.rfind("::");
    if (last == kNone || !found.functions.empty()) continue;
    const std::string_view owner = name.substr(0, last);
    if (const auto type = names.types.find(owner); type != names.types.end()) {
      found.types.push_back(type->second);
      found.rest = name.substr(last + 2);
    } else if (const ValueFact* value = ValueOf(at->second, owner); value != nullptr) {
      found.values.emplace_back(at->second, value);
      found.rest = name.substr(last + 2);
    }
  }
  return found;
}

}  // namespace krepis::analyzer
