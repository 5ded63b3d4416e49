// Any bytes given to the readers of serialised trees are refused or read safely.

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "analyzer/ast/ast.h"
#include "analyzer/ast/semantics.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace krepis::analyzer;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  if (const Result<Ast> ast = Ast::Read(bytes); ast.ok()) {
    for (Node node = 0; node < ast->size(); ++node) {
      if (ast->span(node).end() > ast->source_bytes()) __builtin_trap();
      if (ast->last_child(node) >= ast->end(node)) __builtin_trap();
    }
    if (DumpAst(*ast).empty()) __builtin_trap();
  }
  if (const Result<Semantics> semantics = Semantics::Read(bytes); semantics.ok()) {
    for (uint32_t i = 0; i < semantics->size(); ++i) {
      if (semantics->LowerBound(semantics->row(i).span.start) > i) __builtin_trap();
    }
  }
  return 0;
}
