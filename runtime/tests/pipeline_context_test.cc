#include "krepis/pipeline_context.h"

#include <doctest/doctest.h>

#include <deque>
#include <memory>
#include <stdexcept>
#include <stop_token>
#include <string>
#include <vector>

#include "krepis/pipeline_handler.h"

namespace krepis {
namespace {

struct Question {
  int number = 0;
};
struct Answer {
  int number = 0;
};

class Doubler final : public TypedHandler<Question, Answer> {
 public:
  Outcome Run(PipelineContext&, const Question& question, Answer& answer) override {
    answer.number = 2 * question.number;
    return Outcome::Success();
  }
};

/// Tells when it is destroyed.
class Token {
 public:
  Token(std::vector<int>& log, int id) : log_(&log), id_(id) {}
  Token(Token&& other) noexcept : log_(std::exchange(other.log_, nullptr)), id_(other.id_) {}
  Token& operator=(Token&&) = delete;
  ~Token() {
    if (log_ != nullptr) log_->push_back(id_);
  }

  int id() const { return id_; }

 private:
  std::vector<int>* log_;
  int id_;
};

}  // namespace

TEST_CASE("request and response are read as the type they were bound as, and no other") {
  PipelineContext context("event", "numbers/double");
  CHECK(context.request<Question>() == nullptr);
  CHECK(context.response<Answer>() == nullptr);

  const Question question{21};
  Answer answer;
  context.BindRequest(question);
  context.BindResponse(answer);
  CHECK(context.request<Question>() == &question);
  CHECK(context.request<const Question>() == &question);
  CHECK(context.response<Answer>() == &answer);
  CHECK(context.request<Answer>() == nullptr);
  CHECK(context.response<Question>() == nullptr);
  CHECK(context.metadata().schema == "event");
  CHECK(context.metadata().path == "numbers/double");
}

TEST_CASE("a typed handler refuses a context of other types") {
  Doubler doubler;
  const Question question{21};
  Answer answer;
  PipelineContext context("event", "numbers/double");
  CHECK(doubler.Handle(context).code() == FailureCode::kTypeMismatch);
  context.BindRequest(question);
  CHECK(doubler.Handle(context).code() == FailureCode::kTypeMismatch);
  context.BindResponse(answer);
  CHECK(doubler.Handle(context).ok());
  CHECK(answer.number == 42);
}

TEST_CASE("items are found by the key's identity, not its name") {
  static constexpr ItemKey<int> kFirst("same name");
  static constexpr ItemKey<int> kSecond("same name");
  PipelineItems items;
  CHECK(items.Find(kFirst) == nullptr);
  items.Set(kFirst, 1);
  CHECK(items.Find(kSecond) == nullptr);
  items.Set(kSecond, 2);
  CHECK(*items.Find(kFirst) == 1);
  CHECK(*items.Find(kSecond) == 2);
  items.Set(kFirst, 3);
  CHECK(*items.Find(kFirst) == 3);
  CHECK(items.Erase(kFirst));
  CHECK_FALSE(items.Erase(kFirst));
  CHECK(items.Find(kFirst) == nullptr);
  CHECK(*std::as_const(items).Find(kSecond) == 2);
}

TEST_CASE("items beyond the inline slots keep their addresses and are destroyed once, last first") {
  std::vector<int> destroyed;
  std::deque<ItemKey<Token>> keys;
  constexpr int kCount = 3 * PipelineItems::kInlineItems + 1;
  {
    PipelineItems items;
    std::vector<Token*> addresses;
    for (int i = 0; i < kCount; ++i) {
      addresses.push_back(&items.Set(keys.emplace_back("token"), Token(destroyed, i)));
    }
    for (int i = 0; i < kCount; ++i) {
      CHECK(items.Find(keys[i]) == addresses[i]);
      CHECK(addresses[i]->id() == i);
    }
    CHECK(destroyed.empty());
    items.Set(keys[4], Token(destroyed, 4));
    CHECK(destroyed == std::vector{4});
    destroyed.clear();
  }
  REQUIRE(destroyed.size() == kCount);
  for (int i = 0; i < kCount; ++i) CHECK(destroyed[i] == kCount - 1 - i);
}

TEST_CASE("an item may own memory") {
  static constexpr ItemKey<std::unique_ptr<std::string>> kText("text");
  PipelineItems items;
  items.Set(kText, std::make_unique<std::string>("a string too long for the small-string buffer"));
  CHECK((*items.Find(kText))->starts_with("a string"));
}

TEST_CASE("a stop scope replaces the token inside it and restores it, exceptions included") {
  std::stop_source outer;
  std::stop_source inner;
  PipelineContext context("event", "stop", outer.get_token());
  try {
    StopScope scope(context, inner.get_token());
    CHECK(scope.outer() == outer.get_token());
    inner.request_stop();
    CHECK(context.stop_requested());
    throw std::runtime_error("out");
  } catch (const std::runtime_error&) {
  }
  CHECK(context.stop_token() == outer.get_token());
  CHECK_FALSE(context.stop_requested());
}

}  // namespace krepis
