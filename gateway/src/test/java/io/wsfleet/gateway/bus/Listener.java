package io.wsfleet.gateway.bus;

import static org.awaitility.Awaitility.await;

import io.wsfleet.gateway.bus.BusMessage.Broadcast;
import io.wsfleet.gateway.socketio.protocol.Audience;
import io.wsfleet.gateway.socketio.protocol.Event;
import io.wsfleet.gateway.socketio.protocol.JsonPayload;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** Keeps what a bus says. */
public final class Listener implements Neighbour {
  private final List<BusMessage> heard = new ArrayList<>();
  private int remembered;
  private int forgotten;

  /** Listens to a bus, which is started. */
  public static Listener on(Bus bus) {
    Listener listener = new Listener();
    bus.start(listener);
    return listener;
  }

  /** Listens to a bus, which is started, once it is connected. */
  public static Listener startedOn(Bus bus) {
    Listener listener = on(bus);
    await().until(() -> bus.state() != BusState.CONNECTING);
    return listener;
  }

  public synchronized List<BusMessage> heard() {
    return List.copyOf(heard);
  }

  public synchronized int size() {
    return heard.size();
  }

  public synchronized int remembered() {
    return remembered;
  }

  public synchronized int forgotten() {
    return forgotten;
  }

  @Override
  public synchronized void remember(BusMessage message, Offset offset) {
    remembered++;
  }

  @Override
  public synchronized void forget(Offset upTo) {
    forgotten++;
  }

  @Override
  public synchronized void receive(BusMessage message, @Nullable String offset) {
    heard.add(message);
  }

  @Override
  public Set<String> namespaces() {
    return Set.of();
  }

  @Override
  public boolean hasRoom(String namespace, String room) {
    return true;
  }

  @Override
  public Set<String> rooms(String namespace) {
    return Set.of();
  }

  @Override
  public Set<String> roomsOf(String namespace, String socketId) {
    return null;
  }

  @Override
  public List<Resident> find(Audience audience) {
    return List.of();
  }

  @Override
  public void ask(
      Broadcast question, long timeoutMillis, IntConsumer receivers, Consumer<JsonPayload> answer) {
    receivers.accept(0);
  }

  @Override
  public void askServer(String namespace, Event event, Consumer<JsonPayload> answer) {
    answer.accept(JsonPayload.of("null"));
  }
}
