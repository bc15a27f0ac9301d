package io.wsfleet.operator.redis.servers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wsfleet.operator.redis.failover.Mark;
import io.wsfleet.operator.redis.failover.Said;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With what servers of these versions have answered. */
class ReplicationInfoTest {

  private static final String SERVER = "# Server\r\nredis_version:7.0.15\r\nrun_id:a353a877\r\n";

  @ParameterizedTest
  @ValueSource(strings = {"6.2", "7.0", "8.0"})
  void readsAMasterWithThoseThatHaveAcknowledged(String version) {
    var answer = read(version + "-master");
    assertEquals("a353a877", answer.runId());
    assertEquals(120, answer.offset());
    var followers = ((Said.Master) answer.role()).followers();
    assertEquals(2, followers.size());
    assertTrue(followers.get("127.0.0.3") >= 106);
    assertEquals(40, answer.history().length());
  }

  @ParameterizedTest
  @ValueSource(strings = {"6.2", "7.0", "8.0"})
  void leavesOutWhoIsStillBeingFilled(String version) {
    var followers = ((Said.Master) read(version + "-master-filling").role()).followers();
    assertEquals(List.of("127.0.0.3"), List.copyOf(followers.keySet()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"6.2", "7.0", "8.0"})
  void readsAReplica(String version) {
    var answer = read(version + "-replica");
    var role = (Said.Replica) answer.role();
    assertEquals("127.0.0.2", role.master());
    assertTrue(role.linked());
    assertTrue(role.silentSeconds() <= 1);
    assertEquals(120, answer.offset());
  }

  @ParameterizedTest
  @ValueSource(strings = {"6.2", "7.0", "8.0"})
  void readsOneThatHasJustStarted(String version) {
    var answer = read(version + "-guarded");
    assertEquals(new Said.Replica(Said.Replica.NOBODY, false, Long.MAX_VALUE), answer.role());
    assertEquals(1, answer.offset());
  }

  @ParameterizedTest
  @ValueSource(strings = {"6.2", "7.0", "8.0"})
  void readsWhatAFormerMasterHas(String version) {
    assertEquals(120, read(version + "-heldoff-master").offset());
    assertEquals(read(version + "-master").history(), read(version + "-heldoff-master").history());
    assertEquals(read(version + "-master").history(), read(version + "-heldoff").history());
  }

  @ParameterizedTest
  @ValueSource(strings = {"6.2", "7.0", "8.0"})
  void readsUnderWhichNameAPromotedOneHadIt(String version) {
    assertEquals(read(version + "-master").history(), read(version + "-promoted").formerHistory());
  }

  @ParameterizedTest
  @ValueSource(strings = {"6.2", "7.0", "8.0"})
  void readsForHowLongALinkIsDown(String version) {
    var role = (Said.Replica) read(version + "-link-down").role();
    assertTrue(!role.linked() && role.silentSeconds() >= 1 && role.silentSeconds() <= 2);
  }

  @Test
  void readsWhereTheStreamEnds() {
    var answers =
        Arrays.<Object>asList(
            text("7.0-master"), SERVER, List.of("5", "17", "2", "10.1.2.3:6379"), "5");
    var answer = ReplicationInfo.read(answers);
    assertEquals(new Mark(5, 17), answer.newest());
    assertEquals(5, answer.term());
    assertEquals(2, answer.acknowledgedBy());
    assertEquals("10.1.2.3", answer.master());
  }

  @Test
  void readsThatThereIsNoStream() {
    var answer = read("7.0-master");
    assertEquals(Mark.NONE, answer.newest());
    assertEquals(0, answer.term());
    assertEquals(0, answer.acknowledgedBy());
  }

  @Test
  void leavesOutWhoHasNotAcknowledgedForAWhile() {
    var info =
        text("7.0-master")
            .replaceAll("slave0:.*", "slave0:ip=127.0.0.3,port=1,state=online,offset=106,lag=2")
            .replaceAll("slave1:.*", "slave1:ip=127.0.0.4,port=1,state=online,offset=0,lag=0");
    assertEquals(
        new Said.Master(Map.of()), read(info, Arrays.asList(null, null, null, null)).role());
  }

  @Test
  void isNotLinkedWhileItIsFilled() {
    var info = text("7.0-replica").replace("sync_in_progress:0", "sync_in_progress:1");
    assertTrue(!((Said.Replica) read(info, Arrays.asList(null, null, null, null)).role()).linked());
  }

  @Test
  void saysWhatItCannotRead() {
    var none = Arrays.<Object>asList(null, null, null, null);
    var failure =
        assertThrows(ReplicationInfo.Unreadable.class, () -> read("role:sentinel\r\n", none));
    assertEquals("it says that its role is sentinel", failure.getMessage());
    assertThrows(ReplicationInfo.Unreadable.class, () -> read("", none));
    assertThrows(
        ReplicationInfo.Unreadable.class,
        () -> read(text("7.0-master"), List.of("five", "1", "1", "")));
  }

  private static Said.Answer read(String name) {
    return read(text(name), Arrays.asList(null, null, null, null));
  }

  private static Said.Answer read(String info, List<Object> head) {
    return ReplicationInfo.read(Arrays.<Object>asList(info, SERVER, head, null));
  }

  private static String text(String name) {
    try (var in = ReplicationInfoTest.class.getResourceAsStream("/redis/" + name + ".txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("\n", "\r\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
