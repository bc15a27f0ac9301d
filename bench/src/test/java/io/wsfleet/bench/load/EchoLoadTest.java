package io.wsfleet.bench.load;

import static io.wsfleet.bench.load.LoadRunner.DRAIN;
import static io.wsfleet.bench.load.LoadRunner.DROPS;
import static io.wsfleet.bench.load.LoadRunner.DUPLICATES;
import static io.wsfleet.bench.load.LoadRunner.LIMIT;
import static io.wsfleet.bench.load.LoadRunner.NONE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Runs against a stub server that makes the mistakes which the load must detect. */
class EchoLoadTest {

  @Test
  void receivesEachEcho() throws IOException {
    assertTrue(echo(NONE, LIMIT).isNone());
  }

  @Test
  void countsAnEchoThatIsMissingOrRepeated() throws IOException {
    assertEquals(1, echo(DROPS, DRAIN).missing());
    assertEquals(1, echo(DUPLICATES, DRAIN).repeatedOrLate());
  }

  private static Losses echo(StubServer.DeliveryFault deliveryFault, Duration drain)
      throws IOException {
    try (var stubServer = new StubServer(deliveryFault);
        var selectorLoop = new SelectorLoop()) {
      List<Client> clients =
          new ConnectRamp(selectorLoop, List.of(stubServer.address())).connectUpTo(4, LIMIT);
      return LoadRunner.run(selectorLoop, new EchoLoad(clients), clients, drain);
    }
  }
}
