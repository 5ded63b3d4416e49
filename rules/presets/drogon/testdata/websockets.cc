// Web sockets go through the filters of their path: drogonframework/drogon lib/src/HttpServer.cc (websocketRequestRouting), examples/websocket_server/WebSocketServer.cc
// --- chat.cc
#include <drogon/WebSocketController.h>
#include <drogon/HttpAppFramework.h>
using namespace drogon;
class TokenFilter : public HttpFilter<TokenFilter> {};
class WebSocketChat : public drogon::WebSocketController<WebSocketChat> {
 public:
  virtual void handleNewMessage(const WebSocketConnectionPtr&, std::string&&, const WebSocketMessageType&) override;
  WS_PATH_LIST_BEGIN
  WS_PATH_ADD("/chat", Get, "TokenFilter");  // chain: [GET /chat] "TokenFilter [auth] > WebSocketChat"
  WS_ADD_PATH_VIA_REGEX("/(.*)", Get);      // chain: [GET /(.*)] "WebSocketChat"
  WS_PATH_LIST_END
};
