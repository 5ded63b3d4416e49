#include "analyzer/ast/ast_builder.h"

#include <algorithm>
#include <cassert>
#include <functional>

#include "analyzer/ast/wire.h"

namespace krepis::analyzer {

std::string_view StringTableBuilder::View(uint32_t id) const {
  const uint32_t start = id == 1 ? 0 : ends_[id - 2];
  return std::string_view(text_).substr(start, ends_[id - 1] - start);
}

uint32_t StringTableBuilder::Slot(std::string_view text) const {
  const size_t mask = slots_.size() - 1;
  size_t slot = std::hash<std::string_view>{}(text)&mask;
  while (slots_[slot] != 0 && View(slots_[slot]) != text) slot = (slot + 1) & mask;
  return static_cast<uint32_t>(slot);
}

void StringTableBuilder::Grow() {
  slots_.assign(std::max<size_t>(256, slots_.size() * 2), 0);
  for (uint32_t id = 1; id <= ends_.size(); ++id) slots_[Slot(View(id))] = id;
}

uint32_t StringTableBuilder::Add(std::string_view text) {
  if (text.empty()) return 0;
  if (2 * ends_.size() + 2 > slots_.size()) Grow();
  uint32_t& slot = slots_[Slot(text)];
  if (slot == 0) {
    text_.append(text);
    ends_.push_back(static_cast<uint32_t>(text_.size()));
    slot = static_cast<uint32_t>(ends_.size());
  }
  return slot;
}

std::string StringTableBuilder::Serialize() const {
  std::string bytes;
  bytes.reserve(text_.size() + 4 * ends_.size() + 16);
  protozero::pbf_writer writer(bytes);
  writer.add_bytes(1, text_);
  wire::WriteColumn(writer, 2, ends_);
  return bytes;
}

void StringTableBuilder::Clear() {
  text_.clear();
  ends_.clear();
  std::fill(slots_.begin(), slots_.end(), 0);
}

void AstBuilder::Start(Language language, uint32_t source_bytes) {
  language_ = language;
  source_bytes_ = source_bytes;
  error_nodes_ = 0;
  for (auto* column : {&kinds_, &ends_, &names_, &starts_, &lengths_}) column->clear();
  strings_.Clear();
  Open(NodeKind::kFile, 0, {}, {0, source_bytes});
}

Node AstBuilder::Open(NodeKind kind, uint32_t flags, std::string_view name, ByteSpan span) {
  const Node node = size();
  kinds_.push_back(static_cast<uint32_t>(kind) | flags);
  ends_.push_back(0);
  names_.push_back(strings_.Add(name));
  starts_.push_back(span.start);
  lengths_.push_back(span.length);
  return node;
}

bool AstBuilder::Has(NodeKind kind) const {
  return std::any_of(kinds_.begin(), kinds_.end(),
                     [kind](uint32_t row) { return static_cast<NodeKind>(row & 0xFF) == kind; });
}

void AstBuilder::Drop(Node node) {
  for (auto* column : {&kinds_, &ends_, &names_, &starts_, &lengths_}) column->resize(node);
}

std::string AstBuilder::Finish() {
  Close(0);
  assert(std::find(ends_.begin(), ends_.end(), 0u) == ends_.end());
  std::string bytes;
  const std::string strings = strings_.Serialize();
  bytes.reserve(20 * kinds_.size() + strings.size() + 64);
  protozero::pbf_writer writer(bytes);
  writer.add_uint32(1, 1);
  writer.add_uint32(2, static_cast<uint32_t>(language_));
  writer.add_uint32(3, source_bytes_);
  wire::WriteColumn(writer, 4, kinds_);
  wire::WriteColumn(writer, 5, ends_);
  wire::WriteColumn(writer, 6, names_);
  wire::WriteColumn(writer, 7, starts_);
  wire::WriteColumn(writer, 8, lengths_);
  writer.add_message(9, strings);
  writer.add_uint32(10, error_nodes_);
  return bytes;
}

}  // namespace krepis::analyzer
