#include "analyzer/workspace/generated_tsconfig.h"

#include <utility>

#include "analyzer/workspace/paths.h"

namespace krepis::analyzer {
namespace {

/// https://svelte.dev/docs/kit/project-structure#Project-files-tsconfig.json
constexpr std::string_view kSvelteKit = R"({"compilerOptions": {
  "paths": {"$lib": ["../src/lib"], "$lib/*": ["../src/lib/*"]},
  "rootDirs": ["..", "./types"]}})";

/// https://nuxt.com/docs/api/nuxt-config#alias. Sources stand in app/ since Nuxt 4, before that in
/// the folder of the project or in src/.
constexpr std::string_view kNuxt = R"({"compilerOptions": {"paths": {
  "~": ["../app", "..", "../src"], "~/*": ["../app/*", "../*", "../src/*"],
  "@": ["../app", "..", "../src"], "@/*": ["../app/*", "../*", "../src/*"],
  "~~": [".."], "~~/*": ["../*"], "@@": [".."], "@@/*": ["../*"],
  "#shared": ["../shared"], "#shared/*": ["../shared/*"]}}})";

}  // namespace

std::optional<JsonValue> GeneratedTsConfig(std::string_view path) {
  const std::string_view folder = BaseNameOf(DirectoryOf(path));
  const std::string_view name = BaseNameOf(path);
  std::string_view text;
  if (folder == ".svelte-kit" && name == "tsconfig.json") text = kSvelteKit;
  if (folder == ".nuxt" && name.starts_with("tsconfig") && name.ends_with(".json")) text = kNuxt;
  if (text.empty()) return std::nullopt;
  Result<JsonValue> json = ParseJson(path, text, JsonDialect::kStrict);
  if (!json.ok()) return std::nullopt;
  return *std::move(json);
}

}  // namespace krepis::analyzer
