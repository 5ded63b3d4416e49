#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/config/toml_document.h"
#include "analyzer/core/result.h"

namespace krepis::analyzer {

/// How a framework registers by classes: decorators on controllers, their methods and parameters,
/// and modules that list controllers and other modules. The table [components] of a preset.toml;
/// docs of the keys stand at the fields here.

enum class DecoratorEffect : uint8_t {
  kUse,         // its arguments are behaviours, in `phase`
  kRoute,       // the method is the handler of a route, at the paths in the first argument
  kVersion,     // the first argument is the version of a route
  kController,  // the class has routes: its paths, or {path, version}, in the first argument
  kModule,      // the class is a module, its lists are in the first argument
  kCompose,     // its arguments are decorators, put on in their order
  kParameter,   // those of its arguments that are behaviours see one parameter of a handler
};

struct PresetDecorator {
  std::vector<std::string> symbols;
  DecoratorEffect effect = DecoratorEffect::kUse;
  std::string phase;   // use, parameter
  std::string verb;    // routes: "GET"; empty: any method
  bool named = false;  // routes: the last segment of the symbol is the method
};

/// A token: a provider of a module that is called so is a behaviour of every route.
struct PresetToken {
  std::string symbol;
  std::string phase;
};

/// What a call on the application sets.
enum class SettingEffect : uint8_t {
  kPrefix,    // the path before all routes, in the first argument; in `exclude`, those without it
  kVersions,  // versions are part of paths, by the first argument
  kUse,       // `adds` is registered, the arguments being its options
};

struct PresetSetting {
  std::vector<std::string> methods;
  SettingEffect effect = SettingEffect::kUse;
  std::string adds;
  std::string phase;
};

/// What a field of the options that the application is made with registers, behind what calls do.
struct PresetOption {
  std::string name;
  std::string adds;
  std::string phase;
};

struct PresetComponents {
  std::vector<PresetDecorator> decorators;
  std::vector<PresetToken> tokens;
  std::vector<PresetSetting> settings;
  std::vector<PresetOption> options;
  std::vector<std::string> references;  // calls whose function gives what is meant: forwardRef
  std::vector<std::string> routers;     // calls that give modules paths: RouterModule.register
  /// Fields of a module: other modules; controllers. Of an object that stands for one: the module.
  std::string imports;
  std::string controllers;
  std::string dynamic;
  /// Fields of a provider: its token; a class; a value; a function that gives the value.
  std::string token;
  std::vector<std::string> classes;
  std::vector<std::string> values;
  std::vector<std::string> factories;
  /// The method of a module that registers middleware on its parameter, and the methods of that:
  /// what, for which routes not, and for which.
  std::string configure;
  std::string apply;
  std::string exclude;
  std::string for_routes;
  std::string middleware_phase;

  bool empty() const { return decorators.empty(); }
  /// The decorator that a symbol is, or null.
  const PresetDecorator* FindDecorator(std::string_view symbol) const;
  const PresetToken* FindToken(std::string_view symbol) const;
  const PresetSetting* FindSetting(std::string_view method) const;
};

/// Reads the table [components]; adds what is wrong with it to `errors`, without their file. Every
/// phase has to be one of `phases`.
PresetComponents LoadPresetComponents(const TomlNode& table, const std::vector<std::string>& phases,
                                      std::vector<Error>& errors);

}  // namespace krepis::analyzer
