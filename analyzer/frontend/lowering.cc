#include "analyzer/frontend/lowering.h"

#include <algorithm>

#include "analyzer/frontend/string_escapes.h"

namespace krepis::analyzer {
namespace {

bool IsBlank(char value) {
  return value == ' ' || value == '\t' || value == '\n' || value == '\r' || value == '\f' ||
         value == '\v';
}

}  // namespace

void Lowering::Run(const SyntaxTree& tree, std::string_view source, AstBuilder& out,
                   uint32_t root) {
  tree_ = &tree;
  source_ = source;
  out_ = &out;
  tasks_.clear();
  tasks_.push_back({root, 0, kRoot});
  while (!tasks_.empty()) {
    const Task task = tasks_.back();
    tasks_.pop_back();
    if (task.mode == kClose) {
      out.Close(task.node);
      continue;
    }
    const size_t scheduled = tasks_.size();
    Handle(task);
    std::reverse(tasks_.begin() + static_cast<ptrdiff_t>(scheduled), tasks_.end());
  }
}

uint32_t Lowering::Child(uint32_t node, uint8_t field) const {
  for (uint32_t child = first(node); child < end(node); child = end(child)) {
    if (at(child).field == field) return child;
  }
  return 0;
}

uint32_t Lowering::ChildOf(uint32_t node, uint16_t symbol) const {
  for (uint32_t child = first(node); child < end(node); child = end(child)) {
    if (at(child).symbol == symbol) return child;
  }
  return 0;
}

size_t Lowering::BehindBlanks(size_t at, size_t limit) const {
  while (at < limit) {
    if (IsBlank(source_[at])) {
      ++at;
    } else if (source_.substr(at, 2) == "//") {
      at = std::min(limit, source_.find('\n', at));
    } else if (source_.substr(at, 2) == "/*") {
      const size_t close = source_.find("*/", at + 2);
      at = close == std::string_view::npos ? limit : std::min(limit, close + 2);
    } else {
      break;
    }
  }
  return at;
}

std::string_view Lowering::OperatorBetween(uint32_t left, uint32_t right) const {
  const size_t limit = at(right).start;
  const size_t begin = BehindBlanks(at(left).start + size_t{at(left).length}, limit);
  size_t behind = begin;
  while (behind < limit && !IsBlank(source_[behind])) ++behind;
  const std::string_view found = source_.substr(begin, behind - begin);
  const size_t comment = found.find("/*");
  return comment == std::string_view::npos ? found : found.substr(0, comment);
}

std::string_view Lowering::Decode(std::string_view text) { return DecodeEscapes(text, decoded_); }

}  // namespace krepis::analyzer
