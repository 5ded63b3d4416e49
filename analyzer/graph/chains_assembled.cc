// Chains of frameworks whose programs put them together from names (PresetAssembly).
#include <algorithm>

#include "analyzer/graph/chains_builder.h"

namespace krepis::analyzer {

/// Whether a behaviour of the framework's own list may be gone, or stand elsewhere, since a class
/// of the program makes another list of it and what is no source says whether that is in use.
bool ChainBuilder::IsReplaced(const Preset& preset, const RegistrationEvent& event,
                              const RegistrationEntry& entry) {
  const PresetAssembly& assembly = preset.assembly;
  if (assembly.empty() || event.scope == RegistrationScope::kLocal || entry.symbols.empty() ||
      std::find(assembly.defaults.begin(), assembly.defaults.end(), entry.symbols[0]) ==
          assembly.defaults.end())
    return false;
  const auto [it, added] = replaced_.try_emplace({&preset, event.scope}, false);
  if (added) {
    it->second =
        index_.AnyDerives(preset, assembly.builders) ||
        (event.scope == RegistrationScope::kGlobal && index_.AnyDerives(preset, assembly.refines));
  }
  return it->second;
}

/// A component that is no handler.
bool ChainBuilder::IsNoRoute(const Preset& preset, const RegistrationEvent& event) const {
  if (preset.assembly.empty() || event.scope != RegistrationScope::kLocal) return false;
  const BehaviorClass* type = index_.Class(preset, event.entries.back());
  return type == nullptr || !index_.Derives(*type, preset.assembly.handlers).value_or(false);
}

}  // namespace krepis::analyzer
