#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/cli/check_report.h"

namespace krepis::analyzer {

/// What one process asks another that keeps the workspace analysed. Both are the same program: the
/// form of the bytes need not outlive it.
struct ResidentQuestion {
  std::string root;
  std::vector<std::string> focus;
  bool strict = false;
  CheckQuestion check;
};

/// What a run of its own would print, and its exit code.
struct ResidentAnswer {
  int exit_code = 0;
  std::string text;
  std::vector<std::string> notes;
};

std::string Serialise(const ResidentQuestion& question);
std::string Serialise(const ResidentAnswer& answer);
/// None for what is no such message.
std::optional<ResidentQuestion> ReadQuestion(std::string_view bytes);
std::optional<ResidentAnswer> ReadAnswer(std::string_view bytes);

}  // namespace krepis::analyzer
