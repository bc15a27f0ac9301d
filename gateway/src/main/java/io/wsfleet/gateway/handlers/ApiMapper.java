package io.wsfleet.gateway.handlers;

import io.wsfleet.gateway.bus.BusListener;
import io.wsfleet.gateway.bus.ClusterQueries;
import io.wsfleet.gateway.engineio.server.Handshake;
import io.wsfleet.gateway.socketio.protocol.JsonPayload;
import io.wsfleet.gateway.socketio.server.Admission;
import io.wsfleet.handlers.AckResponses;
import io.wsfleet.handlers.RemoteSocket;
import io.wsfleet.handlers.Value;
import java.time.Duration;
import java.time.Instant;

/** Converts between the types of the gateway and those of the handlers API. */
final class ApiMapper {
  private ApiMapper() {}

  static Admission admission(io.wsfleet.handlers.Admission admission) {
    if (admission instanceof io.wsfleet.handlers.Admission.Accept accept) {
      boolean isDefault = accept.rooms().isEmpty() && accept.data().equals(Value.EMPTY);
      return isDefault
          ? Admission.ACCEPTED
          : new Admission.Accept(accept.data().json(), accept.rooms());
    } else if (admission instanceof io.wsfleet.handlers.Admission.Refuse refuse) {
      return new Admission.Refuse(
          refuse.message(), refuse.data().isNull() ? "" : refuse.data().json());
    }
    throw new IllegalStateException("unknown admission: " + admission);
  }

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
    BusListener.RemoteHandshake handshake = remoteSocket.handshake();
    return new RemoteSocket(
        remoteSocket.id(),
        remoteSocket.rooms(),
        new io.wsfleet.handlers.Handshake(
            handshake.address(),
            handshake.url(),
            handshake.secure(),
            Instant.ofEpochMilli(handshake.issued()),
            handshake.headers(),
            handshake.query(),
            object(handshake.auth())),
        object(remoteSocket.data()));
  }

  static AckResponses ackResponses(ClusterQueries.Responses<JsonPayload> responses) {
    return new AckResponses(
        responses.values().stream().map(Arguments::value).toList(), responses.complete());
  }

  /** Parses an object. Other servers may store something else; that becomes an empty object. */
  static Value object(String json) {
    Value value = Value.parse(json);
    return value instanceof Value.Fields ? value : Value.EMPTY;
  }

  static long millis(Duration timeout) {
    if (timeout.isNegative() || timeout.isZero()) {
      throw new IllegalArgumentException("timeout must be positive; got " + timeout);
    }
    return Math.max(1, timeout.toMillis());
  }
}
