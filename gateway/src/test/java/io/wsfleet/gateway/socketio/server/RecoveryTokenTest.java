package io.wsfleet.gateway.socketio.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;

class RecoveryTokenTest {

  @Test
  void readsTheTokenFromTheAuth() {
    assertEquals(
        new RecoveryToken("p", "1-2.h"),
        RecoveryToken.fromAuth("{\"pid\":\"p\",\"offset\":\"1-2.h\"}"));
    assertEquals(
        new RecoveryToken("p", null), RecoveryToken.fromAuth("{\"token\":1,\"pid\":\"p\"}"));
    assertNull(RecoveryToken.fromAuth("{}"));
    assertNull(RecoveryToken.fromAuth("{\"pid\":1}"));
    assertNull(RecoveryToken.fromAuth("{\"pid\":\"p\",\"offset\":[]}"));
    assertNull(RecoveryToken.fromAuth("{\"token\":{\"pid\":\"p\"}}"));
  }
}
