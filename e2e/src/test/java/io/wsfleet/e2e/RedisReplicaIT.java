package io.wsfleet.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.wsfleet.e2e.cluster.Fault;
import io.wsfleet.e2e.cluster.Fleet;
import io.wsfleet.e2e.cluster.OperatorInstall;
import io.wsfleet.e2e.cluster.TestNamespace;
import io.wsfleet.e2e.run.Need;
import io.wsfleet.e2e.run.Needs;
import io.wsfleet.e2e.run.Settings;
import io.wsfleet.e2e.run.Thorough;
import java.time.Duration;
import java.time.Instant;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A replica is lost in every way there is: the master stays, its acknowledgements go on, and the
 * gateways that read there read elsewhere. What lasts does so for 60 s ({@code
 * -Dfaults.stopped.seconds}).
 */
@Needs({Need.NODE, Need.NODE_TOOL})
@Thorough
class RedisReplicaIT {

  private static final Duration LASTING = Settings.lasting("faults.stopped.seconds", 12, 60);

  // Until the hung one is not waited for any more, where it was one of those that had to confirm.
  private static final Duration UNNOTICED = Duration.ofSeconds(3);

  @RegisterExtension static final OperatorInstall operator = OperatorInstall.everywhere();
  @RegisterExtension static final TestNamespace namespace = TestNamespace.shared("faults");

  private static Fleet fleet;

  @BeforeAll
  static void aFleet() {
    fleet = UnderLoad.fleet(namespace, "chat", 3);
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource
  void nobodyNotices(Fault fault) {
    losesAReplica(fault, 0);
  }

  /** One after the other, so that the one that most gateways read at is among them. */
  @Test
  void nobodyNoticesWhicheverItIs() {
    for (int index = 0; index < 3; index++) losesAReplica(Fault.KILLED, index);
  }

  private static void losesAReplica(Fault fault, int index) {
    try (UnderLoad load = UnderLoad.on(fleet)) {
      String master = load.redis().master();
      long term = load.redis().term();
      String replica = load.redis().replicas().get(index);
      Instant at;

      try (Fault.Struck struck = fault.strike(load.redis().container(replica))) {
        at = struck.at();
        Instant end = at.plus(fault.lasts() ? LASTING : Duration.ofSeconds(2));
        Awaitility.await("a moment")
            .atMost(Duration.ofSeconds(70))
            .until(() -> Instant.now().isAfter(end));
      }

      load.awaitWhole();
      String what = "a replica: " + fault;
      UnderLoad.newMasterWithin(UNNOTICED, what, load.verdict(what), at);
      assertEquals(master, load.redis().master());
      assertEquals(term, load.redis().term(), "there was a take-over");
    }
  }
}
