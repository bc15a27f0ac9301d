package io.wsfleet.testing;

import java.io.IOException;

/** An error reply of Redis, such as {@code NOAUTH Authentication required.} */
public final class RedisErrorReply extends IOException {
  private static final long serialVersionUID = 1;

  RedisErrorReply(String message) {
    super(message);
  }
}
