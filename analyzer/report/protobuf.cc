#include "analyzer/report/protobuf.h"

#include <protozero/pbf_writer.hpp>
#include <string_view>

#include "analyzer/core/utf8.h"

namespace krepis::analyzer {
namespace {

using Writer = protozero::pbf_writer;

constexpr uint32_t kSchema = 1;

// Fields with their default value are left out, as proto3 does.

void Put(Writer& writer, uint32_t tag, std::string_view text) {
  if (text.empty()) return;
  std::string valid;
  valid.reserve(text.size());
  for (size_t i = 0; i < text.size();) {
    const CodePoint point = DecodeUtf8(text, i);
    valid += point.valid ? text.substr(i, point.length) : kReplacement;
    i += point.length;
  }
  writer.add_string(tag, valid);
}

void Put(Writer& writer, uint32_t tag, uint64_t value) {
  if (value != 0) writer.add_uint64(tag, value);
}

void Put(Writer& writer, uint32_t tag, const Location& location) {
  Writer inner(writer, tag);
  Put(inner, 1, location.span.start);
  Put(inner, 2, location.span.length);
  Put(inner, 3, location.begin.line);
  Put(inner, 4, location.begin.column);
  Put(inner, 5, location.end.line);
  Put(inner, 6, location.end.column);
}

void Put(Writer& writer, uint32_t tag, const Evidence& evidence) {
  Writer inner(writer, tag);
  Put(inner, 1, evidence.path);
  Put(inner, 2, evidence.location);
  Put(inner, 3, evidence.text);
}

void Put(Writer& writer, uint32_t tag, const Diagnostic& violation) {
  Writer inner(writer, tag);
  Put(inner, 1, violation.rule);
  Put(inner, 2, violation.id);
  Put(inner, 3, static_cast<uint64_t>(violation.severity));
  Put(inner, 4, violation.path);
  Put(inner, 5, violation.location);
  Put(inner, 6, violation.from);
  Put(inner, 7, violation.to);
  Put(inner, 8, violation.message);
  Put(inner, 9, violation.because);
  Put(inner, 10, violation.fix);
  Put(inner, 11, violation.fingerprint);
  for (const Evidence& evidence : violation.evidence) Put(inner, 12, evidence);
}

void Put(Writer& writer, uint32_t tag, const Unknown& unknown) {
  Writer inner(writer, tag);
  Put(inner, 1, unknown.kind);
  Put(inner, 2, unknown.path);
  Put(inner, 3, unknown.location);
  Put(inner, 4, unknown.text);
}

void Put(Writer& writer, uint32_t tag, const Incomplete& incomplete) {
  Writer inner(writer, tag);
  Put(inner, 1, incomplete.path);
  Put(inner, 2, incomplete.reason);
}

void Put(Writer& writer, uint32_t tag, const Summary& summary) {
  Writer inner(writer, tag);
  uint32_t field = 1;
  for (const uint64_t count :
       {summary.files, summary.edges, summary.modules, summary.routes, summary.errors,
        summary.warnings, summary.suppressed, summary.baselined, summary.unresolved,
        summary.unknown, summary.registrations, summary.resolved_registrations}) {
    Put(inner, field++, count);
  }
}

}  // namespace

std::string RenderProtobuf(const Report& report, const FormatOptions&) {
  std::string out;
  Writer writer(out);
  Put(writer, 1, uint64_t{kSchema});
  Put(writer, 2, report.summary);
  for (const Diagnostic& violation : report.violations) Put(writer, 3, violation);
  for (const Unknown& unknown : report.unknowns) Put(writer, 4, unknown);
  for (const Incomplete& incomplete : report.incomplete) Put(writer, 5, incomplete);
  return out;
}

}  // namespace krepis::analyzer
