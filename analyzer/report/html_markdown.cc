#include "analyzer/report/html_markdown.h"

#include <fmt/format.h>

#include <algorithm>

#include "analyzer/report/markup.h"

namespace krepis::analyzer {
namespace {

constexpr std::string_view kFence = "```";

/// The spans inside a paragraph, an item or a heading. A mark without its other half is text.
std::string Inline(std::string_view text) {
  std::string out;
  size_t plain = 0;  // start of what has no meaning so far
  const auto flush = [&](size_t end) { out += MarkupText(text.substr(plain, end - plain)); };
  for (size_t i = 0; i < text.size();) {
    const std::string_view rest = text.substr(i);
    if (rest.front() == '`') {
      const size_t end = rest.find('`', 1);
      if (end != rest.npos) {
        flush(i);
        out += "<code>" + MarkupText(rest.substr(1, end - 1)) + "</code>";
        plain = i += end + 1;
        continue;
      }
    } else if (rest.starts_with("**")) {
      const size_t end = rest.find("**", 2);
      if (end != rest.npos) {
        flush(i);
        out += "<strong>" + MarkupText(rest.substr(2, end - 2)) + "</strong>";
        plain = i += end + 2;
        continue;
      }
    } else if (rest.front() == '[') {
      const size_t middle = rest.find("](https://");
      const size_t end = middle == rest.npos ? middle : rest.find(')', middle);
      if (end != rest.npos && rest.substr(1, middle - 1).find('[') == rest.npos) {
        flush(i);
        out += fmt::format("<a href=\"{}\" rel=\"noreferrer\">{}</a>",
                           MarkupText(rest.substr(middle + 2, end - middle - 2)),
                           MarkupText(rest.substr(1, middle - 1)));
        plain = i += end + 1;
        continue;
      }
    }
    ++i;
  }
  flush(text.size());
  return out;
}

/// Collects the lines of one block after the other.
class Blocks {
 public:
  void Add(std::string_view line) {
    if (in_code_) {
      if (line.starts_with(kFence)) {
        in_code_ = false;
        out_ += "</code></pre>\n";
      } else {
        out_ += MarkupText(line) + '\n';
      }
    } else if (line.starts_with(kFence)) {
      EndList();
      in_code_ = true;
      out_ += "<pre><code>";
    } else if (const size_t level = HeadingLevel(line); level != 0) {
      EndList();
      if (level == 1) return;
      const size_t depth = std::min<size_t>(level + 1, 6);
      out_ += fmt::format("<h{}>{}</h{}>\n", depth, Inline(line.substr(level + 1)), depth);
    } else if (line.starts_with("- ")) {
      EndParagraph();
      if (!in_list_) out_ += "<ul>\n";
      in_list_ = true;
      text_ = line.substr(2);
    } else if (line.empty()) {
      EndList();
    } else {
      if (!text_.empty()) text_ += ' ';
      text_ += line.substr(std::min(line.find_first_not_of(' '), line.size()));
    }
  }

  std::string Finish() {
    if (in_code_) out_ += "</code></pre>\n";
    EndList();
    return std::move(out_);
  }

 private:
  static size_t HeadingLevel(std::string_view line) {
    const size_t level = line.find_first_not_of('#');
    return level != line.npos && level <= 6 && line[level] == ' ' ? level : 0;
  }

  /// Writes the paragraph or the item that is open.
  void EndParagraph() {
    if (text_.empty()) return;
    const std::string_view tag = in_list_ ? "li" : "p";
    out_ += fmt::format("<{}>{}</{}>\n", tag, Inline(text_), tag);
    text_.clear();
  }
  void EndList() {
    EndParagraph();
    if (in_list_) out_ += "</ul>\n";
    in_list_ = false;
  }

  std::string out_;
  std::string text_;
  bool in_code_ = false;
  bool in_list_ = false;
};

}  // namespace

std::string HtmlOfMarkdown(std::string_view markdown) {
  Blocks blocks;
  while (!markdown.empty()) {
    const size_t end = std::min(markdown.find('\n'), markdown.size());
    std::string_view line = markdown.substr(0, end);
    if (line.ends_with('\r')) line.remove_suffix(1);
    blocks.Add(line);
    markdown.remove_prefix(std::min(end + 1, markdown.size()));
  }
  return blocks.Finish();
}

}  // namespace krepis::analyzer
