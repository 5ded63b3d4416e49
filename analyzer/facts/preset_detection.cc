#include "analyzer/facts/preset_detection.h"

#include <algorithm>
#include <string>

#include "analyzer/core/glob.h"
#include "analyzer/facts/module_name.h"

namespace krepis::analyzer {
namespace {

/// Whether a word is a name that has that of the framework in it: FastifyInstance.
bool Names(std::string_view word, std::string_view framework) {
  const auto letter = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
  return std::search(word.begin(), word.end(), framework.begin(), framework.end(),
                     [&](char a, char b) { return letter(a) == letter(b); }) != word.end();
}

/// Whether an import may bind an export of that name, or a member of one.
bool MayBind(const ImportFact& import, std::string_view symbol) {
  const std::string_view exported = symbol.substr(0, symbol.find('.'));
  return import.names.empty() ||
         std::any_of(import.names.begin(), import.names.end(), [&](const ImportedName& name) {
           return name.imported == "*" || name.imported == "default" ||
                  MatchWildcard(exported, name.imported);
         });
}

}  // namespace

bool ExportsStages(const Preset& preset, const std::vector<ImportFact>& imports) {
  if (preset.language != LanguageGroup::kTypeScript) return false;
  return std::any_of(imports.begin(), imports.end(), [&](const ImportFact& import) {
    const std::string module = CanonicalModule(import.specifier).module;
    return std::any_of(preset.stages.begin(), preset.stages.end(), [&](const PresetStage& stage) {
      return std::any_of(stage.match.begin(), stage.match.end(), [&](const SymbolPattern& pattern) {
        return MatchWildcard(pattern.package, module) && MayBind(import, pattern.symbol);
      });
    });
  });
}

bool DetectsPreset(const Preset& preset, std::string_view specifier) {
  return ImportsOneOf(specifier, preset.language, preset.detect);
}

bool SpeaksOf(const Preset& preset, const std::vector<ImportFact>& imports,
              std::string_view source) {
  if (std::any_of(imports.begin(), imports.end(), [&](const ImportFact& import) {
        return DetectsPreset(preset, import.specifier);
      }))
    return true;
  // A plugin need not import the framework, but it speaks of it.
  if (preset.coverage != PresetCoverage::kContext) return false;
  return std::any_of(preset.words.begin(), preset.words.end(), [&](const std::string& word) {
    return Names(word, preset.name) && source.find(word) != source.npos;
  });
}

}  // namespace krepis::analyzer
