#include "analyzer/frontend/cpp_lowering.h"
#include "analyzer/frontend/cpp_text.h"

namespace krepis::analyzer {
namespace {

/// "B" of "a::B::f".
std::string_view QualifierOf(std::string_view path) {
  const size_t last = path.rfind("::");
  if (last == std::string_view::npos) return {};
  const std::string_view scope = path.substr(0, last);
  const size_t before = scope.rfind("::");
  return before == std::string_view::npos ? scope : scope.substr(before + 2);
}

}  // namespace

void CppLowering::Declaration(uint32_t node, Mode mode) {
  const uint32_t type = Child(node, Field::Type);
  if (type != 0 && IsClass(type) && Child(type, Field::Body) != 0) Then(mode, type);
  const Mode declarator = mode == kMember      ? kMemberDeclarator
                          : mode == kStatement ? kLocalDeclarator
                                               : kDeclarator;
  for (uint32_t child = first(node); child < end(node); child = end(child)) {
    if (field(child) == Field::Declarator) Then(declarator, child, node);
  }
}

CppLowering::Declared CppLowering::Resolve(uint32_t declarator) const {
  Declared declared;
  for (uint32_t node = declarator; node != 0;) {
    switch (symbol(node)) {
      case Symbol::InitDeclarator:
        node = Child(node, Field::Declarator);
        break;
      case Symbol::FunctionDeclarator:
        declared.function = node;
        node = Child(node, Field::Declarator);
        break;
      case Symbol::PointerDeclarator:
      case Symbol::ArrayDeclarator:
      case Symbol::PointerTypeDeclarator:
        declared.function = 0;  // a pointer to a function is a variable
        node = Child(node, Field::Declarator);
        break;
      case Symbol::ReferenceDeclarator:
        declared.function = 0;
        node = Inner(node);
        break;
      case Symbol::ParenthesizedDeclarator:
      case Symbol::AttributedDeclarator:
      case Symbol::VariadicDeclarator:
        node = Inner(node);
        break;
      case Symbol::OperatorCast:  // operator bool() const
        declared.name = node;
        if (const uint32_t function = Child(node, Field::Declarator)) declared.function = function;
        return declared;
      default:
        declared.name = node;
        return declared;
    }
  }
  return declared;
}

uint32_t CppLowering::FunctionFlags(uint32_t declaration, uint32_t name, Mode mode) {
  const bool member = mode == kMemberFunction || mode == kMemberDeclarator;
  uint32_t flags = member ? uint32_t{kMethod} : 0;
  const uint32_t storage = ChildOf(declaration, Symbol::StorageClass);
  if (storage != 0 && Text(storage) == "static") flags |= kStatic;
  if (name == 0 || symbol(name) == Symbol::OperatorCast) return flags;
  const std::string_view path = Path(name);
  const size_t last = path.rfind("::");
  const std::string_view own = last == std::string_view::npos ? path : path.substr(last + 2);
  const bool typeless = Child(declaration, Field::Type) == 0;
  const bool special = own.starts_with('~') || own.starts_with("operator");
  if (typeless && !special && (member || QualifierOf(path) == own)) flags |= kConstructor;
  return flags;
}

void CppLowering::FunctionHead(uint32_t declaration, uint32_t function) {
  if (function != 0) {
    if (const uint32_t parameters = Child(function, Field::Parameters)) {
      All(parameters, kParameter);
    }
  }
  const uint32_t trailing = function == 0 ? 0 : ChildOf(function, Symbol::TrailingReturnType);
  const uint32_t result = trailing != 0 ? Inner(trailing) : Child(declaration, Field::Type);
  if (result != 0) Then(kType, result);
}

std::string_view CppLowering::FunctionName(uint32_t name) {
  if (name == 0) return {};
  if (symbol(name) != Symbol::OperatorCast) return Path(name);
  const uint32_t parameters = Child(name, Field::Declarator);
  const std::string_view text = Text(name);
  return cpp::PlainPath(
      parameters == 0 ? text : text.substr(0, at(parameters).start - at(name).start), &path_);
}

bool CppLowering::IsVariableWithArguments(uint32_t function) const {
  const uint32_t parameters = Child(function, Field::Parameters);
  if (parameters == 0 || empty(parameters)) return false;
  for (uint32_t child = first(parameters); child < end(parameters); child = end(child)) {
    const uint32_t type = Child(child, Field::Type);
    const bool name =
        symbol(child) == Symbol::ParameterDeclaration && type != 0 &&
        (symbol(type) == Symbol::TypeIdentifier || symbol(type) == Symbol::QualifiedIdentifier) &&
        end(type) == end(child) && type == first(child);
    if (!name) return false;
  }
  return true;
}

void CppLowering::Declarator(uint32_t node, uint32_t declaration, Mode mode) {
  const Declared declared = Resolve(node);
  const bool initialized = symbol(node) == Symbol::InitDeclarator;
  uint32_t value = initialized ? Child(node, Field::Value) : Child(declaration, Field::Value);
  if (declared.function != 0 && !initialized) {
    const bool variable = mode == kLocalDeclarator && symbol(declared.name) == Symbol::Identifier &&
                          Child(declaration, Field::Type) != 0 &&
                          IsVariableWithArguments(declared.function);
    if (!variable) {
      const Node row = Open(NodeKind::kFunction,
                            kDeclaredElsewhere | FunctionFlags(declaration, declared.name, mode),
                            FunctionName(declared.name), node);
      FunctionHead(declaration, declared.function);
      return ThenClose(row);
    }
    value = Child(declared.function, Field::Parameters);
  }
  // int a = 1, b = 2; in a class: each value follows its name.
  const uint32_t next = end(node);
  if (value == 0 && next < end(declaration) && field(next) == Field::DefaultValue) value = next;
  Variable(node, declaration, declared.name, value);
}

void CppLowering::Variable(uint32_t node, uint32_t declaration, uint32_t name, uint32_t value) {
  uint32_t flags = 0;
  for (uint32_t child = first(declaration); child < end(declaration); child = end(child)) {
    if (symbol(child) == Symbol::StorageClass && Text(child) == "static") flags |= kStatic;
    if (symbol(child) == Symbol::TypeQualifier &&
        (Text(child) == "const" || Text(child) == "constexpr" || Text(child) == "constinit")) {
      flags |= kConst;
    }
  }
  const bool bindings = name != 0 && symbol(name) == Symbol::StructuredBinding;
  const Node row = Open(NodeKind::kVariable, flags | (bindings ? kDestructured : 0u),
                        name == 0 || bindings ? std::string_view() : Path(name), node);
  if (bindings) {
    for (uint32_t child = first(name); child < end(name); child = end(child)) {
      Leaf(NodeKind::kBinding, 0, Text(child), child);
    }
  }
  if (const uint32_t type = Child(declaration, Field::Type)) Then(kType, type);
  if (value != 0) Initializer(value, declaration);
  ThenClose(row);
}

void CppLowering::Initializer(uint32_t value, uint32_t declaration) {
  const Symbol kind = symbol(value);
  const bool listed = kind == Symbol::ArgumentList || kind == Symbol::ParameterList ||
                      kind == Symbol::InitializerList;
  // T v{x} and T v(x) call the constructor, T v = {x} is a list.
  if (listed && !AfterEquals(value)) return Then(kConstruct, value, declaration);
  Then(kExpression, value);
}

bool CppLowering::AfterEquals(uint32_t node) const {
  const std::string_view before = source().substr(0, at(node).start);
  const size_t last = before.find_last_not_of(" \t\r\n");
  return last != std::string_view::npos && before[last] == '=';
}

void CppLowering::Construct(uint32_t node, uint32_t declaration) {
  const uint32_t type = Child(declaration, Field::Type);
  const bool named = type != 0 && (symbol(type) == Symbol::TypeIdentifier ||
                                   symbol(type) == Symbol::TemplateType ||
                                   symbol(type) == Symbol::QualifiedIdentifier);
  const Node row =
      named ? Open(NodeKind::kCall, kNew, {}, node) : Open(NodeKind::kArray, 0, {}, node);
  if (named) Leaf(NodeKind::kName, 0, Path(type), type);
  if (symbol(node) == Symbol::ParameterList) {
    for (uint32_t child = first(node); child < end(node); child = end(child)) {
      Leaf(NodeKind::kName, 0, Path(child), child);
    }
  } else {
    All(node, kExpression);
  }
  ThenClose(row);
}

void CppLowering::Parameter(uint32_t node) {
  if (symbol(node) != Symbol::ParameterDeclaration && symbol(node) != Symbol::OptionalParameter &&
      symbol(node) != Symbol::VariadicParameterDeclaration) {
    return;
  }
  const uint32_t declarator = Child(node, Field::Declarator);
  const uint32_t name = declarator == 0 ? 0 : Resolve(declarator).name;
  const bool named = name != 0 && symbol(name) == Symbol::Identifier;
  const bool rest = symbol(node) == Symbol::VariadicParameterDeclaration;
  const Node row = Open(NodeKind::kParameter, rest ? uint32_t{kRest} : 0,
                        named ? Text(name) : std::string_view(), node);
  if (const uint32_t type = Child(node, Field::Type)) Then(kType, type);
  if (const uint32_t value = Child(node, Field::DefaultValue)) Then(kExpression, value);
  ThenClose(row);
}

}  // namespace krepis::analyzer
