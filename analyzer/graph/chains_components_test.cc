#include <doctest/doctest.h>

#include "analyzer/graph/chains_test_tree.h"

namespace krepis::analyzer {
namespace {

constexpr std::string_view kMain = R"(import { NestFactory } from "@nestjs/core";
import { AppModule } from "./module";
const app = NestFactory.create(AppModule);
// --- module.ts
import { Controller, Get, Module, UseGuards, applyDecorators } from "@nestjs/common";
)";

std::string LinesOf(std::string_view module) {
  return TestChains(std::string(kMain) + std::string(module)).Lines();
}

TEST_CASE("modules that import each other, and themselves, are found once") {
  CHECK(LinesOf(R"(@Controller("a") class A { @Get() show() {} }
@Module({ imports: [AppModule, B], controllers: [A, A] }) export class AppModule {}
@Module({ imports: [B, AppModule], controllers: [A] }) class B {}
)") == "GET /a: A.show\n");
}

TEST_CASE("decorators that are made of themselves end") {
  CHECK(LinesOf(R"(export function Again() { return applyDecorators(UseGuards(G), Again()); }
@Controller("a") class A { @Again() @Get() show() {} }
@Module({ controllers: [A] }) export class AppModule {}
)")
            .starts_with("GET /a: G > G > "));
}

TEST_CASE("classes that extend each other end") {
  CHECK(LinesOf(R"(@UseGuards(G) @Controller("a") class A extends B { @Get() show() {} }
@UseGuards(H) class B extends A { @Get("b") other() {} }
@Module({ controllers: [A] }) export class AppModule {}
)") == "GET /a: H > G > A.show\nGET /a/b: H > G > A.other\n");
}

TEST_CASE("a computed path is no path, and what is for some paths may be for it") {
  CHECK(LinesOf(R"(declare const base: string;
@Controller(base + "/x") class A { @Get() show() {} }
@Module({ controllers: [A] }) export class AppModule {
  configure(consumer) { consumer.apply(log).forRoutes("x"); consumer.apply(all).forRoutes("*"); }
}
)") == "GET {/base + \"/x\"}: log? > all > A.show\n");
}

TEST_CASE("ten thousand routes take a moment") {
  std::string text = "@Controller(\"a\") @UseGuards(G) class A {\n";
  for (int i = 0; i < 10'000; ++i)
    text += "@Get(\"" + std::to_string(i) + "\") m" + std::to_string(i) + "() {}\n";
  text += "}\n@Module({ controllers: [A] }) export class AppModule {}\n";
  const TestChains chains(std::string(kMain) + text);
  CHECK(chains.table().routes().size() == 10'000);
  CHECK(chains.table().routes()[9'999].chain.size() == 2);
}

TEST_CASE("a provider in an exported list may be one of any module") {
  CHECK(LinesOf(R"(import { APP_GUARD } from "@nestjs/core";
export const guards = [{ provide: APP_GUARD, useClass: G }];
@Controller("a") class A { @Get() show() {} }
@Module({ controllers: [A], providers: [...everything()] }) export class AppModule {}
)") == "GET /a: G?? > A.show\n");
}

}  // namespace
}  // namespace krepis::analyzer
