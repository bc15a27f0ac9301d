package io.wsfleet.e2e.cluster;

import io.wsfleet.e2e.run.Command;
import java.nio.file.Path;
import java.time.Duration;

/** kubectl, as a person types it. */
public final class Kubectl {

  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private Kubectl() {}

  /** Runs it and returns what it printed; a refusal is an error. */
  public static String run(String... words) {
    return command(words).run(PATIENCE);
  }

  public static String runIn(Path folder, String... words) {
    return command(words).in(folder).run(PATIENCE);
  }

  public static Command.Outcome attemptIn(Path folder, String... words) {
    return command(words).in(folder).tryRun(PATIENCE);
  }

  public static Command.Outcome attempt(String... words) {
    return command(words).tryRun(PATIENCE);
  }

  public static void apply(String namespace, String yaml) {
    command("-n", namespace, "apply", "-f", "-").reading(yaml).run(PATIENCE);
  }

  public static Command.Outcome tryApply(String namespace, String yaml) {
    return command("-n", namespace, "apply", "-f", "-").reading(yaml).tryRun(PATIENCE);
  }

  /** Only asks whether it would be taken. */
  public static Command.Outcome tryDryRun(String namespace, String yaml) {
    return command("-n", namespace, "apply", "--dry-run=server", "-f", "-")
        .reading(yaml)
        .tryRun(PATIENCE);
  }

  private static Command command(String... words) {
    return Command.of("kubectl").with(words);
  }
}
