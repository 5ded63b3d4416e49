#pragma once

#include <memory>
#include <span>
#include <string_view>

namespace krepis::analyzer {
class Rule;
}

namespace krepis::rules {

/// What the build found in the folders beside this header. It is generated, so that adding a rule,
/// a preset or a symbol table touches its own folder only. Everything here lives as long as the
/// program and is constant.

/// A rule folder: `<family>/<rule-id>/{rule.cc, rule.md}`.
struct RegisteredRule {
  std::string_view id;                                ///< "layering/order"
  std::unique_ptr<krepis::analyzer::Rule> (*make)();  ///< its rule.cc: MakeLayeringOrder
  std::string_view markdown;                          ///< its rule.md
};

/// A data file.
struct DataFile {
  std::string_view path;    ///< below rules/: "presets/express/preset.toml"
  std::string_view packed;  ///< what it says, of PackToml()
};

/// All rules, sorted by id.
std::span<const RegisteredRule> AllRules();

/// rules/presets/*/*.toml, sorted by path.
std::span<const DataFile> PresetFiles();

/// rules/sandbox/*.toml, sorted by path.
std::span<const DataFile> SandboxTableFiles();

}  // namespace krepis::rules
