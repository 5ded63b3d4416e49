#include "analyzer/config/toml_document.h"

// toml++ is seen by this file alone: it takes seconds to compile, and its types end here.
#define TOML_EXCEPTIONS 0
#define TOML_ENABLE_FORMATTERS 0
#define TOML_ENABLE_WINDOWS_COMPAT 0
#include <toml++/toml.h>

#include <algorithm>

#include "analyzer/config/toml_statements.h"
#include "analyzer/core/utf8.h"

namespace krepis::analyzer {
namespace {

constexpr size_t kMostSyntaxErrors = 50;
/// Stands for a header that was refused. Arrays of tables may repeat, and no key reads like this.
constexpr std::string_view kLostHeader = "[[\"\\u0001\"]]";
constexpr std::string_view kLostKey = "\x01";

/// Turns the line and column of toml++ (lines end with LF, columns count code points) into bytes.
class Offsets {
 public:
  explicit Offsets(std::string_view text) : text_(text) {
    lines_.push_back(0);
    uint32_t points = 0;
    for (size_t i = 0; i < text.size(); ++points) {
      if (points % kMarkEvery == 0) marks_.push_back(static_cast<uint32_t>(i));
      if (text[i] == '\n') lines_.push_back(points + 1);
      i += DecodeUtf8(text, i).length;
    }
    points_ = points;
  }

  uint32_t Of(const toml::source_position& position) const {
    if (position.line == 0) return 0;
    if (position.line > lines_.size()) return static_cast<uint32_t>(text_.size());
    const uint32_t end = position.line < lines_.size() ? lines_[position.line] : points_;
    const uint32_t column = std::max<uint32_t>(position.column, 1);
    const uint32_t point = std::min(lines_[position.line - 1] + column - 1, end);
    if (point == points_) return static_cast<uint32_t>(text_.size());
    size_t at = marks_[point / kMarkEvery];
    for (uint32_t i = point / kMarkEvery * kMarkEvery; i < point; ++i) {
      at += DecodeUtf8(text_, at).length;
    }
    return static_cast<uint32_t>(at);
  }
  ByteSpan Of(const toml::source_region& region) const {
    const uint32_t begin = Of(region.begin);
    return {begin, std::max(begin, Of(region.end)) - begin};
  }

 private:
  static constexpr uint32_t kMarkEvery = 256;  // code points

  std::string_view text_;
  std::vector<uint32_t> lines_;  // the first code point of each line
  std::vector<uint32_t> marks_;  // the byte of every kMarkEvery-th code point
  uint32_t points_ = 0;
};

/// What toml++ says, in the words of the rest of krepis.
std::string Reworded(std::string_view description) {
  constexpr std::string_view kPrefix = "Error while parsing ";
  if (!description.starts_with(kPrefix)) return "syntax error: " + std::string(description);
  description.remove_prefix(kPrefix.size());
  const size_t colon = description.find(": ");
  if (colon == std::string_view::npos) return "syntax error in " + std::string(description);
  const std::string_view thing = description.substr(0, colon);
  const std::string_view what = description.substr(colon + 2);
  if (thing == "boolean" || (thing == "floating-point" && what.starts_with("expected '"))) {
    return "syntax error: this is no value; text needs quotes";
  }
  if (what == "expected '=', saw '/'") {
    return "syntax error in key-value pair: a key with / in it needs quotes";
  }
  return "syntax error in " + std::string(thing) + ": " + std::string(what);
}

}  // namespace

/// Builds a TomlDocument.
class TomlParser {
 public:
  explicit TomlParser(std::string_view text) {
    if (text.starts_with("\xEF\xBB\xBF")) {
      text.remove_prefix(3);
      document_.mark_ = 3;
    }
    document_.text_ = text;
    document_.lines_ = LineTable(text);
    offsets_.emplace(text);
  }

  TomlDocument Run() {
    for (TomlStatement& found : SplitToml(document_.text_)) {
      document_.statements_.push_back({{found.begin, found.end - found.begin},
                                       found.kind == TomlStatement::Kind::kHeader,
                                       !found.error.empty()});
      if (!found.error.empty()) {
        AddError(found.error_begin, "syntax error: " + found.error);
        if (TooMany()) break;
      }
    }
    while (!TooMany()) {
      toml::parse_result result = toml::parse(Remaining());
      if (result.succeeded()) {
        Convert(result.table(), document_.root_);
        break;
      }
      const uint32_t offset = offsets_->Of(result.error().source().begin);
      AddError(offset, Reworded(result.error().description()));
      if (!Lose(offset)) {
        document_.gave_up_ = true;
        break;
      }
    }
    std::stable_sort(document_.errors_.begin(), document_.errors_.end(),
                     [](const Error& a, const Error& b) {
                       return std::pair(a.line, a.column) < std::pair(b.line, b.column);
                     });
    return std::move(document_);
  }

 private:
  bool TooMany() {
    if (document_.errors_.size() >= kMostSyntaxErrors) document_.gave_up_ = true;
    return document_.gave_up_;
  }

  void AddError(uint32_t offset, std::string message) {
    Error error;
    error.message = std::move(message);
    const Position position = document_.lines_.At(offset);
    error.line = position.line;
    error.column = position.column;
    document_.errors_.push_back(std::move(error));
  }

  /// The text with its lost statements taken out. Line numbers stay; the columns of a lost
  /// statement's lines do not matter any more.
  std::string Remaining() const {
    std::string remaining;
    remaining.reserve(document_.text_.size());
    size_t copied = 0;
    for (const TomlDocument::Statement& statement : document_.statements_) {
      if (!statement.lost) continue;
      remaining += document_.text_.substr(copied, statement.span.start - copied);
      const std::string_view lost =
          document_.text_.substr(statement.span.start, statement.span.length);
      if (statement.header) remaining += kLostHeader;
      remaining.append(static_cast<size_t>(std::count(lost.begin(), lost.end(), '\n')), '\n');
      copied = statement.span.end();
    }
    remaining += document_.text_.substr(copied);
    return remaining;
  }

  /// Takes out the statement at `offset`, or the last one before it. False: there is none left to
  /// blame.
  bool Lose(uint32_t offset) {
    auto& statements = document_.statements_;
    auto after = std::upper_bound(statements.begin(), statements.end(), offset,
                                  [](uint32_t wanted, const TomlDocument::Statement& statement) {
                                    return wanted < statement.span.start;
                                  });
    if (after == statements.begin() || (after - 1)->lost) return false;
    (after - 1)->lost = true;
    return true;
  }

  Location Locate(const toml::source_region& region) const {
    Location location = document_.lines_.Locate(offsets_->Of(region));
    location.span.start += document_.mark_;
    return location;
  }

  /// Recursion is bounded: SplitToml refused what nests deeper than TomlNode says.
  void Convert(const toml::node& from, TomlNode& to) const {
    to.location = Locate(from.source());
    switch (from.type()) {
      case toml::node_type::table:
        to.kind = TomlNode::Kind::kTable;
        for (const auto& [key, value] : *from.as_table()) {
          if (key.str() == kLostKey) continue;
          TomlMember& member = to.members.emplace_back();
          member.key = key.str();
          member.key_location = Locate(key.source());
          Convert(value, member.value);
        }
        std::stable_sort(to.members.begin(), to.members.end(),
                         [](const TomlMember& a, const TomlMember& b) {
                           return a.key_location.begin < b.key_location.begin;
                         });
        break;
      case toml::node_type::array:
        to.kind = TomlNode::Kind::kArray;
        to.items.reserve(from.as_array()->size());
        for (const toml::node& item : *from.as_array()) Convert(item, to.items.emplace_back());
        break;
      case toml::node_type::string:
        to.kind = TomlNode::Kind::kString;
        to.text = from.as_string()->get();
        break;
      case toml::node_type::integer:
        to.kind = TomlNode::Kind::kInteger;
        to.integer = from.as_integer()->get();
        break;
      case toml::node_type::boolean:
        to.kind = TomlNode::Kind::kBoolean;
        to.boolean = from.as_boolean()->get();
        break;
      case toml::node_type::date: {
        const toml::date& date = from.as_date()->get();
        to.kind = TomlNode::Kind::kDate;
        to.date = {date.year, date.month, date.day};
        break;
      }
      case toml::node_type::time:
        to.kind = TomlNode::Kind::kTime;
        break;
      case toml::node_type::date_time:
        to.kind = TomlNode::Kind::kDateTime;
        break;
      case toml::node_type::floating_point:
      case toml::node_type::none:
        to.kind = TomlNode::Kind::kFloat;
        break;
    }
  }

  TomlDocument document_;
  std::optional<Offsets> offsets_;
};

TomlDocument TomlDocument::Parse(std::string_view text) { return TomlParser(text).Run(); }

const TomlMember* TomlNode::Find(std::string_view key) const {
  for (const TomlMember& member : members) {
    if (member.key == key) return &member;
  }
  return nullptr;
}

bool TomlDocument::LostMention(std::string_view text) const {
  if (gave_up_) return true;
  return std::any_of(statements_.begin(), statements_.end(), [&](const Statement& statement) {
    return statement.lost &&
           text_.substr(statement.span.start, statement.span.length).find(text) != text_.npos;
  });
}

bool TomlDocument::LostBelow(const Location& header) const {
  if (gave_up_) return true;
  const uint32_t offset = header.span.start - std::min(header.span.start, mark_);
  auto statement = std::lower_bound(
      statements_.begin(), statements_.end(), offset,
      [](const Statement& candidate, uint32_t wanted) { return candidate.span.end() < wanted; });
  if (statement == statements_.end() || !statement->header) return false;
  for (++statement; statement != statements_.end() && !statement->header; ++statement) {
    if (statement->lost) return true;
  }
  return false;
}

Location TomlDocument::Within(const TomlNode& string, size_t offset, size_t length) const {
  return Within(string.location, string.text, offset, length);
}

Location TomlDocument::Within(const Location& location, std::string_view value, size_t offset,
                              size_t length) const {
  const uint32_t start = location.span.start - mark_;
  const std::string_view written = text_.substr(start, location.span.length);
  // Between one quote on each side stands the value itself, or there are escapes in it.
  if (written.size() != value.size() + 2 || written.substr(1, value.size()) != value) {
    return location;
  }
  offset = std::min(offset, value.size());
  length = std::min(length, value.size() - offset);
  Location within =
      lines_.Locate({start + 1 + static_cast<uint32_t>(offset), static_cast<uint32_t>(length)});
  within.span.start += mark_;
  return within;
}

std::string_view TomlKindName(TomlNode::Kind kind) {
  switch (kind) {
    case TomlNode::Kind::kTable:
      return "a table";
    case TomlNode::Kind::kArray:
      return "an array";
    case TomlNode::Kind::kString:
      return "a string";
    case TomlNode::Kind::kInteger:
      return "an integer";
    case TomlNode::Kind::kFloat:
      return "a float";
    case TomlNode::Kind::kBoolean:
      return "a boolean";
    case TomlNode::Kind::kDate:
      return "a date";
    case TomlNode::Kind::kDateTime:
      return "a date with a time";
    case TomlNode::Kind::kTime:
      return "a time";
  }
  return "";
}

}  // namespace krepis::analyzer
