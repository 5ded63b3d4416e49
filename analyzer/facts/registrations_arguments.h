#pragma once

#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "analyzer/facts/preset.h"
#include "analyzer/facts/registrations.h"
#include "analyzer/facts/registrations_entries.h"
#include "analyzer/facts/registrations_pipelines.h"
#include "analyzer/facts/scope.h"

namespace krepis::analyzer {

/// What a call says by arguments of known meaning, and by what is called on its result:
/// `CROW_ROUTE(app, "/x").methods("GET"_method)(handler)`.
struct RegistrationParts {
  PipelineFinder::Place place;
  std::vector<std::string> verbs;
  std::vector<RegistrationEntry> behaviors;
  std::vector<RegistrationEntry> handler;  // the last that was given
};

/// Reads calls whose preset says what their arguments are. Refers to what it is made of.
class ArgumentReader {
 public:
  ArgumentReader(const Scopes& scopes, PipelineFinder& finder, EntryReader& entries)
      : scopes_(scopes), ast_(scopes.ast()), finder_(finder), entries_(entries) {}

  /// What a call registers on `place`, or on the pipeline that it names itself: a route once for
  /// each of its verbs. Empty when it registers nothing.
  std::vector<RegistrationEvent> EventsOf(Node call, const PresetCall& known, const Preset& preset,
                                          const PipelineFinder::Place& place);
  /// What the types of `pipelines` list.
  std::vector<RegistrationEvent> Listed(const std::vector<PipelineFact>& pipelines);

 private:
  /// The arguments of `call` into `parts`, paths into `event`.
  void Read(Node call, const PresetCall& known, const Preset& preset, RegistrationEvent& event,
            RegistrationParts& parts);
  /// What is called on `route`, the result of a call that `chains`, or on the variable that it is.
  void ReadChain(Node route, const Preset& preset, RegistrationEvent& event,
                 RegistrationParts& parts);
  /// What stands for the handler of a route that names none: the class around, or nothing known.
  RegistrationEntry NoHandler(Node call) const;
  void ReadConstraint(Node argument, RegistrationParts& parts);
  ByteSpan SpanOf(Node call) const;
  Node ReadStep(Node route, const Preset& preset, RegistrationEvent& event,
                RegistrationParts& parts);
  const std::vector<Node>& UsesOf(Node variable);
  RegistrationEntry ByName(Node name) const;
  bool IsValue(Node declaration) const;
  static void DropQuery(RegistrationEvent& event);
  std::string ClassPath(Node call, std::string_view path) const;

  const Scopes& scopes_;
  const Ast& ast_;
  PipelineFinder& finder_;
  EntryReader& entries_;
  bool collected_ = false;
  std::unordered_map<Node, std::vector<Node>> uses_;  // of variables
};

}  // namespace krepis::analyzer
