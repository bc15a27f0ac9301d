package io.wsfleet.operator.redis.failover;

import java.time.Instant;
import java.util.Map;

/** What the Redis of one pod says of itself, or that it says nothing. */
public sealed interface RedisState {

  /** The pod has no address yet, or its Redis has never run. */
  record NotStarted() implements RedisState {}

  /**
   * It does not answer, since this moment.
   *
   * @param connectionRefused whether its machine says so, rather than that nothing comes back
   */
  record Unreachable(Instant since, boolean connectionRefused) implements RedisState {}

  /**
   * @param runId another one for each start of the process
   * @param replicationId the replication id of what it has
   * @param secondaryReplicationId that of what it had before it was promoted, or had its master
   *     promoted
   * @param offset how far it has that history, in bytes
   * @param term the term that was written into it last
   * @param streamTip where its stream ends
   * @param minInSyncReplicas what its stream tells the gateways about acknowledging
   * @param announcedMaster where its stream tells the gateways that the master is; empty if it does
   *     not
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

    /** Whether it is told to follow this address; that it does is another question. */
    boolean isReplicaOf(String address) {
      return role instanceof Replica replica && replica.master().equals(address);
    }
  }

  /** Its part in replication, as it sees it. */
  sealed interface ReplicationRole {}

  /**
   * @param replicaOffsets up to which offset each replica has acknowledged what it got, by its
   *     address; those alone that are online and have acknowledged anything within the last two
   *     seconds
   */
  record Master(Map<String, Long> replicaOffsets) implements ReplicationRole {
    public Master {
      replicaOffsets = Map.copyOf(replicaOffsets);
    }
  }

  /**
   * @param master the address of the master that it is told to follow
   * @param linkUp whether it is connected to it, and not being filled
   * @param lastIoSeconds how long it has heard nothing from it, or has not been connected to it
   */
  record Replica(String master, boolean linkUp, long lastIoSeconds) implements ReplicationRole {

    /** Every Redis starts like this, and is put back to it before it is compared to others. */
    public static final String NO_MASTER = "127.0.0.1";

    boolean isDetached() {
      return master.equals(NO_MASTER);
    }
  }
}
