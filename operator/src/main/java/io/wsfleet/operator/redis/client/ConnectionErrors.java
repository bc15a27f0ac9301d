package io.wsfleet.operator.redis.client;

import io.lettuce.core.RedisCommandExecutionException;
import io.netty.channel.ConnectTimeoutException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Classifies failures of a connection to Redis or of a command. */
final class ConnectionErrors {

  private ConnectionErrors() {}

  /** The error reply of Redis if there is one, otherwise the innermost cause. */
  static @Nullable Throwable rootCause(@Nullable Throwable failure) {
    Throwable at = failure;
    while (at != null && !(at instanceof RedisCommandExecutionException) && at.getCause() != null) {
      at = at.getCause();
    }
    return at;
  }

  /** Whether Redis runs and has replied with an error. */
  static boolean isErrorReply(@Nullable Throwable failure) {
    return rootCause(failure) instanceof RedisCommandExecutionException;
  }

  /** Whether Redis may accept another password. */
  static boolean isWrongPassword(@Nullable Throwable failure) {
    return rootCause(failure) instanceof RedisCommandExecutionException reply
        && String.valueOf(reply.getMessage()).startsWith("WRONGPASS");
  }

  /** Whether the connection was refused or closed, rather than left without a reply. */
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

  /** Whether the TLS handshake failed. */
  static boolean isTlsError(@Nullable Throwable failure) {
    for (Throwable at = failure; at != null; at = at.getCause()) {
      if (at instanceof SSLException) {
        return true;
      }
    }
    return false;
  }

  /** The failure as a sentence for logs. */
  static String describe(@Nullable Throwable failure) {
    var cause = rootCause(failure);
    return cause instanceof RedisCommandExecutionException
        ? String.valueOf(cause.getMessage())
        : "TLS failed, see spec.tls: "
            + (cause == null || cause.getMessage() == null ? cause : cause.getMessage());
  }
}
