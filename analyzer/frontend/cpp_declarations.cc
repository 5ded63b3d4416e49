#include <algorithm>

#include "analyzer/frontend/cpp_lowering.h"

namespace krepis::analyzer {

bool CppLowering::Item(uint32_t node, Mode mode, uint32_t flags) {
  switch (symbol(node)) {
    case Symbol::PreprocInclude:
      Include(node);
      return true;
    case Symbol::PreprocCall:
      IncludeByCall(node);
      return true;
    case Symbol::PreprocIf:
    case Symbol::PreprocIfdef:
    case Symbol::PreprocElse:
    case Symbol::PreprocElif:
    case Symbol::PreprocElifdef:
      // Which branch is compiled is not known: all of them count.
      for (uint32_t child = first(node); child < end(node); child = end(child)) {
        const bool test = field(child) == Field::Condition || field(child) == Field::Name;
        if (!test && !IsToken(symbol(child))) Then(mode, child, flags);
      }
      return true;
    case Symbol::NamespaceDefinition:
      Namespace(node);
      return true;
    case Symbol::NamespaceAlias:
      NamespaceAlias(node);
      return true;
    case Symbol::UsingDeclaration:
      Using(node);
      return true;
    case Symbol::LinkageSpecification:
      Linkage(node);
      return true;
    case Symbol::AliasDeclaration:
      TypeAlias(node, Child(node, Field::Name), Child(node, Field::Type));
      return true;
    case Symbol::TypeDefinition:
      TypeDefinition(node, mode);
      return true;
    case Symbol::TemplateDeclaration:
    case Symbol::FriendDeclaration:
      All(node, mode, flags);
      return true;
    case Symbol::ClassSpecifier:
    case Symbol::StructSpecifier:
    case Symbol::UnionSpecifier:
    case Symbol::EnumSpecifier:
      Class(node);
      return true;
    case Symbol::FunctionDefinition:
      FunctionDefinition(node, mode, flags);
      return true;
    case Symbol::Declaration:
    case Symbol::FieldDeclaration:
      Declaration(node, mode);
      return true;
    case Symbol::Enumerator: {
      const uint32_t name = Child(node, Field::Name);
      WithValue(NodeKind::kVariable, kConst, name == 0 ? std::string_view() : Text(name), node,
                Child(node, Field::Value));
      return true;
    }
    default:
      return false;
  }
}

void CppLowering::Include(uint32_t node) {
  const uint32_t path = Child(node, Field::Path);
  if (path == 0) return;
  includes_.push_back(at(node).start);
  const bool system = symbol(path) == Symbol::SystemLibString;
  if (!system && symbol(path) != Symbol::StringLiteral) {
    Leaf(NodeKind::kImport, kInclude | kComputed, {}, node);
    return;
  }
  const std::string_view text = Text(path);
  Leaf(NodeKind::kImport, kInclude | (system ? kSystem : 0u),
       text.size() < 2 ? std::string_view() : text.substr(1, text.size() - 2), node);
}

// #include_next and #import are directives that the grammar does not know.
void CppLowering::IncludeByCall(uint32_t node) {
  if (Child(node, Field::Argument) == 0) return;
  includes_.push_back(at(node).start);
  IncludeLine(Text(node), at(node).start);
}

void CppLowering::LostIncludes() {
  std::sort(includes_.begin(), includes_.end());
  for (const ByteSpan line : tree().imports) {
    if (std::binary_search(includes_.begin(), includes_.end(), line.start)) continue;
    IncludeLine(source().substr(line.start, line.length), line.start);
  }
}

void CppLowering::IncludeLine(std::string_view directive, uint32_t start) {
  const auto behind_blanks = [&](size_t at) {
    return std::min(directive.find_first_not_of(" \t", at), directive.size());
  };
  const size_t word = behind_blanks(1);
  const size_t word_end = std::min(directive.find_first_of(" \t<\"", word), directive.size());
  const std::string_view name = directive.substr(word, word_end - word);
  if (name != "include" && name != "include_next" && name != "import") return;
  const size_t open = behind_blanks(word_end);
  if (open == directive.size()) return;
  const bool system = directive[open] == '<';
  if (!system && directive[open] != '"') {
    const auto length = static_cast<uint32_t>(directive.find_last_not_of(" \t\r\n") + 1);
    out().Leaf(NodeKind::kImport, kInclude | kComputed, {}, {start, length});
    return;
  }
  const size_t close = directive.find(system ? '>' : '"', open + 1);
  if (close == std::string_view::npos) return;
  out().Leaf(NodeKind::kImport, kInclude | (system ? kSystem : 0u),
             directive.substr(open + 1, close - open - 1),
             {start, static_cast<uint32_t>(close + 1)});
}

void CppLowering::Namespace(uint32_t node) {
  const uint32_t name = Child(node, Field::Name);
  const Node row =
      Open(NodeKind::kModule, kInline, name == 0 ? std::string_view() : Path(name), node);
  if (const uint32_t body = Child(node, Field::Body)) All(body, kItem);
  ThenClose(row);
}

void CppLowering::NamespaceAlias(uint32_t node) {
  const uint32_t name = Child(node, Field::Name);
  if (name == 0) return;
  const uint32_t target = end(name);
  if (target >= end(node)) return;
  const Node row = Open(NodeKind::kUsing, 0, Path(target), node);
  Leaf(NodeKind::kAlias, 0, Text(name), name);
  out().Close(row);
}

void CppLowering::Using(uint32_t node) {
  const uint32_t path = Inner(node);
  if (path == 0) return;
  const bool whole = ChildOf(node, Symbol::TokenNamespace) != 0;
  Leaf(NodeKind::kUsing, whole ? uint32_t{kGlob} : 0, Path(path), node);
}

void CppLowering::Linkage(uint32_t node) {
  const uint32_t body = Child(node, Field::Body);
  if (body == 0) return;
  if (symbol(body) != Symbol::DeclarationList) return Then(kItem, body, kExtern);
  const Node row = Open(NodeKind::kModule, kExtern | kInline, {}, node);
  All(body, kItem, kExtern);
  ThenClose(row);
}

void CppLowering::TypeAlias(uint32_t node, uint32_t name, uint32_t type) {
  const Node row = Open(NodeKind::kTypeAlias, 0, name == 0 ? std::string_view() : Text(name), node);
  if (type != 0) Then(kType, type);
  ThenClose(row);
}

void CppLowering::TypeDefinition(uint32_t node, Mode mode) {
  const uint32_t type = Child(node, Field::Type);
  if (type != 0 && IsClass(type) && Child(type, Field::Body) != 0) Then(mode, type);
  for (uint32_t child = first(node); child < end(node); child = end(child)) {
    if (field(child) == Field::Declarator) Then(kTypedef, child, node);
  }
}

void CppLowering::Typedef(uint32_t node, uint32_t definition) {
  TypeAlias(node, Resolve(node).name, Child(definition, Field::Type));
}

bool CppLowering::IsClass(uint32_t node) const {
  const Symbol kind = symbol(node);
  return kind == Symbol::ClassSpecifier || kind == Symbol::StructSpecifier ||
         kind == Symbol::UnionSpecifier || kind == Symbol::EnumSpecifier;
}

void CppLowering::Class(uint32_t node) {
  const uint32_t name = Child(node, Field::Name);
  const uint32_t body = Child(node, Field::Body);
  uint32_t flags = body == 0 ? uint32_t{kDeclaredElsewhere} : 0;
  if (symbol(node) == Symbol::EnumSpecifier) {
    flags |= kEnum;
  } else if (symbol(node) != Symbol::ClassSpecifier) {
    flags |= kStruct;
  }
  const Node row = Open(NodeKind::kClass, flags, name == 0 ? std::string_view() : Path(name), node);
  if (const uint32_t bases = ChildOf(node, Symbol::BaseClassClause)) Bases(bases);
  if (body != 0) All(body, kMember);
  ThenClose(row);
}

void CppLowering::Bases(uint32_t node) {
  for (uint32_t child = first(node); child < end(node); child = end(child)) {
    const Symbol kind = symbol(child);
    const bool named = kind == Symbol::TypeIdentifier || kind == Symbol::QualifiedIdentifier ||
                       kind == Symbol::TemplateType;
    if (named) Then(kBaseOf, child);
  }
}

void CppLowering::FunctionDefinition(uint32_t node, Mode mode, uint32_t flags) {
  const uint32_t type = Child(node, Field::Type);
  if (type != 0 && IsClass(type) && Child(type, Field::Body) != 0) Then(mode, type);
  Then(mode == kMember ? kMemberFunction : kFreeFunction, node, flags & kExtern);
}

void CppLowering::Function(uint32_t node, Mode mode, uint32_t flags) {
  const uint32_t declarator = Child(node, Field::Declarator);
  const Declared declared = declarator == 0 ? Declared() : Resolve(declarator);
  const bool body = BodyOf(node) != 0;
  flags |= FunctionFlags(node, declared.name, mode) | (body ? 0u : uint32_t{kDeclaredElsewhere});
  const Node row = Open(NodeKind::kFunction, flags, FunctionName(declared.name), node);
  FunctionHead(node, declared.function);
  if (body) Then(kFunctionBody, node);
  ThenClose(row);
}

uint32_t CppLowering::BodyOf(uint32_t function) const {
  const uint32_t body = Child(function, Field::Body);
  return body != 0 ? body : ChildOf(function, Symbol::TryStatement);
}

void CppLowering::FunctionBody(uint32_t node) {
  const uint32_t body = BodyOf(node);
  const Node row = Open(NodeKind::kBlock, 0, {}, body);
  const bool tries = symbol(body) == Symbol::TryStatement;
  // What a constructor makes of its bases and members runs before its body.
  uint32_t initializers = ChildOf(node, Symbol::FieldInitializerList);
  if (initializers == 0 && tries) initializers = ChildOf(body, Symbol::FieldInitializerList);
  if (initializers != 0) All(initializers, kFieldInitializer);
  if (tries) {
    Then(kStatement, body);
  } else {
    All(body, kStatement);
  }
  ThenClose(row);
}

void CppLowering::FieldInitializer(uint32_t node) {
  if (symbol(node) != Symbol::FieldInitializer) return;
  const uint32_t name = FirstChild(node);
  if (name == 0) return;
  const Node statement = Open(NodeKind::kStatement, 0, {}, node);
  const Node call = Open(NodeKind::kCall, kNew, {}, node);
  Leaf(NodeKind::kName, 0, Path(name), name);
  if (const uint32_t arguments = end(name); arguments < end(node)) All(arguments, kExpression);
  ThenClose(call);
  ThenClose(statement);
}

}  // namespace krepis::analyzer
