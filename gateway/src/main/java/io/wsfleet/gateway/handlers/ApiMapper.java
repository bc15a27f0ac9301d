package io.wsfleet.gateway.handlers;

import io.wsfleet.gateway.bus.BusListener;
import io.wsfleet.gateway.bus.ClusterQueries;
import io.wsfleet.gateway.engineio.server.Handshake;
import io.wsfleet.gateway.socketio.protocol.JsonPayload;
import io.wsfleet.handlers.AckResponses;
import io.wsfleet.handlers.RemoteSocket;
import io.wsfleet.handlers.Value;
import java.time.Duration;
import java.time.Instant;

/** What the gateway knows, as handlers see it. */
final class ApiMapper {
  private ApiMapper() {}

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

  static RemoteSocket socket(BusListener.RemoteSocket remoteSocket) {
    BusListener.RemoteHandshake came = remoteSocket.handshake();
    return new RemoteSocket(
        remoteSocket.id(),
        remoteSocket.rooms(),
        new io.wsfleet.handlers.Handshake(
            came.address(),
            came.url(),
            came.secure(),
            Instant.ofEpochMilli(came.issued()),
            came.headers(),
            came.query(),
            object(came.auth())),
        object(remoteSocket.data()));
  }

  static AckResponses answers(ClusterQueries.Responses<JsonPayload> responses) {
    return new AckResponses(
        responses.values().stream().map(Arguments::value).toList(), responses.complete());
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
