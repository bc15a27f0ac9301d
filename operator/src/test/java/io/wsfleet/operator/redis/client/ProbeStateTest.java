package io.wsfleet.operator.redis.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wsfleet.operator.redis.client.ProbeState.Action;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProbeStateTest {

  private static final Duration REPLY_TIMEOUT = Duration.ofMillis(500);
  private static final Duration RECONNECT_AFTER = Duration.ofSeconds(2);

  private final ProbeState detector = new ProbeState(REPLY_TIMEOUT, RECONNECT_AFTER);

  @Test
  void connectsThenSendsThenWaits() {
    assertEquals(Action.CONNECT, detector.next(at(0)));
    detector.connecting(at(0));
    assertEquals(Action.WAIT, detector.next(at(100)));
    detector.connected();
    assertEquals(Action.SEND, detector.next(at(250)));
    detector.sent(at(250));
    assertEquals(Action.WAIT, detector.next(at(500)));
    detector.replied("master");
    assertEquals(Action.SEND, detector.next(at(501)));
  }

  @Test
  void isUnreachableSinceTheRequestThatWasNotAnsweredInTime() {
    sentAt(1000);
    detector.next(at(1499));
    assertFalse(detector.isUnreachable());
    detector.next(at(1500));
    assertTrue(detector.isUnreachable());
    assertEquals(at(1000), detector.unreachableSince());
    assertFalse(detector.isConnectionRefused());
  }

  @Test
  void isUnreachableSinceTheConnectThatDidNotSucceedInTime() {
    detector.connecting(at(1000));
    detector.next(at(1500));
    assertEquals(at(1000), detector.unreachableSince());
  }

  @Test
  void replacesTheConnectionWhoseRequestIsNotAnsweredForLong() {
    sentAt(1000);
    assertEquals(Action.WAIT, detector.next(at(2999)));
    assertEquals(Action.RECONNECT, detector.next(at(3000)));
    detector.disconnected();
    assertEquals(Action.CONNECT, detector.next(at(3000)));
    detector.connecting(at(3000));
    assertEquals(Action.RECONNECT, detector.next(at(5000)));
    assertEquals(at(1000), detector.unreachableSince(), "the outage did not begin again");
  }

  @Test
  void isUnreachableFromTheMomentAtWhichItsConnectionWasClosed() {
    idleAt(1000);
    detector.closed(at(1200));
    assertTrue(detector.isConnectionRefused());
    assertEquals(at(1200), detector.unreachableSince());
    assertEquals(Action.CONNECT, detector.next(at(1200)));
  }

  @Test
  void isReachableWithTheFirstReplyAndNotWithTheConnection() {
    idleAt(1000);
    detector.closed(at(1200));
    detector.connecting(at(1300));
    detector.connected();
    assertTrue(detector.isUnreachable());
    detector.sent(at(1310));
    detector.replied("master");
    assertFalse(detector.isUnreachable());
  }

  @Test
  void reportsARefusalAfterASilenceAsAChangeAndKeepsTheStartOfTheOutage() {
    sentAt(1000);
    detector.next(at(1500));
    int changes = detector.changes();
    detector.disconnected();
    detector.connecting(at(3000));
    detector.connectFailed(true);
    assertEquals(changes + 1, detector.changes());
    assertTrue(detector.isConnectionRefused());
    assertEquals(at(1000), detector.unreachableSince());
    assertEquals(1, detector.outages());
  }

  @Test
  void reportsEachOtherReplyOnceAsAChange() {
    idleAt(0);
    int changes = detector.changes();
    detector.replied("master a");
    detector.replied("master a");
    assertEquals(changes + 1, detector.changes());
    detector.replied("master a b");
    assertEquals(changes + 2, detector.changes());
  }

  @Test
  void reportsTheReturnWithTheSameReplyAsAChange() {
    idleAt(0);
    detector.replied("master");
    detector.closed(at(100));
    int changes = detector.changes();
    detector.replied("master");
    assertEquals(changes + 1, detector.changes());
  }

  @Test
  void takesTheEarlierOfItsOwnRequestAndThatOfAnother() {
    sentAt(1000);
    detector.noReply(at(1100));
    assertEquals(at(1000), detector.unreachableSince());
  }

  @Test
  void takesTheRequestOfAnotherIfItHasNoneItself() {
    idleAt(1000);
    detector.noReply(at(1100));
    assertEquals(at(1100), detector.unreachableSince());
  }

  /** The process stood still for a minute, and finds every deadline passed. */
  @Test
  void doesNotCountTheTimeInWhichItsOwnProcessStoodStill() {
    sentAt(1000);
    detector.shift(Duration.ofMinutes(1).toNanos());
    assertEquals(Action.WAIT, detector.next(at(61_400)));
    assertFalse(detector.isUnreachable());
  }

  @Test
  void remembersSinceWhenEveryReplyIsAnError() {
    assertTrue(detector.errorReplied("LOADING", at(100)));
    assertFalse(detector.errorReplied("LOADING", at(200)));
    assertTrue(detector.errorReplied("NOAUTH", at(300)));
    assertEquals(at(100), detector.errorReplySince());
    detector.noErrorReplied();
    assertTrue(detector.errorReplied("NOAUTH", at(400)));
    assertEquals(at(400), detector.errorReplySince());
  }

  @Test
  void remindsAtEachTimeAndThenEverySecond() {
    idleAt(0);
    detector.closed(at(10_000));
    var times = new Duration[] {Duration.ofMillis(250), Duration.ofMillis(1500)};
    assertEquals(at(250), detector.nextReminder(at(10_000), times));
    assertEquals(at(750), detector.nextReminder(at(10_250), times));
    assertEquals(at(500), detector.nextReminder(at(11_000), times));
    assertEquals(at(500), detector.nextReminder(at(11_500), times));
    assertEquals(at(1000), detector.nextReminder(at(12_000), times));
  }

  private void idleAt(long millis) {
    detector.connecting(at(millis));
    detector.connected();
  }

  private void sentAt(long millis) {
    idleAt(millis);
    detector.sent(at(millis));
  }

  private static long at(long millis) {
    return Duration.ofMillis(millis).toNanos();
  }
}
