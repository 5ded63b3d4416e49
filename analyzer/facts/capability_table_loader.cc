#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "analyzer/config/capability.h"
#include "analyzer/config/suggest.h"
#include "analyzer/facts/capability_table.h"
#include "analyzer/facts/scope.h"
#include "analyzer/facts/toml_reader.h"

namespace krepis::analyzer {
namespace {

/// `{a,b}` may not multiply into more symbols than this.
constexpr size_t kMaxAlternatives = 1000;

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
  CapabilityTableLoader(TomlReader reader, CapabilityNames names)
      : reader_(std::move(reader)), names_(names) {}

  CapabilityTableOutcome Load() {
    constexpr auto kKeys = std::to_array<std::string_view>({"version", "language", "use"});
    reader_.CheckKeys(reader_.root(), kKeys);
    group_ = reader_.ReadHead();
    for (const TomlNode* use : reader_.Tables(reader_.root(), "use")) ReadUse(*use);
    table_.Freeze();
    return {std::move(table_), reader_.TakeErrors()};
  }

 private:
  void ReadUse(const TomlNode& use) {
    constexpr auto kKeys = std::to_array<std::string_view>(
        {"capability", "symbols", "argument", "when", "words", "source"});
    reader_.CheckKeys(use, kKeys);
    CapabilityRow row;
    row.line = use.location.begin.line;
    row.capabilities = reader_.List(use, "capability");
    if (row.capabilities.empty()) reader_.Fail(use.location, "capability is missing");
    for (const std::string& capability : row.capabilities) {
      if (names_ == CapabilityNames::kAny) {
        const Result<Grant> grant = ParseGrant(capability);
        if (!grant || grant->argument) {
          reader_.Fail(
              use.Find("capability")->value.location,
              fmt::format("'{}' is no capability: a dotted name such as db.query", capability));
        }
      } else if (!IsKnownCapability(capability)) {
        reader_.Fail(use.Find("capability")->value.location,
                     fmt::format("unknown capability '{}'{}", capability,
                                 DidYouMean(capability, KnownCapabilities())));
      }
    }
    static_cast<void>(reader_.Text(use, "source"));
    if (const TomlNode* argument = reader_.Get(use, "argument", TomlNode::Kind::kTable))
      ReadArgument(*argument, row.argument);
    if (const TomlNode* when = reader_.Get(use, "when", TomlNode::Kind::kTable))
      ReadCondition(*when, row.when);
    AddSymbols(use, std::move(row));
  }

  void ReadArgument(const TomlNode& table, ArgumentRule& rule) {
    constexpr auto kKeys = std::to_array<std::string_view>(
        {"kind", "at", "port_at", "method", "keys", "port_key", "default_host", "default_port"});
    reader_.CheckKeys(table, kKeys);
    const std::string kind = reader_.Text(table, "kind");
    const auto found = std::find(kArgumentKinds.begin(), kArgumentKinds.end(), kind);
    if (found == kArgumentKinds.end()) {
      reader_.Fail(table.location, fmt::format("kind must be {}", OneOf(kArgumentKinds)));
      return;
    }
    rule.kind = static_cast<ArgumentRule::Kind>(found - kArgumentKinds.begin());
    rule.at = reader_.Position(table, "at").value_or(0);
    rule.port_at = reader_.Position(table, "port_at");
    rule.method = reader_.Text(table, "method");
    rule.keys = reader_.List(table, "keys");
    rule.port_key = reader_.Text(table, "port_key");
    rule.default_host = reader_.Text(table, "default_host");
    rule.default_port = reader_.Text(table, "default_port");
  }

  void ReadCondition(const TomlNode& table, UseCondition& when) {
    constexpr auto kKeys = std::to_array<std::string_view>(
        {"at", "text", "names", "constant", "computed", "min_args", "max_args", "methods"});
    reader_.CheckKeys(table, kKeys);
    when.at = reader_.Position(table, "at");
    when.text = reader_.List(table, "text");
    when.names = reader_.List(table, "names");
    when.min_args = reader_.Position(table, "min_args");
    when.max_args = reader_.Position(table, "max_args");
    when.methods = reader_.List(table, "methods");
    if (const TomlNode* constant = reader_.Get(table, "constant", TomlNode::Kind::kBoolean))
      when.constant = constant->boolean;
    if (const TomlNode* computed = reader_.Get(table, "computed", TomlNode::Kind::kBoolean))
      when.computed = computed->boolean;
    const bool about_argument =
        !when.text.empty() || !when.names.empty() || when.constant || when.computed;
    if (about_argument != when.at.has_value())
      reader_.Fail(table.location,
                   "text, names, constant and computed speak of the argument that `at` gives");
    if (when.empty()) reader_.Fail(table.location, "the condition is empty");
  }

  void AddSymbols(const TomlNode& use, CapabilityRow row) {
    const std::vector<std::string> symbols = reader_.List(use, "symbols");
    if (symbols.empty()) return reader_.Fail(use.location, "symbols is missing");
    const TomlNode& place = use.Find("symbols")->value;
    const std::vector<std::string> words = reader_.List(use, "words");
    for (size_t i = 0; i < symbols.size(); ++i) {
      const Location& where = i < place.items.size() ? place.items[i].location : place.location;
      std::string_view text = symbols[i];
      UseRole role = UseRole::kCall;
      if (const size_t blank = text.find(' '); blank != std::string_view::npos) {
        const auto found = std::find(kRoles.begin(), kRoles.end(), text.substr(0, blank));
        if (found == kRoles.end()) {
          reader_.Fail(where,
                       fmt::format("'{}' is no role: {}", text.substr(0, blank), OneOf(kRoles)));
          continue;
        }
        role = static_cast<UseRole>(found - kRoles.begin());
        text.remove_prefix(blank + 1);
      }
      AddSymbol(text, role, words, where);
    }
    table_.rows_.push_back(std::move(row));
  }

  void AddSymbol(std::string_view text, UseRole role, const std::vector<std::string>& words,
                 const Location& where) {
    const std::vector<std::string> alternatives = Alternatives(text);
    if (alternatives.empty()) {
      return reader_.Fail(
          where, fmt::format("'{}': braces that do not match, or more than {} symbols", text,
                             kMaxAlternatives));
    }
    for (const std::string& symbol : alternatives) {
      const bool named = role != UseRole::kImport && role != UseRole::kSyntax;
      if (group_ == LanguageGroup::kTypeScript && named && symbol.find('#') == std::string::npos) {
        return reader_.Fail(where,
                            fmt::format("'{}' is no symbol: write module#name, such as "
                                        "node/fs#readFile, npm/undici#request or global#fetch",
                                        symbol));
      }
      std::vector<std::string> required = words;
      const std::string_view word = RequiredWord(group_, role, symbol);
      if (required.empty() && !word.empty()) required.emplace_back(word);
      const bool import = role == UseRole::kSyntax && symbol == "dynamic-import";
      if (required.empty() && !import) {
        return reader_.Fail(
            where, fmt::format("'{}' needs words = […]: what a source that uses it is sure "
                               "to contain",
                               symbol));
      }
      table_.patterns_.push_back(
          {symbol, static_cast<uint32_t>(table_.rows_.size()), role, group_, std::move(required)});
      table_.Index(static_cast<uint32_t>(table_.patterns_.size() - 1), true);
    }
  }

  TomlReader reader_;
  CapabilityNames names_;
  LanguageGroup group_ = LanguageGroup::kNone;
  CapabilityTable table_;
};

CapabilityTableOutcome LoadCapabilityTable(std::string_view toml, std::string_view path,
                                           CapabilityNames names) {
  return CapabilityTableLoader(TomlReader(toml, path), names).Load();
}

CapabilityTableOutcome LoadCapabilityTable(TomlNode root, std::string_view path,
                                           CapabilityNames names) {
  return CapabilityTableLoader(TomlReader(std::move(root), path), names).Load();
}

}  // namespace krepis::analyzer
