package com.example.chat;

import io.wsfleet.handlers.Ack;
import io.wsfleet.handlers.Admission;
import io.wsfleet.handlers.ConnectRequest;
import io.wsfleet.handlers.Event;
import io.wsfleet.handlers.Extension;
import io.wsfleet.handlers.InvalidArgument;
import io.wsfleet.handlers.Namespace;
import io.wsfleet.handlers.Server;
import io.wsfleet.handlers.Socket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Chat rooms on all gateways. A client sends its name when it connects ({@code auth: {name:
 * 'anna'}}), enters rooms and sends messages to them. The members of a room are fetched from all
 * gateways each time, because a list in this class would become wrong when a gateway fails.
 */
public final class Chat implements Extension {
  private static final int MAX_NAME = 32;
  private static final int MAX_TEXT = 2000;

  private Namespace chat;

  @Override
  public void start(Server server) {
    chat = server.of("/");
    server
        .handlers("/")
        .admit(this::admit)
        .on("enter", this::enter)
        .on("say", this::say)
        .on("who", event -> memberNames(room(event)).thenApply(Ack::of))
        .on("leave", this::leave)
        .onDisconnect(this::onDisconnect);
  }

  private CompletionStage<Admission> admit(ConnectRequest connectRequest) {
    String name = connectRequest.handshake().auth().get("name").text();
    requireLength("a name", name, MAX_NAME);
    return Admission.accept().data(Map.of("name", name)).now();
  }

  /** Acknowledges with the names of the members, including the one who enters. */
  private CompletionStage<Ack> enter(Event event) {
    Room room = room(event);
    event.socket().join(room.key());
    return emitToRoom(event.socket(), room, "entered")
        .thenCompose(sent -> memberNames(room))
        .thenApply(Ack::of);
  }

  private CompletionStage<Ack> say(Event event) {
    Room room = room(event);
    String text = event.argument(1).text();
    requireLength("a text", text, MAX_TEXT);
    if (!event.socket().rooms().contains(room.key())) {
      throw new InvalidArgument("enter the room first");
    }
    // To the sender too, so that all members see the messages in the same order.
    return chat.to(room.key())
        .emit("said", room.name(), name(event.socket()), text)
        .thenApply(published -> Ack.of());
  }

  private CompletionStage<Ack> leave(Event event) {
    Room room = room(event);
    event.socket().leave(room.key());
    return emitToRoom(event.socket(), room, "left").thenApply(sent -> Ack.of());
  }

  private CompletionStage<Void> onDisconnect(Socket socket, String reason) {
    return CompletableFuture.allOf(
        socket.rooms().stream()
            .filter(Room::isKey)
            .map(key -> emitToRoom(socket, Room.of(key), "left").toCompletableFuture())
            .toArray(CompletableFuture[]::new));
  }

  private CompletionStage<Void> emitToRoom(Socket socket, Room room, String what) {
    return socket.to(room.key()).emit(what, room.name(), name(socket));
  }

  private CompletionStage<List<String>> memberNames(Room room) {
    return chat.to(room.key())
        .fetchSockets()
        .thenApply(
            sockets ->
                sockets.stream().map(socket -> socket.data().get("name").text()).sorted().toList());
  }

  private static String name(Socket socket) {
    return socket.data().get("name").text();
  }

  private static Room room(Event event) {
    String name = event.argument(0).text();
    requireLength("a room's name", name, MAX_NAME);
    return new Room(name);
  }

  private static void requireLength(String what, String text, int max) {
    if (text.isBlank() || text.length() > max) {
      throw new InvalidArgument(what + " must have 1 to " + max + " characters");
    }
  }

  /**
   * A room by the name that clients use. The prefix of the key keeps clients out of the rooms that
   * sockets have of their own.
   */
  private record Room(String name) {
    private static final String PREFIX = "chat:";

    String key() {
      return PREFIX + name;
    }

    static boolean isKey(String room) {
      return room.startsWith(PREFIX);
    }

    static Room of(String key) {
      return new Room(key.substring(PREFIX.length()));
    }
  }
}
