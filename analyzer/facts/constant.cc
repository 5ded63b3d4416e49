#include "analyzer/facts/constant.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace krepis::analyzer {
namespace {

constexpr int kDepth = 12;
constexpr size_t kMaxText = 1000;

/// Callees that give back the text of their first argument.
constexpr auto kWrappers = std::to_array<std::string_view>(
    {"global#URL", "global#String", "node/url#URL", "std::path::Path::new", "Path::new",
     "std::path::PathBuf::from", "PathBuf::from", "String::from", "std::string::String::from",
     "std::ffi::OsStr::new", "OsStr::new", "std::string", "std::string_view",
     "std::filesystem::path", "std::basic_string::basic_string",
     "std::basic_string_view::basic_string_view", "std::filesystem::path::path"});
/// Methods that give back the text of their object.
constexpr auto kSelfMethods = std::to_array<std::string_view>(
    {"toString", "to_string", "to_owned", "into", "as_ref", "as_str", "as_bytes", "clone", "c_str",
     "data", "as_path", "as_os_str"});

template <size_t N>
bool Contains(const std::array<std::string_view, N>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

class Folder {
 public:
  explicit Folder(const Scopes& scopes) : scopes_(scopes), ast_(scopes.ast()) {}

  /// Appends what `node` gives to `text`; false when the text ends there.
  bool Append(Node node, std::string& text, int depth) const {
    if (depth > kDepth || text.size() > kMaxText) return false;
    switch (ast_.kind(node)) {
      case NodeKind::kString:
      case NodeKind::kLiteral:
        text += ast_.name(node);
        return true;
      case NodeKind::kTemplate: {
        for (const Node part : ast_.Children(node)) {
          if (!Append(part, text, depth + 1)) return false;
        }
        return true;
      }
      case NodeKind::kBinary: {
        const Node left = ast_.first_child(node);
        if (left == 0 || ast_.name(node) != "+" || ast_.end(left) == ast_.end(node)) return false;
        return Append(left, text, depth + 1) && Append(ast_.end(left), text, depth + 1);
      }
      case NodeKind::kUnary:
        if (ast_.name(node) != "&" && ast_.name(node) != "*") return false;
        return ast_.first_child(node) != 0 && Append(ast_.first_child(node), text, depth + 1);
      case NodeKind::kName: {
        const Node declaration = scopes_.DeclarationOf(node);
        if (declaration == 0 || ast_.name(node).find("::") != std::string_view::npos) return false;
        const Node value = Value(declaration);
        return value != 0 && Append(value, text, depth + 1);
      }
      case NodeKind::kCall:
        return AppendCall(node, text, depth);
      default:
        return false;
    }
  }

 private:
  Node Value(Node declaration) const {
    // In C++ only what says so is constant; elsewhere an initialiser that nothing reassigns is.
    if (GroupOf(ast_.language()) == LanguageGroup::kCpp && !ast_.Has(declaration, kConst)) return 0;
    return scopes_.ValueOf(declaration);
  }

  bool AppendCall(Node call, std::string& text, int depth) const {
    const Node callee = ast_.first_child(call);
    if (callee == 0) return false;
    const Node first = ast_.end(callee) < ast_.end(call) ? ast_.end(callee) : 0;
    if (first == 0) {
      if (!ast_.Is(callee, NodeKind::kMember) || !Contains(kSelfMethods, ast_.name(callee)))
        return false;
      const Node object = ast_.first_child(callee);
      return object != 0 && Append(object, text, depth + 1);
    }
    const std::string symbol = scopes_.Resolve(callee).text;
    if (Contains(kWrappers, symbol)) {
      return ast_.end(first) == ast_.end(call) && Append(first, text, depth + 1);
    }
    const bool join = symbol == "node/path#join" || symbol == "node/path#posix.join" ||
                      symbol == "node/path#resolve";
    if (!join) return false;
    for (Node part = first; part < ast_.end(call); part = ast_.end(part)) {
      if (part != first) text += '/';
      if (!Append(part, text, depth + 1)) return false;
    }
    return true;
  }

  const Scopes& scopes_;
  const Ast& ast_;
};

}  // namespace

ConstantText FoldConstant(const Scopes& scopes, Node expression) {
  ConstantText result;
  result.complete = Folder(scopes).Append(expression, result.text, 0);
  if (result.text.size() > kMaxText) result = {};
  return result;
}

std::string NormalizePath(std::string_view path) {
  const bool absolute = path.starts_with('/');
  std::vector<std::string_view> segments;
  while (!path.empty()) {
    const size_t slash = path.find('/');
    const std::string_view segment = path.substr(0, slash);
    path = slash == std::string_view::npos ? std::string_view() : path.substr(slash + 1);
    if (segment.empty() || segment == ".") continue;
    if (segment == ".." && !segments.empty() && segments.back() != "..") {
      segments.pop_back();
    } else if (segment != ".." || !absolute) {
      segments.push_back(segment);
    }
  }
  std::string result(absolute ? "/" : "");
  for (const std::string_view segment : segments) {
    if (!result.empty() && result.back() != '/') result += '/';
    result += segment;
  }
  return result.empty() ? "." : result;
}

std::optional<std::string> HostAndPort(const ConstantText& url) {
  std::string_view rest = url.text;
  const size_t scheme_end = rest.find("://");
  if (scheme_end == std::string_view::npos) return std::nullopt;
  std::string scheme(rest.substr(0, scheme_end));
  std::transform(scheme.begin(), scheme.end(), scheme.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  rest.remove_prefix(scheme_end + 3);
  const size_t end = rest.find_first_of("/?#\\");
  if (end == std::string_view::npos && !url.complete) return std::nullopt;
  std::string_view authority = rest.substr(0, end);
  if (const size_t user = authority.rfind('@'); user != std::string_view::npos)
    authority.remove_prefix(user + 1);
  if (authority.empty()) return std::nullopt;
  const size_t colon = authority.rfind(':');
  const bool port = colon != std::string_view::npos && authority.back() != ']';
  std::string host(authority.substr(0, port ? colon : authority.size()));
  std::transform(host.begin(), host.end(), host.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  if (port) return host + ":" + std::string(authority.substr(colon + 1));
  if (scheme == "http" || scheme == "ws") return host + ":80";
  if (scheme == "https" || scheme == "wss") return host + ":443";
  return std::nullopt;
}

}  // namespace krepis::analyzer
