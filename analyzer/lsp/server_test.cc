// Dialogues with a server in this process, over a socket, about a small workspace on the disk.

#include <doctest/doctest.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>

#include "analyzer/lsp/json_rpc.h"
#include "analyzer/lsp/message_decoder.h"
#include "analyzer/lsp/serve.h"
#include "analyzer/lsp/uri.h"

namespace krepis::analyzer {
namespace {

constexpr std::string_view kConfig = R"(version = 1
[modules.app]
files = ["app/**"]
[modules.core]
files = ["core/**"]
[layers]
order = ["app", "core"]
)";

/// A folder of two modules, gone at the end.
class Tree {
 public:
  Tree() {
    char pattern[] = "/tmp/krepis-lsp-test-XXXXXX";
    root_ = std::filesystem::canonical(mkdtemp(pattern)).string();
    Write(".git/HEAD", "ref: refs/heads/main\n");
    Write("krepis.toml", kConfig);
    Write("app/main.ts", "import \"../core/index.js\";\n");
    Write("core/index.ts", "export {};\n");
  }
  ~Tree() { std::filesystem::remove_all(root_); }
  void Write(const std::string& path, std::string_view text) const {
    const std::filesystem::path file = std::filesystem::path(root_) / path;
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file) << text;
  }
  std::string Uri(const std::string& path) const { return UriOfPath(root_ + "/" + path); }
  const std::string& root() const { return root_; }

 private:
  std::string root_;
};

/// The client's side.
class Dialogue {
 public:
  Dialogue() {
    std::signal(SIGPIPE, SIG_IGN);  // as main() does
    REQUIRE(socketpair(AF_UNIX, SOCK_STREAM, 0, ends_) == 0);
    server_ = std::thread([this] { exit_code_ = ServeLanguage(ends_[1], ends_[1]); });
  }
  ~Dialogue() { End(); }

  int End() {
    if (ends_[0] >= 0) {
      shutdown(ends_[0], SHUT_WR);
      server_.join();
      close(ends_[0]);
      close(ends_[1]);
      ends_[0] = -1;
    }
    return exit_code_;
  }
  /// Waits for the server to end by itself.
  int Join() {
    server_.join();
    close(ends_[0]);
    close(ends_[1]);
    ends_[0] = -1;
    return exit_code_;
  }

  void Notify(std::string_view method, Json params = Json::object()) {
    Put(MakeNotification(method, std::move(params)));
  }
  int64_t Send(std::string_view method, Json params = Json::object()) {
    Put(MakeRequest(++last_id_, method, std::move(params)));
    return last_id_;
  }
  Json Ask(std::string_view method, Json params = Json::object()) {
    const int64_t id = Send(method, std::move(params));
    return Answer(id);
  }
  Json Answer(int64_t id) {
    return Wait(
        [&](const Json& message) { return !message.contains("method") && message["id"] == id; });
  }
  /// The next publication about a file.
  Json Published(const std::string& uri) {
    return Wait([&](const Json& message) {
      return message.value("method", "") == "textDocument/publishDiagnostics" &&
             message["params"]["uri"] == uri;
    })["params"];
  }
  Json Initialize(const Tree& tree, Json capabilities = Json::object()) {
    const Json answer = Ask("initialize", {{"processId", nullptr},
                                           {"rootUri", tree.Uri("")},
                                           {"capabilities", std::move(capabilities)}});
    Notify("initialized");
    return answer;
  }
  /// Answers the question whether progress may be shown.
  void Grant(bool grants) {
    const Json asked = Wait([](const Json& message) {
      return message.value("method", "") == "window/workDoneProgress/create";
    });
    CHECK(progress_.empty());
    const int64_t id = asked["id"].get<int64_t>();
    Put(grants ? MakeResult(id, nullptr) : MakeError(id, RpcCode::kInternalError, "no"));
  }
  /// The kinds of the messages of progress so far.
  const std::string& progress() const { return progress_; }
  void Open(const std::string& uri, std::string_view text) {
    Notify("textDocument/didOpen",
           {{"textDocument",
             {{"uri", uri}, {"languageId", "typescript"}, {"version", 1}, {"text", text}}}});
  }

 private:
  void Put(const std::string& body) {
    const std::string bytes = Encode(body);
    REQUIRE(write(ends_[0], bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size()));
  }
  template <class Wanted>
  Json Wait(Wanted&& wanted) {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(60);
    for (;;) {
      while (const std::optional<std::string> body = decoder_.Next()) {
        const Json message = Json::parse(*body);
        if (message.value("method", "") == "$/progress") {
          progress_ += message["params"]["value"]["kind"].get<std::string>() + " ";
        }
        if (wanted(message)) return message;
      }
      const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
          deadline - std::chrono::steady_clock::now());
      pollfd ready = {ends_[0], POLLIN, 0};
      REQUIRE(left.count() > 0);
      if (poll(&ready, 1, static_cast<int>(left.count())) == 0) continue;
      char buffer[65536];
      const ssize_t got = read(ends_[0], buffer, sizeof buffer);
      REQUIRE(got > 0);
      decoder_.Feed({buffer, static_cast<size_t>(got)});
    }
  }

  int ends_[2] = {-1, -1};
  int exit_code_ = -1;
  std::string progress_;
  int64_t last_id_ = 0;
  MessageDecoder decoder_;
  std::thread server_;
};

int CodeOf(const Json& answer) { return answer.at("error").at("code").get<int>(); }

TEST_CASE("a session from its beginning to its end") {
  const Tree tree;
  Dialogue client;
  CHECK(CodeOf(client.Ask("textDocument/hover")) == -32002);
  const Json answer = client.Initialize(tree);
  CHECK(answer["result"]["capabilities"]["positionEncoding"] == "utf-16");
  CHECK(answer["result"]["capabilities"]["textDocumentSync"]["change"] == 2);
  CHECK_FALSE(answer["result"]["capabilities"].contains("diagnosticProvider"));
  CHECK(CodeOf(client.Ask("initialize")) == -32600);
  CHECK(CodeOf(client.Ask("no/such")) == -32601);
  CHECK(client.Ask("shutdown")["result"].is_null());
  CHECK(CodeOf(client.Ask("shutdown")) == -32600);
  client.Notify("exit");
  CHECK(client.Join() == 0);
}

TEST_CASE("a client that ends without shutdown is an end of code 1") {
  Dialogue client;
  CHECK(client.End() == 1);
  Dialogue abrupt;
  abrupt.Notify("exit");
  CHECK(abrupt.Join() == 1);
}

TEST_CASE("places are counted as the client counts them") {
  const Tree tree;
  const std::string uri = tree.Uri("core/index.ts");
  // An astral letter, two bytes of UTF-8, a CRLF.
  const std::string text = "// x\r\n/*\xF0\x9D\x94\xB8\xC3\xA4*/ import \"../app/main.js\";\r\n";
  struct Case {
    const char* encoding;
    uint32_t character;
  };
  for (const Case& c : {Case{"utf-16", 16}, {"utf-8", 19}, {"utf-32", 15}}) {
    Dialogue client;
    client.Initialize(tree, {{"general", {{"positionEncodings", {c.encoding}}}}});
    client.Open(uri, text);
    const Json found = client.Published(uri);
    REQUIRE(found["diagnostics"].size() == 1);
    CHECK(found["diagnostics"][0]["code"] == "layering/order");
    CHECK(found["diagnostics"][0]["range"]["start"] ==
          Json{{"line", 1}, {"character", c.character}});
    const Json hover = client.Ask("textDocument/hover",
                                  {{"textDocument", {{"uri", uri}}},
                                   {"position", {{"line", 1}, {"character", c.character + 1}}}});
    CHECK(hover["result"]["range"]["start"]["character"] == c.character);
    CHECK(hover["result"]["contents"]["kind"] == "plaintext");
  }
}

TEST_CASE("a file on the disk with a byte order mark is counted as editors do") {
  const Tree tree;
  tree.Write("core/index.ts", "\xEF\xBB\xBFimport \"../app/main.js\";\n");
  Dialogue client;
  client.Initialize(tree);
  const Json found = client.Published(tree.Uri("core/index.ts"));
  REQUIRE(found["diagnostics"].size() == 1);
  CHECK(found["diagnostics"][0]["range"]["start"]["character"] == 8);
}

TEST_CASE("a request that is taken back is answered as such") {
  const Tree tree;
  Dialogue client;
  client.Initialize(tree);
  // All of these wait for the first analysis.
  const int64_t kept = client.Send("textDocument/hover");
  const int64_t cancelled = client.Send("textDocument/hover");
  client.Notify("$/cancelRequest", {{"id", cancelled}});
  CHECK(client.Answer(kept).contains("result"));
  CHECK(CodeOf(client.Answer(cancelled)) == -32800);
}

TEST_CASE("edits of one file change the verdicts of another") {
  const Tree tree;
  tree.Write("core/index.ts", "export {};\n");
  tree.Write("app/main.ts", "import \"./other.js\";\n");
  tree.Write("app/other.ts", "import \"./main.js\";\n");
  Dialogue client;
  client.Initialize(tree);
  // Without a rule about cycles there is nothing to say: an import of something that is not there
  // is said where it stands, and goes when the other file comes.
  const std::string uri = tree.Uri("app/main.ts");
  client.Open(uri, "import \"./new.js\";\n");
  Json found = client.Published(uri);
  REQUIRE(found["diagnostics"].size() == 1);
  CHECK(found["diagnostics"][0]["code"] == "layering/unresolved");
  client.Open(tree.Uri("app/new.ts"), "export {};\n");
  found = client.Published(uri);
  CHECK(found["diagnostics"].empty());
}

TEST_CASE("folders are watched that hold nothing yet, and that stand where others stood") {
  const Tree tree;
  std::filesystem::create_directories(tree.root() + "/app/empty");
  tree.Write("core/index.ts", "import \"../app/main.js\";\n");
  Dialogue client;
  client.Initialize(tree);
  client.Published(tree.Uri("core/index.ts"));  // from here on the disk is watched
  const auto settle = [] { std::this_thread::sleep_for(std::chrono::milliseconds(300)); };
  const auto appears = [&](const std::string& path) {
    tree.Write(path, "import \"./nowhere.js\";\n");
    CHECK(client.Published(tree.Uri(path))["diagnostics"].size() == 1);
  };
  appears("app/empty/a.ts");
  std::filesystem::create_directories(tree.root() + "/app/new/deep");
  settle();
  appears("app/new/deep/b.ts");
  std::filesystem::remove_all(tree.root() + "/app/empty");
  std::filesystem::create_directories(tree.root() + "/app/empty");
  CHECK(client.Published(tree.Uri("app/empty/a.ts"))["diagnostics"].empty());
  settle();
  appears("app/empty/a.ts");
}

TEST_CASE("files of any name may come, and be what a configuration extends") {
  const Tree tree;
  tree.Write("app/main.ts", "import \"./logo.svg\";\nimport \"@x/x.js\";\n");
  tree.Write("app/x.ts", "export {};\n");
  tree.Write("tsconfig.json", "{\"extends\": \"./cfg/base.json\"}");
  tree.Write("cfg/base.json", R"({"compilerOptions": {"paths": {"@x/*": ["./nowhere/*"]}}})");
  Dialogue client;
  client.Initialize(tree);
  const std::string uri = tree.Uri("app/main.ts");
  REQUIRE(client.Published(uri)["diagnostics"].size() == 2);
  tree.Write("app/logo.svg", "<svg/>");
  CHECK(client.Published(uri)["diagnostics"].size() == 1);
  tree.Write("cfg/base.json", R"({"compilerOptions": {"paths": {"@x/*": ["../app/*"]}}})");
  CHECK(client.Published(uri)["diagnostics"].empty());
  std::filesystem::remove(tree.root() + "/app/logo.svg");
  CHECK(client.Published(uri)["diagnostics"].size() == 1);
}

TEST_CASE("what git is told to ignore beside .gitignore is heard of") {
  const Tree tree;
  tree.Write(".git/info/exclude", "");
  tree.Write("core/index.ts", "import \"../app/main.js\";\n");
  Dialogue client;
  client.Initialize(tree);
  const std::string uri = tree.Uri("core/index.ts");
  REQUIRE(client.Published(uri)["diagnostics"].size() == 1);
  tree.Write(".git/info/exclude", "core/\n");
  CHECK(client.Published(uri)["diagnostics"].empty());
}

TEST_CASE("what is asked about an edit is answered by where the text has it now") {
  const Tree tree;
  tree.Write("core/index.ts", "import \"../app/main.js\";\n");
  const std::string uri = tree.Uri("core/index.ts");
  Dialogue client;
  client.Initialize(
      tree,
      {{"textDocument",
        {{"codeAction",
          {{"codeActionLiteralSupport", {{"codeActionKind", {{"valueSet", Json::array()}}}}}}}}}});
  REQUIRE(client.Published(uri)["diagnostics"].size() == 1);
  const auto at = [&](int line) {
    const Json place = {{"line", line}, {"character", 10}};
    return Json{{"textDocument", {{"uri", uri}}},
                {"position", place},
                {"range", {{"start", place}, {"end", place}}},
                {"context", {{"diagnostics", Json::array()}}}};
  };
  client.Open(uri, "// 1\n// 2\n// 3\nimport \"../app/main.js\";\n");
  const int64_t above = client.Send("textDocument/hover", at(0));
  const int64_t nothing = client.Send("textDocument/codeAction", at(0));
  const int64_t actions = client.Send("textDocument/codeAction", at(3));
  const int64_t on_it = client.Send("textDocument/hover", at(3));
  CHECK(client.Answer(above)["result"].is_null());
  CHECK(client.Answer(nothing)["result"].empty());
  const Json found = client.Answer(actions)["result"];
  REQUIRE_FALSE(found.empty());
  CHECK(found[0]["edit"]["changes"][uri][0]["range"]["start"]["line"] == 3);
  CHECK(client.Answer(on_it)["result"]["range"]["start"]["line"] == 3);
}

TEST_CASE("a definition is where krepis.toml has it now") {
  const Tree tree;
  tree.Write("core/index.ts",
             "// krepis: allow(layering/order) why=\"x\"\nimport \"../app/main.js\";\n");
  const std::string uri = tree.Uri("krepis.toml");
  Dialogue client;
  client.Initialize(tree);
  client.Ask("textDocument/hover",
             {{"textDocument", {{"uri", uri}}}, {"position", {{"line", 0}, {"character", 0}}}});
  client.Open(uri, "# moved\n# down\n" + std::string(kConfig));
  const Json found = client.Ask(
      "textDocument/definition",
      {{"textDocument", {{"uri", uri}}}, {"position", {{"line", 8}, {"character", 11}}}});
  REQUIRE(found["result"].is_object());
  CHECK(found["result"]["range"]["start"]["line"] == 3);
}

TEST_CASE("a folder is no document, and a nearer workspace takes over what is open") {
  const Tree tree;
  tree.Write("core/index.ts", "import \"../app/main.js\";\n");
  const std::string uri = tree.Uri("core/index.ts");
  Dialogue client;
  client.Initialize(tree);
  client.Open(tree.Uri(""), "no file");
  REQUIRE(client.Published(uri)["diagnostics"].size() == 1);
  client.Open(uri, "export {};\n");
  CHECK(client.Published(uri)["diagnostics"].empty());
  tree.Write("core/krepis.toml", "version = 1\n");
  client.Notify(
      "workspace/didChangeWorkspaceFolders",
      {{"event",
        {{"added", {{{"uri", tree.Uri("core")}, {"name", ""}}}}, {"removed", Json::array()}}}});
  client.Send("textDocument/hover",
              {{"textDocument", {{"uri", uri}}}, {"position", {{"line", 0}, {"character", 0}}}});
  // Without the nearer one the outer workspace has the file as it is on the disk.
  client.Notify("textDocument/didClose", {{"textDocument", {{"uri", uri}}}});
  std::filesystem::remove(tree.root() + "/core/krepis.toml");
  client.Notify(
      "workspace/didChangeWorkspaceFolders",
      {{"event",
        {{"added", Json::array()}, {"removed", {{{"uri", tree.Uri("core")}, {"name", ""}}}}}}});
  Json found;
  while (found.empty() || found[0]["code"] != "layering/order") {
    found = client.Published(uri)["diagnostics"];
  }
}

TEST_CASE("progress begins when it is granted, and not when it is refused") {
  const Tree tree;
  for (int i = 0; i < 300; ++i) {
    tree.Write("app/" + std::to_string(i) + ".ts", "import \"../core/index.js\";\n");
  }
  tree.Write("core/index.ts", "import \"../app/main.js\";\n");
  const auto progress = [&](bool grants) {
    Dialogue client;
    client.Initialize(tree, {{"window", {{"workDoneProgress", true}}}});
    client.Grant(grants);
    client.Published(tree.Uri("core/index.ts"));
    return client.progress();
  };
  CHECK(progress(false).empty());
  // A grant may come after the analysis.
  std::string shown;
  for (int tries = 0; tries < 20 && shown.empty(); ++tries) shown = progress(true);
  CHECK(shown == "begin end ");
}

}  // namespace
}  // namespace krepis::analyzer
