#include <doctest/doctest.h>

#include "analyzer/workspace/typescript_test_tree.h"

// Aliases and names that no package has: of bundlers and frameworks, and what is said of those that
// lead nowhere.

namespace krepis::analyzer {

TEST_CASE("what a bundler reads behind a name does not hide the file") {
  Check({{"package.json", R"({"name": "a", "dependencies": {"icons": "1"},
                              "imports": {"#svg/*": "./src/svg/*"}})"},
         {"tsconfig.json", R"({"compilerOptions": {"paths": {"@/*": ["./src/*"]}}})"},
         {"src/svg/tip.svg", ""},
         {"src/work.ts", ""},
         {"src/main.ts", ""}},
        {{"src/main.ts", "@/svg/tip.svg?react", "other src/svg/tip.svg"},
         {"src/main.ts", "@/work?worker", "file src/work.ts"},
         {"src/main.ts", "!!raw-loader!@/work", "file src/work.ts"},
         {"src/main.ts", "#svg/tip.svg?url", "other src/svg/tip.svg"},
         {"src/main.ts", "icons/x.svg?component", "ext npm/icons"},
         {"src/main.ts", "@/gone.svg?react",
          "none: '@/*' of tsconfig.json leads to src/*, where it is not"}});
}

TEST_CASE("x.tsx is found as x.ts and the other way round, as TypeScript has it") {
  Check({{"demo.tsx", ""}, {"mode.ts", ""}, {"both.ts", ""}, {"both.tsx", ""}, {"main.ts", ""}},
        {{"main.ts", "./demo.ts", "file demo.tsx"},
         {"main.ts", "./mode.tsx", "file mode.ts"},
         {"main.ts", "./both.ts", "file both.ts"},
         {"main.ts", "./both.tsx", "file both.tsx"},
         {"main.ts", "./mode.mts", "none: there is no mode.mts"}});
}

TEST_CASE("an alias of a tsconfig.json that leads nowhere is no package") {
  Check({{"package.json", R"({"name": "a", "dependencies": {"@scope/real": "1"}})"},
         {"tsconfig.json", R"({"compilerOptions": {"paths": {"@app/*": ["./src/*"],
                                "@scope/*": ["./libs/*"], "*": ["./types/*"]}}})"},
         {"src/x.ts", ""}},
        {{"src/x.ts", "@app/x", "file src/x.ts"},
         {"src/x.ts", "@app/y", "none: '@app/*' of tsconfig.json leads to src/*, where it is not"},
         {"src/x.ts", "@scope/real", "ext npm/@scope/real"},
         {"src/x.ts", "left-pad", "ext npm/left-pad"}});
}

TEST_CASE("aliases by habit are guesses below the package") {
  Check({{"web/package.json", R"({"name": "web"})"},
         {"web/src/a.js", ""},
         {"web/src/parts/List.vue", ""},
         {"web/src/Main.vue", ""},
         {"web/config.js", ""}},
        {{"web/src/Main.vue", "@/a", "guess web/src/a.js"},
         {"web/src/Main.vue", "~/parts/List.vue", "guess web/src/parts/List.vue"},
         {"web/src/Main.vue", "@/parts/List", "guess web/src/parts/List.vue"},
         {"web/src/Main.vue", "./parts/List", "file web/src/parts/List.vue"},
         {"web/src/Main.vue", "~~/config", "guess web/config.js"},
         {"web/src/Main.vue", "@/gone",
          "none: it is no path and no name of a package, and no alias of a tsconfig.json has it"}});
}

TEST_CASE("SvelteKit: the config that it would write, and the modules that it makes up") {
  Check({{".gitignore", ".svelte-kit\n"},
         {"package.json", R"({"name": "a", "devDependencies": {"@sveltejs/kit": "2"}})"},
         {"tsconfig.json", R"({"extends": "./.svelte-kit/tsconfig.json"})"},
         {"src/lib/time.ts", ""},
         {"src/lib/state.svelte.ts", ""},
         {"src/lib/index.ts", ""},
         {"src/routes/+page.ts", ""},
         {"src/routes/+page.svelte", ""}},
        {{"src/routes/+page.svelte", "$lib/time", "file src/lib/time.ts"},
         {"src/routes/+page.svelte", "$lib/state.svelte", "file src/lib/state.svelte.ts"},
         {"src/routes/+page.ts", "$lib", "file src/lib/index.ts"},
         {"src/routes/+page.ts", "$app/navigation", "ext npm/@sveltejs/kit"},
         {"src/routes/+page.ts", "$env/dynamic/private", "ext npm/@sveltejs/kit"},
         {"src/routes/+page.ts", "./$types", "other .svelte-kit/types/src/routes/$types"},
         {"src/routes/+page.ts", "./near", "none: there is no src/routes/near"},
         {"src/routes/+page.ts", "$lib/gone",
          "none: '$lib/*' of tsconfig.json leads to src/lib/*, where it is not"}});
}

TEST_CASE("paths of one's own take the place of those that SvelteKit would write") {
  Check({{"package.json",
          R"({"name": "a", "devDependencies": {"@sveltejs/kit": "2", "unplugin-icons": "1"}})"},
         {"tsconfig.json", R"({"extends": "./.svelte-kit/tsconfig.json",
                               "compilerOptions": {"paths": {"@c/*": ["./src/lib/*"]}}})"},
         {"src/lib/time.ts", ""},
         {"src/routes/+page.ts", ""}},
        {{"src/routes/+page.ts", "@c/time", "file src/lib/time.ts"},
         {"src/routes/+page.ts", "$lib/time", "guess src/lib/time.ts"},
         {"src/routes/+page.ts", "~icons/mdi/home", "ext npm/unplugin-icons"}});
}

TEST_CASE("Nuxt: sources in app/ or beside the manifest") {
  const std::string package = R"({"name": "a", "dependencies": {"nuxt": "4"}})";
  const std::string config = R"({"extends": "./.nuxt/tsconfig.json"})";
  Check({{"new/package.json", package},
         {"new/tsconfig.json", config},
         {"new/app/composables/cart.ts", ""},
         {"new/app/app.vue", ""},
         {"new/shared/money.ts", ""},
         {"old/package.json", package},
         {"old/tsconfig.json", config},
         {"old/composables/cart.ts", ""},
         {"old/app.vue", ""}},
        {{"new/app/app.vue", "~/composables/cart", "file new/app/composables/cart.ts"},
         {"new/app/app.vue", "#shared/money", "file new/shared/money.ts"},
         {"new/app/app.vue", "#imports", "ext npm/nuxt"},
         {"old/app.vue", "@/composables/cart", "file old/composables/cart.ts"},
         {"old/app.vue", "#app/nuxt", "ext npm/nuxt"}});
}

TEST_CASE("import maps: all that a package of a registry exports") {
  Check({{"deno.json", R"({"imports": {"@std/testing": "jsr:@std/testing@^1.0.1",
                                       "chalk": "npm:chalk@5", "/util/": "./lib/"}})"},
         {"lib/a.ts", ""},
         {"main.ts", ""}},
        {{"main.ts", "@std/testing/mock", "ext jsr/@std/testing"},
         {"main.ts", "@std/testing", "ext jsr/@std/testing"},
         {"main.ts", "chalk/source", "ext npm/chalk"}});
}

TEST_CASE("patterns of specifiers are patterns of paths") {
  const MemoryFileSystem files({
      {"web/package.json", R"({"name": "web"})"},
      {"web/tsconfig.json", R"({"compilerOptions": {"paths": {"#l/*": ["./lib/*", "./gen/*"]}}})"},
      {"web/main.ts", ""},
  });
  const Workspace workspace = Workspace::Load(files, {});
  using Paths = std::vector<std::string>;
  const auto paths = [&](std::string_view pattern) {
    return workspace.typescript().PathsOfPattern("web/main.ts", pattern);
  };
  CHECK(paths("./a/*.js") == Paths{"web/a/*.js"});
  CHECK(paths("../../*").empty());
  CHECK(paths("#l/a/*") == Paths{"web/lib/a/*", "web/gen/a/*"});
  CHECK(paths("@/a/*") == Paths{"web/src/a/*", "web/app/a/*"});
  CHECK(paths("@scope/a/*").empty());
}

TEST_CASE("what a build writes of a schema is not missing") {
  Check({{"proto/order.proto", ""}, {"main.ts", ""}},
        {{"main.ts", "./proto/order_pb", "other proto/order_pb.js"},
         {"main.ts", "./proto/order_pb.js", "other proto/order_pb.js"},
         {"main.ts", "./proto/order_grpc_pb", "other proto/order_grpc_pb.js"},
         {"main.ts", "./proto/item_pb", "none: there is no proto/item_pb"},
         {"main.ts", "./proto/order", "none: there is no proto/order"}});
}

TEST_CASE("what leads nowhere says why") {
  Check({{"package.json", R"({"name": "a", "workspaces": ["p"], "imports": {"#a": "./a.js"}})"},
         {"p/package.json", R"({"name": "p", "exports": {".": "./src/index.ts"}})"},
         {"p/src/index.ts", ""},
         {"main.ts", ""}},
        {{"main.ts", "./x", "none: there is no x"},
         {"main.ts", "../x", "none: it leads out of the workspace"},
         {"main.ts", "p/deep", "none: the exports of p/package.json do not have it"},
         {"main.ts", "#a", "none: the imports of package.json lead to ./a.js, which is not there"},
         {"main.ts", "#b", "none: the imports of package.json do not have it"},
         {"main.ts", "/x.js", "none: the workspace has no such file, nor has its public folder"}});
}

}  // namespace krepis::analyzer
