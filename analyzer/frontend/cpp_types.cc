#include "analyzer/frontend/cpp_lowering.h"

namespace krepis::analyzer {

void CppLowering::Type(uint32_t node) {
  switch (symbol(node)) {
    case Symbol::TypeDescriptor:
      if (const uint32_t type = Child(node, Field::Type)) Then(kType, type);
      return;
    case Symbol::DependentType:
      if (const uint32_t type = Inner(node)) Then(kType, type);
      return;
    case Symbol::TypeIdentifier:
      Leaf(NodeKind::kTypeReference, 0, Text(node), node);
      return;
    case Symbol::ClassSpecifier:
    case Symbol::StructSpecifier:
    case Symbol::UnionSpecifier:
    case Symbol::EnumSpecifier:
      if (const uint32_t name = Child(node, Field::Name)) {
        Leaf(NodeKind::kTypeReference, 0, Path(name), node);
      }
      return;
    case Symbol::TemplateType:
    case Symbol::QualifiedIdentifier: {
      const Node row = Open(NodeKind::kTypeReference, 0, Path(node), node);
      TemplateArguments(node);
      return ThenClose(row);
    }
    default:
      return;
  }
}

/// a::b<C> is about C.
void CppLowering::TemplateArguments(uint32_t path) {
  uint32_t last = path;
  while (last != 0) {
    if (symbol(last) == Symbol::QualifiedIdentifier) {
      last = Child(last, Field::Name);
    } else if (symbol(last) == Symbol::DependentName) {
      last = Inner(last);  // builder.template AddLocal<Timing>()
    } else {
      break;
    }
  }
  const uint32_t arguments = last == 0 ? 0 : ChildOf(last, Symbol::TemplateArguments);
  if (arguments == 0) return;
  for (uint32_t child = first(arguments); child < end(arguments); child = end(child)) {
    if (symbol(child) == Symbol::TypeDescriptor) Then(kType, child);
  }
}

void CppLowering::BaseOf(uint32_t node) {
  const Node row = Open(NodeKind::kBase, 0, Path(node), node);
  out().Close(row);
}

}  // namespace krepis::analyzer
