// Paths of modules: https://docs.nestjs.com/recipes/router-module
// --- main.ts
import { NestFactory } from "@nestjs/core";
import { AppModule } from "./app.module";

async function bootstrap() {
  const app = await NestFactory.create(AppModule);
  await app.listen(3000);
}
bootstrap();
// --- app.module.ts
import { Controller, Get, Module } from "@nestjs/common";
import { RouterModule } from "@nestjs/core";

@Controller()
class AdminController {
  @Get()  // chain: [GET /admin] "AdminController.show"
  show() {
    return {};
  }
}
@Controller("charts")
class MetricsController {
  @Get(":id")  // chain: [GET /admin/metrics/charts/:id] "MetricsController.chart"
  chart() {
    return {};
  }
}
@Module({ controllers: [AdminController] })
class AdminModule {}
@Module({ controllers: [MetricsController] })
class MetricsModule {}

@Module({
  imports: [
    AdminModule,
    MetricsModule,
    RouterModule.register([
      { path: "admin", module: AdminModule, children: [{ path: "metrics", module: MetricsModule }] },
    ]),
  ],
})
export class AppModule {}
