#include "analyzer/graph/chains_index.h"

#include <algorithm>
#include <utility>

namespace krepis::analyzer {
namespace {

constexpr int kHops = 16;
constexpr size_t kMaxSearched = 64;

}  // namespace

RegistrationIndex::RegistrationIndex(std::span<const FileFacts> facts, const Graph& graph)
    : facts_(facts), graph_(graph) {
  for (uint32_t file = 0; file < facts_.size(); ++file) {
    const RegistrationFacts& registrations = facts_[file].registrations;
    for (uint32_t i = 0; i < registrations.components.size(); ++i)
      components_[file].emplace(registrations.components[i].name, i);
    if (GroupOf(facts_[file].language) != LanguageGroup::kCpp) continue;
    for (uint32_t i = 1; i < registrations.functions.size(); ++i) {
      const std::string& name = registrations.functions[i].name;
      if (!name.empty()) functions_.emplace(name, InFile{file, i});
    }
    for (const DeclaredTraits& declared : registrations.declared)
      declared_.emplace(declared.type, &declared);
  }
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
      for (uint32_t i = 0; i < registrations.exports.size(); ++i) {
        if (registrations.exports[i].name == first) return InFile{wanted.file, i};
      }
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

/// The file that a symbol is of.
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
    std::optional<InFile> next;
    switch (fact.origin) {
      case PipelineOrigin::kCreated:
      case PipelineOrigin::kOpaque:
        return place;
      case PipelineOrigin::kParameter:
        return std::nullopt;
      case PipelineOrigin::kImported: {
        const std::optional<InFile> exported = Export(place.file, fact.symbol);
        if (exported && export_at(*exported).pipeline != kNoIndex)
          next = InFile{exported->file, export_at(*exported).pipeline};
        break;
      }
      case PipelineOrigin::kResult:
        if (fact.result_of != kNoIndex) {
          next = Result({place.file, fact.result_of});
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
