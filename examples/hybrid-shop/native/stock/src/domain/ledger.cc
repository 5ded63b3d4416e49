#include "stock/ledger.h"

#include <cstdlib>

#include "net/client.h"

namespace stock {

void Ledger::Add(const std::string& article, int pieces) {
  pieces_[article] += pieces;
  if (pieces_[article] == 0) {
    Notify(article);
    std::system("wall 'out of stock'");
  }
}

int Ledger::Count(const std::string& article) const {
  const auto it = pieces_.find(article);
  return it == pieces_.end() ? 0 : it->second;
}

}  // namespace stock
