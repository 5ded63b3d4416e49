#include "analyzer/graph/rust_call_values.h"

#include <algorithm>
#include <cctype>
#include <utility>

#include "analyzer/facts/rust_standard_names.h"
#include "analyzer/facts/scope.h"

namespace krepis::analyzer {
namespace {

constexpr int kDepth = 12;
/// Types that are each stated by the next: `type A = B; type B = C;`.
constexpr int kMaxNested = 100;
/// Bounds of bounds, of which each may have the method: `type A = dyn B + C; type B = dyn C + D;`.
constexpr int kMaxBounds = 1000;
constexpr size_t kMaxArguments = 16;
/// Types of types of types, made by code that was written for that.
constexpr size_t kMaxValues = 2'000'000;

bool IsMap(std::string_view type) {
  return type.ends_with("Map") && type != "Map" && type != "FlatMap";
}

/// Whether a method that derives and pin-projections make gives the value itself in another way.
bool LooksAtItself(std::string_view method) {
  return method == "clone" || method == "to_owned" || method == "as_ref" || method == "as_mut" ||
         method == "borrow" || method == "by_ref" || method == "get_mut" || method == "get_ref" ||
         method == "project" || method == "project_ref";
}

/// The slice, string or path that a standard type is used as; "" for others.
std::string_view DereferencedTo(std::string_view type) {
  if (type == "String") return "str";
  if (type == "PathBuf") return "Path";
  if (type == "OsString") return "OsStr";
  return {};
}

}  // namespace

/// Reads a spelling from left to right.
class RustValues::Reader {
 public:
  Reader(RustValues& values, const Place& place, std::string_view text)
      : values_(values), place_(place), text_(text) {}

  /// All of it.
  Value Whole() {
    const Value value = Type(0);
    return at_ == text_.size() ? value : kUnknown;
  }

 private:
  bool Take(std::string_view token) {
    if (text_.substr(at_, token.size()) != token) return false;
    at_ += token.size();
    return true;
  }

  std::string_view Name(bool path) {
    const size_t begin = at_;
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == ':' && path && text_.substr(at_, 2) == "::") {
        at_ += 2;
        continue;
      }
      if (c == '<' || c == '>' || c == ',' || c == '.' || c == '?' || c == '~' || c == '(' ||
          c == ')' || c == '[' || c == ':')
        break;
      ++at_;
    }
    return text_.substr(begin, at_ - begin);
  }

  std::vector<Value> Arguments(int depth) {
    std::vector<Value> arguments;
    if (!Take("<")) return arguments;
    while (at_ < text_.size() && arguments.size() < kMaxArguments) {
      arguments.push_back(Type(depth + 1));
      if (!Take(",")) break;
    }
    Take(">");
    return arguments;
  }

  Value Type(int depth) {
    if (depth + place_.depth > kDepth) {
      at_ = text_.size() + 1;
      return kUnknown;
    }
    Value value = kUnknown;
    if (Take("()")) {
      value = values_.Add({Kind::kTuple, {}, {}, Arguments(depth)});
    } else if (Take("+")) {
      value = values_.Add({Kind::kBounds, {}, {}, Arguments(depth)});
    } else {
      const std::string_view name = Name(true);
      if (name.empty()) ++at_;  // never stands still
      std::vector<Value> arguments = Arguments(depth);
      const bool called = Take("()");
      value = values_.Head(place_, name, std::move(arguments), called);
    }
    return Steps(value);
  }

  Value Steps(Value value) {
    const int depth = place_.depth + 1;
    for (;;) {
      if (Take("?")) {
        value = values_.Unwrapped(value);
      } else if (Take("~")) {
        value = values_.Awaited(value);
      } else if (Take("[]")) {
        value = values_.Element(value, depth);
      } else if (Take(".")) {
        value = values_.Field(value, Name(false), depth);
      } else if (text_.substr(at_, 2) == "::") {
        at_ += 2;
        const std::string_view method = Name(false);
        value = Take("()") ? values_.MethodResult(value, method, depth) : kUnknown;
      } else {
        return value;
      }
    }
  }

  RustValues& values_;
  const Place& place_;
  const std::string_view text_;
  size_t at_ = 0;
};

RustValues::Value RustValues::Add(Data data) {
  if (values_.size() >= kMaxValues) return kUnknown;
  values_.push_back(std::move(data));
  return static_cast<Value>(values_.size() - 1);
}

void RustValues::Forget() {
  known_.clear();
  values_.resize(1);
}

RustValues::Value RustValues::Of(uint32_t file, std::string_view scope, std::string_view spelling) {
  const auto [known, fresh] =
      known_.try_emplace(RustCallIndex::Question{file, scope, spelling}, kUnknown);
  Value& value = known->second;                       // stays while others come
  if (!fresh || nested_ == kMaxNested) return value;  // unknown while it is being looked for
  const Place place{file, scope};
  if (nested_++ == 0) asked_bounds_ = 0;
  const Value found = Reader(*this, place, spelling).Whole();
  --nested_;
  value = found;
  return found;
}

/// A type, or with `called` the function whose result is meant.
RustValues::Value RustValues::Head(const Place& place, std::string_view path,
                                   std::vector<Value> arguments, bool called) {
  if (path.empty() || path[0] == '_' || path == "!") return kUnknown;
  if (path == "$S") return place.self;
  if (path[0] == '$') {
    const size_t number = static_cast<size_t>(path.size() > 1 ? path[1] - '0' : 0);
    const std::vector<Value>& of = values_[place.self].arguments;
    return number < of.size() ? of[number] : kUnknown;
  }
  if (path.starts_with("std::"))
    return Add({Kind::kForeign, {}, std::string(LastSegment(path)), std::move(arguments)});
  const RustCallIndex::Found& found = index_.Find(place.file, place.scope, path);
  if (called) {
    Value self = kUnknown;
    if (!found.types.empty()) self = Add({Kind::kType, found.types[0], {}, std::move(arguments)});
    if (!found.functions.empty()) {
      if (self == kUnknown) {
        if (const RustTypeId owner = index_.OwnerOf(found.functions[0]); owner != RustTypeId{})
          self = Add({Kind::kType, owner, {}, {}});
      }
      return Result(found.functions[0], self, place.depth + 1);
    }
    if (self != kUnknown && !found.rest.empty())
      return MethodResult(self, found.rest, place.depth + 1);
    if (!found.values.empty() && !found.rest.empty()) {
      const Value aliased =
          Stated(found.values[0].first, *found.values[0].second, kUnknown, place.depth + 1);
      return MethodResult(aliased, found.rest, place.depth + 1);
    }
    return kUnknown;
  }
  if (!found.types.empty()) {
    if (found.rest.empty() || std::isupper(static_cast<unsigned char>(found.rest[0])) != 0) {
      // A variant of an enum, or what one holds: TYPE::Variant.0
      Data data{Kind::kType, found.types[0], {}, std::move(arguments)};
      data.foreign = found.rest;
      return Add(std::move(data));
    }
    return kUnknown;
  }
  if (!found.values.empty() && found.rest.empty()) {
    const Value self =
        arguments.empty() ? kUnknown : Add({Kind::kTuple, {}, {}, std::move(arguments)});
    return Stated(found.values[0].first, *found.values[0].second, self, place.depth + 1);
  }
  if (found.workspace) return kUnknown;
  return Add({Kind::kForeign, {}, std::string(LastSegment(path)), std::move(arguments)});
}

RustValues::Value RustValues::Stated(uint32_t file, const ValueFact& fact, Value self, int depth) {
  if (depth > kDepth) return kUnknown;
  const std::string_view scope = index_.ScopeOf(file, fact.name);
  if (self == kUnknown && fact.symbol.find('$') == std::string::npos)
    return Of(file, scope, fact.symbol);
  const Place place{file, scope, self, depth};
  return Reader(*this, place, fact.symbol).Whole();
}

RustValues::Value RustValues::Result(FunctionId function, Value self, int depth) {
  const FunctionPlace place = input_.ids.At(function);
  std::string name = input_.facts[place.file].calls.functions[place.index].name;
  name += "()";
  const ValueFact* result = index_.ValueOf(place.file, name);
  return result == nullptr ? kUnknown : Stated(place.file, *result, self, depth);
}

RustValues::Value RustValues::Pointee(Value value, int depth) {
  const Data& data = values_[value];
  if (data.kind == Kind::kForeign && IsRustPointer(data.foreign) && !data.arguments.empty())
    return data.arguments[0];
  if (data.kind != Kind::kType) return kUnknown;
  const RustCallIndex::Impl* impl = methods_.ImplOf(data.type, "Deref");
  if (impl == nullptr) return kUnknown;
  const ValueFact* target = index_.ValueOf(impl->file, std::string(impl->prefix) + "::Target");
  return target == nullptr ? kUnknown : Stated(impl->file, *target, value, depth + 1);
}

RustValues::Value RustValues::Field(Value value, std::string_view name, int depth) {
  for (int hop = 0; hop < 4 && value != kUnknown; ++hop) {
    const Data& data = values_[value];
    if (data.kind == Kind::kTuple || (data.kind == Kind::kForeign && !data.arguments.empty())) {
      const bool number = !name.empty() && std::isdigit(static_cast<unsigned char>(name[0])) != 0;
      const size_t index = number ? static_cast<size_t>(name[0] - '0') : kMaxArguments;
      if (index < data.arguments.size() && !IsRustPointer(data.foreign))
        return data.arguments[index];
      if (number && name == "0" && !data.arguments.empty()) return data.arguments[0];
    }
    if (data.kind == Kind::kType) {
      const RustCallIndex::Type& type = index_.type(data.type);
      std::string field(type.name);
      if (!data.foreign.empty()) field.append("::").append(data.foreign);
      field.append(".").append(name);
      if (const ValueFact* fact = index_.ValueOf(type.file, field))
        return Stated(type.file, *fact, value, depth);
    }
    value = Pointee(value, depth);
  }
  return kUnknown;
}

RustValues::Value RustValues::Unwrapped(Value value) const {
  const Data& data = values_[value];
  const bool holds = data.kind == Kind::kForeign && !data.arguments.empty();
  return holds && (data.foreign == "Option" || data.foreign.ends_with("Result") ||
                   data.foreign == "Poll" || data.foreign == "ControlFlow")
             ? data.arguments[0]
             : value;
}

RustValues::Value RustValues::Awaited(Value value) const {
  for (int hop = 0; hop < 4; ++hop) {
    const Data& data = values_[value];
    if (data.kind != Kind::kForeign || data.arguments.empty()) break;
    const bool future = data.foreign.ends_with("Future") || data.foreign == "Pin" ||
                        data.foreign == "Box" || data.foreign == "JoinHandle";
    if (!future) break;
    value = data.arguments[0];
  }
  return value;
}

RustValues::Value RustValues::Element(Value value, int depth) {
  for (int hop = 0; hop < 4 && value != kUnknown; ++hop) {
    const Data& data = values_[value];
    if (data.kind == Kind::kForeign) {
      if (IsMap(data.foreign) && data.arguments.size() >= 2)
        return Add({Kind::kTuple, {}, {}, data.arguments});
      if (data.arguments.empty()) return kUnknown;
      if (!IsRustPointer(data.foreign)) return data.arguments[0];
      value = data.arguments[0];
      continue;
    }
    if (data.kind != Kind::kType) return kUnknown;
    for (const std::string_view trait : {"Iterator", "IntoIterator", "Stream", "Index"}) {
      const RustCallIndex::Impl* impl = methods_.ImplOf(data.type, trait);
      if (impl == nullptr) continue;
      const char* name = trait == "Index" ? "::Output" : "::Item";
      if (const ValueFact* item = index_.ValueOf(impl->file, std::string(impl->prefix) + name))
        return Stated(impl->file, *item, value, depth + 1);
    }
    value = Pointee(value, depth);
  }
  return kUnknown;
}

RustValues::Value RustValues::MethodResult(Value value, std::string_view method, int depth) {
  for (int hop = 0; hop < 4 && value != kUnknown && depth <= kDepth; ++hop) {
    const Data data = values_[value];
    switch (data.kind) {
      case Kind::kType: {
        std::vector<CallTarget> targets;
        if (methods_.Of(data.type, method, targets) && !targets.empty()) {
          const FunctionPlace place = input_.ids.At(targets[0].function);
          const std::string_view name = input_.facts[place.file].calls.functions[place.index].name;
          if (LastSegment(name) == method) return Result(targets[0].function, value, depth + 1);
        }
        if (LooksAtItself(method) || method == "default") return value;
        break;
      }
      case Kind::kBounds:
        for (const Value bound : data.arguments) {
          if (++asked_bounds_ > kMaxBounds) return kUnknown;
          const Value result = MethodResult(bound, method, depth + 1);
          if (result != kUnknown) return result;
        }
        return kUnknown;
      case Kind::kForeign: {
        if (IsRustPointer(data.foreign)) {
          if (method == "clone" || method == "as_ref" || method == "as_mut") return value;
          break;
        }
        if (KeepsRustType(method)) {
          if ((method == "values" || method == "values_mut" || method == "into_values") &&
              data.arguments.size() >= 2)
            return Add({Kind::kForeign, {}, "Vec", {data.arguments[1]}});
          return value;
        }
        if (GivesRustHeld(method)) {
          if (data.arguments.empty()) return kUnknown;
          return IsMap(data.foreign) && data.arguments.size() >= 2 ? data.arguments[1]
                                                                   : data.arguments[0];
        }
        if (method == "enumerate" && !data.arguments.empty()) {
          const Value pair = Add({Kind::kTuple, {}, {}, {kUnknown, data.arguments[0]}});
          return Add({Kind::kForeign, {}, "Vec", {pair}});
        }
        return kUnknown;
      }
      default:
        return kUnknown;
    }
    value = Pointee(value, depth);
  }
  return kUnknown;
}

bool RustValues::Methods(Value value, std::string_view method, std::vector<CallTarget>& targets) {
  bounds_ = 0;
  return MethodsOf(value, method, targets);
}

bool RustValues::MethodsOf(Value value, std::string_view method, std::vector<CallTarget>& targets) {
  for (int hop = 0; hop < 6 && value != kUnknown; ++hop) {
    const Data data = values_[value];
    switch (data.kind) {
      case Kind::kUnknown:
        return false;
      case Kind::kTuple:
        return true;
      case Kind::kBounds: {
        const size_t before = targets.size();
        for (const Value bound : data.arguments) {
          if (++bounds_ <= kMaxBounds) MethodsOf(bound, method, targets);
        }
        return targets.size() > before || !data.arguments.empty();
      }
      case Kind::kType:
        if (methods_.Of(data.type, method, targets)) return true;
        break;
      case Kind::kForeign:
        if (methods_.OfForeign(data.foreign, method, targets)) return true;
        if (const std::string_view other = DereferencedTo(data.foreign); !other.empty())
          methods_.OfForeign(other, method, targets);
        break;
    }
    const Value next = Pointee(value, 0);
    if (next == kUnknown) return data.kind != Kind::kForeign || !data.foreign.empty();
    value = next;
  }
  return value != kUnknown;
}

}  // namespace krepis::analyzer
