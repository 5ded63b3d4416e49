#include "analyzer/cli/resident_message.h"

#include <cstdint>
#include <cstring>
#include <utility>

namespace krepis::analyzer {
namespace {

class Writer {
 public:
  void Put(uint32_t number) {
    bytes_.append(reinterpret_cast<const char*>(&number), sizeof number);
  }
  void Put(std::string_view text) {
    Put(static_cast<uint32_t>(text.size()));
    bytes_ += text;
  }
  void Put(const std::vector<std::string>& texts) {
    Put(static_cast<uint32_t>(texts.size()));
    for (const std::string& text : texts) Put(std::string_view(text));
  }
  std::string Take() && { return std::move(bytes_); }

 private:
  std::string bytes_;
};

class Reader {
 public:
  explicit Reader(std::string_view bytes) : bytes_(bytes) {}

  uint32_t Number() {
    uint32_t number = 0;
    const std::string_view bytes = Next(sizeof number);
    if (bytes.size() == sizeof number) std::memcpy(&number, bytes.data(), sizeof number);
    return number;
  }
  std::string Text() { return std::string(Next(Number())); }
  std::vector<std::string> Texts() {
    std::vector<std::string> texts;
    for (uint32_t left = Number(); left > 0 && whole_; --left) texts.push_back(Text());
    return texts;
  }
  bool AtEnd() const { return whole_ && bytes_.empty(); }

 private:
  std::string_view Next(size_t count) {
    whole_ = whole_ && count <= bytes_.size();
    if (!whole_) return {};
    const std::string_view next = bytes_.substr(0, count);
    bytes_.remove_prefix(count);
    return next;
  }
  std::string_view bytes_;
  bool whole_ = true;
};

constexpr uint32_t kColour = 1, kShowUnknown = 2, kQuiet = 4, kRepositoryPaths = 8,
                   kMayBeEmpty = 16, kWarningsFail = 32, kStrict = 64;

}  // namespace

std::string Serialise(const ResidentQuestion& question) {
  const CheckQuestion& check = question.check;
  Writer writer;
  writer.Put(question.root);
  writer.Put(question.focus);
  writer.Put((check.colour ? kColour : 0) | (check.show_unknown ? kShowUnknown : 0) |
             (check.quiet ? kQuiet : 0) | (check.repository_paths ? kRepositoryPaths : 0) |
             (check.may_be_empty ? kMayBeEmpty : 0) | (check.warnings_fail ? kWarningsFail : 0) |
             (question.strict ? kStrict : 0));
  writer.Put(static_cast<uint32_t>(check.max_warnings));
  writer.Put(FormatName(check.format));
  return std::move(writer).Take();
}

std::optional<ResidentQuestion> ReadQuestion(std::string_view bytes) {
  Reader reader(bytes);
  ResidentQuestion question;
  CheckQuestion& check = question.check;
  question.root = reader.Text();
  question.focus = reader.Texts();
  const uint32_t flags = reader.Number();
  check.colour = (flags & kColour) != 0;
  check.show_unknown = (flags & kShowUnknown) != 0;
  check.quiet = (flags & kQuiet) != 0;
  check.repository_paths = (flags & kRepositoryPaths) != 0;
  check.may_be_empty = (flags & kMayBeEmpty) != 0;
  check.warnings_fail = (flags & kWarningsFail) != 0;
  question.strict = (flags & kStrict) != 0;
  check.max_warnings = static_cast<int>(reader.Number());
  const std::optional<Format> format = FormatByName(reader.Text());
  if (!reader.AtEnd() || !format) return std::nullopt;
  check.format = *format;
  return question;
}

std::string Serialise(const ResidentAnswer& answer) {
  Writer writer;
  writer.Put(static_cast<uint32_t>(answer.exit_code));
  writer.Put(answer.text);
  writer.Put(answer.notes);
  return std::move(writer).Take();
}

std::optional<ResidentAnswer> ReadAnswer(std::string_view bytes) {
  Reader reader(bytes);
  ResidentAnswer answer;
  answer.exit_code = static_cast<int>(reader.Number());
  answer.text = reader.Text();
  answer.notes = reader.Texts();
  if (!reader.AtEnd()) return std::nullopt;
  return answer;
}

}  // namespace krepis::analyzer
