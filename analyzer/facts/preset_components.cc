#include "analyzer/facts/preset_components.h"

#include <algorithm>
#include <array>
#include <iterator>

#include "analyzer/facts/toml_reader.h"

namespace krepis::analyzer {
namespace {

using Kind = TomlNode::Kind;

constexpr std::pair<std::string_view, DecoratorEffect> kDecoratorEffects[] = {
    {"use", DecoratorEffect::kUse},
    {"route", DecoratorEffect::kRoute},
    {"version", DecoratorEffect::kVersion},
    {"controller", DecoratorEffect::kController},
    {"module", DecoratorEffect::kModule},
    {"compose", DecoratorEffect::kCompose},
    {"parameter", DecoratorEffect::kParameter}};
constexpr std::pair<std::string_view, SettingEffect> kSettingEffects[] = {
    {"prefix", SettingEffect::kPrefix},
    {"versions", SettingEffect::kVersions},
    {"use", SettingEffect::kUse}};

class Loader {
 public:
  explicit Loader(const std::vector<std::string>& phases)
      : reader_(TomlNode(), ""), phases_(phases) {}

  PresetComponents Load(const TomlNode& table) {
    constexpr auto kKeys = std::to_array<std::string_view>(
        {"decorators", "tokens", "settings", "options", "references", "routers", "imports",
         "controllers", "dynamic", "token", "classes", "values", "factories", "configure", "apply",
         "exclude", "for_routes", "middleware_phase"});
    reader_.CheckKeys(table, kKeys);
    PresetComponents components;
    for (const TomlNode* node : reader_.Tables(table, "decorators"))
      components.decorators.push_back(Decorator(*node));
    for (const TomlNode* node : reader_.Tables(table, "tokens")) {
      constexpr auto kTokenKeys = std::to_array<std::string_view>({"symbol", "phase"});
      reader_.CheckKeys(*node, kTokenKeys);
      components.tokens.push_back({Required(*node, "symbol"), Phase(*node, "phase")});
    }
    for (const TomlNode* node : reader_.Tables(table, "settings"))
      components.settings.push_back(Setting(*node));
    for (const TomlNode* node : reader_.Tables(table, "options")) {
      constexpr auto kOptionKeys = std::to_array<std::string_view>({"name", "adds", "phase"});
      reader_.CheckKeys(*node, kOptionKeys);
      components.options.push_back(
          {Required(*node, "name"), Required(*node, "adds"), Phase(*node, "phase")});
    }
    components.references = reader_.List(table, "references");
    components.routers = reader_.List(table, "routers");
    components.imports = reader_.Text(table, "imports");
    components.controllers = reader_.Text(table, "controllers");
    components.dynamic = reader_.Text(table, "dynamic");
    components.token = reader_.Text(table, "token");
    components.classes = reader_.List(table, "classes");
    components.values = reader_.List(table, "values");
    components.factories = reader_.List(table, "factories");
    components.configure = reader_.Text(table, "configure");
    components.apply = reader_.Text(table, "apply");
    components.exclude = reader_.Text(table, "exclude");
    components.for_routes = reader_.Text(table, "for_routes");
    if (!components.configure.empty())
      components.middleware_phase = Phase(table, "middleware_phase");
    if (components.decorators.empty()) reader_.Fail(table.location, "\"decorators\" is missing");
    return components;
  }

  std::vector<Error> TakeErrors() { return reader_.TakeErrors(); }

 private:
  PresetDecorator Decorator(const TomlNode& node) {
    constexpr auto kKeys =
        std::to_array<std::string_view>({"symbols", "effect", "phase", "verb", "named"});
    reader_.CheckKeys(node, kKeys);
    PresetDecorator decorator;
    decorator.symbols = reader_.List(node, "symbols");
    if (decorator.symbols.empty()) reader_.Fail(node.location, "\"symbols\" is missing");
    decorator.effect = Word(node, kDecoratorEffects, decorator.effect);
    decorator.verb = reader_.Text(node, "verb");
    decorator.named = reader_.Boolean(node, "named");
    const bool adds = decorator.effect == DecoratorEffect::kUse ||
                      decorator.effect == DecoratorEffect::kParameter;
    if (adds || node.Find("phase") != nullptr) decorator.phase = Phase(node, "phase");
    return decorator;
  }

  PresetSetting Setting(const TomlNode& node) {
    constexpr auto kKeys = std::to_array<std::string_view>({"methods", "effect", "adds", "phase"});
    reader_.CheckKeys(node, kKeys);
    PresetSetting setting;
    setting.methods = reader_.List(node, "methods");
    if (setting.methods.empty()) reader_.Fail(node.location, "\"methods\" is missing");
    setting.effect = Word(node, kSettingEffects, setting.effect);
    if (setting.effect == SettingEffect::kUse) {
      setting.adds = Required(node, "adds");
      setting.phase = Phase(node, "phase");
    }
    return setting;
  }

  template <class T, size_t N>
  T Word(const TomlNode& node, const std::pair<std::string_view, T> (&words)[N], T otherwise) {
    const std::string text = reader_.Text(node, "effect");
    const auto found = std::find_if(std::begin(words), std::end(words),
                                    [&](const auto& word) { return word.first == text; });
    if (found != std::end(words)) return found->second;
    std::string all;
    for (const auto& word : words) all.append(all.empty() ? "" : ", ").append(word.first);
    reader_.Fail(node.location, "\"effect\" is one of " + all);
    return otherwise;
  }

  std::string Required(const TomlNode& node, std::string_view key) {
    std::string text = reader_.Text(node, key);
    if (text.empty()) reader_.Fail(node.location, "\"" + std::string(key) + "\" is missing");
    return text;
  }

  std::string Phase(const TomlNode& node, std::string_view key) {
    std::string phase = reader_.Text(node, key);
    if (std::find(phases_.begin(), phases_.end(), phase) == phases_.end())
      reader_.Fail(node.location, "no phase is called \"" + phase + "\"");
    return phase;
  }

  TomlReader reader_;
  const std::vector<std::string>& phases_;
};

template <class List>
auto FindBy(const List& list, std::vector<std::string> List::value_type::* names,
            std::string_view name) {
  const auto found = std::find_if(list.begin(), list.end(), [&](const auto& item) {
    return std::find((item.*names).begin(), (item.*names).end(), name) != (item.*names).end();
  });
  return found == list.end() ? nullptr : &*found;
}

}  // namespace

const PresetDecorator* PresetComponents::FindDecorator(std::string_view symbol) const {
  return FindBy(decorators, &PresetDecorator::symbols, symbol);
}

const PresetToken* PresetComponents::FindToken(std::string_view symbol) const {
  const auto found = std::find_if(tokens.begin(), tokens.end(),
                                  [&](const PresetToken& known) { return known.symbol == symbol; });
  return found == tokens.end() ? nullptr : &*found;
}

const PresetSetting* PresetComponents::FindSetting(std::string_view method) const {
  return FindBy(settings, &PresetSetting::methods, method);
}

PresetComponents LoadPresetComponents(const TomlNode& table, const std::vector<std::string>& phases,
                                      std::vector<Error>& errors) {
  Loader loader(phases);
  PresetComponents components = loader.Load(table);
  for (Error& error : loader.TakeErrors()) errors.push_back(std::move(error));
  return components;
}

}  // namespace krepis::analyzer
