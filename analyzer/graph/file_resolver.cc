#include "analyzer/graph/file_resolver.h"

#include <optional>
#include <string>
#include <utility>

#include "analyzer/graph/build.h"
#include "analyzer/workspace/import_patterns.h"
#include "analyzer/workspace/paths.h"

namespace krepis::analyzer {
namespace {

/// How many files the patterns of one file may be tried on.
constexpr uint64_t kFilesLookedAt = 1'000'000;

}  // namespace

std::vector<Resolved> FileResolver::Resolve(const SourceFile& file, const FileFacts& facts) const {
  std::vector<Resolved> all;
  all.reserve(facts.imports.size() + facts.mods.size());
  uint64_t budget = kFilesLookedAt;
  for (const ImportFact& import : facts.imports) {
    if (import.pattern) {
      for (const std::string& paths :
           workspace_.typescript().PathsOfPattern(file.path, import.specifier)) {
        for (std::string& fits : FilesThatFit(workspace_.sources(), file.path, paths, budget)) {
          all.push_back({&import, nullptr, {Resolution::Kind::kFile, false, std::move(fits)}});
        }
      }
    }
    if (import.computed || import.specifier.empty()) continue;
    if (file.language == Language::kRust && import.kind != EdgeKind::kInclude) {
      const RustPathForm form =
          import.kind == EdgeKind::kPath ? RustPathForm::kPath : RustPathForm::kUse;
      for (Resolution& found : rust_.ResolveAll(file.path, import.scope, import.specifier, form)) {
        all.push_back({&import, nullptr, InPlace(std::move(found))});
      }
      continue;
    }
    all.push_back({&import, nullptr, InPlace(ResolveImport(file, import))});
  }
  for (const ModFact& mod : facts.mods) {
    if (mod.inline_body) continue;
    all.push_back({nullptr, &mod,
                   InPlace(rust_.ResolveModule(file.path,
                                               {mod.name, mod.scope, mod.path_attribute, false}))});
  }
  return all;
}

Resolution FileResolver::InPlace(Resolution resolution) const {
  const bool file = resolution.kind == Resolution::Kind::kFile ||
                    resolution.kind == Resolution::Kind::kUnanalysed;
  if (file) resolution.target = workspace_.files().Canonical(resolution.target);
  return resolution;
}

Resolution FileResolver::ResolveImport(const SourceFile& file, const ImportFact& import) const {
  switch (GroupOf(file.language)) {
    case LanguageGroup::kTypeScript:
      if (import.system) return workspace_.typescript().ResolveTypes(file.path, import.specifier);
      return workspace_.typescript().Resolve(
          file.path, import.specifier, import.require ? ImportForm::kRequire : ImportForm::kImport);
    case LanguageGroup::kRust:
      return ResolveRustInclude(file, import.specifier);
    case LanguageGroup::kCpp:
      return import.resolved.empty() ? ResolveSyntactically(file, import)
                                     : ResolveAsCompiled(import);
    case LanguageGroup::kNone:
      break;
  }
  return {};
}

Resolution FileResolver::ResolveRustInclude(const SourceFile& file,
                                            std::string_view specifier) const {
  constexpr std::string_view kPackage = "$CARGO_MANIFEST_DIR/";
  // A header is for a bridge of cxx: foreign code.
  if (GroupOf(LanguageOf(specifier)) == LanguageGroup::kCpp)
    return {Resolution::Kind::kLocal, false, {}};
  if (specifier.starts_with("$OUT_DIR"))  // its build script writes it
    return {Resolution::Kind::kUnanalysed, false, std::string(specifier)};
  std::string_view folder = DirectoryOf(file.path);
  if (specifier.starts_with(kPackage)) {
    const uint32_t package = workspace_.cargo().NearestPackage(file.path);
    if (package == CargoCrate::kNone) return Resolution::Unresolved("no Cargo.toml governs it");
    folder = workspace_.cargo().manifests()[package].directory;
    specifier.remove_prefix(kPackage.size());
  }
  std::optional<std::string> path = ResolvePath(folder, specifier);
  if (!path) return Resolution::Unresolved("it leads out of the workspace");
  if (workspace_.files().IsSource(*path)) return {Resolution::Kind::kFile, false, *std::move(path)};
  if (workspace_.files().Exists(*path) || workspace_.files().IsToBeGenerated(*path))
    return {Resolution::Kind::kUnanalysed, false, *std::move(path)};
  return Resolution::Unresolved("there is no " + *path);
}

Resolution FileResolver::ResolveSyntactically(const SourceFile& file,
                                              const ImportFact& import) const {
  if (import.kind == EdgeKind::kImport && IsStandardModule(import.specifier))
    return {Resolution::Kind::kExternal, false, "sys/" + import.specifier};
  if (import.kind != EdgeKind::kInclude) return {Resolution::Kind::kLocal, false, ""};
  return workspace_.includes().Resolve(file.path, import.specifier, import.system);
}

Resolution FileResolver::ResolveAsCompiled(const ImportFact& import) const {
  if (import.resolved.front() == '/')
    return {Resolution::Kind::kExternal, false, "sys/" + import.specifier};
  if (workspace_.files().IsSource(import.resolved))
    return {Resolution::Kind::kFile, false, import.resolved};
  return {Resolution::Kind::kUnanalysed, false, import.resolved};
}

}  // namespace krepis::analyzer
