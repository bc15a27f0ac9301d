package io.wsfleet.bench.scenario;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The runs that count, and the number of those that do not. */
record RunSeries(List<Run> counted, int dropped, boolean isQuiet) {

  /** Repeats a run until enough were quiet, or the attempts of the plan are used up. */
  static RunSeries repeat(RunPlan runPlan, Supplier<Run> attempt) {
    var quiet = new ArrayList<Run>();
    var noisy = new ArrayList<Run>();
    while (quiet.size() < runPlan.runs() && quiet.size() + noisy.size() < runPlan.attempts()) {
      Run run = attempt.get();
      (run.isQuiet() ? quiet : noisy).add(run);
    }
    return quiet.isEmpty()
        ? new RunSeries(List.copyOf(noisy), 0, false)
        : new RunSeries(List.copyOf(quiet), noisy.size(), true);
  }

  /** The median; of two runs the smaller value. */
  double median(Function<Run, @Nullable Double> value) {
    List<Double> sorted =
        counted.stream()
            .map(value)
            .filter(each -> each != null)
            .sorted(Comparator.naturalOrder())
            .toList();
    return sorted.get((sorted.size() - 1) / 2);
  }
}
