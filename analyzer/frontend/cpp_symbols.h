#pragma once

// The vocabulary of the C++ and C grammars: every named symbol, with what the pass over the tree
// does with it, and the few tokens that carry meaning. A test holds the list against the grammars.

#include "analyzer/frontend/grammar_table.h"

namespace krepis::analyzer::cpp {

// X(enumerator, name in the grammar, action)
#define KREPIS_CPP_SYMBOLS(X)                                                    \
  /* items */                                                                    \
  X(TranslationUnit, "translation_unit", kInner)                                 \
  X(PreprocInclude, "preproc_include", kInner)                                   \
  X(PreprocIf, "preproc_if", kInner)                                             \
  X(PreprocIfdef, "preproc_ifdef", kInner)                                       \
  X(PreprocElse, "preproc_else", kInner)                                         \
  X(PreprocElif, "preproc_elif", kInner)                                         \
  X(PreprocElifdef, "preproc_elifdef", kInner)                                   \
  X(PreprocCall, "preproc_call", kInner)                                         \
  X(PreprocDirective, "preproc_directive", kLeaf)                                \
  X(PreprocArg, "preproc_arg", kLeaf)                                            \
  X(PreprocDef, "preproc_def", kSkip)                                            \
  X(PreprocFunctionDef, "preproc_function_def", kSkip)                           \
  X(PreprocParams, "preproc_params", kSkip)                                      \
  X(PreprocDefined, "preproc_defined", kSkip)                                    \
  X(NamespaceDefinition, "namespace_definition", kInner)                         \
  X(NamespaceAlias, "namespace_alias_definition", kInner)                        \
  X(NamespaceIdentifier, "namespace_identifier", kLeaf)                          \
  X(NestedNamespace, "nested_namespace_specifier", kLeaf)                        \
  X(LinkageSpecification, "linkage_specification", kInner)                       \
  X(DeclarationList, "declaration_list", kInner)                                 \
  X(UsingDeclaration, "using_declaration", kInner)                               \
  X(AliasDeclaration, "alias_declaration", kInner)                               \
  X(TypeDefinition, "type_definition", kInner)                                   \
  X(TemplateDeclaration, "template_declaration", kInner)                         \
  X(TemplateInstantiation, "template_instantiation", kSkip)                      \
  X(ConceptDefinition, "concept_definition", kSkip)                              \
  X(StaticAssert, "static_assert_declaration", kSkip)                            \
  X(FriendDeclaration, "friend_declaration", kInner)                             \
  X(ClassSpecifier, "class_specifier", kInner)                                   \
  X(StructSpecifier, "struct_specifier", kInner)                                 \
  X(UnionSpecifier, "union_specifier", kInner)                                   \
  X(EnumSpecifier, "enum_specifier", kInner)                                     \
  X(EnumeratorList, "enumerator_list", kInner)                                   \
  X(Enumerator, "enumerator", kInner)                                            \
  X(BaseClassClause, "base_class_clause", kInner)                                \
  X(FieldDeclarationList, "field_declaration_list", kInner)                      \
  X(FieldDeclaration, "field_declaration", kInner)                               \
  X(FunctionDefinition, "function_definition", kInner | kMatters)                \
  X(Declaration, "declaration", kInner)                                          \
  X(InitDeclarator, "init_declarator", kInner)                                   \
  X(FieldInitializerList, "field_initializer_list", kInner)                      \
  X(FieldInitializer, "field_initializer", kInner)                               \
  X(StorageClass, "storage_class_specifier", kLeaf)                              \
  X(TypeQualifier, "type_qualifier", kLeaf)                                      \
  X(AccessSpecifier, "access_specifier", kSkip)                                  \
  X(VirtualSpecifier, "virtual_specifier", kSkip)                                \
  X(ExplicitSpecifier, "explicit_function_specifier", kSkip)                     \
  X(DefaultMethod, "default_method_clause", kLeaf)                               \
  X(DeleteMethod, "delete_method_clause", kLeaf)                                 \
  X(PureVirtual, "pure_virtual_clause", kLeaf)                                   \
  X(BitfieldClause, "bitfield_clause", kSkip)                                    \
  X(Noexcept, "noexcept", kSkip)                                                 \
  X(ThrowSpecifier, "throw_specifier", kSkip)                                    \
  X(RefQualifier, "ref_qualifier", kSkip)                                        \
  X(RequiresClause, "requires_clause", kSkip)                                    \
  X(RequiresExpression, "requires_expression", kSkip)                            \
  X(RequirementSeq, "requirement_seq", kSkip)                                    \
  X(CompoundRequirement, "compound_requirement", kSkip)                          \
  X(SimpleRequirement, "simple_requirement", kSkip)                              \
  X(TypeRequirement, "type_requirement", kSkip)                                  \
  X(ConstraintConjunction, "constraint_conjunction", kSkip)                      \
  X(ConstraintDisjunction, "constraint_disjunction", kSkip)                      \
  X(AttributeDeclaration, "attribute_declaration", kSkip)                        \
  X(AttributeSpecifier, "attribute_specifier", kSkip)                            \
  X(Attribute, "attribute", kSkip)                                               \
  X(AlignasQualifier, "alignas_qualifier", kSkip)                                \
  X(MsDeclspec, "ms_declspec_modifier", kSkip)                                   \
  X(MsCallModifier, "ms_call_modifier", kSkip)                                   \
  X(MsBasedModifier, "ms_based_modifier", kSkip)                                 \
  X(MsPointerModifier, "ms_pointer_modifier", kSkip)                             \
  X(MsRestrict, "ms_restrict_modifier", kSkip)                                   \
  X(MsSignedPtr, "ms_signed_ptr_modifier", kSkip)                                \
  X(MsUnsignedPtr, "ms_unsigned_ptr_modifier", kSkip)                            \
  X(MsUnaligned, "ms_unaligned_ptr_modifier", kSkip)                             \
  /* declarators and parameters */                                               \
  X(FunctionDeclarator, "function_declarator", kInner)                           \
  X(PointerDeclarator, "pointer_declarator", kInner)                             \
  X(ReferenceDeclarator, "reference_declarator", kInner)                         \
  X(ArrayDeclarator, "array_declarator", kInner)                                 \
  X(AttributedDeclarator, "attributed_declarator", kInner)                       \
  X(ParenthesizedDeclarator, "parenthesized_declarator", kInner)                 \
  X(PointerTypeDeclarator, "pointer_type_declarator", kInner)                    \
  X(StructuredBinding, "structured_binding_declarator", kInner)                  \
  X(VariadicDeclarator, "variadic_declarator", kInner)                           \
  X(AbstractFunction, "abstract_function_declarator", kInner)                    \
  X(AbstractPointer, "abstract_pointer_declarator", kSkip)                       \
  X(AbstractReference, "abstract_reference_declarator", kSkip)                   \
  X(AbstractArray, "abstract_array_declarator", kSkip)                           \
  X(AbstractParenthesized, "abstract_parenthesized_declarator", kSkip)           \
  X(ParameterList, "parameter_list", kInner)                                     \
  X(ParameterDeclaration, "parameter_declaration", kInner)                       \
  X(OptionalParameter, "optional_parameter_declaration", kInner)                 \
  X(VariadicParameterDeclaration, "variadic_parameter_declaration", kInner)      \
  X(VariadicParameter, "variadic_parameter", kSkip)                              \
  X(TrailingReturnType, "trailing_return_type", kInner)                          \
  X(TemplateParameterList, "template_parameter_list", kSkip)                     \
  X(TypeParameter, "type_parameter_declaration", kSkip)                          \
  X(OptionalTypeParameter, "optional_type_parameter_declaration", kSkip)         \
  X(VariadicTypeParameter, "variadic_type_parameter_declaration", kSkip)         \
  X(TemplateTemplateParameter, "template_template_parameter_declaration", kSkip) \
  /* types */                                                                    \
  X(TypeIdentifier, "type_identifier", kLeaf)                                    \
  X(PrimitiveType, "primitive_type", kLeaf)                                      \
  X(SizedType, "sized_type_specifier", kLeaf)                                    \
  X(TemplateType, "template_type", kInner)                                       \
  X(TemplateArguments, "template_argument_list", kInner)                         \
  X(TypeDescriptor, "type_descriptor", kInner)                                   \
  X(DependentType, "dependent_type", kInner)                                     \
  X(PlaceholderType, "placeholder_type_specifier", kLeaf)                        \
  X(Auto, "auto", kLeaf)                                                         \
  X(Decltype, "decltype", kLeaf)                                                 \
  X(MacroType, "macro_type_specifier", kLeaf)                                    \
  /* statements */                                                               \
  X(CompoundStatement, "compound_statement", kInner)                             \
  X(ExpressionStatement, "expression_statement", kInner)                         \
  X(IfStatement, "if_statement", kInner)                                         \
  X(ElseClause, "else_clause", kInner)                                           \
  X(ConditionClause, "condition_clause", kInner)                                 \
  X(InitStatement, "init_statement", kInner)                                     \
  X(ForStatement, "for_statement", kInner)                                       \
  X(ForRangeLoop, "for_range_loop", kInner)                                      \
  X(WhileStatement, "while_statement", kInner)                                   \
  X(DoStatement, "do_statement", kInner)                                         \
  X(SwitchStatement, "switch_statement", kInner)                                 \
  X(CaseStatement, "case_statement", kInner)                                     \
  X(ReturnStatement, "return_statement", kInner)                                 \
  X(CoReturnStatement, "co_return_statement", kInner)                            \
  X(CoYieldStatement, "co_yield_statement", kInner)                              \
  X(ThrowStatement, "throw_statement", kInner | kMatters)                        \
  X(BreakStatement, "break_statement", kLeaf)                                    \
  X(ContinueStatement, "continue_statement", kLeaf)                              \
  X(GotoStatement, "goto_statement", kSkip)                                      \
  X(LabeledStatement, "labeled_statement", kInner)                               \
  X(StatementIdentifier, "statement_identifier", kSkip)                          \
  X(AttributedStatement, "attributed_statement", kInner)                         \
  X(TryStatement, "try_statement", kInner)                                       \
  X(CatchClause, "catch_clause", kInner)                                         \
  X(SehTry, "seh_try_statement", kInner)                                         \
  X(SehExcept, "seh_except_clause", kInner)                                      \
  X(SehFinally, "seh_finally_clause", kInner)                                    \
  X(SehLeave, "seh_leave_statement", kSkip)                                      \
  /* expressions */                                                              \
  X(Identifier, "identifier", kLeaf)                                             \
  X(FieldIdentifier, "field_identifier", kLeaf)                                  \
  X(QualifiedIdentifier, "qualified_identifier", kInner)                         \
  X(DestructorName, "destructor_name", kLeaf)                                    \
  X(OperatorName, "operator_name", kLeaf)                                        \
  X(OperatorCast, "operator_cast", kInner)                                       \
  X(TemplateFunction, "template_function", kInner)                               \
  X(TemplateMethod, "template_method", kInner)                                   \
  X(DependentName, "dependent_name", kInner)                                     \
  X(This, "this", kLeaf)                                                         \
  X(True, "true", kLeaf)                                                         \
  X(False, "false", kLeaf)                                                       \
  X(Null, "null", kLeaf)                                                         \
  X(NumberLiteral, "number_literal", kLeaf)                                      \
  X(CharLiteral, "char_literal", kLeaf)                                          \
  X(UserDefinedLiteral, "user_defined_literal", kInner)                          \
  X(LiteralSuffix, "literal_suffix", kSkip)                                      \
  X(StringLiteral, "string_literal", kLeaf | kMatters)                           \
  X(RawStringLiteral, "raw_string_literal", kLeaf | kMatters)                    \
  X(ConcatenatedString, "concatenated_string", kInner | kMatters)                \
  X(SystemLibString, "system_lib_string", kLeaf)                                 \
  X(StringContent, "string_content", kSkip)                                      \
  X(RawStringContent, "raw_string_content", kSkip)                               \
  X(RawStringDelimiter, "raw_string_delimiter", kSkip)                           \
  X(EscapeSequence, "escape_sequence", kSkip)                                    \
  X(Character, "character", kSkip)                                               \
  X(CallExpression, "call_expression", kInner | kMatters)                        \
  X(ArgumentList, "argument_list", kInner)                                       \
  X(NewExpression, "new_expression", kInner | kMatters)                          \
  X(NewDeclarator, "new_declarator", kSkip)                                      \
  X(DeleteExpression, "delete_expression", kInner | kMatters)                    \
  X(CompoundLiteral, "compound_literal_expression", kInner | kMatters)           \
  X(InitializerList, "initializer_list", kInner | kMatters)                      \
  X(InitializerPair, "initializer_pair", kInner)                                 \
  X(FieldDesignator, "field_designator", kLeaf)                                  \
  X(SubscriptDesignator, "subscript_designator", kSkip)                          \
  X(SubscriptRangeDesignator, "subscript_range_designator", kSkip)               \
  X(FieldExpression, "field_expression", kInner)                                 \
  X(SubscriptExpression, "subscript_expression", kInner)                         \
  X(SubscriptArguments, "subscript_argument_list", kInner)                       \
  X(LambdaExpression, "lambda_expression", kInner | kMatters)                    \
  X(LambdaCapture, "lambda_capture_specifier", kInner)                           \
  X(LambdaCaptureInitializer, "lambda_capture_initializer", kInner)              \
  X(LambdaDefaultCapture, "lambda_default_capture", kSkip)                       \
  X(AssignmentExpression, "assignment_expression", kInner | kMatters)            \
  X(BinaryExpression, "binary_expression", kInner)                               \
  X(UnaryExpression, "unary_expression", kInner)                                 \
  X(PointerExpression, "pointer_expression", kInner)                             \
  X(UpdateExpression, "update_expression", kInner)                               \
  X(ConditionalExpression, "conditional_expression", kInner)                     \
  X(CastExpression, "cast_expression", kInner)                                   \
  X(CommaExpression, "comma_expression", kInner)                                 \
  X(ParenthesizedExpression, "parenthesized_expression", kInner)                 \
  X(CoAwaitExpression, "co_await_expression", kInner | kMatters)                 \
  X(FoldExpression, "fold_expression", kInner)                                   \
  X(PackExpansion, "parameter_pack_expansion", kInner)                           \
  X(ExtensionExpression, "extension_expression", kInner)                         \
  X(GenericExpression, "generic_expression", kInner)                             \
  X(SizeofExpression, "sizeof_expression", kLeaf)                                \
  X(AlignofExpression, "alignof_expression", kLeaf)                              \
  X(OffsetofExpression, "offsetof_expression", kLeaf)                            \
  X(GnuAsm, "gnu_asm_expression", kSkip)                                         \
  X(GnuAsmClobbers, "gnu_asm_clobber_list", kSkip)                               \
  X(GnuAsmGoto, "gnu_asm_goto_list", kSkip)                                      \
  X(GnuAsmInput, "gnu_asm_input_operand", kSkip)                                 \
  X(GnuAsmInputs, "gnu_asm_input_operand_list", kSkip)                           \
  X(GnuAsmOutput, "gnu_asm_output_operand", kSkip)                               \
  X(GnuAsmOutputs, "gnu_asm_output_operand_list", kSkip)                         \
  X(GnuAsmQualifier, "gnu_asm_qualifier", kSkip)                                 \
  X(Comment, "comment", kSkip)                                                   \
  /* tokens */                                                                   \
  X(TokenNamespace, "'namespace", kLeaf)                                         \
  X(TokenDefault, "'default", kLeaf)

// X(enumerator, name in the grammar)
#define KREPIS_CPP_FIELDS(X)       \
  X(Name, "name")                  \
  X(Path, "path")                  \
  X(Directive, "directive")        \
  X(Argument, "argument")          \
  X(Condition, "condition")        \
  X(Alternative, "alternative")    \
  X(Consequence, "consequence")    \
  X(Body, "body")                  \
  X(Value, "value")                \
  X(Type, "type")                  \
  X(Declarator, "declarator")      \
  X(DefaultValue, "default_value") \
  X(Parameters, "parameters")      \
  X(Base, "base")                  \
  X(Scope, "scope")                \
  X(Arguments, "arguments")        \
  X(Function, "function")          \
  X(Field, "field")                \
  X(Indices, "indices")            \
  X(Index, "index")                \
  X(Left, "left")                  \
  X(Right, "right")                \
  X(Operator, "operator")          \
  X(Initializer, "initializer")    \
  X(Update, "update")              \
  X(Captures, "captures")          \
  X(Designator, "designator")      \
  X(Placement, "placement")        \
  X(Pattern, "pattern")            \
  X(Filter, "filter")              \
  X(Size, "size")

enum class Symbol : uint16_t {
  Other,
#define KREPIS_ENUMERATOR(enumerator, name, action) enumerator,
  KREPIS_CPP_SYMBOLS(KREPIS_ENUMERATOR)
#undef KREPIS_ENUMERATOR
      Error = kErrorSymbol,
};

enum class Field : uint8_t {
  None,
#define KREPIS_ENUMERATOR(enumerator, name) enumerator,
  KREPIS_CPP_FIELDS(KREPIS_ENUMERATOR)
#undef KREPIS_ENUMERATOR
};

inline constexpr GrammarSymbol kSymbols[] = {
#define KREPIS_ROW(enumerator, name, action) {name, action},
    KREPIS_CPP_SYMBOLS(KREPIS_ROW)
#undef KREPIS_ROW
};

inline constexpr std::string_view kFields[] = {
#define KREPIS_ROW(enumerator, name) name,
    KREPIS_CPP_FIELDS(KREPIS_ROW)
#undef KREPIS_ROW
};

inline constexpr GrammarTable kGrammar = {kSymbols, kFields};

}  // namespace krepis::analyzer::cpp
