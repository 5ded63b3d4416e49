#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "analyzer/facts/facts.h"
#include "analyzer/facts/preset.h"
#include "analyzer/graph/graph.h"

namespace krepis::analyzer {

/// A pipeline or function of a file: the index of the file in the facts, and its own there.
struct InFile {
  uint32_t file = 0;
  uint32_t index = 0;
  friend auto operator<=>(const InFile&, const InFile&) = default;
};

struct InFileHash {
  size_t operator()(const InFile& place) const {
    return std::hash<uint64_t>()(uint64_t{place.file} << 32 | place.index);
  }
};

/// Whether pipelines are values that move, so that what one is made of is one before it.
inline bool PipelinesMove(Language language) { return GroupOf(language) == LanguageGroup::kRust; }

/// Finds what a name of one file means in another: through imports and re-exports in JavaScript, by
/// qualified name in C++. Every search is bounded.
class RegistrationIndex {
 public:
  RegistrationIndex(std::span<const FileFacts> facts, const Graph& graph,
                    const PresetTable& presets);

  /// The export that a symbol (`./auth#requireUser`) of a file means; index: into its exports.
  std::optional<InFile> Export(uint32_t file, std::string_view symbol);
  /// What plugins put into pipelines under a symbol: npm/fastify#authenticate.
  const std::vector<InFile>& Kept(std::string_view symbol) const;
  const RegistrationExport& export_at(InFile place) const {
    return facts_[place.file].registrations.exports[place.index];
  }
  /// The file that a symbol of another is of.
  std::optional<uint32_t> FileOf(uint32_t file, std::string_view symbol);
  /// Whether a symbol is of a file of the workspace.
  bool IsOurs(uint32_t file, std::string_view symbol);
  /// The component that a name of a file means, by the first of its symbols that leads to one.
  std::optional<InFile> Component(uint32_t file, const std::vector<std::string>& symbols);
  const RegisteringFunction& function_at(InFile place) const {
    return facts_[place.file].registrations.functions[place.index];
  }
  /// The function that a call means.
  std::optional<InFile> Callee(uint32_t file, const RegistrationEvent& call);
  /// Rust: the function that a path of a file means, through modules, crates and re-exports.
  std::optional<InFile> FunctionAt(uint32_t file, std::string_view path);
  /// The pipeline as it is made: imports and results of functions looked through. Parameters and
  /// what leads nowhere are none.
  std::optional<InFile> Made(InFile pipeline);
  /// The pipeline that a name of a file means when it is mounted, or none.
  std::optional<InFile> Mounted(uint32_t file, const RegistrationEntry& entry);
  /// The function that an entry is, and whether what that registers is registered where the entry
  /// is registered itself.
  struct Plugin {
    InFile function;
    bool shared = false;
  };
  std::optional<Plugin> PluginOf(uint32_t file, const RegistrationEntry& entry);
  /// The pipeline that a parameter of a function is, or none.
  std::optional<InFile> Given(InFile function, uint32_t parameter);
  /// Whether several programs register on the one pipeline of a preset: each has its own.
  bool HasSeveralPrograms(const Preset& preset) const;
  /// Whose pipeline it is: what its file says, or its type; empty: not known.
  std::string_view PresetOf(InFile pipeline) const;
  /// The alias by which the type of a pipeline is known: what it lists is listed for the pipeline.
  std::optional<InFile> TypeOf(InFile pipeline) const;
  /// The class that an entry names, null when no file of the workspace has it.
  const BehaviorClass* Class(const Preset& preset, const RegistrationEntry& entry) const;
  /// Whether a class derives from one of `bases`, be it by way of others; none: some base of it is
  /// not known.
  std::optional<bool> Derives(const BehaviorClass& derived,
                              const std::vector<std::string>& bases) const;
  /// Whether a class of the workspace derives from one of `bases`.
  bool AnyDerives(const Preset& preset, const std::vector<std::string>& bases) const;
  /// The class that a name which is none's must be meant to be, of those that derive from one of
  /// `bases`: another namespace's, or spelt almost so. Null: there is none, or more than one.
  const BehaviorClass* Meant(const Preset& preset, std::string_view name) const;
  /// What the class of an entry declares, null when nothing is known of it.
  const DeclaredTraits* Declared(const Preset& preset, const RegistrationEntry& entry) const;

  const PipelineFact& pipeline(InFile place) const {
    return facts_[place.file].registrations.pipelines[place.index];
  }

 private:
  std::optional<uint32_t> File(uint32_t from, std::string_view specifier);
  std::optional<InFile> ExportOf(uint32_t file, std::string_view name);
  std::optional<InFile> Result(InFile function);
  std::optional<InFile> Variable(InFile place) const;
  const BehaviorClass* ClassOf(std::string_view preset, std::string_view type) const;
  std::optional<InFile> Item(uint32_t file, std::string name);

  std::span<const FileFacts> facts_;
  const Graph& graph_;
  std::unordered_map<uint32_t, std::unordered_map<std::string_view, uint32_t>> specifiers_;
  /// Per file: components by name.
  std::unordered_map<uint32_t, std::unordered_map<std::string_view, uint32_t>> components_;
  std::unordered_map<std::string_view, InFile> functions_;
  std::unordered_map<uint32_t, std::unordered_map<uint64_t, uint32_t>> given_;  // per file
  /// Rust: of each file, by qualified name.
  std::unordered_map<uint32_t, std::unordered_map<std::string_view, uint32_t>> items_;
  std::unordered_map<std::string_view, const DeclaredTraits*> declared_;
  std::unordered_map<std::string_view, std::vector<const BehaviorClass*>> classes_;
  std::unordered_map<std::string_view, std::vector<InFile>> variables_;  // C++, of pipelines
  std::unordered_map<std::string_view, InFile> singletons_;              // by preset
  std::unordered_map<std::string_view, std::vector<InFile>> kept_;       // by symbol
  std::unordered_map<std::string_view, InFile> types_;                   // C++, their aliases
};

}  // namespace krepis::analyzer
