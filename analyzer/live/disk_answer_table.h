#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/core/disk_answer.h"

namespace krepis::analyzer {

/// Answers about the machine's disk as bytes, made to be asked again in place: by folder, and for
/// all that was not there in one of them by the folder alone, while it stays as it is. `answers` is
/// in order. Asks the disk itself; none where an answer is another one by now.
std::optional<std::string> PackDiskAnswers(const std::vector<DiskAnswer>& answers);

/// Whether the disk gives all of these answers still, asked on `jobs` threads. Not for bytes that
/// PackDiskAnswers() did not make.
bool DiskAnswersHold(std::string_view table, unsigned jobs);

/// Those answers, of which the disk gives other ones by now, each about the contents of a file that
/// is a regular file still; none where anything else differs. Unsettled ones are always among them.
/// Likewise.
std::optional<std::vector<DiskAnswer>> ChangedContents(std::string_view table, unsigned jobs);

/// What PackDiskAnswers() was given, or what stands for it.
std::vector<DiskAnswer> UnpackDiskAnswers(std::string_view table);

}  // namespace krepis::analyzer
