#include "krepis/pipeline_chain.h"

#include <algorithm>

#include "krepis/pipeline_cursor.h"

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

ChainBase::ChainBase(Parts parts) : parts_(std::move(parts)) {
  static_cast<void>(ClockReading::Take());  // finds out about the clock now, not in an execution
  steps_.reserve(parts_.links.size() + 1);
  for (const PipelineLink& link : parts_.links) {
    steps_.push_back({.behavior = link.behavior, .posts = link.posts, .replays = link.replays});
  }
  steps_.push_back({.behavior = nullptr, .posts = false, .replays = false});
}

std::string ChainBase::Describe() const {
  const std::vector<PipelineLink>& links = parts_.links;
  size_t number_width = std::to_string(links.size()).size();
  size_t stage_width = 0;
  size_t name_width = parts_.handler->name().size();
  for (const PipelineLink& link : links) {
    stage_width = std::max(stage_width, Name(link.stage).size());
    name_width = std::max(name_width, link.name.size());
  }

  std::string out = parts_.route;
  if (!parts_.group.empty()) out += " in " + parts_.group;
  for (const std::string& tag : parts_.tags) out += " #" + tag;
  out += '\n';
  auto begin_line = [&](size_t position, std::string_view stage, std::string_view name) {
    std::string number = std::to_string(position);
    out.append(2 + number_width - number.size(), ' ');
    out += number + ' ';
    AppendPadded(out, stage, stage_width);
    AppendPadded(out, name, name_width);
  };
  for (size_t i = 0; i < links.size(); ++i) {
    const PipelineLink& link = links[i];
    begin_line(i, Name(link.stage), link.name);
    out += Name(link.scope);
    if (link.by_tag) out += " tag";
    if (!link.target.empty()) out.append(" ").append(link.target);
    if (!link.moved_by.empty()) out += ", " + link.moved_by;
    if (link.replays) out += ", replays";
    out += '\n';
  }
  begin_line(links.size(), "", parts_.handler->name());
  out += "handler\n";
  return out;
}

}  // namespace krepis
