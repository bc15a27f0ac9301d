package io.wsfleet.gateway.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wsfleet.gateway.peers.Directory.Finding;
import org.junit.jupiter.api.Test;

class DirectoryTest {
  private static final Peer PEER = new Peer("10.0.0.7", 5000);

  private final Directory directory = new Directory(10, 0);

  @Test
  void asksAboutATagThatItHasNotMet() {
    assertEquals(new Finding.Ask(), directory.find("AAAA", 0));
    directory.learn("AAAA", PEER, 1);
    assertEquals(new Finding.Known(PEER, false), directory.find("AAAA", 2));
  }

  @Test
  void asksAgainAboutAGatewayInUseButOnlyOnceInAWhile() {
    directory.learn("AAAA", PEER, 0);
    assertEquals(new Finding.Known(PEER, false), directory.find("AAAA", Directory.FRESH - 1));
    assertEquals(new Finding.Known(PEER, true), directory.find("AAAA", Directory.FRESH));
    assertEquals(new Finding.Known(PEER, false), directory.find("AAAA", Directory.FRESH + 1));
  }

  @Test
  void keepsAGatewayThatTheRegisterHasLostUntilItMustHaveRegisteredAgain() {
    directory.learn("AAAA", PEER, 0);
    directory.learn("AAAA", null, Directory.GRACE - 1);
    assertInstanceOf(Finding.Known.class, directory.find("AAAA", Directory.GRACE - 1));
    directory.learn("AAAA", null, Directory.GRACE);
    assertEquals(new Finding.Nobody(), directory.find("AAAA", Directory.GRACE));
  }

  @Test
  void keepsAGatewayForAsLongAsTheRegisterSaysNothing() {
    directory.learn("AAAA", PEER, 0);
    assertInstanceOf(Finding.Known.class, directory.find("AAAA", 100 * Directory.GRACE));
  }

  @Test
  void takesTheNewAddressOfATag() {
    directory.learn("AAAA", PEER, 0);
    Peer other = new Peer("10.0.0.8", 5000);
    directory.learn("AAAA", other, 1);
    assertEquals(new Finding.Known(other, false), directory.find("AAAA", 1));
  }

  @Test
  void remembersForAWhileThatNobodyHasATag() {
    directory.learn("AAAA", null, 0);
    assertEquals(new Finding.Nobody(), directory.find("AAAA", Directory.UNKNOWN - 1));
    assertEquals(new Finding.Ask(), directory.find("AAAA", Directory.UNKNOWN));
  }

  @Test
  void asksSoOftenASecondAndNoMoreHoweverManyTagsAreMadeUp() {
    for (int i = 0; i < 10; i++) {
      assertEquals(new Finding.Ask(), directory.find("x" + i, 0));
    }
    assertEquals(new Finding.NoMoreQuestions(), directory.find("y", 0));
    assertEquals(new Finding.Ask(), directory.find("y", 100));
  }

  @Test
  void neverForgetsAGatewayForTheSakeOfMadeUpTags() {
    directory.learn("AAAA", PEER, 0);
    for (int i = 0; i < 2 * Directory.MAX_TAGS; i++) {
      directory.learn("x" + i, null, 0);
    }
    assertEquals(new Finding.Known(PEER, false), directory.find("AAAA", 0));
    assertEquals(new Finding.Ask(), directory.find("x0", 0), "the first is forgotten");
  }

  @Test
  void leavesAGatewayAloneThatCouldNotBeReached() {
    directory.learn("AAAA", PEER, 0);
    assertTrue(directory.unreachable("AAAA", 10));
    assertFalse(directory.unreachable("AAAA", 11), "which is said once");
    assertEquals(new Finding.Unreachable(), directory.find("AAAA", 10 + Directory.PAUSE - 1));
    assertInstanceOf(Finding.Known.class, directory.find("AAAA", 10 + Directory.PAUSE));
  }

  @Test
  void readsAddressesAndNothingElse() {
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
