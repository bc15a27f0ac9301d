package io.wsfleet.gateway.bus;

import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;

class InMemorySessionStoreTest {
  @Test
  void keepsTheContractOfSessionStores() throws Exception {
    long[] now = {0};
    InMemorySessionStore store = new InMemorySessionStore(() -> now[0]);
    SessionStoreContract.check(store, store);
    store.save("x", 1, "content", 100);
    now[0] = 100;
    assertNull(store.claim("x", 100).toCompletableFuture().get().content());
    SessionStore ticking = new InMemorySessionStore(System::currentTimeMillis);
    SessionStoreContract.checkHeld(ticking, ticking);
  }
}
