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

/** Records the messages of a bus. */
public final class RecordingListener implements BusListener {
  private final List<BusMessage> received = new ArrayList<>();
  private int appended;
  private int resets;

  /** Starts a bus with a new listener. */
  public static RecordingListener started(Bus bus) {
    RecordingListener recordingListener = new RecordingListener();
    bus.start(recordingListener);
    return recordingListener;
  }

  /** Starts a bus with a new listener, and waits until it is connected. */
  public static RecordingListener connected(Bus bus) {
    RecordingListener recordingListener = started(bus);
    await().until(() -> bus.state() != BusState.CONNECTING);
    return recordingListener;
  }

  public synchronized List<BusMessage> received() {
    return List.copyOf(received);
  }

  public synchronized int size() {
    return received.size();
  }

  public synchronized int appended() {
    return appended;
  }

  public synchronized int resets() {
    return resets;
  }

  @Override
  public synchronized void addToHistory(BusMessage message, StreamPosition streamPosition) {
    appended++;
  }

  @Override
  public synchronized void resetHistory(StreamPosition upTo) {
    resets++;
  }

  @Override
  public synchronized void receive(BusMessage message, @Nullable String offset) {
    received.add(message);
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
  public List<RemoteSocket> fetchSockets(Audience audience) {
    return List.of();
  }

  @Override
  public void broadcastWithAck(
      Broadcast broadcast,
      long timeoutMillis,
      IntConsumer expectedAcks,
      Consumer<JsonPayload> ack) {
    expectedAcks.accept(0);
  }

  @Override
  public void onServerSideEmit(String namespace, Event event, Consumer<JsonPayload> ack) {
    ack.accept(JsonPayload.of("null"));
  }
}
