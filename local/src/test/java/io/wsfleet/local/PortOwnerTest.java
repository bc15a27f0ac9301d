package io.wsfleet.local;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PortOwnerTest {

  @Test
  void findsTheProcessThatListens() throws Exception {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertEquals(
          Optional.of(ProcessHandle.current().pid()),
          PortOwner.of(socket.getLocalPort()).map(PortOwner::pid));
    }
  }

  @Test
  void findsNobodyWhereNobodyListens() throws Exception {
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    assertEquals(Optional.empty(), PortOwner.of(port));
  }

  @Test
  void quotesAPathForAShell() {
    assertEquals("/home/a/.wsfleet", ShellQuoting.quote("/home/a/.wsfleet"));
    assertEquals("'/my fleets/it'\\''s'", ShellQuoting.quote("/my fleets/it's"));
  }
}
