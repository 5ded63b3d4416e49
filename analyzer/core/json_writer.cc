#include "analyzer/core/json_writer.h"

#include <cassert>
#include <charconv>

#include "analyzer/core/escape.h"

namespace krepis::analyzer {
namespace {

template <class Integer>
void AppendInteger(std::string& out, Integer value) {
  char digits[24];
  const auto end = std::to_chars(digits, digits + sizeof digits, value);
  out.append(digits, end.ptr);
}

}  // namespace

JsonWriter& JsonWriter::BeginObject() { return Begin('{', true); }
JsonWriter& JsonWriter::EndObject() {
  assert(!open_.empty() && open_.back().object && !after_key_);
  return End('}');
}
JsonWriter& JsonWriter::BeginArray() { return Begin('[', false); }
JsonWriter& JsonWriter::EndArray() {
  assert(!open_.empty() && !open_.back().object);
  return End(']');
}

JsonWriter& JsonWriter::Key(std::string_view key) {
  assert(!open_.empty() && open_.back().object && !after_key_);
  BeforeItem();
  AppendJsonString(*out_, key);
  out_->append(layout_ == Layout::kIndented ? ": " : ":");
  after_key_ = true;
  return *this;
}

JsonWriter& JsonWriter::String(std::string_view value) {
  BeforeValue();
  AppendJsonString(*out_, value);
  return *this;
}

JsonWriter& JsonWriter::Number(int64_t value) {
  BeforeValue();
  AppendInteger(*out_, value);
  return *this;
}

JsonWriter& JsonWriter::Number(uint64_t value) {
  BeforeValue();
  AppendInteger(*out_, value);
  return *this;
}

JsonWriter& JsonWriter::Bool(bool value) {
  BeforeValue();
  out_->append(value ? "true" : "false");
  return *this;
}

JsonWriter& JsonWriter::Null() {
  BeforeValue();
  out_->append("null");
  return *this;
}

void JsonWriter::BeforeValue() {
  if (open_.empty()) {
    assert(!started_);
    started_ = true;
    return;
  }
  assert(open_.back().object == after_key_);
  if (!after_key_) BeforeItem();
  after_key_ = false;
}

void JsonWriter::BeforeItem() {
  if (!open_.back().empty) *out_ += ',';
  open_.back().empty = false;
  NewLine();
}

void JsonWriter::NewLine() {
  if (layout_ == Layout::kCompact) return;
  *out_ += '\n';
  out_->append(2 * open_.size(), ' ');
}

JsonWriter& JsonWriter::Begin(char bracket, bool object) {
  BeforeValue();
  *out_ += bracket;
  open_.push_back({object, true});
  return *this;
}

JsonWriter& JsonWriter::End(char bracket) {
  const bool empty = open_.back().empty;
  open_.pop_back();
  if (!empty) NewLine();
  *out_ += bracket;
  return *this;
}

}  // namespace krepis::analyzer
