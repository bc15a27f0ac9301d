package io.wsfleet.gateway.extensions;

import io.wsfleet.gateway.bus.Inquiries;
import io.wsfleet.gateway.bus.Neighbour;
import io.wsfleet.gateway.engineio.server.Handshake;
import io.wsfleet.gateway.socketio.protocol.JsonPayload;
import io.wsfleet.handlers.Answers;
import io.wsfleet.handlers.SocketInfo;
import io.wsfleet.handlers.Value;
import java.time.Duration;
import java.time.Instant;

/** What the gateway knows, as handlers see it. */
final class Views {
  private Views() {}

  static io.wsfleet.handlers.Handshake handshake(Handshake handshake) {
    return new io.wsfleet.handlers.Handshake(
        handshake.address(),
        handshake.url(),
        handshake.secure(),
        Instant.ofEpochMilli(handshake.issued()),
        handshake.headers(),
        handshake.query(),
        object(handshake.auth()));
  }

  static SocketInfo socket(Neighbour.Resident resident) {
    Neighbour.Introduction came = resident.introduction();
    return new SocketInfo(
        resident.id(),
        resident.rooms(),
        new io.wsfleet.handlers.Handshake(
            came.address(),
            came.url(),
            came.secure(),
            Instant.ofEpochMilli(came.issued()),
            came.headers(),
            came.query(),
            object(came.auth())),
        object(resident.data()));
  }

  static Answers answers(Inquiries.Answers<JsonPayload> answers) {
    return new Answers(answers.given().stream().map(Arguments::value).toList(), answers.complete());
  }

  /** An object; one without fields in place of what other servers may have put there. */
  static Value object(String json) {
    Value value = Value.parse(json);
    return value instanceof Value.Fields ? value : Value.EMPTY;
  }

  static long millis(Duration timeout) {
    if (timeout.isNegative() || timeout.isZero()) {
      throw new IllegalArgumentException("a timeout is longer than nothing; this is " + timeout);
    }
    return Math.max(1, timeout.toMillis());
  }
}
