package io.wsfleet.operator.redis.client;

import io.lettuce.core.RedisCommandExecutionException;
import io.netty.channel.ConnectTimeoutException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** What it means that a Redis could not be connected to, or did not answer a question. */
final class ConnectionErrors {

  private ConnectionErrors() {}

  /** What Redis itself said, or else the first of all causes. */
  static @Nullable Throwable rootCause(@Nullable Throwable failure) {
    Throwable at = failure;
    while (at != null && !(at instanceof RedisCommandExecutionException) && at.getCause() != null) {
      at = at.getCause();
    }
    return at;
  }

  /** Whether it lives, and has answered that it will not. */
  static boolean isErrorReply(@Nullable Throwable failure) {
    return rootCause(failure) instanceof RedisCommandExecutionException;
  }

  /** Whether another password may be taken. */
  static boolean isWrongPassword(@Nullable Throwable failure) {
    return rootCause(failure) instanceof RedisCommandExecutionException reply
        && String.valueOf(reply.getMessage()).startsWith("WRONGPASS");
  }

  /** Whether its machine, or whoever answers for it, says that there is nobody. */
  static boolean isConnectionRefused(@Nullable Throwable failure) {
    for (Throwable at = failure; at != null; at = at.getCause()) {
      if (at instanceof ConnectTimeoutException
          || at instanceof NoRouteToHostException
          || at instanceof SSLException) {
        return false;
      }
      if (at instanceof ConnectException
          || at instanceof IOException
          || String.valueOf(at.getMessage()).contains("Connection closed")) {
        return true;
      }
    }
    return false;
  }

  /** Whether it answers, but who it is could not be proved. */
  static boolean isTlsError(@Nullable Throwable failure) {
    for (Throwable at = failure; at != null; at = at.getCause()) {
      if (at instanceof SSLException) {
        return true;
      }
    }
    return false;
  }

  /** Why it does not say what it is, for people. */
  static String describe(@Nullable Throwable failure) {
    var cause = rootCause(failure);
    return cause instanceof RedisCommandExecutionException
        ? String.valueOf(cause.getMessage())
        : "its TLS is not as it should be, see spec.tls: "
            + (cause == null || cause.getMessage() == null ? cause : cause.getMessage());
  }
}
