#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "analyzer/facts/preset.h"
#include "analyzer/facts/registrations.h"
#include "analyzer/facts/registrations_entries.h"
#include "analyzer/facts/registrations_pipelines.h"

namespace krepis::analyzer {

/// Reads one call of a registering method: what it registers, for which verbs and paths.
class CallReader {
 public:
  CallReader(const Scopes& scopes, PipelineFinder& finder, EntryReader& entries)
      : ast_(scopes.ast()), finder_(finder), entries_(entries) {}

  /// The events of `call`, whose callee is the method `known` of a pipeline of `preset` at `place`,
  /// in the order in which they happen; none when it registers nothing: app.get("setting").
  std::vector<RegistrationEvent> Read(Node call, const PresetCall& known, const Preset& preset,
                                      const PipelineFinder::Place& place);

  /// The call of a pipeline that app["get"] or app[method] is: by a name that is not `constant`, a
  /// route of any method.
  std::optional<PresetCall> IndexedCall(Node callee, const Preset& preset, bool& constant) const;

 private:
  struct Said {
    RegistrationEvent event;
    std::vector<std::string> verbs;  // none: that of the method
    std::string phase;
    size_t next = 0;  // the first argument that is no key
  };

  bool ReadKey(Node call, const PresetCall& known, const Preset& preset, Said& said);
  void ReadOwnPath(Node call, const std::vector<Node>& arguments, Said& said);
  void ReadRouteOptions(Node options, const PresetCall& known, const Preset& preset, Said& said);
  void ReadVerbs(Node argument, Said& said) const;
  void ReadOptions(Node options, const Preset& preset, std::vector<RegistrationEntry>& entries);
  void ApplyOptions(Node options, const Preset& preset, std::vector<RegistrationEntry>& entries);
  enum class Switch : uint8_t { kOn, kMay, kOff };
  Switch SwitchOf(Node options, const PluginOption& option) const;
  void AddBarrier(Node node, const Preset& preset, std::vector<RegistrationEntry>& entries);
  Node ObjectOf(Node expression) const;
  /// The call by which an argument stands for something at a path: mount("/x", app); else 0.
  Node MountedAt(Node argument, const Preset& preset) const;

  const Ast& ast_;
  PipelineFinder& finder_;
  EntryReader& entries_;
};

}  // namespace krepis::analyzer
