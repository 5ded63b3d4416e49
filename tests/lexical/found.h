#pragma once

#include <string>
#include <string_view>

#include "analyzer/core/language.h"

namespace krepis::testing {

/// What the lexical frontend finds: "kind specifier" of each import and "allow rule" of each
/// suppression, "[unsure]" where a parser has to read the text.
std::string Found(analyzer::Language language, std::string_view text);

/// As Found(), and a parser that reads the text without an error says the same of it.
std::string Agreed(analyzer::Language language, std::string_view text);

}  // namespace krepis::testing
