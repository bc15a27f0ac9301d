package io.wsfleet.gateway.session.model;

import io.wsfleet.gateway.bus.StreamPosition;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The saved state of a socket, from which any gateway can restore it.
 *
 * @param rooms all rooms, its own included
 * @param data a JSON object of the application
 * @param connectedPosition the position of the stream when it connected
 * @param savedPosition the position of the stream when this was saved
 * @param deliveredPosition the last position that was sent to it until then, or the position of its
 *     connect
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
   * The same at a later position, up to which nothing more was sent to it.
   *
   * @param watermark an offset; any other text is ignored
   */
  public Session withWatermark(@Nullable String watermark) {
    StreamPosition later = StreamPosition.parse(watermark);
    return later == null || !savedPosition.isBefore(later)
        ? this
        : new Session(id, namespace, rooms, data, connectedPosition, later, deliveredPosition);
  }

  /**
   * The position after which the client has missed messages. A client that has received everything
   * that was sent to it until this was saved has missed nothing before, however long it was idle.
   *
   * @param lastReceived the last offset that the client has received, if any
   */
  public StreamPosition resumeAfter(@Nullable StreamPosition lastReceived) {
    StreamPosition from = lastReceived == null ? connectedPosition : lastReceived;
    return from.equals(deliveredPosition) && !savedPosition.isBefore(from) ? savedPosition : from;
  }
}
