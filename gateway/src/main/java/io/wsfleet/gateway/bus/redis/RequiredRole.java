package io.wsfleet.gateway.bus.redis;

import io.vertx.redis.client.Response;
import org.jspecify.annotations.Nullable;

/** Where in a master and its replicas a connection has to be. */
public enum RequiredRole {
  /**
   * A demoted master takes a PUBLISH without a word and tells nobody but its own subscribers, so
   * that being alive is not enough.
   */
  MASTER,

  /**
   * A replica that follows its master. While there is no master none does, and what they hold is
   * good to read all the same, so that one without is left only after some time. One that was made
   * the master goes on being heard: it has all that the others have, and whoever made it closes the
   * connection once a replica is there instead.
   */
  REPLICA;

  /** How a server fits a place. */
  enum RoleCheck {
    SATISFIED,
    /** For a while. */
    ORPHANED,
    VIOLATED
  }

  /** By what {@code ROLE} answers. */
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

  private static String element(@Nullable Response reply, int index) {
    return reply == null || reply.size() <= index ? "" : String.valueOf(reply.get(index));
  }
}
