#include "analyzer/frontend/syntax_parser.h"

#include <tree_sitter/api.h>

#include <algorithm>
#include <cassert>
#include <ctime>
#include <string>
#include <unordered_map>
#include <vector>

#include "analyzer/frontend/parser_memory.h"
#include "analyzer/frontend/syntax_walk.h"

namespace krepis::analyzer {
namespace {

constexpr uint32_t kNotKept = 0xFFFFFFFF;
constexpr TSSymbol kGrammarError = 0xFFFF;
constexpr uint32_t kPieceBytes = uint32_t{64} << 10;

uint64_t Microseconds(clockid_t clock) {
  timespec time{};
  clock_gettime(clock, &time);
  return static_cast<uint64_t>(time.tv_sec) * 1'000'000 +
         static_cast<uint64_t>(time.tv_nsec) / 1000;
}

/// When to stop.
struct Watch {
  uint64_t deadline = 0;  // of this thread's processor time; 0: none
  uint64_t tick = 0;
  bool passed = false;
  bool only_sound = false;

  /// Reading the processor time is a system call; the coarse clock is none and says when it is time
  /// for one.
  bool TimeIsUp() {
    if (passed || deadline == 0) return passed;
    const uint64_t now = Microseconds(CLOCK_MONOTONIC_COARSE);
    if (now == tick) return false;
    tick = now;
    passed = Microseconds(CLOCK_THREAD_CPUTIME_ID) >= deadline;
    return passed;
  }

  /// The parser asks every hundred steps.
  static bool Stop(TSParseState* state) {
    auto* self = static_cast<Watch*>(state->payload);
    return (self->only_sound && state->has_error) || self->TimeIsUp();
  }
};

/// A text handed over in pieces: a scanner may read all of it for one token (a string that is not
/// closed), in one step of the parser and again in the next. When the time is up it ends.
struct Text {
  std::string_view bytes;
  Watch* watch;

  static const char* Read(void* payload, uint32_t at, TSPoint, uint32_t* size) {
    const auto* self = static_cast<Text*>(payload);
    const auto end = static_cast<uint32_t>(self->bytes.size());
    at = std::min(at, end);
    *size = self->watch->TimeIsUp() ? 0 : std::min(end - at, kPieceBytes);
    return self->bytes.data() + at;
  }
};

struct Symbol {
  uint16_t value = 0;
  uint8_t action = kSkip;
  bool comment = false;
};

void Close(std::vector<SyntaxNode>& nodes, uint32_t row, uint32_t parent) {
  nodes[row].end = static_cast<uint32_t>(nodes.size());
  if (parent != kNotKept) nodes[parent].matters |= nodes[row].matters;
}

}  // namespace

class SyntaxParser::State {
 public:
  State(const TSLanguage* language, const GrammarTable& table);
  ~State() { Drop(); }
  State(const State&) = delete;
  State& operator=(const State&) = delete;

  void Drop();

  Outcome Parse(const Request& request, SyntaxTree& tree);

  Watch watch_;

 private:
  void Flatten(const TSTree* parsed, const Request& request, SyntaxTree& tree);

  const TSLanguage* language_;
  TSParser* parser_ = nullptr;
  SyntaxWalk walk_;
  std::vector<Symbol> symbols_;  // as the walk has them
  std::vector<uint8_t> fields_;
  /// Rows of the kept ancestors of the cursor, one entry per level (kNotKept: not kept).
  std::vector<uint32_t> open_;
};

SyntaxParser::State::State(const TSLanguage* language, const GrammarTable& table)
    : language_(language), walk_(language) {
  std::unordered_map<std::string, uint16_t> values;
  for (size_t i = 0; i < table.symbols.size(); ++i) {
    values.emplace(table.symbols[i].name, static_cast<uint16_t>(i + 1));
  }
  symbols_.resize(ts_language_symbol_count(language));
  for (TSSymbol internal = 0; internal < symbols_.size(); ++internal) {
    const TSSymbol symbol = SyntaxWalk::PublicSymbol(language, internal);
    const TSSymbolType type = ts_language_symbol_type(language, symbol);
    const bool named = type == TSSymbolTypeRegular;
    const std::string name = ts_language_symbol_name(language, symbol);
    const auto found = values.find(named ? name : "'" + name);
    Symbol& entry = symbols_[internal];
    if (found != values.end()) {
      entry.value = found->second;
      entry.action = table.symbols[found->second - 1u].action;
    } else if (named) {
      entry.action = kInner;
    }
    entry.comment = named && name.find("comment") != std::string::npos;
  }
  fields_.resize(ts_language_field_count(language) + size_t{1});
  for (size_t i = 0; i < table.fields.size(); ++i) {
    const std::string_view name = table.fields[i];
    const TSFieldId id =
        ts_language_field_id_for_name(language, name.data(), static_cast<uint32_t>(name.size()));
    if (id != 0) fields_[id] = static_cast<uint8_t>(i + 1);
  }
}

void SyntaxParser::State::Drop() {
  ts_parser_delete(parser_);
  parser_ = nullptr;
}

SyntaxParser::Outcome SyntaxParser::State::Parse(const Request& request, SyntaxTree& tree) {
  if (watch_.passed) return Outcome::kTimeOut;
  if (parser_ == nullptr) {
    parser_ = ts_parser_new();
    const bool accepted = ts_parser_set_language(parser_, language_);
    assert(accepted);
    static_cast<void>(accepted);
  }
  watch_.only_sound = request.only_sound;
  Text payload{request.text, &watch_};
  const TSInput input = {&payload, Text::Read, TSInputEncodingUTF8, nullptr};
  TSTree* parsed = ts_parser_parse_with_options(parser_, nullptr, input, {&watch_, Watch::Stop});
  if (parsed == nullptr) {
    ts_parser_reset(parser_);
    return watch_.passed ? Outcome::kTimeOut : Outcome::kBroken;
  }
  Outcome outcome = Outcome::kDone;
  if (watch_.passed) {
    outcome = Outcome::kTimeOut;  // the tree is one of what was handed over in time
  } else if (request.only_sound && ts_node_has_error(ts_tree_root_node(parsed))) {
    outcome = Outcome::kBroken;
  } else {
    Flatten(parsed, request, tree);
  }
  if (!UsesParserMemory()) ts_tree_delete(parsed);
  return outcome;
}

/// The first place of a broken tree that is an error or where something is missing.
ByteSpan FirstError(TSNode root) {
  TSTreeCursor cursor = ts_tree_cursor_new(root);
  ByteSpan span;
  for (;;) {
    const TSNode node = ts_tree_cursor_current_node(&cursor);
    const uint32_t start = ts_node_start_byte(node);
    span = {start, ts_node_end_byte(node) - start};
    if (ts_node_is_error(node) || ts_node_is_missing(node)) break;
    if (!ts_tree_cursor_goto_first_child(&cursor)) break;
    bool found = true;
    while (found && !ts_node_has_error(ts_tree_cursor_current_node(&cursor)))
      found = ts_tree_cursor_goto_next_sibling(&cursor);
    if (!found) break;
  }
  ts_tree_cursor_delete(&cursor);
  return span;
}

void SyntaxParser::State::Flatten(const TSTree* parsed, const Request& request, SyntaxTree& tree) {
  const auto [text, offset, limit, comments, imports, only_sound] = request;
  const TSNode root = ts_tree_root_node(parsed);
  const bool broken = ts_node_has_error(root);
  const uint32_t errors_before = tree.errors;
  if (broken && tree.first_error == ByteSpan{} && limit > 0) {
    const ByteSpan error = FirstError(root);
    // What is missing has no width: the byte in front of which it was looked for stands for it.
    const uint32_t start = std::min(error.start + offset, limit - 1);
    tree.first_error = {start, std::clamp(error.length, 1u, limit - start)};
  }
  auto& nodes = tree.nodes;
  open_.clear();
  uint32_t kept_ancestor = kNotKept;
  walk_.Start(parsed);
  for (;;) {
    const TSSymbol grammar_symbol = walk_.symbol();
    Symbol symbol;
    if (grammar_symbol < symbols_.size()) [[likely]] {
      symbol = symbols_[grammar_symbol];
    } else if (grammar_symbol == kGrammarError) {
      symbol = {kErrorSymbol, kInner | kMatters, false};
      ++tree.errors;
    }
    if (broken && walk_.missing()) {
      ++tree.errors;
      symbol.action = kSkip;
    }
    if (imports && (symbol.action & kImports) != 0) {
      const uint32_t start = std::min(walk_.start() + offset, limit);
      tree.imports.push_back({start, std::min(walk_.end() + offset, limit) - start});
    }
    uint32_t row = kNotKept;
    const bool keep = (symbol.action & kKeep) != 0 && (open_.empty() || kept_ancestor != kNotKept);
    if (keep) {
      const uint32_t shifted = std::min(walk_.start() + offset, limit);
      const uint32_t length = std::min(walk_.end() - walk_.start(), limit - shifted);
      row = static_cast<uint32_t>(nodes.size());
      const uint8_t field = open_.empty() ? 0 : fields_[walk_.field()];
      nodes.push_back({symbol.value, field, (symbol.action & kMatters) != 0, shifted, length, 0});
    } else if (comments.any() && symbol.comment) {
      const uint32_t start = walk_.start();
      const uint32_t length = walk_.end() - start;
      if (comments.Keeps(text.substr(start, length))) {
        const uint32_t shifted = std::min(start + offset, limit);
        tree.comments.push_back({shifted, std::min(length, limit - shifted)});
      }
    }
    // Below a node that is not descended into nothing is kept, but much may be looked for; not in a
    // comment: those of documentation hold their text once more.
    const bool descend = keep && (symbol.action & kDescend) != 0;
    if ((descend || imports || (comments.any() && !symbol.comment)) && walk_.ToFirstChild()) {
      if (keep && !descend) Close(nodes, row, kept_ancestor);
      open_.push_back(descend ? row : kNotKept);
      kept_ancestor = open_.back();
      continue;
    }
    if (row != kNotKept) Close(nodes, row, kept_ancestor);
    while (!walk_.ToNextSibling()) {
      if (open_.empty()) {
        if (broken && tree.errors == errors_before) ++tree.errors;
        return;
      }
      walk_.ToParent();
      const uint32_t closed = open_.back();
      open_.pop_back();
      kept_ancestor = open_.empty() ? kNotKept : open_.back();
      if (closed != kNotKept) Close(nodes, closed, kept_ancestor);
    }
  }
}

SyntaxParser::SyntaxParser(const TSLanguage* language, const GrammarTable& table)
    : state_(std::make_unique<State>(language, table)) {}
SyntaxParser::~SyntaxParser() = default;

void SyntaxParser::RestartClock(uint32_t limit_ms) {
  state_->watch_ = {};
  if (limit_ms != 0)
    state_->watch_.deadline = Microseconds(CLOCK_THREAD_CPUTIME_ID) + uint64_t{1000} * limit_ms;
}

SyntaxParser::Outcome SyntaxParser::Parse(const Request& request, SyntaxTree& tree) {
  return state_->Parse(request, tree);
}

void SyntaxParser::Drop() { state_->Drop(); }

}  // namespace krepis::analyzer
