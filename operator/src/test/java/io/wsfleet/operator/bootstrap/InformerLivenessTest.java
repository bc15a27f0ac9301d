package io.wsfleet.operator.bootstrap;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.wsfleet.operator.bootstrap.InformerLiveness.Informer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class InformerLivenessTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Informer GOOD = new Informer("Pod in default", true, true);
  private static final Informer STOPPED = new Informer("Pod in default", false, false);
  private static final Informer DEAF = new Informer("Pod in default", true, false);

  private final InformerLiveness liveness = new InformerLiveness();

  @Test
  void anInformerThatStaysStoppedHasFailed() {
    assertAlive(STOPPED, true, Duration.ZERO);
    assertAlive(STOPPED, true, Duration.ofSeconds(59));
    assertEquals(
        Optional.of("The informer of Pod in default has stopped"),
        failure(STOPPED, true, Duration.ofSeconds(60)));
  }

  @Test
  void anInformerThatRunsAgainHasNot() {
    assertAlive(STOPPED, true, Duration.ZERO);
    assertAlive(GOOD, true, Duration.ofSeconds(50));
    assertAlive(STOPPED, true, Duration.ofSeconds(70));
  }

  @Test
  void anInformerThatDoesNotWatchHasFailedAfterAWhile() {
    assertAlive(DEAF, true, Duration.ZERO);
    assertAlive(DEAF, true, Duration.ofSeconds(299));
    assertEquals(
        Optional.of("The informer of Pod in default does not watch"),
        failure(DEAF, true, Duration.ofSeconds(300)));
  }

  /** Another start would not help, and would lose what is known. */
  @Test
  void anApiServerThatDoesNotAnswerIsNoFailure() {
    assertAlive(DEAF, true, Duration.ZERO);
    assertAlive(DEAF, false, Duration.ofMinutes(10));
    assertAlive(DEAF, true, Duration.ofMinutes(11));
  }

  private void assertAlive(Informer informer, boolean isServerAnswering, Duration after) {
    assertEquals(Optional.empty(), failure(informer, isServerAnswering, after));
  }

  private Optional<String> failure(Informer informer, boolean isServerAnswering, Duration after) {
    return liveness.failure(List.of(informer), isServerAnswering, NOW.plus(after));
  }
}
