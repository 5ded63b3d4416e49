#include "analyzer/graph/chains_index.h"

#include <algorithm>
#include <cctype>
#include <utility>

#include "analyzer/facts/scope.h"

namespace krepis::analyzer {
namespace {

constexpr int kHops = 16;
constexpr size_t kMaxSearched = 64;

/// Whether two names are one but for their case, or a letter too many, too few or another.
bool SpeltAlike(std::string_view a, std::string_view b) {
  constexpr size_t kShortest = 6;  // in shorter names a letter makes another word
  if (a.size() > b.size()) std::swap(a, b);
  if (b.size() - a.size() > 1 || a.size() < kShortest) return false;
  const auto lower = [](char c) { return std::tolower(static_cast<unsigned char>(c)); };
  size_t begin = 0;
  while (begin < a.size() && lower(a[begin]) == lower(b[begin])) ++begin;
  size_t end = 0;
  while (end < a.size() - begin && lower(a[a.size() - 1 - end]) == lower(b[b.size() - 1 - end]))
    ++end;
  const std::string_view rest = b.substr(begin, b.size() - begin - end);
  // Numbered names are different ones.
  return rest.size() <= 1 && rest.find_first_of("0123456789") == std::string_view::npos;
}

}  // namespace

RegistrationIndex::RegistrationIndex(std::span<const FileFacts> facts, const Graph& graph,
                                     const PresetTable& presets)
    : facts_(facts), graph_(graph) {
  for (uint32_t file = 0; file < facts_.size(); ++file) {
    const RegistrationFacts& registrations = facts_[file].registrations;
    for (uint32_t i = 0; i < registrations.components.size(); ++i)
      components_[file].emplace(registrations.components[i].name, i);
    if (PipelinesMove(facts_[file].language)) {
      for (uint32_t i = 1; i < registrations.functions.size(); ++i) {
        const std::string& name = registrations.functions[i].name;
        if (!name.empty()) items_[file].emplace(name, i);
      }
    }
    for (uint32_t i = 0; i < registrations.exports.size(); ++i) {
      const std::string& name = registrations.exports[i].name;
      if (name.find('#') != std::string::npos) kept_[name].push_back({file, i});
    }
    if (GroupOf(facts_[file].language) != LanguageGroup::kCpp) continue;
    for (uint32_t i = 1; i < registrations.functions.size(); ++i) {
      const std::string& name = registrations.functions[i].name;
      if (!name.empty()) functions_.emplace(name, InFile{file, i});
    }
    for (const DeclaredTraits& declared : registrations.declared)
      declared_.emplace(declared.type, &declared);
    for (const BehaviorClass& made : registrations.classes) classes_[made.type].push_back(&made);
    for (const RegistrationExport& made : registrations.exports) {
      if (made.pipeline != kNoIndex) variables_[made.name].push_back({file, made.pipeline});
    }
    for (uint32_t i = 0; i < registrations.pipelines.size(); ++i) {
      const PipelineFact& fact = registrations.pipelines[i];
      if (fact.origin == PipelineOrigin::kType && !fact.symbols.empty())
        types_.emplace(fact.symbols.front(), InFile{file, i});
      const Preset* preset = presets.Find(fact.preset);
      if (preset != nullptr && preset->singleton) singletons_.emplace(fact.preset, InFile{file, i});
    }
  }
}

/// The variable that another file means: of one name, the one whose file it includes, or the only
/// one there is.
std::optional<InFile> RegistrationIndex::Variable(InFile place) const {
  for (const std::string& name : pipeline(place).symbols) {
    const auto found = variables_.find(name);
    if (found == variables_.end()) continue;
    std::vector<InFile> made;
    for (const InFile& variable : found->second) {
      const PipelineOrigin origin = pipeline(variable).origin;
      if (variable != place && origin != PipelineOrigin::kNamed) made.push_back(variable);
    }
    for (const InFile& variable : made) {
      for (const Edge& edge : graph_.Out(NodeId{place.file + 1})) {
        if (edge.to == NodeId{variable.file + 1}) return variable;
      }
    }
    if (made.size() == 1) return made.front();
  }
  return std::nullopt;
}

std::optional<InFile> RegistrationIndex::TypeOf(InFile place) const {
  const PipelineFact& fact = pipeline(place);
  if (fact.origin == PipelineOrigin::kNamed || fact.origin == PipelineOrigin::kResult)
    return std::nullopt;
  for (const std::string& name : fact.symbols) {
    const auto found = types_.find(name);
    if (found != types_.end()) return found->second;
  }
  return std::nullopt;
}

std::string_view RegistrationIndex::PresetOf(InFile place) const {
  if (!pipeline(place).preset.empty()) return pipeline(place).preset;
  const std::optional<InFile> type = TypeOf(place);
  return type ? std::string_view(pipeline(*type).preset) : std::string_view();
}

const BehaviorClass* RegistrationIndex::Meant(const Preset& preset, std::string_view name) const {
  const BehaviorClass* meant = nullptr;
  bool same = false;  // `meant` differs by its namespace alone
  const std::string_view last = LastSegment(name);
  for (const auto& [type, all] : classes_) {
    const BehaviorClass* made = ClassOf(preset.name, type);
    if (made == nullptr || made->alias) continue;
    const bool equal = LastSegment(type) == last;
    if ((same && !equal) || (!equal && !SpeltAlike(type, name))) continue;
    if (!Derives(*made, preset.named_bases).value_or(false)) continue;
    if (meant != nullptr && same == equal) return nullptr;
    meant = made;
    same = equal;
  }
  return meant;
}

const BehaviorClass* RegistrationIndex::Class(const Preset& preset,
                                              const RegistrationEntry& entry) const {
  for (const std::string& symbol : entry.symbols) {
    if (const BehaviorClass* found = ClassOf(preset.name, symbol); found != nullptr) return found;
  }
  return nullptr;
}

const BehaviorClass* RegistrationIndex::ClassOf(std::string_view preset,
                                                std::string_view type) const {
  const auto found = classes_.find(type);
  if (found == classes_.end()) return nullptr;
  for (const BehaviorClass* made : found->second) {
    if (made->preset == preset) return made;
  }
  return nullptr;
}

bool RegistrationIndex::HasSeveralPrograms(const Preset& preset) const {
  size_t programs = 0;
  for (const FileFacts& file : facts_) {
    const RegistrationFacts& registrations = file.registrations;
    const bool registers =
        std::any_of(registrations.pipelines.begin(), registrations.pipelines.end(),
                    [&](const PipelineFact& fact) { return fact.preset == preset.name; });
    if (!registers) continue;
    programs += static_cast<size_t>(
        std::any_of(registrations.functions.begin(), registrations.functions.end(),
                    [](const RegisteringFunction& function) { return function.name == "main"; }));
  }
  return programs > 1;
}

std::optional<bool> RegistrationIndex::Derives(const BehaviorClass& derived,
                                               const std::vector<std::string>& bases) const {
  std::vector<const BehaviorClass*> queue = {&derived};
  bool known = true;
  for (size_t next = 0; next < queue.size() && next < kMaxSearched; ++next) {
    for (std::string_view names : queue[next]->bases) {
      const BehaviorClass* base = nullptr;
      while (!names.empty()) {
        const std::string_view name = names.substr(0, names.find(' '));
        names.remove_prefix(std::min(name.size() + 1, names.size()));
        if (std::find(bases.begin(), bases.end(), name) != bases.end()) return true;
        if (base == nullptr) base = ClassOf(derived.preset, name);
      }
      known = known && base != nullptr;
      if (base != nullptr && std::find(queue.begin(), queue.end(), base) == queue.end())
        queue.push_back(base);
    }
  }
  return known ? std::optional<bool>(false) : std::nullopt;
}

bool RegistrationIndex::AnyDerives(const Preset& preset,
                                   const std::vector<std::string>& bases) const {
  return std::any_of(classes_.begin(), classes_.end(), [&](const auto& named) {
    return std::any_of(named.second.begin(), named.second.end(), [&](const BehaviorClass* made) {
      return made->preset == preset.name && Derives(*made, bases).value_or(false);
    });
  });
}

std::optional<uint32_t> RegistrationIndex::File(uint32_t from, std::string_view specifier) {
  const auto [it, added] = specifiers_.try_emplace(from);
  if (added) {
    for (const Edge& edge : graph_.Out(NodeId{from + 1})) {
      if (graph_.is_file(edge.to))
        it->second.emplace(graph_.text(edge.specifier), Index(edge.to) - 1);
    }
  }
  const auto found = it->second.find(specifier);
  if (found == it->second.end()) return std::nullopt;
  return found->second;
}

std::optional<InFile> RegistrationIndex::ExportOf(uint32_t file, std::string_view name) {
  struct Wanted {
    uint32_t file;
    std::string name;
  };
  std::vector<Wanted> queue = {{file, std::string(name)}};
  for (size_t next = 0; next < queue.size() && next < kMaxSearched; ++next) {
    const Wanted wanted = queue[next];
    const RegistrationFacts& registrations = facts_[wanted.file].registrations;
    std::string_view rest = wanted.name;
    // What a CommonJS module exports is also its default's member.
    for (;;) {
      const std::string_view first = rest.substr(0, rest.find('.'));
      std::optional<InFile> found;  // `guards.user` itself, else `guards`
      for (uint32_t i = 0; i < registrations.exports.size(); ++i) {
        if (registrations.exports[i].name == rest) return InFile{wanted.file, i};
        if (registrations.exports[i].name == first && !found) found = InFile{wanted.file, i};
      }
      if (found) return found;
      if (first != "default" || first.size() == rest.size()) break;
      rest.remove_prefix(first.size() + 1);
    }
    for (const ImportFact& import : facts_[wanted.file].imports) {
      if (!import.reexport) continue;
      const std::optional<uint32_t> target = File(wanted.file, import.specifier);
      if (!target) continue;
      bool named = false;
      for (const ImportedName& binding : import.names) {
        named = named || binding.imported != "*";
        if (binding.local == rest && binding.imported != "*")
          queue.push_back({*target, binding.imported});
      }
      if (!named && rest != "default") queue.push_back({*target, std::string(rest)});
    }
  }
  return std::nullopt;
}

const std::vector<InFile>& RegistrationIndex::Kept(std::string_view symbol) const {
  static const std::vector<InFile> kNone;
  const auto found = kept_.find(symbol);
  return found == kept_.end() ? kNone : found->second;
}

std::optional<uint32_t> RegistrationIndex::FileOf(uint32_t file, std::string_view symbol) {
  const size_t hash = symbol.rfind('#');
  if (hash == std::string_view::npos || hash == 0) return std::nullopt;
  const std::string_view module = symbol.substr(0, hash);
  std::optional<uint32_t> target = File(file, module);
  // A package of the workspace, or an alias: the scope could not tell it from an external.
  if (!target && module.starts_with("npm/")) target = File(file, module.substr(4));
  return target;
}

bool RegistrationIndex::IsOurs(uint32_t file, std::string_view symbol) {
  return FileOf(file, symbol).has_value();
}

std::optional<InFile> RegistrationIndex::Export(uint32_t file, std::string_view symbol) {
  const std::optional<uint32_t> target = FileOf(file, symbol);
  if (!target) return std::nullopt;
  const std::string_view name = symbol.substr(symbol.rfind('#') + 1);
  const std::optional<InFile> found = ExportOf(*target, name);
  // What is asked of a module as a whole, be it CommonJS or not, may be its default.
  return found || name != "*" ? found : ExportOf(*target, "default");
}

std::optional<InFile> RegistrationIndex::Component(uint32_t file,
                                                   const std::vector<std::string>& symbols) {
  const auto here = components_.find(file);
  for (const std::string& symbol : symbols) {
    if (here != components_.end() && symbol.find('#') == std::string::npos) {
      const auto found = here->second.find(symbol.substr(0, symbol.find('.')));
      if (found != here->second.end()) return InFile{file, found->second};
    }
    const std::optional<InFile> exported = Export(file, symbol);
    if (exported && export_at(*exported).component != kNoIndex)
      return InFile{exported->file, export_at(*exported).component};
  }
  return std::nullopt;
}

std::optional<InFile> RegistrationIndex::Callee(uint32_t file, const RegistrationEvent& call) {
  if (call.callee_function != kNoIndex) return InFile{file, call.callee_function};
  for (const std::string& callee : call.callees) {
    if (PipelinesMove(facts_[file].language)) {
      if (const std::optional<InFile> function = FunctionAt(file, callee)) return function;
      continue;
    }
    if (const auto found = functions_.find(callee); found != functions_.end()) return found->second;
    const std::optional<InFile> exported = Export(file, callee);
    if (exported && export_at(*exported).function != kNoIndex)
      return InFile{exported->file, export_at(*exported).function};
  }
  return std::nullopt;
}

/// The one pipeline that a function returns.
std::optional<InFile> RegistrationIndex::Result(InFile function) {
  const std::vector<uint32_t>& returns =
      facts_[function.file].registrations.functions[function.index].returns;
  if (returns.empty() || std::any_of(returns.begin(), returns.end(), [&](uint32_t pipeline) {
        return pipeline != returns.front();
      }))
    return std::nullopt;
  return InFile{function.file, returns.front()};
}

std::optional<InFile> RegistrationIndex::Made(InFile place) {
  for (int hop = 0; hop < kHops; ++hop) {
    const PipelineFact& fact = pipeline(place);
    if (const auto one = singletons_.find(fact.preset); one != singletons_.end())
      return one->second;
    std::optional<InFile> next;
    switch (fact.origin) {
      case PipelineOrigin::kCreated:
      case PipelineOrigin::kOpaque:
        return place;
      case PipelineOrigin::kParameter:
      case PipelineOrigin::kType:
        return std::nullopt;
      case PipelineOrigin::kNamed:
        next = Variable(place);
        if (!next) return place;  // nobody has it: it is known by this file alone
        break;
      case PipelineOrigin::kImported: {
        const std::optional<InFile> exported = Export(place.file, fact.symbol);
        if (exported && export_at(*exported).pipeline != kNoIndex)
          next = InFile{exported->file, export_at(*exported).pipeline};
        break;
      }
      case PipelineOrigin::kResult:
        if (fact.result_of != kNoIndex) {
          next = Result({place.file, fact.result_of});
        } else if (!fact.symbols.empty()) {
          for (const std::string& name : fact.symbols) {
            const auto function = functions_.find(name);
            if (next || function == functions_.end()) continue;
            next = Result(function->second);
          }
          if (!next) next = Variable(place);
          if (!next) return place;
        } else if (const std::optional<InFile> exported = Export(place.file, fact.symbol);
                   exported && export_at(*exported).function != kNoIndex) {
          next = Result({exported->file, export_at(*exported).function});
        }
        break;
    }
    if (!next) return std::nullopt;
    place = *next;
  }
  return std::nullopt;
}

std::optional<InFile> RegistrationIndex::Mounted(uint32_t file, const RegistrationEntry& entry) {
  if (entry.pipeline != kNoIndex) {
    const PipelineFact& fact = pipeline({file, entry.pipeline});
    const std::optional<InFile> made =
        fact.origin == PipelineOrigin::kParameter ? std::nullopt : Made({file, entry.pipeline});
    if (made) return made;
  }
  for (const std::string& symbol : entry.symbols) {
    const std::optional<InFile> exported = Export(file, symbol);
    if (!exported) continue;
    const RegistrationExport& made = export_at(*exported);
    if (made.pipeline != kNoIndex) return Made({exported->file, made.pipeline});
    if (made.function == kNoIndex) continue;
    if (const std::optional<InFile> result = Result({exported->file, made.function}))
      return Made(*result);
  }
  return std::nullopt;
}

std::optional<RegistrationIndex::Plugin> RegistrationIndex::PluginOf(
    uint32_t file, const RegistrationEntry& entry) {
  if (entry.function != kNoIndex) return Plugin{{file, entry.function}, entry.shared};
  for (const std::string& symbol : entry.symbols) {
    const std::optional<InFile> exported = Export(file, symbol);
    if (!exported || export_at(*exported).function == kNoIndex) continue;
    const RegistrationExport& made = export_at(*exported);
    return Plugin{{exported->file, made.function}, entry.shared || made.shared};
  }
  return std::nullopt;
}

std::optional<InFile> RegistrationIndex::Given(InFile function, uint32_t parameter) {
  const auto key = [](uint32_t of, uint32_t index) { return uint64_t{of} << 32 | index; };
  const auto [it, added] = given_.try_emplace(function.file);
  if (added) {
    const std::vector<PipelineFact>& pipelines = facts_[function.file].registrations.pipelines;
    for (uint32_t i = 0; i < pipelines.size(); ++i) {
      if (pipelines[i].origin == PipelineOrigin::kParameter)
        it->second.emplace(key(pipelines[i].function, pipelines[i].parameter), i);
    }
  }
  const auto found = it->second.find(key(function.index, parameter));
  if (found == it->second.end()) return std::nullopt;
  return InFile{function.file, found->second};
}

const DeclaredTraits* RegistrationIndex::Declared(const Preset& preset,
                                                  const RegistrationEntry& entry) const {
  for (const std::string& symbol : entry.symbols) {
    const auto found = declared_.find(symbol);
    if (found != declared_.end() && found->second->preset == preset.name) return found->second;
  }
  return nullptr;
}

}  // namespace krepis::analyzer
