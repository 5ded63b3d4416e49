#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <span>
#include <tuple>

#include "analyzer/config/capability.h"
#include "analyzer/config/suggest.h"
#include "analyzer/config/toml_document.h"
#include "analyzer/facts/capability_table.h"
#include "analyzer/facts/scope.h"

namespace krepis::analyzer {
namespace {

/// `{a,b}` may not multiply into more symbols than this.
constexpr size_t kMaxAlternatives = 1000;

using Names = std::span<const std::string_view>;

constexpr auto kArgumentKinds = std::to_array<std::string_view>(
    {"none", "path", "url", "address", "port", "name", "member", "bulk"});
constexpr auto kRoles =
    std::to_array<std::string_view>({"call", "new", "read", "write", "import", "macro", "syntax"});

/// The strings that `text` stands for: `{a,b}` is a or b, also nested. Empty: braces do not match,
/// or there are too many.
std::vector<std::string> Alternatives(std::string_view text) {
  std::vector<std::string> open = {std::string(text)};
  std::vector<std::string> done;
  while (!open.empty() && open.size() + done.size() <= kMaxAlternatives) {
    const std::string pattern = std::move(open.back());
    open.pop_back();
    const size_t begin = pattern.find('{');
    if (begin == std::string::npos) {
      if (pattern.find('}') != std::string::npos) return {};
      done.push_back(pattern);
      continue;
    }
    std::vector<size_t> cuts = {begin};
    size_t at = begin + 1;
    for (int depth = 1; at < pattern.size() && depth > 0; ++at) {
      if (pattern[at] == '{') ++depth;
      if (pattern[at] == '}') --depth;
      if (depth == 0 || (depth == 1 && pattern[at] == ',')) cuts.push_back(at);
    }
    if (pattern[cuts.back()] != '}') return {};
    for (size_t i = cuts.size() - 1; i > 0; --i) {  // back to front: the stack turns them round
      open.push_back(pattern.substr(0, begin) +
                     pattern.substr(cuts[i - 1] + 1, cuts[i] - cuts[i - 1] - 1) +
                     pattern.substr(cuts.back() + 1));
    }
  }
  if (!open.empty()) return {};
  return done;
}

/// The word that a source which uses the symbol must contain; "" when the table has to say it.
std::string_view RequiredWord(LanguageGroup group, UseRole role, std::string_view symbol) {
  std::string_view word = symbol;
  if (role == UseRole::kSyntax) {
    if (symbol == "dynamic-import") return {};  // found with the imports, whatever the words
  } else if (group == LanguageGroup::kTypeScript) {
    const size_t hash = symbol.find('#');
    const bool global = symbol.substr(0, hash) == "global";
    word = global ? FirstSegment(symbol.substr(hash + 1)) : symbol.substr(0, hash);
  } else if (group == LanguageGroup::kRust && symbol.find("::") != std::string_view::npos) {
    const std::string_view first = FirstSegment(symbol);
    const bool std = first == "std" || first == "core" || first == "alloc" || first == "tokio" ||
                     first == "async_std";
    word = std ? FirstSegment(symbol.substr(first.size() + 2)) : first;
  } else {
    word = LastSegment(symbol);
  }
  return word.find('*') == std::string_view::npos ? word : std::string_view();
}

}  // namespace

class CapabilityTableLoader {
 public:
  CapabilityTableLoader(std::string_view toml, std::string_view path)
      : document_(TomlDocument::Parse(toml)), path_(path) {}

  CapabilityTableOutcome Load() {
    for (const Error& error : document_.errors()) {
      outcome_.errors.push_back(error);
      outcome_.errors.back().path = path_;
    }
    ReadHead();
    if (const TomlMember* uses = document_.root().Find("use")) {
      if (uses->value.kind == TomlNode::Kind::kArray) {
        for (const TomlNode& use : uses->value.items) ReadUse(use);
      } else {
        Fail(uses->key_location, "uses stand in [[use]]");
      }
    }
    std::stable_sort(outcome_.errors.begin(), outcome_.errors.end(),
                     [](const Error& a, const Error& b) {
                       return std::tie(a.line, a.column) < std::tie(b.line, b.column);
                     });
    return std::move(outcome_);
  }

 private:
  void Fail(const Location& where, std::string message) {
    outcome_.errors.push_back({std::move(message), path_, where.begin.line, where.begin.column});
  }

  /// Reports the keys of `table` that are none of `known`.
  void CheckKeys(const TomlNode& table, Names known) {
    for (const TomlMember& member : table.members) {
      if (std::find(known.begin(), known.end(), member.key) != known.end()) continue;
      Fail(member.key_location,
           fmt::format("unknown key '{}'{}", member.key, DidYouMean(member.key, known)));
    }
  }

  const TomlNode* Get(const TomlNode& table, std::string_view key, TomlNode::Kind kind) {
    const TomlMember* member = table.Find(key);
    if (member == nullptr) return nullptr;
    if (member->value.kind == kind) return &member->value;
    Fail(member->value.location, fmt::format("{} must be {}, not {}", key, TomlKindName(kind),
                                             TomlKindName(member->value.kind)));
    return nullptr;
  }

  std::string Text(const TomlNode& table, std::string_view key) {
    const TomlNode* node = Get(table, key, TomlNode::Kind::kString);
    return node == nullptr ? std::string() : node->text;
  }

  std::optional<uint32_t> Position(const TomlNode& table, std::string_view key) {
    const TomlNode* node = Get(table, key, TomlNode::Kind::kInteger);
    if (node == nullptr) return std::nullopt;
    if (node->integer < 0 || node->integer > 100) {
      Fail(node->location, fmt::format("{} must be between 0 and 100", key));
      return std::nullopt;
    }
    return static_cast<uint32_t>(node->integer);
  }

  /// A list of strings; one string stands for itself.
  std::vector<std::string> List(const TomlNode& table, std::string_view key) {
    const TomlMember* member = table.Find(key);
    if (member == nullptr) return {};
    if (member->value.kind == TomlNode::Kind::kString) return {member->value.text};
    std::vector<std::string> list;
    const bool array = member->value.kind == TomlNode::Kind::kArray;
    for (const TomlNode& item : member->value.items) {
      if (item.kind != TomlNode::Kind::kString) {
        Fail(item.location, fmt::format("{} is a list of strings", key));
      } else {
        list.push_back(item.text);
      }
    }
    if (!array) Fail(member->value.location, fmt::format("{} is a list of strings", key));
    return list;
  }

  void ReadHead() {
    constexpr auto kKeys = std::to_array<std::string_view>({"version", "language", "use"});
    CheckKeys(document_.root(), kKeys);
    const TomlNode* version = Get(document_.root(), "version", TomlNode::Kind::kInteger);
    if (version == nullptr || version->integer != 1) {
      Fail(version == nullptr ? document_.root().location : version->location,
           "a symbol table starts with version = 1");
    }
    const TomlNode* language = Get(document_.root(), "language", TomlNode::Kind::kString);
    for (const LanguageGroup group :
         {LanguageGroup::kTypeScript, LanguageGroup::kRust, LanguageGroup::kCpp}) {
      if (language != nullptr && language->text == GroupName(group)) group_ = group;
    }
    if (group_ == LanguageGroup::kNone) {
      Fail(language == nullptr ? document_.root().location : language->location,
           "language must be \"typescript\", \"rust\" or \"cpp\"");
    }
  }

  void ReadUse(const TomlNode& use) {
    constexpr auto kKeys = std::to_array<std::string_view>(
        {"capability", "symbols", "argument", "when", "words", "source"});
    if (use.kind != TomlNode::Kind::kTable) return Fail(use.location, "uses stand in [[use]]");
    CheckKeys(use, kKeys);
    CapabilityRow row;
    row.line = use.location.begin.line;
    row.capabilities = List(use, "capability");
    if (row.capabilities.empty()) Fail(use.location, "capability is missing");
    for (const std::string& capability : row.capabilities) {
      if (!IsKnownCapability(capability)) {
        Fail(use.Find("capability")->value.location,
             fmt::format("unknown capability '{}'{}", capability,
                         DidYouMean(capability, KnownCapabilities())));
      }
    }
    static_cast<void>(Text(use, "source"));
    if (const TomlNode* argument = Get(use, "argument", TomlNode::Kind::kTable))
      ReadArgument(*argument, row.argument);
    if (const TomlNode* when = Get(use, "when", TomlNode::Kind::kTable))
      ReadCondition(*when, row.when);
    AddSymbols(use, std::move(row));
  }

  void ReadArgument(const TomlNode& table, ArgumentRule& rule) {
    constexpr auto kKeys = std::to_array<std::string_view>(
        {"kind", "at", "port_at", "method", "keys", "port_key", "default_host", "default_port"});
    CheckKeys(table, kKeys);
    const std::string kind = Text(table, "kind");
    const auto found = std::find(kArgumentKinds.begin(), kArgumentKinds.end(), kind);
    if (found == kArgumentKinds.end()) {
      Fail(table.location, fmt::format("kind must be {}", OneOf(kArgumentKinds)));
      return;
    }
    rule.kind = static_cast<ArgumentRule::Kind>(found - kArgumentKinds.begin());
    rule.at = Position(table, "at").value_or(0);
    rule.port_at = Position(table, "port_at");
    rule.method = Text(table, "method");
    rule.keys = List(table, "keys");
    rule.port_key = Text(table, "port_key");
    rule.default_host = Text(table, "default_host");
    rule.default_port = Text(table, "default_port");
  }

  void ReadCondition(const TomlNode& table, UseCondition& when) {
    constexpr auto kKeys = std::to_array<std::string_view>(
        {"at", "text", "names", "constant", "min_args", "max_args", "methods"});
    CheckKeys(table, kKeys);
    when.at = Position(table, "at");
    when.text = List(table, "text");
    when.names = List(table, "names");
    when.min_args = Position(table, "min_args");
    when.max_args = Position(table, "max_args");
    when.methods = List(table, "methods");
    if (const TomlNode* constant = Get(table, "constant", TomlNode::Kind::kBoolean))
      when.constant = constant->boolean;
    const bool about_argument = !when.text.empty() || !when.names.empty() || when.constant;
    if (about_argument != when.at.has_value())
      Fail(table.location, "text, names and constant speak of the argument that `at` gives");
    if (when.empty()) Fail(table.location, "the condition is empty");
  }

  void AddSymbols(const TomlNode& use, CapabilityRow row) {
    const std::vector<std::string> symbols = List(use, "symbols");
    if (symbols.empty()) return Fail(use.location, "symbols is missing");
    const TomlNode& place = use.Find("symbols")->value;
    const std::vector<std::string> words = List(use, "words");
    for (size_t i = 0; i < symbols.size(); ++i) {
      const Location& where = i < place.items.size() ? place.items[i].location : place.location;
      std::string_view text = symbols[i];
      UseRole role = UseRole::kCall;
      if (const size_t blank = text.find(' '); blank != std::string_view::npos) {
        const auto found = std::find(kRoles.begin(), kRoles.end(), text.substr(0, blank));
        if (found == kRoles.end()) {
          Fail(where, fmt::format("'{}' is no role: {}", text.substr(0, blank), OneOf(kRoles)));
          continue;
        }
        role = static_cast<UseRole>(found - kRoles.begin());
        text.remove_prefix(blank + 1);
      }
      AddSymbol(text, role, words, where);
    }
    outcome_.table.rows_.push_back(std::move(row));
  }

  void AddSymbol(std::string_view text, UseRole role, const std::vector<std::string>& words,
                 const Location& where) {
    const std::vector<std::string> alternatives = Alternatives(text);
    if (alternatives.empty()) {
      return Fail(where, fmt::format("'{}': braces that do not match, or more than {} symbols",
                                     text, kMaxAlternatives));
    }
    for (const std::string& symbol : alternatives) {
      const bool named = role != UseRole::kImport && role != UseRole::kSyntax;
      if (group_ == LanguageGroup::kTypeScript && named && symbol.find('#') == std::string::npos) {
        return Fail(where, fmt::format("'{}' is no symbol: write module#name, such as "
                                       "node/fs#readFile, npm/undici#request or global#fetch",
                                       symbol));
      }
      std::vector<std::string> required = words;
      const std::string_view word = RequiredWord(group_, role, symbol);
      if (required.empty() && !word.empty()) required.emplace_back(word);
      const bool import = role == UseRole::kSyntax && symbol == "dynamic-import";
      if (required.empty() && !import) {
        return Fail(where, fmt::format("'{}' needs words = […]: what a source that uses it is sure "
                                       "to contain",
                                       symbol));
      }
      CapabilityTable& table = outcome_.table;
      table.patterns_.push_back({symbol, static_cast<uint32_t>(table.rows_.size()), role});
      table.Index(group_, static_cast<uint32_t>(table.patterns_.size() - 1), required);
    }
  }

  TomlDocument document_;
  std::string path_;
  LanguageGroup group_ = LanguageGroup::kNone;
  CapabilityTableOutcome outcome_;
};

CapabilityTableOutcome LoadCapabilityTable(std::string_view toml, std::string_view path) {
  return CapabilityTableLoader(toml, path).Load();
}

}  // namespace krepis::analyzer
