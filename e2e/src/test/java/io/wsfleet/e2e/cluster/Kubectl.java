package io.wsfleet.e2e.cluster;

import io.wsfleet.e2e.run.Command;
import java.nio.file.Path;
import java.time.Duration;

/** Runs kubectl. */
public final class Kubectl {

  private static final Duration TIMEOUT = Duration.ofSeconds(90);

  private Kubectl() {}

  /** Runs it and returns its output; a failure is an error. */
  public static String run(String... words) {
    return command(words).run(TIMEOUT);
  }

  public static String runIn(Path folder, String... words) {
    return command(words).in(folder).run(TIMEOUT);
  }

  public static Command.Result tryRunIn(Path folder, String... words) {
    return command(words).in(folder).tryRun(TIMEOUT);
  }

  public static Command.Result tryRun(String... words) {
    return command(words).tryRun(TIMEOUT);
  }

  public static void apply(String namespace, String yaml) {
    command("-n", namespace, "apply", "-f", "-").reading(yaml).run(TIMEOUT);
  }

  public static Command.Result tryApply(String namespace, String yaml) {
    return command("-n", namespace, "apply", "-f", "-").reading(yaml).tryRun(TIMEOUT);
  }

  /** Runs it with {@code --dry-run=server}. */
  public static Command.Result tryDryRun(String namespace, String yaml) {
    return command("-n", namespace, "apply", "--dry-run=server", "-f", "-")
        .reading(yaml)
        .tryRun(TIMEOUT);
  }

  private static Command command(String... words) {
    return Command.of("kubectl").with(words);
  }
}
