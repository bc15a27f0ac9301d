package io.wsfleet.gateway.bus.redis;

import io.vertx.redis.client.Response;
import org.jspecify.annotations.Nullable;

/** Where in a master and its replicas a connection has to be. */
public enum Place {
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
  enum Fit {
    GOOD,
    /** For a while. */
    TOLERABLE,
    WRONG
  }

  /** By what {@code ROLE} answers. */
  Fit fit(@Nullable Response answer) {
    String role = word(answer, 0);
    boolean isMaster = role.equals("master");
    return switch (this) {
      case MASTER -> isMaster ? Fit.GOOD : Fit.WRONG;
      case REPLICA -> isMaster || word(answer, 3).equals("connected") ? Fit.GOOD : Fit.TOLERABLE;
    };
  }

  private static String word(@Nullable Response answer, int index) {
    return answer == null || answer.size() <= index ? "" : String.valueOf(answer.get(index));
  }
}
