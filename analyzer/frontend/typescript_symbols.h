#pragma once

// The vocabulary of the TypeScript, TSX and JavaScript grammars: every named symbol, with what the
// pass over the tree does with it, and the few tokens that carry meaning. A test holds the list
// against the grammars, so a grammar update cannot silently drop something.

#include "analyzer/frontend/grammar_table.h"

namespace krepis::analyzer::typescript {

// X(enumerator, name in the grammar, action)
#define KREPIS_TYPESCRIPT_SYMBOLS(X)                                            \
  /* items and statements */                                                    \
  X(Program, "program", kInner)                                                 \
  X(ImportStatement, "import_statement", kInner)                                \
  X(ImportClause, "import_clause", kInner)                                      \
  X(NamespaceImport, "namespace_import", kInner)                                \
  X(NamedImports, "named_imports", kInner)                                      \
  X(ImportSpecifier, "import_specifier", kInner)                                \
  X(ImportRequireClause, "import_require_clause", kInner)                       \
  X(ImportAlias, "import_alias", kInner)                                        \
  X(ExportStatement, "export_statement", kInner)                                \
  X(ExportClause, "export_clause", kInner)                                      \
  X(ExportSpecifier, "export_specifier", kInner)                                \
  X(NamespaceExport, "namespace_export", kInner)                                \
  X(FunctionDeclaration, "function_declaration", kInner | kMatters)             \
  X(GeneratorDeclaration, "generator_function_declaration", kInner | kMatters)  \
  X(FunctionSignature, "function_signature", kInner)                            \
  X(ClassDeclaration, "class_declaration", kInner)                              \
  X(AbstractClassDeclaration, "abstract_class_declaration", kInner)             \
  X(InterfaceDeclaration, "interface_declaration", kInner)                      \
  X(EnumDeclaration, "enum_declaration", kInner)                                \
  X(TypeAliasDeclaration, "type_alias_declaration", kInner)                     \
  X(AmbientDeclaration, "ambient_declaration", kInner)                          \
  X(InternalModule, "internal_module", kInner | kMatters)                       \
  X(Module, "module", kInner)                                                   \
  X(LexicalDeclaration, "lexical_declaration", kInner)                          \
  X(VariableDeclaration, "variable_declaration", kInner)                        \
  X(UsingDeclaration, "using_declaration", kInner)                              \
  X(VariableDeclarator, "variable_declarator", kInner)                          \
  X(ExpressionStatement, "expression_statement", kInner)                        \
  X(StatementBlock, "statement_block", kInner)                                  \
  X(IfStatement, "if_statement", kInner)                                        \
  X(ElseClause, "else_clause", kInner)                                          \
  X(ForStatement, "for_statement", kInner)                                      \
  X(ForInStatement, "for_in_statement", kInner)                                 \
  X(WhileStatement, "while_statement", kInner)                                  \
  X(DoStatement, "do_statement", kInner)                                        \
  X(SwitchStatement, "switch_statement", kInner)                                \
  X(SwitchBody, "switch_body", kInner)                                          \
  X(SwitchCase, "switch_case", kInner)                                          \
  X(SwitchDefault, "switch_default", kInner)                                    \
  X(TryStatement, "try_statement", kInner)                                      \
  X(CatchClause, "catch_clause", kInner)                                        \
  X(FinallyClause, "finally_clause", kInner)                                    \
  X(ReturnStatement, "return_statement", kInner)                                \
  X(ThrowStatement, "throw_statement", kInner)                                  \
  X(BreakStatement, "break_statement", kInner)                                  \
  X(ContinueStatement, "continue_statement", kInner)                            \
  X(LabeledStatement, "labeled_statement", kInner)                              \
  X(WithStatement, "with_statement", kInner)                                    \
  X(EmptyStatement, "empty_statement", kSkip)                                   \
  X(DebuggerStatement, "debugger_statement", kSkip)                             \
  X(HashBangLine, "hash_bang_line", kSkip)                                      \
  X(ImportAttribute, "import_attribute", kSkip)                                 \
  /* members, parameters, patterns */                                           \
  X(ClassBody, "class_body", kInner)                                            \
  X(ClassHeritage, "class_heritage", kInner)                                    \
  X(ExtendsClause, "extends_clause", kInner)                                    \
  X(ImplementsClause, "implements_clause", kInner)                              \
  X(ExtendsTypeClause, "extends_type_clause", kInner)                           \
  X(MethodDefinition, "method_definition", kInner | kMatters)                   \
  X(MethodSignature, "method_signature", kInner)                                \
  X(AbstractMethodSignature, "abstract_method_signature", kInner)               \
  X(PublicFieldDefinition, "public_field_definition", kInner)                   \
  X(FieldDefinition, "field_definition", kInner)                                \
  X(PropertySignature, "property_signature", kInner)                            \
  X(ClassStaticBlock, "class_static_block", kInner)                             \
  X(InterfaceBody, "interface_body", kInner)                                    \
  X(EnumBody, "enum_body", kInner)                                              \
  X(EnumAssignment, "enum_assignment", kInner)                                  \
  X(Decorator, "decorator", kInner | kMatters)                                  \
  X(FormalParameters, "formal_parameters", kInner)                              \
  X(RequiredParameter, "required_parameter", kInner)                            \
  X(OptionalParameter, "optional_parameter", kInner)                            \
  X(AssignmentPattern, "assignment_pattern", kInner)                            \
  X(ArrayPattern, "array_pattern", kInner)                                      \
  X(ObjectPattern, "object_pattern", kInner)                                    \
  X(PairPattern, "pair_pattern", kInner)                                        \
  X(RestPattern, "rest_pattern", kInner)                                        \
  X(ObjectAssignmentPattern, "object_assignment_pattern", kInner)               \
  X(ShorthandPattern, "shorthand_property_identifier_pattern", kLeaf)           \
  X(AccessibilityModifier, "accessibility_modifier", kSkip)                     \
  X(OverrideModifier, "override_modifier", kSkip)                               \
  X(CallSignature, "call_signature", kSkip)                                     \
  X(ConstructSignature, "construct_signature", kSkip)                           \
  X(IndexSignature, "index_signature", kSkip)                                   \
  /* expressions */                                                             \
  X(Identifier, "identifier", kLeaf)                                            \
  X(NestedIdentifier, "nested_identifier", kLeaf)                               \
  X(PropertyIdentifier, "property_identifier", kLeaf)                           \
  X(PrivateIdentifier, "private_property_identifier", kLeaf)                    \
  X(ShorthandProperty, "shorthand_property_identifier", kLeaf)                  \
  X(StatementIdentifier, "statement_identifier", kLeaf)                         \
  X(ComputedPropertyName, "computed_property_name", kInner)                     \
  X(This, "this", kLeaf)                                                        \
  X(Super, "super", kLeaf)                                                      \
  X(Undefined, "undefined", kLeaf)                                              \
  X(Import, "import", kLeaf | kImports)                                         \
  X(MetaProperty, "meta_property", kLeaf)                                       \
  X(True, "true", kLeaf)                                                        \
  X(False, "false", kLeaf)                                                      \
  X(Null, "null", kLeaf)                                                        \
  X(Number, "number", kLeaf)                                                    \
  X(Regex, "regex", kLeaf)                                                      \
  X(String, "string", kLeaf | kMatters)                                         \
  X(TemplateString, "template_string", kInner | kMatters)                       \
  X(TemplateSubstitution, "template_substitution", kInner)                      \
  X(CallExpression, "call_expression", kInner | kMatters)                       \
  X(NewExpression, "new_expression", kInner | kMatters)                         \
  X(Arguments, "arguments", kInner)                                             \
  X(MemberExpression, "member_expression", kInner | kMatters)                   \
  X(SubscriptExpression, "subscript_expression", kInner)                        \
  X(OptionalChain, "optional_chain", kLeaf)                                     \
  X(ArrowFunction, "arrow_function", kInner | kMatters)                         \
  X(FunctionExpression, "function_expression", kInner | kMatters)               \
  X(GeneratorFunction, "generator_function", kInner | kMatters)                 \
  X(Class, "class", kInner | kMatters)                                          \
  X(AwaitExpression, "await_expression", kInner | kMatters)                     \
  X(YieldExpression, "yield_expression", kInner | kMatters)                     \
  X(AssignmentExpression, "assignment_expression", kInner | kMatters)           \
  X(AugmentedAssignment, "augmented_assignment_expression", kInner | kMatters)  \
  X(UpdateExpression, "update_expression", kInner)                              \
  X(UnaryExpression, "unary_expression", kInner)                                \
  X(BinaryExpression, "binary_expression", kInner)                              \
  X(TernaryExpression, "ternary_expression", kInner)                            \
  X(SequenceExpression, "sequence_expression", kInner)                          \
  X(ParenthesizedExpression, "parenthesized_expression", kInner)                \
  X(AsExpression, "as_expression", kInner)                                      \
  X(SatisfiesExpression, "satisfies_expression", kInner)                        \
  X(NonNullExpression, "non_null_expression", kInner)                           \
  X(TypeAssertion, "type_assertion", kInner)                                    \
  X(InstantiationExpression, "instantiation_expression", kInner)                \
  X(Array, "array", kInner | kMatters)                                          \
  X(Object, "object", kInner | kMatters)                                        \
  X(Pair, "pair", kInner)                                                       \
  X(SpreadElement, "spread_element", kInner | kMatters)                         \
  X(JsxElement, "jsx_element", kInner | kMatters)                               \
  X(JsxSelfClosingElement, "jsx_self_closing_element", kInner | kMatters)       \
  X(JsxOpeningElement, "jsx_opening_element", kInner)                           \
  X(JsxAttribute, "jsx_attribute", kInner)                                      \
  X(JsxExpression, "jsx_expression", kInner)                                    \
  X(JsxClosingElement, "jsx_closing_element", kSkip)                            \
  X(JsxNamespaceName, "jsx_namespace_name", kSkip)                              \
  X(JsxText, "jsx_text", kSkip)                                                 \
  X(HtmlCharacterReference, "html_character_reference", kSkip)                  \
  X(EscapeSequence, "escape_sequence", kSkip)                                   \
  X(StringFragment, "string_fragment", kSkip)                                   \
  X(RegexFlags, "regex_flags", kSkip)                                           \
  X(RegexPattern, "regex_pattern", kSkip)                                       \
  X(Comment, "comment", kSkip)                                                  \
  X(HtmlComment, "html_comment", kSkip)                                         \
  /* types: what names a declaration is kept, the rest is erased at run time */ \
  X(TypeAnnotation, "type_annotation", kInner)                                  \
  X(TypeIdentifier, "type_identifier", kLeaf)                                   \
  X(NestedTypeIdentifier, "nested_type_identifier", kLeaf)                      \
  X(GenericType, "generic_type", kInner)                                        \
  X(TypeArguments, "type_arguments", kInner)                                    \
  X(ArrayType, "array_type", kInner)                                            \
  X(UnionType, "union_type", kInner)                                            \
  X(IntersectionType, "intersection_type", kInner)                              \
  X(ReadonlyType, "readonly_type", kInner)                                      \
  X(ParenthesizedType, "parenthesized_type", kInner)                            \
  X(AddingTypeAnnotation, "adding_type_annotation", kSkip)                      \
  X(Asserts, "asserts", kSkip)                                                  \
  X(AssertsAnnotation, "asserts_annotation", kSkip)                             \
  X(ConditionalType, "conditional_type", kSkip)                                 \
  X(Constraint, "constraint", kSkip)                                            \
  X(ConstructorType, "constructor_type", kSkip)                                 \
  X(DefaultType, "default_type", kSkip)                                         \
  X(ExistentialType, "existential_type", kSkip)                                 \
  X(FlowMaybeType, "flow_maybe_type", kSkip)                                    \
  X(FunctionType, "function_type", kSkip)                                       \
  X(IndexTypeQuery, "index_type_query", kSkip)                                  \
  X(InferType, "infer_type", kSkip)                                             \
  X(LiteralType, "literal_type", kSkip)                                         \
  X(LookupType, "lookup_type", kSkip)                                           \
  X(MappedTypeClause, "mapped_type_clause", kSkip)                              \
  X(ObjectType, "object_type", kInner)                                          \
  X(OmittingTypeAnnotation, "omitting_type_annotation", kSkip)                  \
  X(OptingTypeAnnotation, "opting_type_annotation", kSkip)                      \
  X(OptionalType, "optional_type", kSkip)                                       \
  X(PredefinedType, "predefined_type", kSkip)                                   \
  X(RestType, "rest_type", kSkip)                                               \
  X(TemplateLiteralType, "template_literal_type", kSkip)                        \
  X(TemplateType, "template_type", kSkip)                                       \
  X(ThisType, "this_type", kSkip)                                               \
  X(TupleType, "tuple_type", kSkip)                                             \
  X(TypeParameter, "type_parameter", kSkip)                                     \
  X(TypeParameters, "type_parameters", kSkip)                                   \
  X(TypePredicate, "type_predicate", kSkip)                                     \
  X(TypePredicateAnnotation, "type_predicate_annotation", kSkip)                \
  X(TypeQuery, "type_query", kSkip)                                             \
  /* tokens */                                                                  \
  X(TokenType, "'type", kLeaf)                                                  \
  X(TokenTypeof, "'typeof", kLeaf)                                              \
  X(TokenDefault, "'default", kLeaf)                                            \
  X(TokenStar, "'*", kLeaf)                                                     \
  X(TokenAsync, "'async", kLeaf)                                                \
  X(TokenStatic, "'static", kLeaf)                                              \
  X(TokenReadonly, "'readonly", kLeaf)                                          \
  X(TokenConst, "'const", kLeaf)                                                \
  X(TokenAwait, "'await", kLeaf)                                                \
  X(TokenGlobal, "'global", kLeaf)                                              \
  X(TokenOf, "'of", kLeaf)

// X(enumerator, name in the grammar)
#define KREPIS_TYPESCRIPT_FIELDS(X)  \
  X(Name, "name")                    \
  X(Alias, "alias")                  \
  X(Source, "source")                \
  X(Declaration, "declaration")      \
  X(Value, "value")                  \
  X(Body, "body")                    \
  X(Parameters, "parameters")        \
  X(Parameter, "parameter")          \
  X(ReturnType, "return_type")       \
  X(Type, "type")                    \
  X(TypeArguments, "type_arguments") \
  X(Pattern, "pattern")              \
  X(Decorator, "decorator")          \
  X(Condition, "condition")          \
  X(Consequence, "consequence")      \
  X(Alternative, "alternative")      \
  X(Initializer, "initializer")      \
  X(Increment, "increment")          \
  X(Left, "left")                    \
  X(Right, "right")                  \
  X(Operator, "operator")            \
  X(Argument, "argument")            \
  X(Handler, "handler")              \
  X(Finalizer, "finalizer")          \
  X(Label, "label")                  \
  X(Object, "object")                \
  X(Property, "property")            \
  X(Index, "index")                  \
  X(Function, "function")            \
  X(Constructor, "constructor")      \
  X(Arguments, "arguments")          \
  X(Key, "key")                      \
  X(Kind, "kind")                    \
  X(Attribute, "attribute")          \
  X(OpenTag, "open_tag")

enum class Symbol : uint16_t {
  Other,
#define KREPIS_ENUMERATOR(enumerator, name, action) enumerator,
  KREPIS_TYPESCRIPT_SYMBOLS(KREPIS_ENUMERATOR)
#undef KREPIS_ENUMERATOR
      Error = kErrorSymbol,
};

enum class Field : uint8_t {
  None,
#define KREPIS_ENUMERATOR(enumerator, name) enumerator,
  KREPIS_TYPESCRIPT_FIELDS(KREPIS_ENUMERATOR)
#undef KREPIS_ENUMERATOR
};

inline constexpr GrammarSymbol kSymbols[] = {
#define KREPIS_ROW(enumerator, name, action) {name, action},
    KREPIS_TYPESCRIPT_SYMBOLS(KREPIS_ROW)
#undef KREPIS_ROW
};

inline constexpr std::string_view kFields[] = {
#define KREPIS_ROW(enumerator, name) name,
    KREPIS_TYPESCRIPT_FIELDS(KREPIS_ROW)
#undef KREPIS_ROW
};

inline constexpr GrammarTable kGrammar = {kSymbols, kFields};

}  // namespace krepis::analyzer::typescript
