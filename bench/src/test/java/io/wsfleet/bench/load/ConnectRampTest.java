package io.wsfleet.bench.load;

import static io.wsfleet.bench.load.LoadRunner.LIMIT;
import static io.wsfleet.bench.load.LoadRunner.NONE;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConnectRampTest {

  @Test
  void failsWhenTheServerClosesAConnection() throws IOException {
    try (var stubServer = new StubServer(NONE);
        var selectorLoop = new SelectorLoop()) {
      new ConnectRamp(selectorLoop, List.of(stubServer.address())).connectUpTo(3, LIMIT);
      stubServer.close();
      assertThrows(
          InvalidRunException.class, () -> selectorLoop.run(LIMIT, Pacer.IDLE, () -> false));
    }
  }

  @Test
  void failsWhenNoClientCanConnect() throws IOException {
    try (var stubServer = new StubServer(NONE);
        var selectorLoop = new SelectorLoop()) {
      stubServer.close();
      var connectRamp = new ConnectRamp(selectorLoop, List.of(stubServer.address()));
      assertThrows(InvalidRunException.class, () -> connectRamp.connectUpTo(3, LIMIT));
    }
  }
}
