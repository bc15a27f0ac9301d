package io.wsfleet.operator.redis.failover;

import java.time.Instant;
import java.util.Map;

/** The state of the Redis of one pod. */
public sealed interface RedisState {

  /** The pod has no address yet, or its Redis has never run. */
  record NotStarted() implements RedisState {}

  /**
   * It does not answer.
   *
   * @param connectionRefused whether connections are refused, rather than left without a reply
   */
  record Unreachable(Instant since, boolean connectionRefused) implements RedisState {}

  /**
   * It answers.
   *
   * @param runId changes with each start of the process
   * @param replicationId the id of its replication history
   * @param secondaryReplicationId the id of the history before its last promotion, or that of its
   *     master
   * @param offset the replication offset in that history, in bytes
   * @param term the last term that was written into it
   * @param streamTip the end of its stream
   * @param minInSyncReplicas the number in its stream, which the gateways read
   * @param announcedMaster the address of the master in its stream, which the gateways read; empty
   *     if there is none
   */
  record Reachable(
      String runId,
      ReplicationRole role,
      String replicationId,
      String secondaryReplicationId,
      long offset,
      long term,
      StreamTip streamTip,
      int minInSyncReplicas,
      String announcedMaster)
      implements RedisState {

    boolean isMaster() {
      return role instanceof Master;
    }

    boolean isDetached() {
      return role instanceof Replica replica && replica.isDetached();
    }

    /** Whether it was told to follow this address; that it does so is another question. */
    boolean isReplicaOf(String address) {
      return role instanceof Replica replica && replica.master().equals(address);
    }
  }

  /** Its role in replication, as it reports it. */
  sealed interface ReplicationRole {}

  /**
   * A master.
   *
   * @param replicaOffsets by address, the offset that each replica has acknowledged; only replicas
   *     that are online and have acknowledged within the last two seconds
   */
  record Master(Map<String, Long> replicaOffsets) implements ReplicationRole {
    public Master {
      replicaOffsets = Map.copyOf(replicaOffsets);
    }
  }

  /**
   * A replica.
   *
   * @param master the address that it was told to follow
   * @param linkUp whether it is connected and not loading
   * @param lastIoSeconds since the master last sent something, or since the link was lost
   */
  record Replica(String master, boolean linkUp, long lastIoSeconds) implements ReplicationRole {

    /** The address that every Redis starts with, and that a detached one has. */
    public static final String NO_MASTER = "127.0.0.1";

    boolean isDetached() {
      return master.equals(NO_MASTER);
    }
  }
}
