#include "krepis/behaviors/validation.h"

#include <doctest/doctest.h>

#include <stdexcept>
#include <string>

#include "runtime/tests/behaviors/test_chain.h"

namespace krepis {
namespace {

using testing::FormTest;
using testing::TestChain;

Specification<int> Between(int low, int high) {
  return (Specification<int>("min", "too small", [=](int value) { return value >= low; },
                             {{"min", std::to_string(low)}}) &&
          Specification<int>("even", "must be even", [](int value) { return value % 2 == 0; }) &&
          Specification<int>("max", "too large", [=](int value) { return value <= high; }))
      .Named("range", "not in the range");
}

}  // namespace

TEST_CASE_OF_FORMS(FormTest,
                   "a valid request goes on; an invalid one ends with the tree of what is wrong") {
  TestChain chain(form_);
  chain.Add<Validation<int>>(Between(2, 8));
  PipelineContext context("http", "/");
  const int good = 4;
  const int bad = -1;
  context.BindRequest(good);
  CHECK(chain.Run(context).ok());
  CHECK(context.items().Find(kValidationFailure) == nullptr);

  context.BindRequest(bad);
  Outcome outcome = chain.Run(context);
  CHECK(outcome.code() == FailureCode::kInvalid);
  CHECK(outcome.message() == "too small; must be even");
  CHECK(context.metadata().short_circuit_point == "validation");
  REQUIRE(context.items().Find(kValidationFailure) != nullptr);
  const SpecificationFailure& failure = **context.items().Find(kValidationFailure);
  CHECK(failure.code == "range");
  REQUIRE(failure.children.size() == 2);
  CHECK(failure.children[0].params == SpecificationFailure::Parameters{{"min", "2"}});

  context.BindRequest(good);
  CHECK(chain.Run(context).ok());
  CHECK(context.items().Find(kValidationFailure) == nullptr);
}

TEST_CASE_OF_FORMS(FormTest, "a request of another type is not valid") {
  TestChain chain(form_);
  chain.Add<Validation<int>>(Between(2, 8));
  const long other = 4;
  PipelineContext context("http", "/");
  context.BindRequest(other);
  CHECK(chain.Run(context).code() == FailureCode::kTypeMismatch);
  CHECK(chain.trace().empty());
}

TEST_CASE_OF_FORMS(FormTest, "a predicate that throws is no pass") {
  TestChain chain(form_);
  chain.Add<Validation<int>>(
      Specification<int>("broken", "", [](int) -> bool { throw std::runtime_error("broken"); }));
  const int request = 4;
  PipelineContext context("http", "/");
  context.BindRequest(request);
  CHECK(chain.Run(context).code() == FailureCode::kException);
  CHECK(chain.trace().empty());
}

TEST_CASE_OF_FORMS(FormTest, "a valid request costs no allocation") {
  TestChain chain(form_);
  chain.Add<Validation<int>>(Between(2, 8) || !Between(1, 9));
  const int request = 4;
  PipelineContext context("http", "/");
  context.BindRequest(request);
  CHECK(chain.AllocationsOfRun(context) == 0);
}

}  // namespace krepis
