#pragma once

// The vocabulary of the Rust grammar: every named symbol, with what the pass over the tree does
// with it, and the few tokens that carry meaning. A test holds the list against the grammar.

#include "analyzer/frontend/grammar_table.h"

namespace krepis::analyzer::rust {

// X(enumerator, name in the grammar, action)
#define KREPIS_RUST_SYMBOLS(X)                                         \
  /* items */                                                          \
  X(SourceFile, "source_file", kInner)                                 \
  X(UseDeclaration, "use_declaration", kInner)                         \
  X(UseList, "use_list", kInner)                                       \
  X(ScopedUseList, "scoped_use_list", kInner)                          \
  X(UseAsClause, "use_as_clause", kInner)                              \
  X(UseWildcard, "use_wildcard", kInner)                               \
  X(ExternCrate, "extern_crate_declaration", kInner)                   \
  X(ModItem, "mod_item", kInner)                                       \
  X(ForeignModItem, "foreign_mod_item", kInner)                        \
  X(FunctionItem, "function_item", kInner | kMatters)                  \
  X(FunctionSignature, "function_signature_item", kInner)              \
  X(FunctionModifiers, "function_modifiers", kInner)                   \
  X(StructItem, "struct_item", kInner)                                 \
  X(UnionItem, "union_item", kInner)                                   \
  X(EnumItem, "enum_item", kInner)                                     \
  X(EnumVariantList, "enum_variant_list", kInner)                      \
  X(EnumVariant, "enum_variant", kInner)                               \
  X(FieldDeclarationList, "field_declaration_list", kInner)            \
  X(FieldDeclaration, "field_declaration", kInner)                     \
  X(OrderedFieldList, "ordered_field_declaration_list", kInner)        \
  X(TraitItem, "trait_item", kInner)                                   \
  X(ImplItem, "impl_item", kInner)                                     \
  X(DeclarationList, "declaration_list", kInner)                       \
  X(TypeItem, "type_item", kInner)                                     \
  X(AssociatedType, "associated_type", kInner)                         \
  X(ConstItem, "const_item", kInner)                                   \
  X(StaticItem, "static_item", kInner)                                 \
  X(AttributeItem, "attribute_item", kInner)                           \
  X(InnerAttributeItem, "inner_attribute_item", kInner)                \
  X(Attribute, "attribute", kInner)                                    \
  X(VisibilityModifier, "visibility_modifier", kLeaf)                  \
  X(ExternModifier, "extern_modifier", kLeaf)                          \
  X(MacroInvocation, "macro_invocation", kInner | kMatters)            \
  X(TokenTree, "token_tree", kLeaf)                                    \
  X(MacroDefinition, "macro_definition", kLeaf)                        \
  X(MacroRule, "macro_rule", kSkip)                                    \
  X(TokenTreePattern, "token_tree_pattern", kSkip)                     \
  X(TokenBindingPattern, "token_binding_pattern", kSkip)               \
  X(TokenRepetition, "token_repetition", kSkip)                        \
  X(TokenRepetitionPattern, "token_repetition_pattern", kSkip)         \
  X(FragmentSpecifier, "fragment_specifier", kSkip)                    \
  X(EmptyStatement, "empty_statement", kSkip)                          \
  X(Shebang, "shebang", kSkip)                                         \
  /* parameters, generics */                                           \
  X(Parameters, "parameters", kInner)                                  \
  X(Parameter, "parameter", kInner)                                    \
  X(SelfParameter, "self_parameter", kLeaf)                            \
  X(VariadicParameter, "variadic_parameter", kSkip)                    \
  X(ClosureParameters, "closure_parameters", kInner)                   \
  X(TypeParameters, "type_parameters", kLeaf)                          \
  X(TypeArguments, "type_arguments", kInner)                           \
  X(TypeBinding, "type_binding", kInner)                               \
  X(TraitBounds, "trait_bounds", kInner)                               \
  X(WhereClause, "where_clause", kLeaf)                                \
  X(WherePredicate, "where_predicate", kSkip)                          \
  X(TypeParameter, "type_parameter", kSkip)                            \
  X(ConstParameter, "const_parameter", kSkip)                          \
  X(LifetimeParameter, "lifetime_parameter", kSkip)                    \
  X(ForLifetimes, "for_lifetimes", kSkip)                              \
  X(Lifetime, "lifetime", kSkip)                                       \
  X(UseBounds, "use_bounds", kSkip)                                    \
  /* types */                                                          \
  X(TypeIdentifier, "type_identifier", kLeaf)                          \
  X(ScopedTypeIdentifier, "scoped_type_identifier", kLeaf | kMatters)  \
  X(GenericType, "generic_type", kInner)                               \
  X(GenericTurbofish, "generic_type_with_turbofish", kLeaf | kMatters) \
  X(ReferenceType, "reference_type", kInner)                           \
  X(PointerType, "pointer_type", kInner)                               \
  X(ArrayType, "array_type", kInner)                                   \
  X(TupleType, "tuple_type", kInner)                                   \
  X(DynamicType, "dynamic_type", kInner)                               \
  X(AbstractType, "abstract_type", kInner)                             \
  X(BoundedType, "bounded_type", kInner)                               \
  X(HigherRankedBound, "higher_ranked_trait_bound", kInner)            \
  X(FunctionType, "function_type", kInner)                             \
  X(RemovedTraitBound, "removed_trait_bound", kSkip)                   \
  X(BracketedType, "bracketed_type", kLeaf | kMatters)                 \
  X(QualifiedType, "qualified_type", kLeaf)                            \
  X(NeverType, "never_type", kSkip)                                    \
  X(UnitType, "unit_type", kSkip)                                      \
  X(PrimitiveType, "primitive_type", kLeaf)                            \
  /* statements and control */                                         \
  X(Block, "block", kInner)                                            \
  X(LetDeclaration, "let_declaration", kInner)                         \
  X(ExpressionStatement, "expression_statement", kInner)               \
  X(IfExpression, "if_expression", kInner | kMatters)                  \
  X(ElseClause, "else_clause", kInner)                                 \
  X(LetCondition, "let_condition", kInner | kMatters)                  \
  X(LetChain, "let_chain", kInner | kMatters)                          \
  X(MatchExpression, "match_expression", kInner | kMatters)            \
  X(MatchBlock, "match_block", kInner)                                 \
  X(MatchArm, "match_arm", kInner)                                     \
  X(MatchPattern, "match_pattern", kInner)                             \
  X(LoopExpression, "loop_expression", kInner | kMatters)              \
  X(WhileExpression, "while_expression", kInner | kMatters)            \
  X(ForExpression, "for_expression", kInner | kMatters)                \
  X(ReturnExpression, "return_expression", kInner | kMatters)          \
  X(BreakExpression, "break_expression", kInner | kMatters)            \
  X(ContinueExpression, "continue_expression", kInner | kMatters)      \
  X(Label, "label", kLeaf)                                             \
  X(UnsafeBlock, "unsafe_block", kInner | kMatters)                    \
  X(AsyncBlock, "async_block", kInner | kMatters)                      \
  X(GenBlock, "gen_block", kInner | kMatters)                          \
  X(TryBlock, "try_block", kInner | kMatters)                          \
  X(ConstBlock, "const_block", kInner | kMatters)                      \
  /* expressions */                                                    \
  X(Identifier, "identifier", kLeaf)                                   \
  X(ScopedIdentifier, "scoped_identifier", kLeaf | kMatters)           \
  X(FieldIdentifier, "field_identifier", kLeaf)                        \
  X(Self, "self", kLeaf)                                               \
  X(Super, "super", kLeaf)                                             \
  X(Crate, "crate", kLeaf)                                             \
  X(Metavariable, "metavariable", kLeaf)                               \
  X(CallExpression, "call_expression", kInner | kMatters)              \
  X(Arguments, "arguments", kInner)                                    \
  X(GenericFunction, "generic_function", kInner | kMatters)            \
  X(FieldExpression, "field_expression", kInner)                       \
  X(ClosureExpression, "closure_expression", kInner | kMatters)        \
  X(AwaitExpression, "await_expression", kInner | kMatters)            \
  X(TryExpression, "try_expression", kInner | kMatters)                \
  X(YieldExpression, "yield_expression", kInner | kMatters)            \
  X(ReferenceExpression, "reference_expression", kInner)               \
  X(UnaryExpression, "unary_expression", kInner)                       \
  X(BinaryExpression, "binary_expression", kInner)                     \
  X(AssignmentExpression, "assignment_expression", kInner | kMatters)  \
  X(CompoundAssignment, "compound_assignment_expr", kInner | kMatters) \
  X(RangeExpression, "range_expression", kInner)                       \
  X(IndexExpression, "index_expression", kInner)                       \
  X(TypeCast, "type_cast_expression", kInner)                          \
  X(Parenthesized, "parenthesized_expression", kInner)                 \
  X(TupleExpression, "tuple_expression", kInner)                       \
  X(ArrayExpression, "array_expression", kInner | kMatters)            \
  X(StructExpression, "struct_expression", kInner | kMatters)          \
  X(FieldInitializerList, "field_initializer_list", kInner)            \
  X(FieldInitializer, "field_initializer", kInner)                     \
  X(ShorthandInitializer, "shorthand_field_initializer", kInner)       \
  X(BaseInitializer, "base_field_initializer", kInner)                 \
  X(UnitExpression, "unit_expression", kLeaf)                          \
  X(BooleanLiteral, "boolean_literal", kLeaf)                          \
  X(CharLiteral, "char_literal", kLeaf)                                \
  X(FloatLiteral, "float_literal", kLeaf)                              \
  X(IntegerLiteral, "integer_literal", kLeaf)                          \
  X(NegativeLiteral, "negative_literal", kLeaf)                        \
  X(StringLiteral, "string_literal", kLeaf | kMatters)                 \
  X(RawStringLiteral, "raw_string_literal", kLeaf | kMatters)          \
  X(StringContent, "string_content", kSkip)                            \
  X(EscapeSequence, "escape_sequence", kSkip)                          \
  /* patterns */                                                       \
  X(MutPattern, "mut_pattern", kInner)                                 \
  X(RefPattern, "ref_pattern", kInner)                                 \
  X(ReferencePattern, "reference_pattern", kInner)                     \
  X(TuplePattern, "tuple_pattern", kInner)                             \
  X(TupleStructPattern, "tuple_struct_pattern", kInner)                \
  X(StructPattern, "struct_pattern", kInner)                           \
  X(FieldPattern, "field_pattern", kInner)                             \
  X(ShorthandField, "shorthand_field_identifier", kLeaf)               \
  X(CapturedPattern, "captured_pattern", kInner)                       \
  X(OrPattern, "or_pattern", kInner)                                   \
  X(SlicePattern, "slice_pattern", kInner)                             \
  X(GenericPattern, "generic_pattern", kInner)                         \
  X(RangePattern, "range_pattern", kInner)                             \
  X(RemainingField, "remaining_field_pattern", kSkip)                  \
  X(MutableSpecifier, "mutable_specifier", kLeaf)                      \
  /* comments */                                                       \
  X(LineComment, "line_comment", kSkip)                                \
  X(BlockComment, "block_comment", kSkip)                              \
  X(DocComment, "doc_comment", kSkip)                                  \
  X(InnerDocMarker, "inner_doc_comment_marker", kSkip)                 \
  X(OuterDocMarker, "outer_doc_comment_marker", kSkip)                 \
  /* tokens */                                                         \
  X(TokenAsync, "'async", kLeaf)                                       \
  X(TokenUnsafe, "'unsafe", kLeaf)                                     \
  X(TokenUnderscore, "'_", kLeaf)

// X(enumerator, name in the grammar)
#define KREPIS_RUST_FIELDS(X)          \
  X(Name, "name")                      \
  X(Alias, "alias")                    \
  X(Path, "path")                      \
  X(List, "list")                      \
  X(Argument, "argument")              \
  X(Arguments, "arguments")            \
  X(Value, "value")                    \
  X(Body, "body")                      \
  X(Parameters, "parameters")          \
  X(ReturnType, "return_type")         \
  X(Type, "type")                      \
  X(TypeArguments, "type_arguments")   \
  X(TypeParameters, "type_parameters") \
  X(Trait, "trait")                    \
  X(Bounds, "bounds")                  \
  X(Element, "element")                \
  X(Pattern, "pattern")                \
  X(Condition, "condition")            \
  X(Consequence, "consequence")        \
  X(Alternative, "alternative")        \
  X(Left, "left")                      \
  X(Right, "right")                    \
  X(Function, "function")              \
  X(Field, "field")                    \
  X(Macro, "macro")                    \
  X(Length, "length")

enum class Symbol : uint16_t {
  Other,
#define KREPIS_ENUMERATOR(enumerator, name, action) enumerator,
  KREPIS_RUST_SYMBOLS(KREPIS_ENUMERATOR)
#undef KREPIS_ENUMERATOR
      Error = kErrorSymbol,
};

enum class Field : uint8_t {
  None,
#define KREPIS_ENUMERATOR(enumerator, name) enumerator,
  KREPIS_RUST_FIELDS(KREPIS_ENUMERATOR)
#undef KREPIS_ENUMERATOR
};

inline constexpr GrammarSymbol kSymbols[] = {
#define KREPIS_ROW(enumerator, name, action) {name, action},
    KREPIS_RUST_SYMBOLS(KREPIS_ROW)
#undef KREPIS_ROW
};

inline constexpr std::string_view kFields[] = {
#define KREPIS_ROW(enumerator, name) name,
    KREPIS_RUST_FIELDS(KREPIS_ROW)
#undef KREPIS_ROW
};

inline constexpr GrammarTable kGrammar = {kSymbols, kFields};

}  // namespace krepis::analyzer::rust
