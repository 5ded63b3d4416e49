#include <algorithm>
#include <array>
#include <span>
#include <utility>

#include "analyzer/config/toml_document.h"
#include "analyzer/facts/preset.h"
#include "analyzer/facts/preset_reader.h"

namespace krepis::analyzer {
namespace {

using Kind = TomlNode::Kind;
using Reader = PresetReader;

constexpr std::pair<std::string_view, LanguageGroup> kLanguages[] = {
    {"typescript", LanguageGroup::kTypeScript},
    {"cpp", LanguageGroup::kCpp},
    {"rust", LanguageGroup::kRust}};
constexpr std::pair<std::string_view, PresetCoverage> kCoverages[] = {
    {"after", PresetCoverage::kAfter},
    {"before", PresetCoverage::kBefore},
    {"scope", PresetCoverage::kScope},
    {"context", PresetCoverage::kContext}};
constexpr std::pair<std::string_view, PresetMount> kMounts[] = {{"passed", PresetMount::kPassed},
                                                                {"matched", PresetMount::kMatched},
                                                                {"copied", PresetMount::kCopied}};
constexpr std::pair<std::string_view, PresetNesting> kNestings[] = {
    {"first-outer", PresetNesting::kFirstOuter},
    {"last-outer", PresetNesting::kLastOuter},
    {"stage-major", PresetNesting::kStageMajor}};
constexpr std::pair<std::string_view, PresetEffect> kEffects[] = {
    {"use", PresetEffect::kUse},       {"route", PresetEffect::kRoute},
    {"narrow", PresetEffect::kNarrow}, {"same", PresetEffect::kSame},
    {"split", PresetEffect::kSplit},   {"ask", PresetEffect::kAsk},
    {"mount", PresetEffect::kMount},   {"prefix", PresetEffect::kPrefix},
    {"param", PresetEffect::kParam},   {"apply", PresetEffect::kApply}};
constexpr std::pair<std::string_view, PresetKey> kKeys[] = {
    {"optional-path", PresetKey::kOptionalPath},
    {"path", PresetKey::kPath},
    {"target", PresetKey::kTarget},
    {"route", PresetKey::kRoute},
    {"named-path", PresetKey::kNamedPath},
    {"own-path", PresetKey::kOwnPath},
    {"verb-path", PresetKey::kVerbPath},
    {"path-verb", PresetKey::kPathVerb},
    {"options", PresetKey::kOptions},
    {"phase", PresetKey::kPhase}};
constexpr std::pair<std::string_view, PresetArgument> kArguments[] = {
    {"other", PresetArgument::kOther},
    {"pipeline", PresetArgument::kPipeline},
    {"path", PresetArgument::kPath},
    {"class-path", PresetArgument::kClassPath},
    {"verb", PresetArgument::kVerb},
    {"behavior", PresetArgument::kBehavior},
    {"mounted", PresetArgument::kMounted},
    {"handler", PresetArgument::kHandler},
    {"constraint", PresetArgument::kConstraint}};
constexpr std::pair<std::string_view, RegistrationScope> kScopes[] = {
    {"global", RegistrationScope::kGlobal},
    {"group", RegistrationScope::kGroup},
    {"local", RegistrationScope::kLocal}};
constexpr std::pair<std::string_view, Severity> kSeverities[] = {
    {"off", Severity::kOff}, {"warning", Severity::kWarning}, {"error", Severity::kError}};
constexpr OrderingVerb kVerbs[] = {
    OrderingVerb::kBefore, OrderingVerb::kAfter,      OrderingVerb::kAdjacent, OrderingVerb::kFirst,
    OrderingVerb::kLast,   OrderingVerb::kAtMostOnce, OrderingVerb::kRequired};

class Loader {
 public:
  explicit Loader(std::vector<Error>& errors) : errors_(errors) {}

  Preset Load(const TomlNode& root) {
    Preset preset;
    Reader reader(root, errors_);
    preset.name = reader.String("name", true).value;
    preset.language = reader.Word<LanguageGroup>("language", kLanguages, preset.language);
    preset.detect = reader.Texts("detect");
    for (LocatedString& word : reader.Strings("words")) {
      if (!preset.search.Add(word.value, 0))
        reader.Fail(word.location, "\"" + word.value + "\" holds no word");
      preset.words.push_back(std::move(word.value));
    }
    preset.search.Freeze();
    preset.creates = reader.Texts("creates");
    preset.mountable = reader.Texts("mountable");
    preset.types = reader.Texts("types");
    preset.makers = reader.Texts("makers");
    preset.holders = reader.Texts("holders");
    preset.passes = reader.Texts("passes");
    preset.listings = reader.Texts("listings");
    preset.traits = reader.String("traits").value;
    preset.trait_fields = reader.Texts("trait_fields");
    preset.route_fields = reader.Texts("route_fields");
    preset.tags = reader.Texts("tags");
    preset.before = reader.String("before").value;
    preset.after = reader.String("after").value;
    preset.weak = reader.String("weak").value;
    preset.joins_paths = reader.Boolean("joins_paths");
    preset.exact_paths = reader.Boolean("exact_paths");
    preset.prefix_option = reader.String("prefix_option").value;
    preset.phases = reader.Texts("phases");
    if (!preset.phases.empty() && preset.PhaseIndex("handler") == Preset::npos)
      reader.Fail(root.location, "no phase is \"handler\"");
    for (const LocatedString& phase : reader.Strings("reversed")) {
      CheckPhase(phase, preset, reader);
      preset.reversed.push_back(phase.value);
    }
    preset.continues = reader.Count("continues", "a number of parameters");
    preset.inert = Patterns(reader.Strings("inert"));
    preset.builders = Patterns(reader.Strings("builders"));
    if (const TomlNode* components = reader.Find("components", Kind::kTable))
      preset.components = LoadPresetComponents(*components, preset.phases, errors_);
    if (const TomlNode* assembly = reader.Find("assembly", Kind::kTable))
      preset.assembly = LoadPresetAssembly(*assembly, errors_);
    preset.mount = reader.Word<PresetMount>("mount", kMounts, preset.mount);
    preset.mount_in_mountable =
        reader.Word<PresetMount>("mount_in_mountable", kMounts, preset.mount);
    preset.lists = reader.Boolean("lists");
    preset.local_bases = reader.Texts("local_bases");
    preset.singleton = reader.Boolean("singleton");
    preset.named_bases = reader.Texts("named_bases");
    preset.behavior_methods = reader.Texts("behavior_methods");
    preset.prefix_argument = reader.Count("prefix_argument", "the place of an argument");
    preset.coverage = reader.Word<PresetCoverage>("coverage", kCoverages, preset.coverage);
    preset.nesting = reader.Word<PresetNesting>("nesting", kNestings, preset.nesting);
    if (preset.detect.empty()) reader.Fail(root.location, "\"detect\" is missing");
    for (const TomlNode& make : reader.Tables("makes")) LoadMake(make, preset);
    for (const TomlNode& wrapper : reader.Tables("wrappers")) LoadWrapper(wrapper, preset);
    for (const TomlNode& attribute : reader.Tables("attributes")) LoadAttribute(attribute, preset);
    if (preset.creates.empty() && preset.types.empty() && preset.makes.empty() &&
        preset.assembly.empty())
      reader.Fail(root.location,
                  "none of \"creates\", \"makes\" and \"types\" says what a pipeline is");
    for (const TomlNode& call : reader.Tables("calls")) LoadCalls(call, preset, preset.calls);
    for (const TomlNode& call : reader.Tables("chained")) LoadCalls(call, preset, preset.chained);
    for (const TomlNode& combinator : reader.Tables("combinators"))
      LoadCombinators(combinator, preset);
    for (const TomlNode& helper : reader.Tables("helpers")) LoadHelper(helper, preset);
    for (const TomlNode& option : reader.Tables("options")) LoadOption(option, preset);
    for (const TomlNode& behavior : reader.Tables("behaviors")) LoadBehavior(behavior, preset);
    if (const TomlNode* stages = reader.Find("stages", Kind::kTable)) {
      for (const TomlMember& member : stages->members) LoadStage(member, preset);
    }
    for (const TomlNode& rule : reader.Tables("rules")) LoadRule(rule, preset);
    const LocatedString unstaged = reader.String("unstaged");
    preset.unstaged = unstaged.value;
    if (!unstaged.value.empty()) CheckStage(unstaged, preset, reader);
    return preset;
  }

 private:
  void LoadCalls(const TomlNode& table, const Preset& preset, std::vector<PresetCall>& calls) {
    Reader reader(table, errors_);
    PresetCall call;
    call.effect = reader.Word<PresetEffect>("effect", kEffects, call.effect);
    call.key = reader.Word<PresetKey>("key", kKeys, call.key);
    call.scope = reader.Word<RegistrationScope>("scope", kScopes, call.scope);
    call.suffix = reader.String("suffix").value;
    const LocatedString phase = reader.String("phase");
    call.phase = phase.value;
    CheckPhase(phase, preset, reader);
    call.arguments = reader.WordList<PresetArgument>("arguments", kArguments);
    call.free = reader.Boolean("free");
    call.chains = reader.Boolean("chains");
    if (call.key != PresetKey::kNone && !call.arguments.empty())
      reader.Fail(table.location, "\"key\" and \"arguments\" say the same");
    call.adds = reader.String("adds").value;
    call.below = reader.String("below").value;
    call.around = reader.Boolean("around");
    call.may = reader.Boolean("may");
    call.fields = reader.Texts("fields");
    call.keeps = reader.Boolean("keeps");
    const bool verb = reader.Boolean("verb");
    const std::string other_verb = reader.String("as").value;
    const std::vector<LocatedString> methods = reader.Strings("methods");
    if (methods.empty()) reader.Fail(table.location, "\"methods\" is missing");
    for (const LocatedString& method : methods) {
      if (std::any_of(calls.begin(), calls.end(),
                      [&](const PresetCall& known) { return known.method == method.value; }))
        reader.Fail(method.location, "the method stands here twice");
      call.method = method.value;
      call.verb = other_verb;
      if (verb) call.verb = VerbOf(method.value);
      calls.push_back(call);
    }
  }

  void LoadCombinators(const TomlNode& table, Preset& preset) {
    Reader reader(table, errors_);
    PresetCombinator combinator;
    combinator.all = !reader.Boolean("some");
    combinator.path = reader.Boolean("path");
    combinator.shared = reader.Boolean("shared");
    combinator.doubtful = reader.Boolean("doubtful");
    for (const LocatedString& symbol : reader.Strings("symbols")) {
      combinator.symbol = symbol.value;
      preset.combinators.push_back(combinator);
    }
  }

  static std::vector<SymbolPattern> Patterns(const std::vector<LocatedString>& texts) {
    std::vector<SymbolPattern> patterns;
    for (const LocatedString& text : texts) {
      patterns.push_back(ParseSymbolPattern(text.value));
      patterns.back().location = text.location;
    }
    return patterns;
  }

  void CheckPhase(const LocatedString& phase, const Preset& preset, Reader& reader) {
    if (!phase.value.empty() && preset.PhaseIndex(phase.value) == Preset::npos)
      reader.Fail(phase.location, "no phase is called \"" + phase.value + "\"");
  }

  void LoadMake(const TomlNode& table, Preset& preset) {
    Reader reader(table, errors_);
    PresetMake make;
    make.symbols = Symbols(reader);
    make.path = reader.Boolean("path");
    make.route = reader.Boolean("route");
    make.verb = reader.Boolean("verb");
    make.mountable = reader.Boolean("mountable");
    make.serves = reader.Boolean("serves");
    make.local = reader.Boolean("local");
    make.list = reader.Boolean("list");
    make.replaced = reader.Boolean("replaced");
    if (make.serves && make.mountable)
      reader.Fail(table.location, "what serves by itself is not \"mountable\"");
    preset.makes.push_back(std::move(make));
  }

  void LoadWrapper(const TomlNode& table, Preset& preset) {
    Reader reader(table, errors_);
    PresetWrapper wrapper;
    wrapper.symbols = Symbols(reader);
    wrapper.argument = reader.Count("argument", "the place of an argument").value_or(0);
    wrapper.may = reader.Boolean("may");
    preset.wrappers.push_back(std::move(wrapper));
  }

  void LoadAttribute(const TomlNode& table, Preset& preset) {
    Reader reader(table, errors_);
    PresetAttribute attribute;
    attribute.symbols = Symbols(reader);
    attribute.verb = reader.Boolean("verb");
    attribute.several = reader.Boolean("several");
    attribute.prefix = reader.Boolean("prefix");
    attribute.path_key = reader.String("path_key").value;
    preset.attributes.push_back(std::move(attribute));
  }

  static std::vector<std::string> Symbols(Reader& reader) {
    std::vector<std::string> symbols = reader.Texts("symbols");
    if (symbols.empty()) reader.Fail(reader.table().location, "\"symbols\" is missing");
    return symbols;
  }

  void LoadHelper(const TomlNode& table, Preset& preset) {
    Reader reader(table, errors_);
    PresetHelper helper;
    helper.method = reader.String("method", true).value;
    helper.adds = reader.Texts("adds");
    helper.may_add = reader.Texts("may_add");
    helper.types = reader.Texts("types");
    helper.own = reader.Texts("own");
    if (helper.adds.empty() && helper.may_add.empty())
      reader.Fail(table.location, "nothing says what it registers");
    preset.helpers.push_back(std::move(helper));
  }

  void LoadOption(const TomlNode& table, Preset& preset) {
    Reader reader(table, errors_);
    PluginOption option;
    option.match = Patterns(reader.Strings("match"));
    option.field = reader.String("field", true).value;
    option.off = reader.String("off", true).value;
    option.routes = reader.Boolean("routes");
    if (option.match.empty()) reader.Fail(table.location, "\"match\" is missing");
    preset.options.push_back(std::move(option));
  }

  void LoadBehavior(const TomlNode& table, Preset& preset) {
    Reader reader(table, errors_);
    PresetBehavior behavior;
    behavior.symbol = reader.String("symbol", true).value;
    behavior.name = reader.String("name").value;
    behavior.before = reader.Texts("before");
    behavior.after = reader.Texts("after");
    behavior.options = reader.Count("options", "the place of an argument");
    behavior.option_fields = reader.Texts("option_fields");
    if (behavior.options.has_value() != !behavior.option_fields.empty())
      reader.Fail(table.location, "\"options\" and \"option_fields\" go together");
    preset.behaviors.push_back(std::move(behavior));
  }

  void LoadStage(const TomlMember& member, Preset& preset) {
    if (member.value.kind != Kind::kTable) {
      errors_.push_back({"a stage is a table", "", member.key_location.begin.line,
                         member.key_location.begin.column});
      return;
    }
    Reader reader(member.value, errors_);
    PresetStage stage;
    stage.name = member.key;
    stage.match = Patterns(reader.Strings("match"));
    const LocatedString phase = reader.String("phase");
    stage.phase = phase.value;
    CheckPhase(phase, preset, reader);
    stage.arity = reader.Count("arity", "a number of parameters");
    stage.declared = reader.String("declared").value;
    stage.after = reader.Boolean("after");
    stage.guard = reader.Boolean("guard");
    stage.runs = reader.Texts("runs");
    // As what a pipeline keeps is called.
    for (const std::string& method : stage.runs)
      stage.match.push_back(ParseSymbolPattern("npm/" + preset.name + "#" + method));
    if (const std::string post = reader.String("post").value; !post.empty()) {
      stage.post_always = post == "always";
      if (!stage.post_always) reader.Fail(member.key_location, "post can only be \"always\"");
    }
    if (stage.match.empty() && !stage.arity && stage.declared.empty())
      reader.Fail(member.key_location, "nothing says what belongs to the stage");
    preset.stages.push_back(std::move(stage));
  }

  void LoadRule(const TomlNode& table, Preset& preset) {
    Reader reader(table, errors_);
    OrderingRule rule;
    rule.location = table.location;
    rule.id = reader.String("id", true);
    size_t verbs = 0;
    for (const OrderingVerb verb : kVerbs) {
      const std::vector<LocatedString> stages = reader.Strings(OrderingVerbName(verb));
      if (stages.empty()) continue;
      ++verbs;
      rule.verb = verb;
      rule.stages = stages;
    }
    if (verbs != 1) reader.Fail(table.location, "a rule has one verb");
    const bool pair = rule.verb == OrderingVerb::kBefore || rule.verb == OrderingVerb::kAfter ||
                      rule.verb == OrderingVerb::kAdjacent;
    if (pair && rule.stages.size() < 2) reader.Fail(table.location, "the verb takes two stages");
    for (const LocatedString& stage : rule.stages) CheckStage(stage, preset, reader);
    // Ends with its source: nobody should have to believe it.
    const std::string because = reader.String("because", true).value;
    rule.because = because + " (" + reader.String("cite", true).value + ")";
    rule.fix = reader.String("fix").value;
    rule.requests = reader.String("requests").value;
    if (table.Find("severity") != nullptr) {
      rule.severity = reader.Word<Severity>("severity", kSeverities, Severity::kError);
    }
    preset.rules.push_back(std::move(rule));
  }

  static void CheckStage(const LocatedString& stage, const Preset& preset, Reader& reader) {
    if (preset.StageIndex(stage.value) == Preset::npos)
      reader.Fail(stage.location, "no stage is called \"" + stage.value + "\"");
  }

  std::vector<Error>& errors_;
};

}  // namespace

std::vector<Error> PresetTable::Add(std::string_view text, std::string_view path) {
  const TomlDocument document = TomlDocument::Parse(text);
  return Add(document.root(), document.errors(), path);
}

std::vector<Error> PresetTable::Add(const TomlNode& root, std::string_view path) {
  return Add(root, {}, path);
}

std::vector<Error> PresetTable::Add(const TomlNode& root, std::vector<Error> errors,
                                    std::string_view path) {
  Preset preset;
  if (errors.empty()) preset = Loader(errors).Load(root);
  if (Find(preset.name) != nullptr)
    errors.push_back({"there is a preset of this name already", "", 1, 1});
  std::stable_sort(errors.begin(), errors.end(), [](const Error& a, const Error& b) {
    return std::pair(a.line, a.column) < std::pair(b.line, b.column);
  });
  for (Error& error : errors) error.path = path;
  if (errors.empty()) presets_.push_back(std::move(preset));
  return errors;
}

}  // namespace krepis::analyzer
