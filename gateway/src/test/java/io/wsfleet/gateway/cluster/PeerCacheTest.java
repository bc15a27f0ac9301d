package io.wsfleet.gateway.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wsfleet.gateway.cluster.PeerCache.CacheResult;
import org.junit.jupiter.api.Test;

class PeerCacheTest {
  private static final Peer PEER = new Peer("10.0.0.7", 5000);

  private final PeerCache peerCache = new PeerCache(10, 0);

  @Test
  void looksUpANewTag() {
    assertEquals(new CacheResult.Miss(), peerCache.find("AAAA", 0));
    peerCache.update("AAAA", PEER, 1);
    assertEquals(new CacheResult.Hit(PEER, false), peerCache.find("AAAA", 2));
  }

  @Test
  void refreshesAGatewayInUseAtAnInterval() {
    peerCache.update("AAAA", PEER, 0);
    assertEquals(
        new CacheResult.Hit(PEER, false), peerCache.find("AAAA", PeerCache.REFRESH_MILLIS - 1));
    assertEquals(new CacheResult.Hit(PEER, true), peerCache.find("AAAA", PeerCache.REFRESH_MILLIS));
    assertEquals(
        new CacheResult.Hit(PEER, false), peerCache.find("AAAA", PeerCache.REFRESH_MILLIS + 1));
  }

  @Test
  void keepsAGatewayForTheGracePeriod() {
    peerCache.update("AAAA", PEER, 0);
    peerCache.update("AAAA", null, PeerCache.GRACE_MILLIS - 1);
    assertInstanceOf(CacheResult.Hit.class, peerCache.find("AAAA", PeerCache.GRACE_MILLIS - 1));
    peerCache.update("AAAA", null, PeerCache.GRACE_MILLIS);
    assertEquals(new CacheResult.UnknownTag(), peerCache.find("AAAA", PeerCache.GRACE_MILLIS));
  }

  @Test
  void keepsAGatewayWhileTheRegistryIsUnavailable() {
    peerCache.update("AAAA", PEER, 0);
    assertInstanceOf(CacheResult.Hit.class, peerCache.find("AAAA", 100 * PeerCache.GRACE_MILLIS));
  }

  @Test
  void updatesTheAddressOfATag() {
    peerCache.update("AAAA", PEER, 0);
    Peer other = new Peer("10.0.0.8", 5000);
    peerCache.update("AAAA", other, 1);
    assertEquals(new CacheResult.Hit(other, false), peerCache.find("AAAA", 1));
  }

  @Test
  void remembersUnknownTags() {
    peerCache.update("AAAA", null, 0);
    assertEquals(
        new CacheResult.UnknownTag(), peerCache.find("AAAA", PeerCache.UNKNOWN_TTL_MILLIS - 1));
    assertEquals(new CacheResult.Miss(), peerCache.find("AAAA", PeerCache.UNKNOWN_TTL_MILLIS));
  }

  @Test
  void limitsLookupsOfInventedTags() {
    for (int i = 0; i < 10; i++) {
      assertEquals(new CacheResult.Miss(), peerCache.find("x" + i, 0));
    }
    assertEquals(new CacheResult.LookupLimitReached(), peerCache.find("y", 0));
    assertEquals(new CacheResult.Miss(), peerCache.find("y", 100));
  }

  @Test
  void doesNotEvictAGatewayForInventedTags() {
    peerCache.update("AAAA", PEER, 0);
    for (int i = 0; i < 2 * PeerCache.MAX_TAGS; i++) {
      peerCache.update("x" + i, null, 0);
    }
    assertEquals(new CacheResult.Hit(PEER, false), peerCache.find("AAAA", 0));
    assertEquals(new CacheResult.Miss(), peerCache.find("x0", 0), "the first is forgotten");
  }

  @Test
  void skipsAnUnreachableGateway() {
    peerCache.update("AAAA", PEER, 0);
    assertTrue(peerCache.markUnreachable("AAAA", 10));
    assertFalse(peerCache.markUnreachable("AAAA", 11), "which is said once");
    assertEquals(
        new CacheResult.Unreachable(),
        peerCache.find("AAAA", 10 + PeerCache.UNREACHABLE_MILLIS - 1));
    assertInstanceOf(
        CacheResult.Hit.class, peerCache.find("AAAA", 10 + PeerCache.UNREACHABLE_MILLIS));
  }

  @Test
  void parsesAddressesOnly() {
    assertEquals(PEER, Peer.parse("10.0.0.7:5000"));
    assertEquals(new Peer("fd00::7", 5000), Peer.parse("fd00::7:5000"));
    for (String wrong : new String[] {"", ":", "1.2.3.4", ":1", "x:1", "localhost:80"}) {
      assertNull(Peer.parse(wrong), wrong);
    }
    for (String port : new String[] {"", "0", "65536", "-1", "x"}) {
      assertNull(Peer.parse("1.2.3.4:" + port), port);
    }
  }
}
