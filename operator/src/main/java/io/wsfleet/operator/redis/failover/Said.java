package io.wsfleet.operator.redis.failover;

import java.time.Instant;
import java.util.Map;

/** What the Redis of one pod says of itself, or that it says nothing. */
public sealed interface Said {

  /** The pod has no address yet, or its Redis has never run. */
  record NotStarted() implements Said {}

  /**
   * It does not answer, since this moment.
   *
   * @param refused whether its machine says so, rather than that nothing comes back
   */
  record Silent(Instant since, boolean refused) implements Said {}

  /**
   * @param runId another one for each start of the process
   * @param history the replication id of what it has
   * @param formerHistory that of what it had before it was promoted, or had its master promoted
   * @param offset how far it has that history, in bytes
   * @param term the term that was written into it last
   * @param newest where its stream ends
   * @param acknowledgedBy what its stream tells the gateways about acknowledging
   * @param master where its stream tells the gateways that the master is; empty if it does not
   */
  record Answer(
      String runId,
      Role role,
      String history,
      String formerHistory,
      long offset,
      long term,
      Mark newest,
      int acknowledgedBy,
      String master)
      implements Said {

    boolean isMaster() {
      return role instanceof Master;
    }

    boolean isHeldOff() {
      return role instanceof Replica replica && replica.isHeldOff();
    }

    /** Whether it is told to follow this address; that it does is another question. */
    boolean follows(String address) {
      return role instanceof Replica replica && replica.master().equals(address);
    }
  }

  /** Its part in replication, as it sees it. */
  sealed interface Role {}

  /**
   * @param followers up to which offset each replica has acknowledged what it got, by its address;
   *     those alone that are online and have acknowledged anything within the last two seconds
   */
  record Master(Map<String, Long> followers) implements Role {
    public Master {
      followers = Map.copyOf(followers);
    }
  }

  /**
   * @param master the address of the master that it is told to follow
   * @param linked whether it is connected to it, and not being filled
   * @param silentSeconds how long it has heard nothing from it, or has not been connected to it
   */
  record Replica(String master, boolean linked, long silentSeconds) implements Role {

    /** Every Redis starts like this, and is put back to it before it is compared to others. */
    public static final String NOBODY = "127.0.0.1";

    boolean isHeldOff() {
      return master.equals(NOBODY);
    }
  }
}
