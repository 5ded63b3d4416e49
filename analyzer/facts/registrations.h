#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/core/source_text.h"
#include "analyzer/facts/preset.h"

namespace krepis::analyzer {

/// What one file says about pipelines: which it makes or gets, and what is registered on them, in
/// order. analyzer/graph/chains.h puts the files together. Indices are into the vectors of the same
/// RegistrationFacts; functions[0] is the top level of the file.

inline constexpr uint32_t kNoIndex = ~0u;
/// What functions are given behind that many parameters is not followed.
inline constexpr uint32_t kMaxParameters = 256;

/// The values are stable (krepis.v1.PipelineOrigin).
enum class PipelineOrigin : uint8_t {
  kCreated = 1,  // made here: `const app = express()`
  kParameter,    // of a function that registers
  kImported,     // `import { app } from "./app"`: `symbol`
  kResult,       // what a function gives: `symbol`
  kOpaque,       // of a pipeline's type, but nothing says where it comes from
  kNamed,        // C++: a variable of another file, called one of `symbols`
  kType,         // C++: no pipeline, but an alias of its type; others name it in their `symbols`
};

struct PipelineFact {
  PipelineOrigin origin = PipelineOrigin::kCreated;
  std::string preset;      // empty: not known here, a call of a registering method is all there is
  bool mountable = false;  // serves requests only when another pipeline mounts it
  uint32_t function = 0;   // whose body makes it, or whose parameter it is
  uint32_t parameter = kNoIndex;
  uint32_t result_of = kNoIndex;  // kResult: of this function of the file
  std::string symbol;             // kImported; kResult: of another file's function
  std::string name;               // as the source calls it
  Location location;
  std::string prefix;  // stands before all of its paths, by the options that it is made with
  bool prefix_unknown = false;  // computed
  /// C++: what it may be called in other files, likeliest first. kNamed: the variable; kResult: the
  /// function; kType: the alias; else an alias of its type.
  std::vector<std::string> symbols;
  /// Where pipelines are values (Rust): made for all routes below these paths, with that method;
  /// a list of behaviours, that stand where it is registered; for one route; serves wherever it
  /// goes, be it returned by a function that nobody calls.
  std::vector<std::string> paths;
  bool path_unknown = false;
  std::string verb;
  bool list = false;
  bool local = false;
  bool serves = false;
  bool replaced = false;  // by its handler: what stands before that covers nothing

  friend bool operator==(const PipelineFact&, const PipelineFact&) = default;
};

/// Where control must have gone for something to happen: one arm of a branch or loop.
struct RegistrationCondition {
  /// The arm of what depends on something else than a branch, that is not seen.
  static constexpr uint32_t kUnseen = ~0u;

  uint32_t branch = 0;  // a number of the file
  uint32_t arm = 0;
  friend auto operator<=>(const RegistrationCondition&, const RegistrationCondition&) = default;
};

/// A place that a behaviour asks for, relative to each behaviour of a name.
struct PlacementFact {
  std::string behavior;
  bool after = false;  // inside it; else outside
  bool weak = false;   // says nothing where that is missing

  friend bool operator==(const PlacementFact&, const PlacementFact&) = default;
};

/// What a behaviour says about itself, in its class or in the options that it is made with.
struct TraitsFact {
  std::string name;   // empty: not said
  std::string stage;  // of the preset; empty: not said
  std::vector<PlacementFact> placements;
  bool placed = false;  // `placements` are said, be they none
  bool computed_name = false;
  bool computed_stage = false;
  bool computed_placements = false;

  friend bool operator==(const TraitsFact&, const TraitsFact&) = default;
};

/// One behaviour of a registration, or one argument of a call.
struct RegistrationEntry {
  std::vector<std::string> symbols;  // what it may be called, as written first, then looked through
  std::vector<std::string> wrapped;  // names that it may stand for as well: see EntryReader
  std::string shown;                 // for people
  uint32_t pipeline = kNoIndex;      // it is one
  uint32_t parameter = kNoIndex;     // it is what the function `parameter_of` is given
  uint32_t parameter_of = 0;
  uint32_t function = kNoIndex;   // it is a function that registers
  std::optional<uint32_t> arity;  // of the function that it is, where that stands here
  bool barrier = false;           // not known what or how many: a spread, a computed member
  bool doubtful = false;          // not in effect for all that it covers: except("/x", a)
  bool made = false;              // what a call of the first symbol gives
  bool named = false;             // by a string: the first symbol is the name of a class
  bool shared = false;  // what the function registers, it registers on the pipeline that it is
                        // registered on: fastify-plugin
  std::string phase;    // of the preset; empty: the framework has none
  std::vector<RegistrationCondition> conditions;  // besides those of the event
  TraitsFact options;  // what the options that it is made with say in place of its class
  Location location;

  friend bool operator==(const RegistrationEntry&, const RegistrationEntry&) = default;
};

/// The values are stable (krepis.v1.RegistrationEffect).
enum class RegistrationEffect : uint8_t {
  kUse = 1,
  kRoute,
  kCall,    // of a function that registers, or that gets a pipeline
  kMount,   // of other pipelines alone; what is none registers nothing
  kPrefix,  // puts `paths` before all paths of the pipeline
  kParam,   // of what runs for the routes that have `group` as a parameter in their path
};

/// "created", "parameter", "imported", "result", "opaque", "named", "type"; "use", "route", "call",
/// "mount", "prefix", "param".
std::string_view OriginName(PipelineOrigin origin);
std::string_view EffectName(RegistrationEffect effect);

struct RegistrationEvent {
  RegistrationEffect effect = RegistrationEffect::kUse;
  std::string preset;     // by whose calls it was read
  uint32_t function = 0;  // in whose body it stands
  /// None for kCall, but where a pipeline has a function called on itself.
  uint32_t pipeline = kNoIndex;
  RegistrationScope scope = RegistrationScope::kGlobal;
  bool listed = false;               // by the type of the pipeline, which holds all global ones
  std::string verb;                  // routes: upper-case, empty for any
  std::vector<std::string> paths;    // as written; none: everywhere
  bool path_unknown = false;         // computed; `paths` then holds the text of the expression
  std::optional<std::string> group;  // routes, and targets of group and local scope; none: computed
  bool by_tag = false;               // `group` is a tag
  std::vector<std::string> tags;     // routes
  bool tags_unknown = false;         // there may be more of them
  std::vector<std::string> callees;  // kCall: symbols that the function may have, likeliest first
  uint32_t callee_function = kNoIndex;  // kCall: it is this file's
  /// kCall, where pipelines are values: the pipeline that is what the call gives. One that it is
  /// also given goes on as what comes back.
  uint32_t result = kNoIndex;
  bool deferred = false;        // kCall: of a lambda that is handed on; when it runs is not known
  uint32_t setting = kNoIndex;  // kUse: registers nothing, but does what this setting says
  std::vector<RegistrationEntry> entries;
  std::vector<RegistrationCondition> conditions;
  Location location;

  friend bool operator==(const RegistrationEvent&, const RegistrationEvent&) = default;
};

struct RegisteringFunction {
  std::string name;               // qualified: setup, Server.routes, krepis::analyzer::AddDefaults
  std::vector<uint32_t> returns;  // pipelines that it returns
  bool constructor = false;
  Location location;
  std::vector<std::string> symbols;  // of the behaviour that it returns, where a preset knows it

  friend bool operator==(const RegisteringFunction&, const RegisteringFunction&) = default;
};

/// `export { router as default }`, module.exports = …
struct RegistrationExport {
  std::string name;  // "default", "router"; "*" is the whole of a CommonJS module
  uint32_t pipeline = kNoIndex;
  uint32_t function = kNoIndex;
  std::vector<std::string> symbols;  // neither: what a preset's stage is made of
  std::optional<uint32_t> arity;     // of a function
  bool shared = false;               // as RegistrationEntry has it
  uint32_t component = kNoIndex;
  std::vector<std::string> wrapped;  // as RegistrationEntry has it
  /// The behaviours that it stands for, where it is a list or depends on something; of a function,
  /// those that calls of it give.
  std::vector<RegistrationEntry> entries;

  friend bool operator==(const RegistrationExport&, const RegistrationExport&) = default;
};

/// What a class declares about itself.
struct DeclaredTraits {
  std::string type;  // qualified
  std::string preset;
  TraitsFact traits;

  friend bool operator==(const DeclaredTraits&, const DeclaredTraits&) = default;
};

/// The values are stable (krepis.v1.ComponentEffect).
enum class ComponentEffect : uint8_t {
  kUse = 1,    // of behaviours
  kRoute,      // the method is a handler
  kVersion,    // `paths` are versions of the route, or of all routes of the class
  kDecorator,  // one that a function makes: the first entry; what that is given: the others
  kImport,     // the module has these modules
  kServe,      // the module has these controllers
  kPrefix,     // the paths of the application, or of the module that the first entry is
  kVersions,   // versions are part of paths, behind the prefix in `text`; `paths` is the default
  kRoot,       // the application serves this module
};

/// Which routes something is for, or not for.
struct ComponentTarget {
  std::string verb;
  std::string path;
  bool exact = false;                // else all below the path too
  bool unknown = false;              // computed
  std::vector<std::string> symbols;  // it is a controller: all its routes

  friend bool operator==(const ComponentTarget&, const ComponentTarget&) = default;
};

/// One thing that a decorator, a module or a call on the application says.
struct ComponentItem {
  ComponentEffect effect = ComponentEffect::kUse;
  bool everywhere = false;         // kUse: for every route of the application
  std::string verb;                // kRoute: upper-case, empty for any
  std::vector<std::string> paths;  // kRoute, kPrefix
  bool path_unknown = false;       // computed; `paths` then holds the text of the expression
  std::string text;
  std::vector<RegistrationEntry> entries;
  bool targeted = false;  // kUse: for `targets` only
  std::vector<ComponentTarget> targets;
  std::vector<ComponentTarget> excepted;  // kUse, kPrefix
  std::vector<RegistrationCondition> conditions;
  Location location;

  friend bool operator==(const ComponentItem&, const ComponentItem&) = default;
};

/// A method of a class. Without items it stands here because it hides that of a base.
struct ComponentMember {
  std::string name;
  std::vector<ComponentItem> items;
  Location location;

  friend bool operator==(const ComponentMember&, const ComponentMember&) = default;
};

/// The values are stable (krepis.v1.ComponentKind).
enum class ComponentKind : uint8_t {
  kClass = 1,  // a base of others, for all that is known here
  kController,
  kModule,
  kDecorator,  // a function or constant: what it puts on a class or method
  kLoose,      // a provider that some module may have
};

/// "class", "controller", "module", "decorator", "loose"; "use", "route", "version", ….
std::string_view ComponentName(ComponentKind kind);
std::string_view ComponentName(ComponentEffect effect);

/// What stands on one class, or what a function puts there, in the order in which it takes effect.
struct ComponentFact {
  ComponentKind kind = ComponentKind::kClass;
  std::string preset;
  std::string name;
  std::vector<std::string> bases;  // symbols of what the class extends
  bool base_unknown = false;       // it extends what a call gives
  std::vector<std::string> paths;  // of a controller; none: ""
  bool path_unknown = false;
  std::vector<ComponentItem> items;
  std::vector<ComponentMember> members;
  Location location;

  friend bool operator==(const ComponentFact&, const ComponentFact&) = default;
};

/// C++: a class that may be a behaviour, and what it may derive from.
struct BehaviorClass {
  std::string type;  // qualified
  std::string preset;
  std::vector<std::string> bases;  // each by all the names that it may have, parted by blanks
  bool alias = false;              // no class, but another name of its only base

  friend bool operator==(const BehaviorClass&, const BehaviorClass&) = default;
};

struct RegistrationFacts {
  std::vector<PipelineFact> pipelines;
  std::vector<RegisteringFunction> functions;
  std::vector<RegistrationEvent> events;  // by function, in the order in which they happen
  std::vector<RegistrationExport> exports;
  std::vector<DeclaredTraits> declared;
  std::vector<ComponentFact> components;
  std::vector<ComponentItem> settings;  // of applications
  std::vector<BehaviorClass> classes;

  bool empty() const {
    return events.empty() && pipelines.empty() && exports.empty() && declared.empty() &&
           components.empty() && classes.empty();
  }

  /// Whether every index is of something that is there and the events stand by function, as what
  /// reads them relies on.
  bool IsSound() const;

  friend bool operator==(const RegistrationFacts&, const RegistrationFacts&) = default;
};

/// Every location in `facts`, to be filled.
void RegistrationLocations(RegistrationFacts& facts, std::vector<Location*>& locations);

}  // namespace krepis::analyzer
