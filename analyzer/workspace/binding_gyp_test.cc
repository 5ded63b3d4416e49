#include "analyzer/workspace/binding_gyp.h"

#include <doctest/doctest.h>

#include "analyzer/workspace/cmake_targets.h"

namespace krepis::analyzer {

TEST_CASE("a binding.gyp is a literal of Python") {
  const auto targets = ParseBindingGyp("binding.gyp", R"(# comment with 'quotes'
{
  'variables': { 'x%': '<!(node -p "1")' },
  'targets': [
    { 'target_name': 'it\'s', "sources": ("a.cc", 'b.c',), },
    {
      'target_name': 'second',
      'conditions': [['OS=="win"', { 'sources': ['win.cc', '<@(more)'] }, { 'sources+': ['x.cc'] }]],
    },
  ],
})");
  REQUIRE(targets.ok());
  REQUIRE(targets->size() == 2);
  CHECK((*targets)[0].name == "it's");
  CHECK((*targets)[0].sources == std::vector<std::string>{"a.cc", "b.c"});
  CHECK((*targets)[1].name == "second");
  CHECK((*targets)[1].sources.size() == 2);
}

TEST_CASE("what is no literal is an error, and nothing worse") {
  CHECK_FALSE(ParseBindingGyp("binding.gyp", "{'a': 'b").ok());
  CHECK_FALSE(ParseBindingGyp("binding.gyp", "{'a': \"b\\").ok());
  CHECK_FALSE(ParseBindingGyp("binding.gyp", std::string(100'000, '(')).ok());
  CHECK(ParseBindingGyp("binding.gyp", "{}")->empty());
}

TEST_CASE("targets of CMake, with the variables that the file itself sets") {
  const std::vector<CMakeTarget> targets = CMakeTargets(R"(
project(tool)
set(SOURCES a.cc "${CMAKE_CURRENT_SOURCE_DIR}/b.cc")
add_executable(${PROJECT_NAME} main.cc ${SOURCES} ${UNKNOWN} $<TARGET_OBJECTS:x>)
add_library(addon SHARED addon.cc)
target_sources(addon PRIVATE more.cc)
add_executable(alias ALIAS tool)
add_library(there IMPORTED)
add_executable(${UNKNOWN} x.cc)
)",
                                                        "native");
  REQUIRE(targets.size() == 2);
  CHECK(targets[0].name == "tool");
  CHECK(targets[0].executable);
  CHECK(targets[0].sources ==
        std::vector<std::string>{"native/main.cc", "native/a.cc", "native/b.cc"});
  CHECK(targets[1].name == "addon");
  CHECK_FALSE(targets[1].executable);
  CHECK(targets[1].sources == std::vector<std::string>{"native/addon.cc", "native/more.cc"});
}

}  // namespace krepis::analyzer
