#pragma once

#include <chrono>
#include <cstddef>
#include <exception>
#include <memory>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "krepis/outcome.h"
#include "tests/bench/runtime/workload.h"

/// The chain that someone writes without an engine, with what the engine guarantees: the stop token
/// is polled before each entry, exceptions become failures, post-processing happens exactly once, a
/// second `next` is refused, a short-circuit is recorded. A linked list of layers, one virtual call
/// each for handling and for post-processing. A `next` that is kept dangles: there the engine
/// promises more.
namespace krepis::bench::handwritten {

struct Call {
  std::string_view path;
  const Request* request;
  Response* response;
  std::stop_token stop;
  std::chrono::steady_clock::time_point start_time{};
  std::string_view short_circuit_point{};
};

class Layer;

/// What is inside a layer. On the stack of that layer, so it must not be kept.
class Next {
 public:
  explicit Next(Layer* inner) : inner_(inner) {}
  Next(const Next&) = delete;
  Next& operator=(const Next&) = delete;

  Outcome operator()(Call& call) noexcept;
  bool called() const { return called_; }

 private:
  Layer* inner_;
  bool called_ = false;
};

class Layer {
 public:
  Layer(std::string name, std::unique_ptr<Layer> inner)
      : name_(std::move(name)), inner_(std::move(inner)) {}
  virtual ~Layer() = default;

  Outcome Run(Call& call) noexcept {
    if (call.stop.stop_requested()) {
      return Outcome::Failure(FailureCode::kCancelled, StaticMessage("stop was requested"));
    }
    Next next(inner_.get());
    bool threw = false;
    Outcome outcome = Guarded(call, next, threw);
    if (!next.called() && !threw && inner_ != nullptr) call.short_circuit_point = name_;
    PostProcess(call, outcome);
    return outcome;
  }

 protected:
  virtual Outcome Handle(Call& call, Next& next) = 0;
  virtual void PostProcess(Call&, const Outcome&) noexcept {}

 private:
  Outcome Guarded(Call& call, Next& next, bool& threw) noexcept {
    try {
      return Handle(call, next);
    } catch (const std::exception& exception) {
      threw = true;
      return Outcome::Failure(FailureCode::kException, exception.what());
    } catch (...) {
      threw = true;
      return Outcome::Failure(FailureCode::kException);
    }
  }

  std::string name_;
  std::unique_ptr<Layer> inner_;
};

inline Outcome Next::operator()(Call& call) noexcept {
  if (called_) {
    return Outcome::Failure(FailureCode::kNextReused, StaticMessage("next was called again"));
  }
  called_ = true;
  return inner_->Run(call);
}

class Behavior final : public Layer {
 public:
  using Layer::Layer;

 protected:
  Outcome Handle(Call& call, Next& next) override {
    ++call.response->sum;
    return next(call);
  }
  void PostProcess(Call& call, const Outcome&) noexcept override { ++call.response->posts; }
};

class Handler final : public Layer {
 public:
  Handler() : Layer("handler", nullptr) {}

 protected:
  Outcome Handle(Call& call, Next&) override {
    call.response->sum += call.request->number;
    return Outcome::Success();
  }
};

inline std::unique_ptr<Layer> MakeChain(size_t behaviors) {
  std::unique_ptr<Layer> chain = std::make_unique<Handler>();
  for (size_t i = behaviors; i-- > 0;) {
    chain = std::make_unique<Behavior>("behavior-" + std::to_string(i), std::move(chain));
  }
  return chain;
}

inline Outcome Execute(Layer& chain, Call& call) noexcept {
  call.start_time = std::chrono::steady_clock::now();
  return chain.Run(call);
}

}  // namespace krepis::bench::handwritten
