#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

#include "analyzer/facts/route_paths.h"
#include "analyzer/graph/chains_builder.h"
#include "analyzer/graph/chains_paths.h"

namespace krepis::analyzer {

/// The conditions of both.
std::vector<PlacedCondition> Both(const std::vector<PlacedCondition>& a,
                                  const std::vector<PlacedCondition>& b);
/// The conditions `around`, and those of an item of a file.
std::vector<PlacedCondition> With(const std::vector<PlacedCondition>& around, uint32_t file,
                                  const std::vector<RegistrationCondition>& more);

/// The part of ChainBuilder for frameworks that register by classes: modules that an application
/// reaches, controllers that they list, and what decorators put on these and their methods. Within
/// a phase, what is for all routes stands outside what is for a class, that outside what is for one
/// method.
class ComponentChains {
 public:
  explicit ComponentChains(ChainBuilder& builder) : builder_(builder) {}

  /// The routes of applications. Of several that serve one module, only the one that most is
  /// registered on: others are made to look something up.
  void BuildApplications(std::vector<InFile> pipelines);
  /// The routes of controllers that no application was seen to serve.
  void BuildUnseen();

 private:
  void BuildApplication(InFile pipeline);
  using Layer = ChainBuilder::Layer;
  using Conditions = std::vector<PlacedCondition>;
  struct Given {
    PlacedEvent::Entry placed;
    std::string_view phase;
  };
  using Arguments = std::vector<Given>;

  /// An item as it takes effect: in a decorator that a function makes, by what that is given.
  struct PlacedItem {
    const ComponentItem* item = nullptr;
    uint32_t file = 0;
    Arguments entries;
    Conditions conditions;
  };
  /// A behaviour, and where it belongs.
  struct Piece {
    Layer layer;
    size_t phase = 0;
    uint32_t order = 0;
    const ComponentItem* targeted = nullptr;  // it is for some routes only
    uint32_t file = 0;                        // whose names `targeted` uses
  };
  struct Module {
    InFile component;
    Conditions conditions;
    size_t depth = 1;
    std::string path;  // before those of its controllers
    bool path_unknown = false;
    std::vector<PlacedItem> items;
    std::vector<InFile> imports;
  };
  struct Application {
    const Preset* preset = nullptr;
    std::string prefix;
    bool prefix_unknown = false;
    std::vector<ComponentTarget> unprefixed;
    bool versions = false;
    bool versions_unknown = false;
    std::string version_prefix;
    std::vector<std::string> default_versions;
    std::vector<Piece> pieces;  // for all routes
    std::vector<Module> modules;
    bool mounted = true;
  };
  /// A controller, and the classes it extends.
  struct Served {
    std::vector<InFile> classes;  // derived first
    const Module* module = nullptr;
    Conditions conditions;
  };
  struct PathOf {
    std::string full;   // as requests have it
    std::string plain;  // without prefix and version
    bool known = true;
    bool versioned = false;
  };

  const ComponentFact& fact(InFile component) const;
  void Flatten(uint32_t file, const std::vector<ComponentItem>& items, const Arguments* arguments,
               const Conditions& around, int depth, std::vector<PlacedItem>& placed) const;
  std::optional<InFile> ComponentOf(const PlacedEvent::Entry& entry, ComponentKind kind) const;
  std::vector<InFile> ClassesOf(InFile component) const;
  std::vector<PlacedItem> ItemsOf(const std::vector<InFile>& classes) const;

  void ReadCalls(InFile pipeline, Application& application, Arguments& roots);
  void ReadSetting(const ComponentItem& item, uint32_t file, const Conditions& conditions,
                   Application& application, Arguments& roots);
  void FindModules(const Arguments& roots, Application& application);
  void ServeModules(const Application& application);
  void FindDepths(Application& application) const;
  void AddEverywhere(Application& application);
  void AddLoose(Application& application);
  void AddPiece(const Preset& preset, const Given& given, RegistrationScope scope,
                const Conditions& conditions, uint32_t order, std::vector<Piece>& pieces) const;
  void Serve(const Application& application, const Served& served);
  void AddRoute(const Application& application, const Served& served,
                const std::vector<PlacedItem>& items, const std::vector<PlacedItem>& own,
                const ComponentMember& member, InFile component, const PlacedItem& route);
  std::vector<PathOf> PathsOf(const Application& application, const Served& served,
                              const std::vector<PlacedItem>& items,
                              const std::vector<PlacedItem>& own, const PlacedItem& route) const;
  PathMatch Match(const Piece& piece, const Served& served, const std::string& verb,
                  const PathOf& path) const;
  PathMatch MatchTarget(const ComponentTarget& target, uint32_t file, bool except,
                        const Served& served, const std::string& verb, const PathOf& path) const;

  ChainBuilder& builder_;
  std::set<InFile> roots_;   // modules that applications serve
  std::set<InFile> served_;  // controllers of the application at hand
  std::set<InFile> built_;   // controllers
};

}  // namespace krepis::analyzer
