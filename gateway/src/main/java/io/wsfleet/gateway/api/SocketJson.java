package io.wsfleet.gateway.api;

import static io.wsfleet.gateway.api.schema.Schema.Field.required;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.wsfleet.gateway.api.schema.Schema;
import io.wsfleet.gateway.bus.BusListener.RemoteHandshake;
import io.wsfleet.gateway.bus.BusListener.RemoteSocket;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** Writes a socket as JSON. */
final class SocketJson {
  static final Schema SCHEMA =
      Schema.object(
              required("id", Schema.text()),
              required(
                  "rooms", Schema.array(Schema.text()).described("Its rooms, including its own")),
              required(
                  "data",
                  Schema.object().described("The data that the application stored for the socket")),
              required(
                  "handshake",
                  Schema.object(
                          required("address", Schema.text()),
                          required("url", Schema.text()),
                          required(
                              "issued",
                              Schema.number(0, Long.MAX_VALUE)
                                  .described("When it arrived, in milliseconds since 1970")),
                          required("secure", Schema.flag().described("Whether it used TLS")),
                          required("headers", Schema.texts()),
                          required("query", Schema.texts()),
                          required("auth", Schema.object()))
                      .described("The first request of the client")))
          .named("Socket");

  private SocketJson() {}

  static JsonObject of(RemoteSocket remoteSocket) {
    RemoteHandshake remoteHandshake = remoteSocket.handshake();
    return new JsonObject()
        .put("id", remoteSocket.id())
        .put("rooms", new JsonArray(List.copyOf(new TreeSet<>(remoteSocket.rooms()))))
        .put("data", object(remoteSocket.data()))
        .put(
            "handshake",
            new JsonObject()
                .put("address", remoteHandshake.address())
                .put("url", remoteHandshake.url())
                .put("issued", remoteHandshake.issued())
                .put("secure", remoteHandshake.secure())
                .put("headers", texts(remoteHandshake.headers()))
                .put("query", texts(remoteHandshake.query()))
                .put("auth", object(remoteHandshake.auth())));
  }

  private static JsonObject texts(Map<String, String> texts) {
    JsonObject json = new JsonObject();
    new TreeMap<>(texts).forEach(json::put);
    return json;
  }

  /** Other servers may send anything; what is not an object becomes an empty one. */
  private static JsonObject object(String json) {
    try {
      return new JsonObject(json);
    } catch (DecodeException noObject) {
      return new JsonObject();
    }
  }
}
