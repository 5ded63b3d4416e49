#pragma once

#include <optional>
#include <string_view>

#include "analyzer/workspace/json.h"

namespace krepis::analyzer {

/// What a framework writes at `path` when it is started, as its documentation promises it: the
/// config of a project extends that file, but git does not have it. Known are SvelteKit's
/// .svelte-kit/tsconfig.json and Nuxt's .nuxt/tsconfig*.json, without the aliases that the
/// configuration of the project adds (a program, which is not run).
std::optional<JsonValue> GeneratedTsConfig(std::string_view path);

}  // namespace krepis::analyzer
