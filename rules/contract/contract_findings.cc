#include "rules/contract/contract_findings.h"

namespace krepis::rules {

std::string FunctionOf(const analyzer::ContractFact& fact) {
  return fact.function.empty() ? "this function" : "'" + fact.function + "'";
}

}  // namespace krepis::rules
