// pack_toml SOURCE OUTPUT: writes what a TOML file says as one string_view literal of C++, of the
// bytes that UnpackToml() reads.
#include <cstdio>
#include <fstream>
#include <iterator>
#include <string>

#include "analyzer/config/toml_pack.h"

int main(int argc, char** argv) {
  using krepis::analyzer::Error;
  using krepis::analyzer::TomlDocument;
  if (argc != 3) {
    std::fputs("usage: pack_toml SOURCE OUTPUT\n", stderr);
    return 2;
  }
  std::ifstream source(argv[1], std::ios::binary);
  const std::string text(std::istreambuf_iterator<char>(source), {});
  const TomlDocument document = TomlDocument::Parse(text);
  for (const Error& error : document.errors())
    std::fprintf(stderr, "%s:%u:%u: %s\n", argv[1], error.line, error.column,
                 error.message.c_str());
  if (!source || !document.errors().empty()) return 1;
  std::ofstream output(argv[2], std::ios::binary);
  size_t written = 0;
  output << '"';
  for (const char byte : krepis::analyzer::PackToml(document.root())) {
    // Every byte is escaped and the literal cut into short pieces: no quoting to get wrong.
    constexpr char kDigits[] = "0123456789abcdef";
    const auto value = static_cast<unsigned char>(byte);
    output << "\\x" << kDigits[value >> 4] << kDigits[value & 15];
    if (++written % 32 == 0) output << "\"\n\"";
  }
  output << "\"sv\n";
  output.close();
  return output ? 0 : 1;
}
