#pragma once

#include <tree_sitter/api.h>

/// The compiled grammars. Each function returns the same constant for the whole run, owned by the
/// grammar; any thread may call it. The names are those that the generated parsers export.
extern "C" {
const TSLanguage* tree_sitter_c(void);
const TSLanguage* tree_sitter_cpp(void);
const TSLanguage* tree_sitter_javascript(void);
const TSLanguage* tree_sitter_rust(void);
const TSLanguage* tree_sitter_tsx(void);
const TSLanguage* tree_sitter_typescript(void);
}
