package io.wsfleet.gateway.adapter;

import io.wsfleet.gateway.bus.BusListener;
import io.wsfleet.gateway.bus.BusMessage;
import io.wsfleet.gateway.bus.BusMessage.Broadcast;
import io.wsfleet.gateway.socketio.protocol.Audience;
import io.wsfleet.gateway.socketio.protocol.Event;
import io.wsfleet.gateway.socketio.protocol.JsonPayload;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A gateway with some sockets, each of which acknowledges with its name, except for one. */
final class FakeNode implements BusListener {
  static final String SILENT = "silent";

  private final String name;
  private final Map<String, List<RemoteSocket>> sockets = new LinkedHashMap<>();
  private final List<BusMessage> received = new ArrayList<>();
  private Event lastEvent = Event.of("nothing");

  FakeNode(String name) {
    this.name = name;
  }

  synchronized void add(String namespace, String id, String... rooms) {
    Set<String> all = new TreeSet<>(Set.of(rooms));
    all.add(id);
    sockets
        .computeIfAbsent(namespace, key -> new ArrayList<>())
        .add(
            new RemoteSocket(
                id,
                all,
                "{\"name\":\"" + id + "\"}",
                new RemoteHandshake(
                    "127.0.0.1",
                    "/socket.io/?EIO=4",
                    1,
                    false,
                    Map.of("host", name),
                    Map.of("EIO", "4"),
                    "{\"token\":\"\\ud800\"}")));
  }

  synchronized void removeAll() {
    sockets.clear();
  }

  synchronized List<BusMessage> received() {
    return List.copyOf(received);
  }

  synchronized Event lastEvent() {
    return lastEvent;
  }

  @Override
  public synchronized void receive(BusMessage message, @Nullable String offset) {
    received.add(message);
  }

  @Override
  public synchronized Set<String> namespaces() {
    return Set.copyOf(sockets.keySet());
  }

  @Override
  public synchronized boolean hasRoom(String namespace, String room) {
    return rooms(namespace).contains(room);
  }

  @Override
  public synchronized Set<String> rooms(String namespace) {
    return fetchSockets(Audience.all(namespace)).stream()
        .flatMap(remoteSocket -> remoteSocket.rooms().stream())
        .collect(Collectors.toSet());
  }

  @Override
  public synchronized @Nullable Set<String> roomsOf(String namespace, String socketId) {
    return fetchSockets(Audience.room(namespace, socketId)).stream()
        .map(RemoteSocket::rooms)
        .findFirst()
        .orElse(null);
  }

  @Override
  public synchronized List<RemoteSocket> fetchSockets(Audience audience) {
    return sockets.getOrDefault(audience.namespace(), List.of()).stream()
        .filter(
            each ->
                audience.rooms().isEmpty()
                    || each.rooms().stream().anyMatch(audience.rooms()::contains))
        .filter(each -> each.rooms().stream().noneMatch(audience.except()::contains))
        .toList();
  }

  @Override
  public void broadcastWithAck(
      Broadcast question, long timeoutMillis, IntConsumer receivers, Consumer<JsonPayload> answer) {
    List<RemoteSocket> found = fetchSockets(question.audience());
    synchronized (this) {
      lastEvent = question.event();
    }
    receivers.accept(found.size());
    found.stream()
        .filter(each -> !each.id().equals(SILENT))
        .forEach(each -> answer.accept(JsonPayload.of("{\"of\":\"" + each.id() + "\"}")));
  }

  @Override
  public void onServerSideEmit(String namespace, Event event, Consumer<JsonPayload> answer) {
    synchronized (this) {
      lastEvent = event;
    }
    answer.accept(JsonPayload.of("{\"server\":\"" + name + "\"}"));
  }
}
