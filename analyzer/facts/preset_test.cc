#include "analyzer/facts/preset.h"

#include <doctest/doctest.h>

#include "analyzer/facts/facts.h"
#include "analyzer/facts/module_name.h"
#include "analyzer/facts/preset_detection.h"

namespace krepis::analyzer {
namespace {

std::string Errors(std::string_view text) {
  PresetTable table;
  std::string errors;
  for (const Error& error : table.Add(text, "p.toml")) {
    errors += error.path + ":" + std::to_string(error.line) + ":" + std::to_string(error.column) +
              " " + error.message + "\n";
  }
  return errors;
}

}  // namespace

TEST_CASE("every error of a preset is located") {
  CHECK(Errors("name = \"x\"\ndetect = [\"npm/x\"]\ncreates = [\"npm/x#default\"]\n") == "");
  CHECK(Errors("name = \"x\"\ndetect = [\"npm/x\", 1]\ncreates = [\"a\"]\nlanguage = \"cobol\"\n"
               "nested = 1\n") ==
        "p.toml:2:20 \"detect\" holds names\n"
        "p.toml:4:12 \"language\" is one of typescript, cpp, rust\n"
        "p.toml:5:1 unknown key \"nested\"\n");
  CHECK(Errors("name = \"x\"\ndetect = [\"a\"]\ntypes = [\"a\"]\n"
               "[[calls]]\nmethods = [\"use\", \"use\"]\neffect = \"call\"\n"
               "[stages.a]\nmatch = \"x\"\n"
               "[[rules]]\nid = \"r\"\nbefore = [\"a\", \"b\"]\nlast = [\"a\"]\n") ==
        "p.toml:5:19 the method stands here twice\n"
        "p.toml:6:10 \"effect\" is one of use, route, narrow, same, split, ask, mount, prefix, "
        "param, apply\n"
        "p.toml:7:9 nothing says what belongs to the stage\n"
        "p.toml:8:9 \"match\" is an array\n"
        "p.toml:9:1 a rule has one verb\n"
        "p.toml:9:1 \"because\" is missing\n"
        "p.toml:9:1 \"cite\" is missing\n");
  CHECK(Errors("name = \"x\"\ndetect = [\"a\"]\n[[makes]]\nserves = true\nmountable = true\n"
               "[[wrappers]]\nsymbols = [\"f\"]\nargument = -1\n[[attributes]]\nverb = true\n") ==
        "p.toml:3:1 \"symbols\" is missing\n"
        "p.toml:3:1 what serves by itself is not \"mountable\"\n"
        "p.toml:8:12 \"argument\" is the place of an argument\n"
        "p.toml:9:1 \"symbols\" is missing\n");
  CHECK(Errors("name = \"x\"\ndetect = [\n").find("p.toml:2") == 0);
  CHECK(Errors("name = \"x\"\ndetect = [\"a\"]\ntypes = [\"a\"]\nphases = [\"early\"]\n"
               "mount = \"loose\"\n[[calls]]\nmethods = [\"use\"]\nphase = \"late\"\n") ==
        "p.toml:1:1 no phase is \"handler\"\n"
        "p.toml:5:9 \"mount\" is one of passed, matched, copied\n"
        "p.toml:8:9 no phase is called \"late\"\n");
  CHECK(
      Errors("name = \"x\"\ndetect = [\"a\"]\ntypes = [\"a\"]\nphases = [\"early\"]\n"
             "[[calls]]\nmethods = [\"ADD\"]\nkey = \"path\"\nphase = \"late\"\n"
             "arguments = [\"path\", \"paths\"]\n") ==
      "p.toml:1:1 no phase is \"handler\"\n"
      "p.toml:5:1 \"key\" and \"arguments\" say the same\n"
      "p.toml:8:9 no phase is called \"late\"\n"
      "p.toml:9:22 \"arguments\" holds words of other, pipeline, path, class-path, verb, behavior, "
      "mounted, handler, constraint\n");
}

TEST_CASE("every error of what a preset says of classes is located") {
  const std::string head =
      "name = \"x\"\ndetect = [\"npm/x\"]\ncreates = [\"a\"]\nphases = [\"guard\", \"handler\"]\n";
  const std::string decorator = "[[components.decorators]]\nsymbols = [\"npm/x#A\"]\n";
  CHECK(Errors(head + decorator + "effect = \"use\"\nphase = \"guard\"\n") == "");
  CHECK(Errors(head + decorator + "effect = \"use\"\nphase = \"gard\"\nname = 1\n") ==
        "p.toml:5:1 no phase is called \"gard\"\n"
        "p.toml:9:1 unknown key 'name'; did you mean \"named\"?\n");
  CHECK(Errors(head + decorator + "effect = \"wrap\"\n") ==
        "p.toml:5:1 \"effect\" is one of use, route, version, controller, module, compose, "
        "parameter\n"
        "p.toml:5:1 no phase is called \"\"\n");
  CHECK(Errors("name = \"x\"\ndetect = [\"npm/x\"]\ncreates = [\"a\"]\nphases = [\"guard\"]\n") ==
        "p.toml:1:1 no phase is \"handler\"\n");
}

TEST_CASE("every error of what a preset says of lists of names is located") {
  const std::string head = "name = \"x\"\ndetect = [\"x/*\"]\nlanguage = \"cpp\"\n[assembly]\n";
  CHECK(Errors(head + "method = \"Build\"\nlists = [\"List\"]\n") == "");
  CHECK(Errors(head + "method = \"Build\"\n") ==
        "p.toml:4:1 \"method\" and \"lists\" say what puts a chain together\n");
  CHECK(Errors(head + "method = \"Build\"\nlists = [\"List\"]\nmade = true\n") ==
        "p.toml:7:1 unknown key 'made'; did you mean \"makes\"?\n");
}

TEST_CASE("a preset stands in the table once, and only when it is right") {
  PresetTable table;
  const std::string_view text =
      "name = \"x\"\ndetect = [\"npm/x\"]\ncreates = [\"npm/x#default\"]\n";
  CHECK(table.Add(text, "a").empty());
  CHECK(table.Add(text, "b").size() == 1);
  CHECK(!table.Add("name = \"y\"\n", "c").empty());
  CHECK(table.presets().size() == 1);
  CHECK(table.Find("y") == nullptr);
}

TEST_CASE("what a symbol pattern means") {
  const auto matches = [](std::string_view pattern, std::string_view symbol) {
    return MatchesSymbol(ParseSymbolPattern(pattern), symbol);
  };
  CHECK(matches("npm/passport#*", "npm/passport#authenticate"));
  CHECK(!matches("npm/passport#*", "npm/passport-jwt#Strategy"));
  CHECK(!matches("npm/passport#*", "passport"));
  CHECK(matches("npm/@acme/*#guard", "npm/@acme/http#guard"));
  CHECK(matches("*Guard", "krepis::analyzer::AuthGuard"));
  CHECK(!matches("*Guard", "AuthGuards"));
  CHECK(matches("Guard", "shop::Guard"));
  CHECK(!matches("Guard", "shop::AuthGuard"));
  CHECK(matches("shop::Guard", "acme::shop::Guard"));
  CHECK(!matches("shop::Guard", "acme::workshop::Guard"));
  CHECK(matches("requireUser", "./auth#requireUser"));
  CHECK(matches("auth.required", "./mw#auth.required"));
}

TEST_CASE("the method of a route is the first word of what registers it") {
  CHECK(VerbOf("get") == "GET");
  CHECK(VerbOf("axum::routing::post_service") == "POST");
  CHECK(VerbOf("") == "");
}

TEST_CASE("imports show which presets are in use") {
  Preset express;
  express.detect = {"npm/express"};
  ImportFact import;
  for (const std::string_view specifier : {"express", "npm:express@5"}) {
    import.specifier = specifier;
    CHECK(DetectsPreset(express, import.specifier));
  }
  import.specifier = "./express";
  CHECK(!DetectsPreset(express, import.specifier));
  Preset krepis;
  krepis.language = LanguageGroup::kCpp;
  krepis.detect = {"krepis/pipeline_*.h"};
  import.specifier = "krepis/pipeline_provider.h";
  CHECK(DetectsPreset(krepis, import.specifier));
  import.specifier = "krepis/result.h";
  CHECK(!DetectsPreset(krepis, import.specifier));
}

TEST_CASE("a text may import what a pattern with a wildcard means") {
  const auto may = [](std::string_view text, const std::string& module) {
    return MayImportOneOf(text, LanguageGroup::kCpp, {module});
  };
  constexpr std::string_view kNone = "#include HEADER\n#include <vector>\n";
  CHECK(!may(kNone, "*/crow.h"));
  CHECK(!may(kNone, "crow/*"));
  CHECK(!may(kNone, "crow.h"));
  CHECK(may("#include \"include/crow.h\"\n", "*/crow.h"));
  CHECK(may("#include <crow/app.h>\n", "crow/*"));
  CHECK(may("#include <crow.h>\n", "crow.h"));
  CHECK(!may("#include <scrow.h>\n", "crow.h"));
}

}  // namespace krepis::analyzer
