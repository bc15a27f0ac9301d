package io.wsfleet.gateway.bus.redis;

import io.vertx.redis.client.Response;
import org.jspecify.annotations.Nullable;

/** The replication role that the server of a connection must have. */
public enum RequiredRole {
  /**
   * A demoted master still accepts a PUBLISH, but passes it on to its own subscribers alone; so it
   * is not enough that the server replies.
   */
  MASTER,

  /**
   * A replica that follows its master. Without a master no replica follows one, and what they hold
   * can still be read; so a connection to an orphaned replica is closed only after some time. A
   * replica that was promoted is still read: it has everything that the others have, and the
   * operator closes the connection once there is a replica again.
   */
  REPLICA;

  private static final long MAX_ORPHANED_MILLIS = 3000;

  /** How a server satisfies the requirement. */
  enum RoleCheck {
    SATISFIED,
    /** A replica without a master; allowed for a limited time, see {@link #isOrphanedTooLong}. */
    ORPHANED,
    VIOLATED
  }

  /** Decides by the reply to {@code ROLE}. */
  RoleCheck check(@Nullable Response reply) {
    String role = element(reply, 0);
    boolean isMaster = role.equals("master");
    return switch (this) {
      case MASTER -> isMaster ? RoleCheck.SATISFIED : RoleCheck.VIOLATED;
      case REPLICA ->
          isMaster || element(reply, 3).equals("connected")
              ? RoleCheck.SATISFIED
              : RoleCheck.ORPHANED;
    };
  }

  /** Whether a replica has been without a master for so long that another has to be tried. */
  static boolean isOrphanedTooLong(long orphanedMillis) {
    return orphanedMillis > MAX_ORPHANED_MILLIS;
  }

  static String orphanedReason() {
    return "the replica has had no master for " + MAX_ORPHANED_MILLIS + " ms";
  }

  private static String element(@Nullable Response reply, int index) {
    return reply == null || reply.size() <= index ? "" : String.valueOf(reply.get(index));
  }
}
