#include "analyzer/graph/rust_files.h"

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

#include "analyzer/graph/each_file.h"

namespace krepis::analyzer {
namespace {

/// Whether a macro of that path makes modules of what only a build, or a file of another language,
/// says: `mod pb { tonic::include_proto!("shop"); }`, `wit_bindgen::generate!(…)`.
bool MakesModules(std::string_view path) {
  constexpr std::string_view kMacros[] = {
      "abigen",        "bindgen",          "capnp_import", "generate",
      "generate_api",  "import_types",     "include_mod",  "include_modules",
      "include_proto", "include_bindings", "sol"};
  const size_t last = path.rfind("::");
  const std::string_view name = last == std::string_view::npos ? path : path.substr(last + 2);
  return std::find(std::begin(kMacros), std::end(kMacros), name) != std::end(kMacros);
}

}  // namespace

RustFile RustFileOf(const FileFacts& facts, RustItems items) {
  RustFile rust;
  rust.modules.reserve(facts.mods.size());
  rust.uses.reserve(static_cast<size_t>(
      std::count_if(facts.imports.begin(), facts.imports.end(),
                    [](const ImportFact& import) { return import.kind == EdgeKind::kUse; })));
  for (const ModFact& mod : facts.mods) {
    rust.modules.push_back(
        {mod.name, mod.scope, mod.path_attribute, mod.inline_body, mod.test_only});
  }
  for (const ImportFact& import : facts.imports) {
    // What a macro or an included text brings in is as little known as what an external glob
    // does.
    if (import.kind == EdgeKind::kInclude || MakesModules(import.specifier)) {
      const bool text = import.kind == EdgeKind::kInclude;
      rust.uses.push_back(
          {"", text ? std::string_view("include") : import.specifier, import.scope, true});
    }
    if (import.kind != EdgeKind::kUse) continue;
    std::string_view name;
    if (!import.glob && !import.names.empty()) name = import.names.front().local;
    rust.uses.push_back(
        {name, import.specifier, import.scope, import.glob, import.extern_crate, import.reexport});
  }
  if (items == RustItems::kLeftOut) return rust;
  rust.items.reserve(facts.declarations.size());
  for (const DeclarationFact& item : facts.declarations)
    rust.items.push_back({item.name, item.scope});
  return rust;
}

RustResolver BuildRustResolver(const Workspace& workspace, std::span<const FileFacts> facts,
                               unsigned jobs, RustItems items) {
  const auto is_rust = [&](size_t file) {
    return workspace.sources()[file].language == Language::kRust;
  };
  std::vector<RustFile> stated(facts.size());
  ForEachFile(facts.size(), jobs, [&](size_t file) {
    if (is_rust(file)) stated[file] = RustFileOf(facts[file], items);
  });
  RustResolverBuilder builder = workspace.NewRustResolver();
  for (size_t i = 0; i < facts.size(); ++i) {
    if (is_rust(i)) builder.AddFile(workspace.sources()[i].path, stated[i]);
  }
  return std::move(builder).Build();
}

}  // namespace krepis::analyzer
