#include "analyzer/graph/chains_paths.h"

#include <doctest/doctest.h>

#include "analyzer/facts/route_paths.h"

namespace krepis::analyzer {

TEST_CASE("paths of mounts are joined as routers do") {
  CHECK(JoinPaths("", "/") == "/");
  CHECK(JoinPaths("", "") == "/");
  CHECK(JoinPaths("/api", "/") == "/api");
  CHECK(JoinPaths("/api/", "users/") == "/api/users");
  CHECK(JoinPaths("", "*") == "/*");
}

TEST_CASE("what a path covers") {
  const auto prefix = [](std::string_view pattern, std::string_view path) {
    return MatchPath(pattern, path, false);
  };
  const auto exact = [](std::string_view pattern, std::string_view path) {
    return MatchPath(pattern, path, true);
  };
  CHECK(prefix("/", "/a/b") == PathMatch::kYes);
  CHECK(prefix("/a", "/a/b") == PathMatch::kYes);
  CHECK(prefix("/A", "/a/b") == PathMatch::kYes);
  CHECK(prefix("/a", "/ab") == PathMatch::kNo);
  CHECK(prefix("/a/b", "/a") == PathMatch::kNo);
  CHECK(prefix("/:id", "/a/b") == PathMatch::kYes);
  CHECK(prefix("/a", "/:id") == PathMatch::kMaybe);
  CHECK(prefix("/a", "/b/:id") == PathMatch::kNo);
  CHECK(prefix("/a?", "/a") == PathMatch::kMaybe);
  CHECK(prefix("/:id(\\d+)", "/a") == PathMatch::kMaybe);
  CHECK(exact("*", "/a/b") == PathMatch::kYes);
  CHECK(exact("/a/*rest", "/a/b/c") == PathMatch::kYes);
  CHECK(exact("/a", "/a") == PathMatch::kYes);
  CHECK(exact("/a", "/a/b") == PathMatch::kNo);
  CHECK(exact("/:x/b", "/a/b") == PathMatch::kYes);
  CHECK(exact("/a/me", "/a/:x") == PathMatch::kNo);
  CHECK(exact("/a/:x", "/a/me") == PathMatch::kYes);
  CHECK(exact("/a/*", "/:x/b") == PathMatch::kMaybe);
  CHECK(exact("/a/*/b", "/a/x/b") == PathMatch::kMaybe);
}

TEST_CASE("parameters of paths") {
  CHECK(HasParameter({"/a", "/users/:id"}, "id"));
  CHECK(HasParameter({"/:id(\\d+)/x"}, "id"));
  CHECK(!HasParameter({"/:ids", "/id"}, "id"));
  CHECK(!HasParameter({"/:"}, ""));
}

}  // namespace krepis::analyzer
