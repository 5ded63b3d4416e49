#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/config/ordering_config.h"
#include "analyzer/core/language.h"
#include "analyzer/core/result.h"
#include "analyzer/facts/pattern_search.h"
#include "analyzer/facts/preset_assembly.h"
#include "analyzer/facts/preset_components.h"

namespace krepis::analyzer {

/// A preset says, as data, how one framework builds its chains: which calls register, what a
/// registration covers, in which order registrations nest, and which symbols are which stage. It is
/// read from rules/presets/<name>/preset.toml; docs of the keys stand at the fields here.

/// What a call on a pipeline does.
enum class PresetEffect : uint8_t {
  kUse,     // registers behaviours, or mounts another pipeline
  kRoute,   // registers a route; the last entry is its handler
  kNarrow,  // gives the same pipeline at a path: app.route("/x")
  kSame,    // gives the same pipeline: builder.Build()
  kSplit,   // gives it and something else: let (router, api) = router.split_for_parts()
  kAsk,     // sends it a request; what it gives is no pipeline: router.oneshot(request)
  kMount,   // mounts another pipeline, and nothing else
  kPrefix,  // puts a path before all paths of the pipeline
  kParam,   // registers behaviours of the routes that have a parameter in their path
  kApply,   // calls the function that it is given with the pipeline: .configure(routes)
};

/// Where a call says what it is about; entries are the arguments behind it.
enum class PresetKey : uint8_t {
  kNone,          // nowhere
  kOptionalPath,  // in the first argument, when that is a path
  kPath,          // in the first argument
  kTarget,        // in the first argument: a group, or the id of a route
  kRoute,         // in the first argument: {id, group}
  kNamedPath,     // in the first argument, or in the second behind a name
  kOwnPath,       // in the first argument; without one, that of the call before it in its chain
  kVerbPath,      // the verbs in the first argument, paths in the second
  kPathVerb,      // the other way round
  kOptions,       // in the fields `method` and `url` or `path` of the first argument
  kPhase,         // none: the first argument is the phase
};

/// What one argument of a call is, where `arguments` says it in place of a key.
enum class PresetArgument : uint8_t {
  kOther,
  kPipeline,  // the pipeline that the call is about: CROW_ROUTE(app, "/x")
  kPath,
  kClassPath,   // a path below the name of the class around: /api/v1/User + "/login"
  kVerb,        // "GET"_method, HTTPMethod::Post
  kBehavior,    // a behaviour, or the name of its class
  kMounted,     // another pipeline
  kHandler,     // of the route
  kConstraint,  // a verb, or the name of a behaviour in a string; or a list of such
};

/// The values are stable (krepis.v1.RegistrationScope).
enum class RegistrationScope : uint8_t { kGlobal = 1, kGroup, kLocal };

/// "global", "group", "local".
std::string_view ScopeName(RegistrationScope scope);

struct PresetCall {
  std::string method;
  PresetEffect effect = PresetEffect::kUse;
  PresetKey key = PresetKey::kNone;
  std::string verb;  // routes: "GET"; empty: any method; or what nothing else says otherwise
  RegistrationScope scope = RegistrationScope::kGlobal;
  std::string suffix;                     // what the path of the route ends with
  std::string phase;                      // of what it registers, where nothing else says it
  std::vector<PresetArgument> arguments;  // in order, the last one for all that follow
  bool free = false;                      // a function or a macro, not a method of the pipeline
  bool chains = false;  // what it gives is no pipeline, but a route that `chained` says more of
  std::string adds;     // what it registers itself, its arguments being options: .timeout(limit)
  std::vector<std::string> fields;  // of the options, that hold behaviours: {middleware: [a]}
  std::string below;   // routes: stands for all paths below its own, so this is added: "/*"
  bool keeps = false;  // puts what it is given second into the pipeline, by the name before it
  /// On something else than a pipeline, given one, that stands around it: layer.layer(router).
  bool around = false;
  bool may = false;  // what it registers is there under a condition: .option_layer(limit)
};

/// A function whose arguments, or the elements of a list among them, are behaviours.
struct PresetCombinator {
  std::string symbol;
  bool all = true;        // they run one after the other; else one of them or some
  bool path = false;      // its first argument is the path that the rest is for: mount("/x", app)
  bool shared = false;    // it makes a plugin register where it is registered: fastify-plugin
  bool doubtful = false;  // which requests go through them is not said: except("/x", a)
};

/// Calls that make a pipeline of a certain form, where pipelines are values that move.
struct PresetMake {
  std::vector<std::string> symbols;
  bool path = false;   // the first argument is the path that its routes stand below
  bool route = false;  // the last argument is the handler of a route of it: get(list)
  bool verb = false;   // the last segment of the symbol is the method of its routes: post_service
  bool mountable = false;  // serves nothing before it is mounted
  bool serves = false;     // serves wherever it goes; else where it is neither mounted nor returned
  bool local = false;      // what is registered on it is so for one route
  bool list = false;  // a list of behaviours, the first of them outermost: ServiceBuilder::new()
  /// Its handler takes the place of what is registered before it: web::get().wrap(lost).to(show)
  bool replaced = false;
};

/// Calls whose value is the behaviour that one of their arguments names: from_fn(require_user).
struct PresetWrapper {
  std::vector<std::string> symbols;
  uint32_t argument = 0;
  bool may = false;  // it is there under a condition: option_layer(limit)
};

/// Attributes that make a route of a function, of which a mount names the function: #[get("/x")].
struct PresetAttribute {
  std::vector<std::string> symbols;
  bool verb = false;  // the last segment is the method
  bool several =
      false;            // others of the function that are called as verbs are its routes: #[routes]
  bool prefix = false;  // of a module: stands before the paths of its functions: #[scope("/x")]
  /// Says its verbs by name and the path by this key, and counts only where one of
  /// Preset::listings names the function: #[utoipa::path(get, path = "/x")].
  std::string path_key;
};

/// A method of the framework that registers on the pipeline it is given first:
/// `standard.AddTo(builder, "orders")`, for a group when there is a second argument, else globally.
struct PresetHelper {
  std::string method;
  std::vector<std::string> adds;     // symbols of the behaviours that it registers
  std::vector<std::string> may_add;  // of those that depend on how it was set up
  /// Classes that have the method, by their last segment, and methods of theirs that put behaviours
  /// of the program's own in place of those it adds.
  std::vector<std::string> types;
  std::vector<std::string> own;
};

/// What the sources of a library say about one of its behaviours, where they are not part of the
/// workspace. Its stage is that of its symbol.
struct PresetBehavior {
  std::string symbol;  // qualified
  std::string name;    // by which others place themselves; empty: the registration says it
  /// Names of behaviours that it stands outside or inside of, where they are in the chain.
  std::vector<std::string> before;
  std::vector<std::string> after;
  /// The argument of its constructor that may say otherwise, and all fields of that, in order.
  std::optional<uint32_t> options;
  std::vector<std::string> option_fields;
};

/// Which registrations are in effect for a route.
enum class PresetCoverage : uint8_t {
  kAfter,    // those that stand before it in its pipeline
  kBefore,   // those that stand behind it: a layer wraps what is there already
  kScope,    // those of its scope, wherever they stand
  kContext,  // those of its pipeline and of what that is mounted in, wherever they stand
};

/// What mounting a pipeline in another does.
enum class PresetMount : uint8_t {
  kPassed,   // what it has no route for goes through its behaviours and on
  kMatched,  // it runs for its own routes alone
  kCopied,   // all that is registered on it by then is registered on the other
};

/// How they nest.
enum class PresetNesting : uint8_t {
  kFirstOuter,  // in the order of registration
  kLastOuter,   // against it; entries of one registration keep their order
  kStageMajor,  // by stage, then global, group, local, then registration
};

struct PresetStage {
  std::string name;
  std::vector<SymbolPattern> match;
  std::optional<uint32_t> arity;  // a function of that many parameters, whatever its name
  std::string declared;           // the constant by which a behaviour declares it: kGuard
  bool after = false;             // covers what is registered before it: an error handler
  bool guard = false;             // useless where it covers no route
  std::string phase;              // in which a plugin that is of the stage hooks in
  bool post_always = false;       // see StageConfig::post_always
  /// Methods of what a function is given that make it one of the stage: request.jwtVerify().
  std::vector<std::string> runs;
};

/// An option with which a plugin hooks in nowhere.
struct PluginOption {
  std::vector<SymbolPattern> match;
  std::string field;
  std::string off;      // the value, as the source writes it: false
  bool routes = false;  // routes may ask for it all the same
};

struct Preset {
  std::string name;
  LanguageGroup language = LanguageGroup::kTypeScript;
  std::vector<std::string> detect;  // imports that show its use: npm/express, krepis/pipeline_*.h
  /// A file with none of them registers nothing; none: any may. Patterns of PatternSearch:
  /// "express",
  /// ".use", "get('/".
  std::vector<std::string> words;
  std::vector<std::string> creates;    // calls, or variables of this type, make one that serves
  std::vector<std::string> mountable;  // calls of these make one that another has to mount
  std::vector<std::string> types;      // types of pipelines
  std::vector<std::string> makers;     // templates that make an entry: std::make_unique
  std::vector<std::string> holders;    // templates that hold one: std::unique_ptr
  std::vector<std::string> passes;     // functions whose value is what they are given: Ok
  std::vector<std::string> listings;   // macros of which each argument is mounted: routes!(a, b)
  std::string traits;  // the member function in which a behaviour declares its traits
  /// The fields of what it returns, all of them in order. Of interest are name, stage, placements.
  std::vector<std::string> trait_fields;
  std::vector<std::string> route_fields;  // of what a route is given as; id, group, tags
  std::vector<std::string> tags;          // types that make a target a tag
  std::string before;        // what makes a placement outside another: Placement::Before
  std::string after;         // inside another
  std::string weak;          // what makes it say nothing where that is missing
  std::string unstaged;      // stage-major: the stage of a behaviour that declares none
  bool joins_paths = false;  // a mounted pipeline's paths continue the path of the mount
  bool exact_paths = false;  // a path means what is below it only where it ends with a wildcard
  /// The field of the options that a pipeline is made or mounted with that holds its path.
  std::string prefix_option;
  /// In which a request goes through what is registered, in order; "handler" stands for the
  /// handler. None: the framework has none.
  std::vector<std::string> phases;
  std::vector<std::string> reversed;  // phases in which the innermost registration runs first
  /// With so many parameters, a handler may go on to what is registered behind it.
  std::optional<uint32_t> continues;
  /// Plugins that add no behaviour to a route, and functions that register nothing on the
  /// application that they are given.
  std::vector<SymbolPattern> inert;
  /// What makes no behaviour but has methods that do: multer({…}).single("file").
  std::vector<SymbolPattern> builders;
  PresetMount mount = PresetMount::kPassed;
  PresetMount mount_in_mountable = PresetMount::kPassed;  // of what a mountable one mounts
  PresetCoverage coverage = PresetCoverage::kAfter;
  PresetNesting nesting = PresetNesting::kFirstOuter;
  /// The arguments of a pipeline's template are its global behaviours, outermost first: App<A, B>.
  /// Those that derive from one of `local_bases` run only where a group or a route names them, and
  /// then in the order of this list. A route of scope "global" has no others than the global ones.
  bool lists = false;
  std::vector<std::string> local_bases;
  std::vector<std::string> behavior_methods;  // what shows that a class is a behaviour
  /// All pipelines of the workspace are one: what registers on it need not name it.
  bool singleton = false;
  /// Bases of the classes that strings name; a name that is none's registers nothing.
  std::vector<std::string> named_bases;
  /// The argument of the constructor of a mountable pipeline that holds its path.
  std::optional<uint32_t> prefix_argument;
  std::vector<PresetCall> calls;
  std::vector<PresetCombinator> combinators;
  /// Methods of what a call that `chains` gives; to call that itself gives it the handler.
  std::vector<PresetCall> chained;
  PresetComponents components;  // registrations by classes and their decorators
  PresetAssembly assembly;      // chains that the program puts together from names
  std::vector<PresetMake> makes;
  std::vector<PresetWrapper> wrappers;
  std::vector<PresetAttribute> attributes;
  std::vector<PresetHelper> helpers;
  std::vector<PluginOption> options;
  std::vector<PresetBehavior> behaviors;
  std::vector<PresetStage> stages;  // stage-major: outermost first
  std::vector<OrderingRule> rules;  // what the framework documents; `because` ends with the source

  /// Whether a file with that text has one of `words`.
  bool MayMatch(std::string_view source) const {
    return words.empty() || search.Find(source).any();
  }
  PatternSearch search;  // for `words`

  const PresetCall* FindCall(std::string_view method) const;
  const PresetCall* FindChained(std::string_view method) const;
  const PresetHelper* FindHelper(std::string_view method) const;
  /// The way in which one of the symbols makes a pipeline, wraps a behaviour, or null.
  const PresetMake* FindMake(const std::vector<std::string>& symbols) const;
  const PresetWrapper* FindWrapper(const std::vector<std::string>& symbols) const;
  const PresetAttribute* FindAttribute(const std::vector<std::string>& symbols) const;
  /// The behaviour that one of the symbols is, or null.
  const PresetBehavior* FindBehavior(const std::vector<std::string>& symbols) const;
  /// The combinator that one of the symbols is, or null.
  const PresetCombinator* FindCombinator(const std::vector<std::string>& symbols) const;
  /// Place in `phases`, or npos.
  size_t PhaseIndex(std::string_view phase) const;
  /// Place in `stages`, or npos.
  size_t StageIndex(std::string_view stage) const;
  static constexpr size_t npos = ~size_t{0};
};

/// The presets that an analysis knows. Immutable, so safe to share between threads.
class PresetTable {
 public:
  /// Reads one preset. `path` is what errors call the file; all errors of the file come at once.
  std::vector<Error> Add(std::string_view text, std::string_view path);
  /// Likewise, of what such a text says.
  std::vector<Error> Add(const TomlNode& root, std::string_view path);

  /// Those of `presets`, which are of this table, and no others.
  PresetTable Only(const std::vector<const Preset*>& presets) const;

  const std::vector<Preset>& presets() const { return presets_; }
  const Preset* Find(std::string_view name) const;
  /// The stages of all presets, and the ids of their rules: vocabulary of krepis.toml.
  std::vector<std::string> StageNames() const;
  std::vector<std::string> RuleIds() const;

 private:
  std::vector<Error> Add(const TomlNode& root, std::vector<Error> errors, std::string_view path);

  std::vector<Preset> presets_;
};

/// Splits "npm/passport#*" and "*Guard" as SymbolPattern has it.
SymbolPattern ParseSymbolPattern(std::string_view text);

/// "GET" for `get`, `axum::routing::get` and `get_service`.
std::string VerbOf(std::string_view method);

/// Whether `symbol`, spelt as Symbol::text is (scope.h), is what `pattern` means. A pattern with a
/// package takes exports of that external only. One without is compared with the whole name and
/// with each end of it that follows a `#`, `.` or `::`.
bool MatchesSymbol(const SymbolPattern& pattern, std::string_view symbol);

}  // namespace krepis::analyzer
