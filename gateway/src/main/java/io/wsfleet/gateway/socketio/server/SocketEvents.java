package io.wsfleet.gateway.socketio.server;

import io.wsfleet.gateway.engineio.protocol.CloseReason;
import io.wsfleet.gateway.socketio.protocol.Event;
import java.util.concurrent.CompletionStage;

/** What the application does about sockets and their events. */
public interface SocketEvents {
  /** Decides whether a client may connect to a namespace. The stage never fails. */
  CompletionStage<Admission> admit(ConnectRequest connectRequest);

  /**
   * A socket is connected.
   *
   * @param recovered whether its session was recovered
   */
  void onConnect(Socket socket, boolean recovered);

  /**
   * A client sent an event, with an ack id or {@code Packet.NO_ACK}. The stage completes when it
   * was carried out and, if it will be, acknowledged; or when that failed.
   */
  CompletionStage<?> onEvent(Socket sender, Event event, long ackId);

  /** A socket is disconnected. */
  void onDisconnect(Socket socket, CloseReason reason);
}
