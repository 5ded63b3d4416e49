#pragma once

#include <string>

namespace stock {

/// Tells the shop that an article is gone.
void Notify(const std::string& article);

}  // namespace stock
