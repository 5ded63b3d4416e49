#include <memory>
#include <utility>

#include "app/behaviors.h"
#include "krepis/pipeline_executor.h"
#include "krepis/pipeline_provider.h"
#include "stock/ledger.h"

namespace {

struct Booking {
  std::string article;
  int pieces = 0;
};

class Book final : public krepis::TypedHandler<Booking, stock::Ledger> {
 public:
  krepis::Outcome Run(krepis::PipelineContext&, const Booking& booking, stock::Ledger& ledger) override {
    ledger.Add(booking.article, booking.pieces);
    return krepis::Outcome::Success();
  }
};

}  // namespace

int main() {
  krepis::PipelineProvider::Builder builder;
  builder.AddGlobal<stock::Metrics>();
  builder.AddGlobal<stock::SecondChance>();
  builder.AddLocal<stock::WarehouseGuard>("stock/remove");
  auto provider = std::move(builder).Build();
  if (!provider) return 1;

  Book book;
  auto add = (*provider)->Chain({"stock/add", "stock"}, book);
  auto remove = (*provider)->Chain({"stock/remove", "stock"}, book);
  if (!add || !remove) return 1;

  stock::Ledger ledger;
  const Booking booking{"bolt M6", 40};
  krepis::PipelineContext context("warehouse", "stock/add");
  context.BindRequest(booking);
  context.BindResponse(ledger);
  return krepis::PipelineExecutor().Execute(**add, context).ok() ? 0 : 1;
}
