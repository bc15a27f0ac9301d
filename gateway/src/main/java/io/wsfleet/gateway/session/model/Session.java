package io.wsfleet.gateway.session.model;

import io.wsfleet.gateway.bus.StreamPosition;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A socket as it has to be told to the gateway that its client comes back to.
 *
 * @param rooms all of them, its own included
 * @param data a JSON object that belongs to the application
 * @param connectedPosition where the history was when it connected
 * @param savedPosition where the history was when this was written
 * @param deliveredPosition the last offset that was sent to it until then, or {@code since}
 */
public record Session(
    String id,
    String namespace,
    Set<String> rooms,
    String data,
    StreamPosition connectedPosition,
    StreamPosition savedPosition,
    StreamPosition deliveredPosition) {

  public Session {
    rooms = Set.copyOf(rooms);
  }

  /**
   * The same as of a later time, at which nothing more had been sent to it.
   *
   * @param watermark an offset, or anything else, which changes nothing
   */
  public Session withWatermark(@Nullable String watermark) {
    StreamPosition later = StreamPosition.parse(watermark);
    return later == null || !savedPosition.isBefore(later)
        ? this
        : new Session(id, namespace, rooms, data, connectedPosition, later, deliveredPosition);
  }

  /**
   * From where a client has to be told what it missed. One that has all that was sent to it until
   * this was written has missed nothing before, however long it heard nothing.
   *
   * @param lastReceived the last offset that the client has got, if it has got any
   */
  public StreamPosition resumeAfter(@Nullable StreamPosition lastReceived) {
    StreamPosition from = lastReceived == null ? connectedPosition : lastReceived;
    return from.equals(deliveredPosition) && !savedPosition.isBefore(from) ? savedPosition : from;
  }
}
