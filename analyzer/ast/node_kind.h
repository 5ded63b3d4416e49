#pragma once

#include <cstdint>
#include <string_view>

namespace krepis::analyzer {

/// What a row of the architecture AST is. One vocabulary for all languages; the comment gives what
/// `name` holds and which children follow, in source order. Parentheses, casts,
/// `as`/`satisfies`/non-null, template heads and preprocessor conditionals are transparent: their
/// contents stand in the parent. Values are stable (krepis.v1.Ast.kind).
enum class NodeKind : uint8_t {
  kFile = 1,  // the root: items in order

  // Dependencies
  kImport = 2,   // name: the module path as written (specifier, header, Rust path without the leaf:
                 // see kBinding; "" when computed). Children: kAttribute*, kBinding*, and for a
                 // computed dynamic import its argument. `use a::{b, c as d, e::*}` is flattened:
                 // kImport "a::b" without bindings' paths: one kImport per leaf, name = full path
                 // (globs: path before ::*).
  kBinding = 3,  // name: what is taken ("default", "*" for a namespace or glob, else the exported
                 // name or, in Rust, the last path segment); child: kAlias when the local name
                 // differs. Also the names of a destructuring kVariable (name: the property).
  kAlias = 4,    // name: the local name
  kExport = 5,   // children: the exported declaration or expression, or kBinding* (`export { a as b
                 // }`: kBinding a, kAlias b). With a source it is a kImport + kReexport.
  kModule = 6,   // name: namespace / mod / TS namespace, `a::b` as written; children: kAttribute*,
                 // items. `mod x;` has kDeclaredElsewhere
  kUsing = 7,    // name: C++ `using namespace a::b` (kGlob) or `using a::b`

  // Declarations
  kClass = 10,     // name; class, struct, union, interface, trait, enum, and Rust impl (name: the
                   // type). Children: kAttribute*, kBase*, members
  kBase = 11,      // name: base class, implemented interface or trait as written (`a::B`, `ns.B`),
                   // without type arguments
  kFunction = 12,  // name ("a::B::f" when defined out of line); children: kAttribute*, kParameter*,
                   // kBlock (body; none: a declaration)
  kLambda = 13,  // arrow function, function expression, closure; name if it has one. As kFunction;
                 // an expression body is kBlock{kReturn+kImplicit}
  kParameter =
      14,  // name ("" when destructured, then kBinding*); children: kTypeReference?, default value?
  kVariable = 15,  // name ("" when destructured, then kBinding* first); fields and constants too.
                   // Children: kAttribute*, kTypeReference?, initialiser?
  kTypeReference = 16,  // name: outermost type path as written, without arguments; of parameters,
                        // variables, fields and results only. Children: kTypeReference* (arguments)
  kAttribute = 17,      // decorator or attribute; name: its path; children: arguments
  kTypeAlias = 18,      // name; child: kTypeReference (of a TypeScript object type: a kClass)
  kMacro = 19,  // macro invocation (Rust `a::b!`, C++ all-caps statement macros are calls); name:
                // path; children: what could be reparsed as expressions

  // Expressions
  kName = 30,    // name: identifier or whole qualified path (`std::fs::read`) without template
                 // arguments; `this`/`self`/`super` too. Children: C++ kTypeReference* (template
                 // arguments of the last segment that are types: make_unique<Timing>)
  kMember = 31,  // name: property; child: object; C++ then kTypeReference* as for kName
  kIndex = 32,   // children: object, index
  kCall = 33,    // children: callee, arguments in order. kNew: constructor call (C++ `T(x)`, `T{x}`
                 // and `T v(x)` stay calls as written)
  kString = 34,  // name: the value, escapes decoded where simple; a template literal without
                 // substitutions too
  kTemplate = 35,     // children: kString and expressions in order
  kLiteral = 36,      // number, boolean, null, regex; name: its text
  kArray = 37,        // children: elements (C++ brace lists and Rust tuples too)
  kObject = 38,       // children: kProperty, kSpread, kFunction (methods)
  kProperty = 39,     // name: key ("" when computed); child: value (shorthand: kName)
  kSpread = 40,       // child
  kAwait = 41,        // child (co_await, .await too)
  kYield = 42,        // child?
  kAssign = 43,       // name: operator; children: target, value
  kBinary = 44,       // name: operator; children: left, right (comparison, arithmetic, string +)
  kLogical = 45,      // name: && || ??; children: left, right (runs conditionally)
  kConditional = 46,  // children: condition, then, else
  kUnary = 47,        // name: operator (! & * typeof delete new …); child
  kExpression = 48,   // anything else; children: what in it is worth a node (possibly none)
  kTryOperator = 49,  // Rust `?`; child

  // Control
  kBlock = 60,      // children: statements
  kStatement = 61,  // expression statement; child: the expression (so an unused value is visible)
  kIf = 62,  // children: condition (kExpression{} when nothing in it matters), then (kBlock), else?
             // (kBlock or kIf). `if let` too
  kLoop = 63,  // children: whatever runs once before is outside; condition and update expressions,
               // then kBlock (body) last
  kSwitch = 64,    // children: subject, kCase*
  kCase = 65,      // children: guard/value expressions, then kBlock (body) last
  kTry = 66,       // children: kBlock, kCatch*, kFinally?
  kCatch = 67,     // children: kParameter?, kBlock
  kFinally = 68,   // child: kBlock
  kReturn = 69,    // child: value? (co_return too; the tail expression of a Rust block: kImplicit)
  kThrow = 70,     // child: value? (panic!-like macros stay kMacro)
  kBreak = 71,     // name: label
  kContinue = 72,  // name: label
  kDefer = 73,     // child (languages that have it)

  kError = 80,  // a region the parser could not read; children: what it could
  kComment =
      81,  // what KeptComments (frontend) keeps; name: the text without comment markers, trimmed
};

/// Flags, per kind; bits are shared between kinds that never meet. Stored above the kind's 8 bits.
enum NodeFlag : uint32_t {
  kTypeOnly = 1u << 8,   // kImport, kBinding, kExport: erased at run time
  kReexport = 1u << 9,   // kImport: `export … from`, `pub use`
  kDynamic = 1u << 10,   // kImport: import()
  kSystem = 1u << 11,    // kImport: #include <…>
  kInclude = 1u << 12,   // kImport: #include
  kGlob = 1u << 13,      // kUsing, kImport: whole namespace (Rust ::*, export * from)
  kRequire = 1u << 14,   // kImport: import a = require("b")
  kExtern = 1u << 19,    // kImport: extern crate; kModule: extern "C" block; kFunction: extern "C"
  kComputed = 1u << 15,  // kImport: the specifier is not a literal

  kDeclaredElsewhere = 1u << 8,  // kModule, kClass, kFunction: no body here
  kExported = 1u << 9,           // declarations: export / pub / module-external linkage as written
  kDefault = 1u << 10,           // kExport: default; kCase: default arm
  kInline = 1u << 11,            // kModule: has a body
  kTestOnly = 1u << 20,          // kFile, kImport, declarations: under #[cfg(test)] or #[test]

  kInterface = 1u << 13,  // kClass: interface or trait
  kEnum = 1u << 14,       // kClass
  kImpl = 1u << 15,       // kClass: Rust impl block
  kStruct = 1u << 16,     // kClass: struct, union

  kAsync = 1u << 13,        // kFunction, kLambda
  kGenerator = 1u << 14,    // kFunction, kLambda
  kMethod = 1u << 15,       // kFunction
  kConstructor = 1u << 16,  // kFunction
  kStatic = 1u << 17,       // kFunction, kVariable

  kConst =
      1u << 13,  // kVariable: const, constexpr, readonly, Rust let without mut and const/static
  kDestructured = 1u << 14,  // kVariable, kParameter
  kRest = 1u << 15,          // kParameter: ...rest
  kHoisted = 1u << 16,       // kVariable: JavaScript `var`, visible in its whole function

  kNew = 1u << 8,             // kCall: new X(…)
  kOptional = 1u << 9,        // kMember, kCall: ?.
  kImplicit = 1u << 10,       // kReturn: value of an expression body or block tail
  kInfinite = 1u << 11,       // kLoop: no condition (loop, for(;;), while(true))
  kPostCondition = 1u << 12,  // kLoop: do … while: the body runs at least once
  kFallsThrough =
      1u << 13,  // kCase: control reaches the next case when the body does not leave (C, JS switch)
  kUnsafe = 1u << 18,    // kBlock, kFunction: unsafe
  kDelegate = 1u << 15,  // kYield: yield*
};

/// Lower-case name as printed by `krepis dump ast`: "import", "call", "type-reference"; "" for an
/// unknown value.
std::string_view NodeKindName(NodeKind kind);
/// False for values outside the enumeration.
bool IsNodeKind(uint32_t value);

}  // namespace krepis::analyzer
