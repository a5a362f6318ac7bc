// One run over many cases: from an input through the workers to an output, and on from where a run was cut off.
#pragma once

#include <string>

#include "batch/summary.hpp"
#include "cli/writer.hpp"
#include "load/stream.hpp"

namespace crossing::cli {

struct BatchRun {
  batch::Settings settings{};
  std::string input = "-", output{}, rejects{}, summary{};  ///< files; empty: none, or standard output
  load::RecordFormat from{};
  int jobs = 1;
  bool resume = false;
  std::size_t chunk_size = std::size_t{1} << 18;
};

/// Runs it to the end or to the first thing that stops it, and says on standard error what went wrong.
Status run(const BatchRun& run);

}  // namespace crossing::cli
