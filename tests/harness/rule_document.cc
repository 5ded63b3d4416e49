#include "tests/harness/rule_document.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "tests/harness/fixture.h"

namespace krepis::testing {
namespace {

using analyzer::Error;
using analyzer::FileKind;
using analyzer::Result;

enum class Section : uint8_t { kOther, kInvalid, kValid };

std::string_view Trim(std::string_view text) {
  const size_t first = text.find_first_not_of(" \t\r");
  if (first == std::string_view::npos) return "";
  return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

/// How many backquotes open a fence on `line`; 0: none.
size_t FenceOf(std::string_view line) {
  const size_t count = std::min(line.find_first_not_of('`'), line.size());
  return count >= 3 ? count : 0;
}

using Files = std::vector<std::pair<std::string, std::string>>;

class Reader {
 public:
  explicit Reader(const std::string& name) : name_(name) {}

  Result<std::vector<DocumentExample>> Read(std::string_view markdown) {
    while (!markdown.empty() && error_.empty()) {
      const size_t newline = markdown.find('\n');
      const std::string_view line = markdown.substr(0, newline);
      markdown.remove_prefix(newline == std::string_view::npos ? markdown.size() : newline + 1);
      ++line_;
      if (fence_ != 0) {
        InsideFence(line);
      } else if (FenceOf(line) != 0) {
        OpenFence(line);
      } else if (line.starts_with('#')) {
        Heading(line);
      }
    }
    if (error_.empty() && fence_ != 0) error_ = "a ``` fence is never closed";
    if (!error_.empty()) {
      return Error{fmt::format("{}:{}: {}", name_, line_, error_), name_, line_, 1};
    }
    CloseExample();
    return std::move(examples_);
  }

 private:
  void Heading(std::string_view line) {
    CloseExample();
    const size_t level = std::min(line.find_first_not_of('#'), line.size());
    if (level > 2) return;  // a heading inside a section only parts its examples
    const std::string_view title = Trim(line.substr(level));
    section_ = level != 2           ? Section::kOther
               : title == "Invalid" ? Section::kInvalid
               : title == "Valid"   ? Section::kValid
                                    : Section::kOther;
  }

  void OpenFence(std::string_view line) {
    fence_ = FenceOf(line);
    fence_line_ = line_;
    const std::string_view info = Trim(line.substr(fence_));
    const size_t space = info.find_first_of(" \t");
    block_.clear();
    if (space != std::string_view::npos) StartFile(Trim(info.substr(space)));
  }

  void InsideFence(std::string_view line) {
    if (FenceOf(line) >= fence_ && Trim(line.substr(FenceOf(line))).empty()) {
      fence_ = 0;
      if (section_ != Section::kOther) AddBlock();
    } else if (const auto path = MarkedPath(line)) {
      StartFile(*path);
    } else if (!block_.empty()) {
      block_.back().second += line;
      block_.back().second += '\n';
    }
  }

  void StartFile(std::string_view path) {
    for (const auto& [known, contents] : block_) {
      if (known == path) error_ = fmt::format("`{}` comes twice in one block", path);
    }
    block_.emplace_back(path, "");
  }

  void AddBlock() {
    if (block_.empty()) return;
    const bool repeated = std::any_of(block_.begin(), block_.end(), [&](const auto& file) {
      return open_ && example_.files.Kind(file.first) != FileKind::kMissing;
    });
    if (repeated) CloseExample();
    if (!open_) {
      example_ = {section_ == Section::kValid, fence_line_, {}};
      open_ = true;
    }
    for (auto& [path, contents] : block_) example_.files.Add(path, std::move(contents));
  }

  void CloseExample() {
    if (std::exchange(open_, false)) examples_.push_back(std::move(example_));
  }

  const std::string& name_;
  std::vector<DocumentExample> examples_;
  DocumentExample example_;
  bool open_ = false;
  Section section_ = Section::kOther;
  size_t fence_ = 0;
  uint32_t fence_line_ = 0;
  uint32_t line_ = 0;
  Files block_;
  std::string error_;
};

}  // namespace

Result<std::vector<DocumentExample>> ExamplesOf(const std::string& name,
                                                std::string_view markdown) {
  return Reader(name).Read(markdown);
}

}  // namespace krepis::testing
