#include "krepis/pipeline_chain.h"

#include <algorithm>

namespace krepis {
namespace {

void AppendPadded(std::string& out, std::string_view text, size_t width) {
  out += text;
  out.append(width > text.size() ? width - text.size() : 0, ' ');
  out += "  ";
}

}  // namespace

std::string_view Name(Scope scope) noexcept {
  switch (scope) {
    case Scope::kGlobal:
      return "global";
    case Scope::kScoped:
      return "scoped";
    case Scope::kLocal:
      return "local";
  }
  return "unknown";
}

std::string PipelineChain::Describe() const {
  size_t number_width = std::to_string(links_.size()).size();
  size_t stage_width = 0;
  size_t name_width = handler_->name().size();
  for (const PipelineLink& link : links_) {
    stage_width = std::max(stage_width, Name(link.stage).size());
    name_width = std::max(name_width, link.name.size());
  }

  std::string out = route_;
  if (!group_.empty()) out += " in " + group_;
  out += '\n';
  auto begin_line = [&](size_t position, std::string_view stage, std::string_view name) {
    std::string number = std::to_string(position);
    out.append(2 + number_width - number.size(), ' ');
    out += number + ' ';
    AppendPadded(out, stage, stage_width);
    AppendPadded(out, name, name_width);
  };
  for (size_t i = 0; i < links_.size(); ++i) {
    const PipelineLink& link = links_[i];
    begin_line(i, Name(link.stage), link.name);
    out += Name(link.scope);
    if (!link.target.empty()) out.append(" ").append(link.target);
    if (link.replays) out += ", replays";
    out += '\n';
  }
  begin_line(links_.size(), "", handler_->name());
  out += "handler\n";
  return out;
}

}  // namespace krepis
