package io.wsfleet.bench.micro;

import io.wsfleet.gateway.engineio.protocol.CloseReason;
import io.wsfleet.gateway.engineio.server.Handshake;
import io.wsfleet.gateway.socketio.fanout.BatchRecipient;
import io.wsfleet.gateway.socketio.fanout.BroadcastBatch;
import io.wsfleet.gateway.socketio.fanout.Delivery;
import io.wsfleet.gateway.socketio.fanout.Dispatcher;
import io.wsfleet.gateway.socketio.fanout.SocketSender;
import io.wsfleet.gateway.socketio.protocol.Audience;
import io.wsfleet.gateway.socketio.protocol.Event;
import io.wsfleet.gateway.socketio.protocol.JsonPayload;
import io.wsfleet.gateway.socketio.server.Hub;
import io.wsfleet.gateway.socketio.server.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Selects the recipients of a message and changes room membership; nothing is written to a socket.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 3, time = 2)
public class HubBenchmark {
  private static final int ROOM = 10;

  private final Hub hub = new Hub();
  private final List<Socket> members = new ArrayList<>();
  private final Event event = Event.of("said", "\"hello\"");
  private int next;
  private long deliveries;

  /** Sockets, ten in each room. */
  @Param({"1000", "10000"})
  int sockets;

  @Setup
  public void setUp() {
    Handshake handshake = Handshake.of("127.0.0.1", "/socket.io/?EIO=4", 0, false, Map.of());
    SocketSender silent = new DiscardingSender();
    for (int i = 0; i < sockets; i++) {
      Socket socket = new Socket("socket" + i, "/", handshake, "{}", silent);
      hub.add(socket);
      hub.join(socket, socket.id());
      hub.join(socket, "room" + i / ROOM);
      members.add(socket);
    }
  }

  @Benchmark
  public long allSockets() {
    hub.deliver(Audience.all("/"), Delivery.of("/", event, false, null));
    return deliveries;
  }

  @Benchmark
  public long oneRoomOfMany() {
    next = (next + 1) % (sockets / ROOM);
    hub.deliver(Audience.room("/", "room" + next), Delivery.of("/", event, false, null));
    return deliveries;
  }

  @Benchmark
  public boolean joinAndLeave() {
    next = (next + 1) % sockets;
    Socket socket = members.get(next);
    boolean joined = hub.join(socket, "lobby");
    hub.leave(Audience.room("/", socket.id()), Set.of("lobby"));
    return joined;
  }

  /** Accepts everything at once, for all sockets. */
  private final class DiscardingSender implements BatchRecipient, Dispatcher {
    @Override
    public Dispatcher dispatcher() {
      return this;
    }

    @Override
    public void dispatch(Delivery delivery, List<BatchRecipient> recipients) {
      deliveries += recipients.size();
    }

    @Override
    public void markQueued(Delivery delivery) {}

    @Override
    public int write(BroadcastBatch batch) {
      return 0;
    }

    @Override
    public void closeAsync(CloseReason reason) {}

    @Override
    public void deliver(Delivery delivery) {
      deliveries++;
    }

    @Override
    public void sendAck(long ackId, JsonPayload arguments) {}

    @Override
    public void disconnect(boolean closeConnection, CloseReason reason) {}
  }
}
