#!/usr/bin/env bash
# What the action beside it runs: krepis check as the inputs say, which come as the variables KREPIS_…; annotations go to the
# log, reports to files, and the exit code to the outputs of the step.
set -euo pipefail

script=$(readlink -f -- "${BASH_SOURCE[0]}")
krepis=${KREPIS_PROGRAM:-${script%/action/*}/krepis}
repository=$PWD
arguments=(check --format github --repository-paths)

cd -- "$KREPIS_DIRECTORY"
if [[ -n $KREPIS_SARIF ]]; then arguments+=(--output "sarif=$repository/$KREPIS_SARIF"); fi
if [[ $KREPIS_SUMMARY == true ]]; then arguments+=(--output "markdown+=$GITHUB_STEP_SUMMARY"); fi
if [[ -n $KREPIS_SINCE ]]; then arguments+=(--since "$KREPIS_SINCE"); fi
while IFS= read -r argument; do
  if [[ -n $argument ]]; then arguments+=("$argument"); fi
done <<<"$KREPIS_ARGUMENTS"

if [[ -n $KREPIS_SARIF ]]; then rm -f -- "$repository/$KREPIS_SARIF"; fi # none that the repository brings along is uploaded
code=0
"$krepis" "${arguments[@]}" || code=$?
printf 'exit-code=%s\n' "$code" >>"$GITHUB_OUTPUT"
if [[ -n $KREPIS_SARIF && -s $repository/$KREPIS_SARIF ]]; then printf 'sarif=%s\n' "$KREPIS_SARIF" >>"$GITHUB_OUTPUT"; fi
exit "$code"
