package io.wsfleet.operator.redis.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wsfleet.operator.redis.failover.RedisState;
import io.wsfleet.operator.redis.failover.StreamTip;
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
  void readsAMasterWithTheReplicasThatHaveAcknowledged(String version) {
    var reachable = read(version + "-master");
    assertEquals("a353a877", reachable.runId());
    assertEquals(120, reachable.offset());
    var followers = ((RedisState.Master) reachable.role()).replicaOffsets();
    assertEquals(2, followers.size());
    assertTrue(followers.get("127.0.0.3") >= 106);
    assertEquals(40, reachable.replicationId().length());
  }

  @ParameterizedTest
  @ValueSource(strings = {"6.2", "7.0", "8.0"})
  void leavesOutAReplicaThatIsStillLoading(String version) {
    var followers = ((RedisState.Master) read(version + "-master-filling").role()).replicaOffsets();
    assertEquals(List.of("127.0.0.3"), List.copyOf(followers.keySet()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"6.2", "7.0", "8.0"})
  void readsAReplica(String version) {
    var reachable = read(version + "-replica");
    var role = (RedisState.Replica) reachable.role();
    assertEquals("127.0.0.2", role.master());
    assertTrue(role.linkUp());
    assertTrue(role.lastIoSeconds() <= 1);
    assertEquals(120, reachable.offset());
  }

  @ParameterizedTest
  @ValueSource(strings = {"6.2", "7.0", "8.0"})
  void readsARedisThatHasJustStarted(String version) {
    var reachable = read(version + "-guarded");
    assertEquals(
        new RedisState.Replica(RedisState.Replica.NO_MASTER, false, Long.MAX_VALUE),
        reachable.role());
    assertEquals(1, reachable.offset());
  }

  @ParameterizedTest
  @ValueSource(strings = {"6.2", "7.0", "8.0"})
  void readsAFormerMaster(String version) {
    assertEquals(120, read(version + "-heldoff-master").offset());
    assertEquals(
        read(version + "-master").replicationId(),
        read(version + "-heldoff-master").replicationId());
    assertEquals(
        read(version + "-master").replicationId(), read(version + "-heldoff").replicationId());
  }

  @ParameterizedTest
  @ValueSource(strings = {"6.2", "7.0", "8.0"})
  void readsTheSecondaryReplicationIdOfAPromotedMaster(String version) {
    assertEquals(
        read(version + "-master").replicationId(),
        read(version + "-promoted").secondaryReplicationId());
  }

  @ParameterizedTest
  @ValueSource(strings = {"6.2", "7.0", "8.0"})
  void readsHowLongALinkIsDown(String version) {
    var role = (RedisState.Replica) read(version + "-link-down").role();
    assertTrue(!role.linkUp() && role.lastIoSeconds() >= 1 && role.lastIoSeconds() <= 2);
  }

  @Test
  void readsTheEndOfTheStream() {
    var answers =
        Arrays.<Object>asList(
            text("7.0-master"), SERVER, List.of("5", "17", "2", "10.1.2.3:6379"), "5");
    var reachable = ReplicationInfo.read(answers);
    assertEquals(new StreamTip(5, 17), reachable.streamTip());
    assertEquals(5, reachable.term());
    assertEquals(2, reachable.minInSyncReplicas());
    assertEquals("10.1.2.3", reachable.announcedMaster());
  }

  @Test
  void readsARedisWithoutAStream() {
    var reachable = read("7.0-master");
    assertEquals(StreamTip.NONE, reachable.streamTip());
    assertEquals(0, reachable.term());
    assertEquals(0, reachable.minInSyncReplicas());
  }

  @Test
  void leavesOutAReplicaWithoutARecentAcknowledgement() {
    var info =
        text("7.0-master")
            .replaceAll("slave0:.*", "slave0:ip=127.0.0.3,port=1,state=online,offset=106,lag=2")
            .replaceAll("slave1:.*", "slave1:ip=127.0.0.4,port=1,state=online,offset=0,lag=0");
    assertEquals(
        new RedisState.Master(Map.of()), read(info, Arrays.asList(null, null, null, null)).role());
  }

  @Test
  void isNotLinkedWhileItIsLoading() {
    var info = text("7.0-replica").replace("sync_in_progress:0", "sync_in_progress:1");
    assertTrue(
        !((RedisState.Replica) read(info, Arrays.asList(null, null, null, null)).role()).linkUp());
  }

  @Test
  void namesWhatItCannotRead() {
    var none = Arrays.<Object>asList(null, null, null, null);
    var failure =
        assertThrows(
            ReplicationInfo.MalformedReplyException.class, () -> read("role:sentinel\r\n", none));
    assertEquals("unknown role: sentinel", failure.getMessage());
    assertThrows(ReplicationInfo.MalformedReplyException.class, () -> read("", none));
    assertThrows(
        ReplicationInfo.MalformedReplyException.class,
        () -> read(text("7.0-master"), List.of("five", "1", "1", "")));
  }

  private static RedisState.Reachable read(String name) {
    return read(text(name), Arrays.asList(null, null, null, null));
  }

  private static RedisState.Reachable read(String info, List<Object> head) {
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
