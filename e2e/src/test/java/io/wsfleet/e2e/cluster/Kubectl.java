package io.wsfleet.e2e.cluster;

import io.wsfleet.e2e.run.Command;
import java.nio.file.Path;
import java.time.Duration;

/** kubectl, as a person types it. */
public final class Kubectl {

  private static final Duration TIMEOUT = Duration.ofSeconds(90);

  private Kubectl() {}

  /** Runs it and returns what it printed; a refusal is an error. */
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

  /** Only asks whether it would be taken. */
  public static Command.Result tryDryRun(String namespace, String yaml) {
    return command("-n", namespace, "apply", "--dry-run=server", "-f", "-")
        .reading(yaml)
        .tryRun(TIMEOUT);
  }

  private static Command command(String... words) {
    return Command.of("kubectl").with(words);
  }
}
