#include "analyzer/facts/registrations_exports.h"

#include <algorithm>
#include <string>
#include <utility>

namespace krepis::analyzer {
namespace {

/// Behaviours that one export stands for.
constexpr size_t kMaxEntries = 64;

class Exports {
 public:
  Exports(const Scopes& scopes, PipelineFinder& finder, EntryReader& entries,
          const ComponentReader& components, bool everything, RegistrationFacts& facts)
      : scopes_(scopes),
        ast_(scopes.ast()),
        finder_(finder),
        entries_(entries),
        components_(components),
        everything_(everything),
        facts_(facts) {}

  void Run() {
    const LanguageGroup group = GroupOf(ast_.language());
    for (Node node = 1; node < ast_.size(); ++node) {
      if (group == LanguageGroup::kCpp) {
        if (ast_.Is(node, NodeKind::kFunction)) ReadTraits(node);
        if (ast_.Is(node, NodeKind::kClass)) ReadClass(node);
        if (ast_.Is(node, NodeKind::kTypeAlias)) ReadAlias(node);
        if (everything_ &&
            (ast_.Is(node, NodeKind::kVariable) || ast_.Is(node, NodeKind::kFunction)))
          ReadShared(node);
      } else if (ast_.Is(node, NodeKind::kExport)) {
        ReadExport(node);
      } else if (ast_.Is(node, NodeKind::kAssign)) {
        ReadCommonJs(node);
      } else if (ast_.Is(node, NodeKind::kCall) && group == LanguageGroup::kTypeScript) {
        ReadKept(node);
      }
    }
  }

 private:
  void ReadExport(Node node) {
    const bool is_default = ast_.Has(node, kDefault);
    for (const Node child : ast_.Children(node)) {
      switch (ast_.kind(child)) {
        case NodeKind::kBinding: {
          const Node alias = ast_.child(child, NodeKind::kAlias);
          // The binding's own name is in scope like any other.
          Add(std::string(ast_.name(alias != 0 ? alias : child)), Declared(ast_.name(child)));
          break;
        }
        case NodeKind::kVariable:
          Add(std::string(ast_.name(child)), child);
          break;
        case NodeKind::kFunction:
        case NodeKind::kLambda:
        case NodeKind::kClass:
          Add(is_default ? "default" : std::string(ast_.name(child)), child);
          break;
        default:
          if (is_default) Add("default", child);
          break;
      }
    }
  }

  /// A declaration at the top level of the file by its name, or 0.
  Node Declared(std::string_view name) {
    if (top_.empty()) {
      for (const Node child : ast_.Children(0)) {
        const bool exported = ast_.Is(child, NodeKind::kExport);
        const Node declared = exported ? ast_.first_child(child) : child;
        if (declared != 0 && !ast_.name(declared).empty() &&
            (ast_.Is(declared, NodeKind::kVariable) || ast_.Is(declared, NodeKind::kFunction) ||
             ast_.Is(declared, NodeKind::kClass)))
          top_.emplace(ast_.name(declared), declared);
      }
      top_.emplace("", 0);
    }
    const auto found = top_.find(name);
    return found == top_.end() ? 0 : found->second;
  }

  void ReadCommonJs(Node assign) {
    const Node target = ast_.first_child(assign);
    if (target == 0 || !ast_.Is(target, NodeKind::kMember)) return;
    const Node object = ast_.first_child(target);
    if (object == 0) return;
    const Node value = ast_.last_child(assign);
    const bool module = ast_.name(object) == "module" && ast_.Is(object, NodeKind::kName);
    const bool exports = (ast_.name(object) == "exports" && ast_.Is(object, NodeKind::kName)) ||
                         (ast_.name(object) == "exports" && ast_.Is(object, NodeKind::kMember));
    if (exports) {
      Add(std::string(ast_.name(target)), value);
    } else if (module && ast_.name(target) == "exports") {
      if (ast_.Is(value, NodeKind::kObject)) {
        for (const Node property : ast_.Children(value)) {
          if (ast_.Is(property, NodeKind::kFunction))
            Add(std::string(ast_.name(property)), property);
          if (ast_.Is(property, NodeKind::kProperty) && ast_.has_children(property))
            Add(std::string(ast_.name(property)), ast_.first_child(property));
        }
      } else {
        Add("*", value);
        Add("default", value);
      }
    }
  }

  /// app.decorate("authenticate", authenticate): what has the application is given it.
  void ReadKept(Node call) {
    const Node callee = ast_.first_child(call);
    if (!ast_.Is(callee, NodeKind::kMember) || !ast_.has_children(callee)) return;
    for (const Preset* preset : finder_.presets()) {
      const PresetCall* known = preset->FindCall(ast_.name(callee));
      if (known == nullptr || !known->keeps) continue;
      const std::vector<Node> arguments = finder_.Arguments(call);
      std::string name;
      if (arguments.size() < 2 || finder_.Constant(arguments[0], name) == nullptr) continue;
      if (finder_.Find(ast_.first_child(callee)))
        Add("npm/" + preset->name + "#" + name, arguments[1]);
    }
  }

  void Add(std::string name, Node value) {
    if (value == 0 || name.empty()) return;
    RegistrationExport made;
    const std::string exported = name;
    made.name = std::move(name);
    Node expression = value;
    if (ast_.Is(value, NodeKind::kName)) {
      if (const Node declaration = scopes_.DeclarationOf(value); declaration != 0)
        made.component = components_.ComponentOf(declaration);
    }
    if (made.component == kNoIndex) made.component = components_.ComponentOf(value);
    if (ast_.Is(value, NodeKind::kClass)) {
      AddClass(value, std::move(made));
      AddMembers(exported, value);
      return;
    }
    if (ast_.Is(value, NodeKind::kVariable)) expression = scopes_.ValueOf(value);
    if (expression == 0) return;
    if (const Node plugin = SharedPlugin(expression); plugin != 0) {
      made.shared = true;
      expression = plugin;
    }
    if (everything_) {
      const PipelineFinder::Place place = finder_.Find(expression);
      made.pipeline = finder_.Whole(place);
    }
    Node function = finder_.FunctionNode(expression);
    if (function != 0 && everything_) made.function = finder_.NumberOf(function);
    if (function != 0) {
      const uint32_t parameters = ParametersOf(function);
      if (everything_ || HasStageOf(parameters)) made.arity = parameters;
    }
    ReadBehaviors(expression, function, made);
    if (made.pipeline != kNoIndex || made.arity || !made.symbols.empty() || !made.wrapped.empty() ||
        !made.entries.empty() || made.component != kNoIndex)
      facts_.exports.push_back(std::move(made));
    AddMembers(exported, expression);
  }

  /// What a value that is exported stands for, or what calls of a function give.
  void ReadBehaviors(Node expression, Node function, RegistrationExport& made) {
    if (made.pipeline != kNoIndex) return;
    std::vector<RegistrationEntry> entries;
    entries_.ReadExported(expression, everything_, entries);
    const bool single = entries.size() == 1 && !entries[0].barrier && entries[0].conditions.empty();
    if (function != 0) {
      RegistrationEntry runs;
      entries_.AddRan(function, runs);
      TakeKnown(runs, made);
      // Of what is none of a preset's, the name of the function says as much.
      RegistrationExport known;
      if (single) TakeKnown(entries[0], known);
      if (entries.empty() || (single && known.symbols.empty() && known.wrapped.empty())) return;
    } else if (single) {
      TakeKnown(entries[0], made);
      return;
    }
    if (entries.empty() || entries.size() > kMaxEntries) return;
    made.entries = std::move(entries);
    if (function != 0) made.arity = ParametersOf(function);
  }

  uint32_t ParametersOf(Node function) const {
    uint32_t parameters = 0;
    for (const Node child : ast_.Children(function))
      parameters += ast_.Is(child, NodeKind::kParameter) ? 1 : 0;
    return parameters;
  }

  /// `guards.user` of `export const guards = {user: …}`, and static members of a class.
  void AddMembers(const std::string& name, Node object) {
    const bool type = ast_.Is(object, NodeKind::kClass);
    if (inside_ || (!type && !ast_.Is(object, NodeKind::kObject))) return;
    inside_ = true;
    for (const Node child : ast_.Children(object)) {
      if (ast_.name(child).empty() || (type && !ast_.Has(child, kStatic))) continue;
      const std::string member = name + "." + std::string(ast_.name(child));
      if (ast_.Is(child, NodeKind::kFunction)) Add(member, child);
      if (ast_.Is(child, NodeKind::kProperty) || ast_.Is(child, NodeKind::kVariable)) {
        const Node value = ast_.last_child(child);
        if (value != 0 && !ast_.Is(value, NodeKind::kTypeReference)) Add(member, value);
      }
    }
    inside_ = false;
  }

  void TakeKnown(const RegistrationEntry& entry, RegistrationExport& made) const {
    for (const std::string& symbol : entry.symbols) {
      if (InPreset(symbol)) made.symbols.push_back(symbol);
    }
    for (const std::string& symbol : entry.wrapped) {
      if (InPreset(symbol) || everything_) made.wrapped.push_back(symbol);
    }
  }

  /// A class, for what it extends: it may be a behaviour of a stage, or its base may.
  void AddClass(Node type, RegistrationExport made) {
    RegistrationEntry entry;
    entries_.AddBases(type, entry);
    for (std::string& symbol : entry.symbols) {
      if (InPreset(symbol) || symbol.starts_with('.')) made.symbols.push_back(std::move(symbol));
    }
    if (made.component != kNoIndex || !made.symbols.empty())
      facts_.exports.push_back(std::move(made));
  }

  /// `plugin` of fp(plugin), or 0.
  Node SharedPlugin(Node expression) const {
    if (!ast_.Is(expression, NodeKind::kCall) || !ast_.has_children(expression)) return 0;
    const std::vector<Node> arguments = finder_.Arguments(expression);
    const std::vector<std::string> names = finder_.Names(ast_.first_child(expression));
    for (const Preset* preset : finder_.presets()) {
      const PresetCombinator* combinator = preset->FindCombinator(names);
      if (combinator != nullptr && combinator->shared && !arguments.empty()) return arguments[0];
    }
    return 0;
  }

  bool HasStageOf(uint32_t parameters) const {
    for (const Preset* preset : finder_.presets()) {
      for (const PresetStage& stage : preset->stages) {
        if (stage.arity == parameters) return true;
      }
    }
    return false;
  }

  bool InPreset(std::string_view symbol) const {
    for (const Preset* preset : finder_.presets()) {
      for (const PresetStage& stage : preset->stages) {
        if (std::any_of(stage.match.begin(), stage.match.end(), [&](const SymbolPattern& pattern) {
              return MatchesSymbol(pattern, symbol);
            }))
          return true;
      }
    }
    return false;
  }

  std::string Qualified(Node declaration) const {
    const std::string around = finder_.Enclosing(declaration);
    return (around.empty() ? "" : around + "::") + std::string(ast_.name(declaration));
  }

  /// A variable of a namespace or class that holds a pipeline, or a function that gives a reference
  /// to one: other files may name it.
  void ReadShared(Node node) {
    const Node parent = scopes_.parent(node);
    const bool field = ast_.Is(parent, NodeKind::kClass);
    if ((parent != 0 && !ast_.Is(parent, NodeKind::kModule) && !field) || ast_.name(node).empty())
      return;
    RegistrationExport made;
    if (ast_.Is(node, NodeKind::kFunction)) {
      made.pipeline = finder_.GivesReference(node) ? finder_.OfField(node) : kNoIndex;
    } else {
      made.pipeline = field ? finder_.OfField(node) : finder_.OfVariable(node);
    }
    if (made.pipeline == kNoIndex) return;
    made.name = Qualified(node);
    facts_.exports.push_back(std::move(made));
  }

  /// `using NeedsAdmin = Require<true>;` is whatever Require is.
  void ReadAlias(Node node) {
    const Node type = ast_.child(node, NodeKind::kTypeReference);
    if (type == 0 || ast_.name(node).empty()) return;
    for (const Preset* preset : finder_.presets()) {
      if (preset->local_bases.empty() && preset->named_bases.empty() && preset->assembly.empty())
        continue;
      BehaviorClass made;
      std::string& base = made.bases.emplace_back();
      for (const std::string& name : finder_.Names(type)) base += (base.empty() ? "" : " ") + name;
      made.type = Qualified(node);
      made.preset = preset->name;
      made.alias = true;
      facts_.classes.push_back(std::move(made));
    }
  }

  /// A class that has what a behaviour has, or that may derive from one.
  void ReadClass(Node node) {
    if (ast_.Has(node, kDeclaredElsewhere) || ast_.name(node).empty()) return;
    for (const Preset* preset : finder_.presets()) {
      if (preset->local_bases.empty() && preset->behavior_methods.empty() &&
          preset->named_bases.empty() && preset->assembly.empty())
        continue;
      BehaviorClass made;
      bool behaves = false;
      for (const Node child : ast_.Children(node)) {
        if (ast_.Is(child, NodeKind::kBase)) {
          std::string& base = made.bases.emplace_back();
          for (const std::string& name : finder_.Names(child))
            base += (base.empty() ? "" : " ") + name;
        } else if (ast_.Is(child, NodeKind::kFunction)) {
          behaves =
              behaves || std::find(preset->behavior_methods.begin(), preset->behavior_methods.end(),
                                   ast_.name(child)) != preset->behavior_methods.end();
        }
      }
      if (made.bases.empty() && !behaves) continue;
      made.type = Qualified(node);
      made.preset = preset->name;
      facts_.classes.push_back(std::move(made));
    }
  }

  /// `BehaviorTraits traits() const { return {.stage = Stage::kGuard}; }`
  void ReadTraits(Node function) {
    const std::string_view name = ast_.name(function);
    if (ast_.Has(function, kDeclaredElsewhere) || ast_.child(function, NodeKind::kBlock) == 0)
      return;
    for (const Preset* preset : finder_.presets()) {
      if (preset->traits.empty() || LastSegment(name) != preset->traits) continue;
      DeclaredTraits declared;
      declared.preset = preset->name;
      declared.type = finder_.Enclosing(function);
      if (const size_t out_of_line = name.rfind("::"); out_of_line != std::string_view::npos) {
        if (!declared.type.empty()) declared.type += "::";
        declared.type += name.substr(0, out_of_line);
      }
      if (declared.type.empty()) continue;
      declared.traits = entries_.traits().ReadReturns(function, *preset);
      facts_.declared.push_back(std::move(declared));
    }
  }

  const Scopes& scopes_;
  const Ast& ast_;
  PipelineFinder& finder_;
  EntryReader& entries_;
  const ComponentReader& components_;
  const bool everything_;
  RegistrationFacts& facts_;
  bool inside_ = false;  // AddMembers() is at work
  std::unordered_map<std::string_view, Node> top_;
};

}  // namespace

void ExtractExports(const Scopes& scopes, PipelineFinder& finder, EntryReader& entries,
                    const ComponentReader& components, bool everything, RegistrationFacts& facts) {
  Exports(scopes, finder, entries, components, everything, facts).Run();
}

}  // namespace krepis::analyzer
