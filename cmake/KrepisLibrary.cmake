# How a folder becomes targets. A folder holds the *.cc of a library and, beside them, its unit tests (*_test.cc)
# and its fuzzers (*_fuzz.cc, seeds in testdata/<stem>/); a main.cc is a program's and belongs to krepis_program.
#
#   unit_tests  builds all unit tests        (run: ctest -L unit)
#   fuzzers     builds all fuzzers           (fuzz preset)
#   fuzz_smoke  runs each for a few seconds  (fuzz preset)
include(GNUInstallDirs)
find_package(Threads REQUIRED)
find_package(doctest REQUIRED)

add_library(krepis_options INTERFACE)
target_include_directories(krepis_options INTERFACE ${PROJECT_SOURCE_DIR})
target_compile_options(krepis_options INTERFACE -Wall -Wextra -Wshadow -Wnon-virtual-dtor)
target_compile_definitions(krepis_options INTERFACE KREPIS_VERSION="${PROJECT_VERSION}")
target_link_libraries(krepis_options INTERFACE Threads::Threads)
if(KREPIS_SANITIZE)
  target_compile_options(
    krepis_options INTERFACE -fsanitize=${KREPIS_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_compile_definitions(krepis_options INTERFACE _GLIBCXX_ASSERTIONS)
  target_link_options(krepis_options INTERFACE -fsanitize=${KREPIS_SANITIZE})
endif()
if(KREPIS_WARNINGS_AS_ERRORS)
  target_compile_options(krepis_options INTERFACE -Werror)
endif()

add_library(krepis_doctest_main STATIC EXCLUDE_FROM_ALL ${PROJECT_SOURCE_DIR}/tests/harness/doctest_main.cc)
target_link_libraries(krepis_doctest_main PUBLIC krepis_options doctest::doctest)

add_custom_target(unit_tests)
if(KREPIS_FUZZ)
  add_custom_target(fuzzers)
  add_custom_target(
    fuzz_smoke
    COMMAND ${CMAKE_CTEST_COMMAND} --preset fuzz --no-tests=error
    WORKING_DIRECTORY ${PROJECT_SOURCE_DIR}
    USES_TERMINAL)
  add_dependencies(fuzz_smoke fuzzers)
endif()

# krepis_unit_test(<name> SOURCES file... LINKS target...)
#
# Makes the doctest program <name>_test, labelled `unit`: it runs in every preset.
function(krepis_unit_test name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LINKS" ${ARGN})
  add_executable(${name}_test ${ARG_SOURCES})
  target_link_libraries(${name}_test PRIVATE krepis_doctest_main ${ARG_LINKS})
  add_dependencies(unit_tests ${name}_test)
  add_test(NAME ${name} COMMAND ${name}_test)
  set_tests_properties(${name} PROPERTIES LABELS unit)
endfunction()

# krepis_fuzzer(<source> LINKS target...)
#
# Makes a libFuzzer program of one *_fuzz.cc, named like it, and its smoke test. Nothing outside the fuzz preset.
function(krepis_fuzzer source)
  if(NOT KREPIS_FUZZ)
    return()
  endif()
  cmake_parse_arguments(ARG "" "" "LINKS" ${ARGN})
  get_filename_component(name ${source} NAME_WE)
  add_executable(${name} EXCLUDE_FROM_ALL ${source})
  target_link_libraries(${name} PRIVATE krepis_options ${ARG_LINKS})
  target_link_options(${name} PRIVATE -fsanitize=fuzzer)
  add_dependencies(fuzzers ${name})

  set(corpora ${CMAKE_CURRENT_BINARY_DIR}/${name}_corpus)  # libFuzzer adds what it finds to the first one.
  file(MAKE_DIRECTORY ${corpora})
  get_filename_component(folder ${source} DIRECTORY)
  if(EXISTS ${folder}/testdata/${name})
    list(APPEND corpora ${folder}/testdata/${name})
  endif()
  add_test(NAME ${name} COMMAND ${name} -max_total_time=5 -timeout=10 -rss_limit_mb=2048
                                -artifact_prefix=${CMAKE_CURRENT_BINARY_DIR}/${name}_ ${corpora})
  set_tests_properties(${name} PROPERTIES LABELS fuzz TIMEOUT 120)
endfunction()

# krepis_library(<name> [SOURCES file...] [LINKS target...] [PRIVATE_LINKS target...] [TEST_LINKS target...])
#
# Makes the target krepis_<name> of the folder's *.cc (or of SOURCES), <name>_test of the unit tests among them,
# and their fuzzers. LINKS is what the folder's headers may include, PRIVATE_LINKS what only its .cc files see
# (third-party libraries stay there), TEST_LINKS what only its tests and fuzzers see. Without sources it is an
# interface library.
function(krepis_library name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LINKS;PRIVATE_LINKS;TEST_LINKS" ${ARGN})
  set(sources ${ARG_SOURCES})
  if(NOT sources)
    file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cc)
  endif()
  set(tests ${sources})
  set(fuzzers ${sources})
  list(FILTER sources EXCLUDE REGEX "_(test|fuzz)\\.cc$|/main\\.cc$")
  list(FILTER tests INCLUDE REGEX "_test\\.cc$")
  list(FILTER fuzzers INCLUDE REGEX "_fuzz\\.cc$")
  if(sources)
    add_library(krepis_${name} STATIC ${sources})
    target_link_libraries(krepis_${name} PUBLIC krepis_options ${ARG_LINKS} PRIVATE ${ARG_PRIVATE_LINKS})
  else()
    add_library(krepis_${name} INTERFACE)
    target_link_libraries(krepis_${name} INTERFACE krepis_options ${ARG_LINKS})
  endif()
  if(tests)
    krepis_unit_test(${name} SOURCES ${tests} LINKS krepis_${name} ${ARG_TEST_LINKS})
  endif()
  foreach(fuzzer IN LISTS fuzzers)
    krepis_fuzzer(${fuzzer} LINKS krepis_${name} ${ARG_TEST_LINKS})
  endforeach()
endfunction()

# krepis_embed(<path> <outputs>)
#
# Embeds a file of this folder as embedded/<path>.inc in its build folder: its bytes as a string_view literal. Appends
# that file to the list <outputs>, which has to be among the sources of the target that includes it.
function(krepis_embed path outputs)
  set(source ${CMAKE_CURRENT_SOURCE_DIR}/${path})
  set(output ${CMAKE_CURRENT_BINARY_DIR}/embedded/${path}.inc)
  set(script ${PROJECT_SOURCE_DIR}/cmake/EmbedFile.cmake)
  add_custom_command(
    OUTPUT ${output}
    COMMAND ${CMAKE_COMMAND} -D SOURCE=${source} -D OUTPUT=${output} -P ${script}
    DEPENDS ${source} ${script}
    COMMENT "Embedding ${path}"
    VERBATIM)
  set(${outputs} ${${outputs}} ${output} PARENT_SCOPE)
endfunction()

# krepis_program(<name> SOURCES file... LINKS target...)
#
# Makes an executable at the top of the build folder, where krepis and its worker programs find each other.
# They are installed side by side: cmake --install build/release --component krepis.
function(krepis_program name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LINKS" ${ARGN})
  add_executable(${name} ${ARG_SOURCES})
  target_link_libraries(${name} PRIVATE krepis_options ${ARG_LINKS})
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR})
  install(TARGETS ${name} RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR} COMPONENT krepis)
endfunction()
