package io.wsfleet.gateway.adapter;

import io.wsfleet.gateway.adapter.protocol.AdapterRequestHandler;
import io.wsfleet.gateway.adapter.wire.BroadcastFormat;
import io.wsfleet.gateway.adapter.wire.Channels;
import io.wsfleet.gateway.bus.BusCounters;
import io.wsfleet.gateway.bus.BusListener;
import io.wsfleet.gateway.bus.BusMessage;
import io.wsfleet.gateway.log.LogText;
import java.io.IOException;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Handles the messages of other servers, by their channel. */
final class AdapterMessageHandler {
  private static final Logger LOG = Logger.getLogger("io.wsfleet.bus");

  private final String serverId;
  private final byte[] ownPrefix;
  private final BusListener busListener;
  private final Consumer<BusMessage> onMessage;
  private final BroadcastFormat format;
  private final AdapterRequestHandler requestHandler;
  private final AdapterRequests pendingRequests;
  private final BusCounters counters;

  AdapterMessageHandler(
      String serverId,
      BusListener busListener,
      Consumer<BusMessage> onMessage,
      BroadcastFormat format,
      AdapterRequestHandler adapterRequestHandler,
      AdapterRequests adapterRequests,
      BusCounters counters) {
    this.serverId = serverId;
    this.ownPrefix = BroadcastFormat.prefix(serverId);
    this.busListener = busListener;
    this.onMessage = onMessage;
    this.format = format;
    this.requestHandler = adapterRequestHandler;
    this.pendingRequests = adapterRequests;
    this.counters = counters;
  }

  AdapterRequests pendingRequests() {
    return pendingRequests;
  }

  BusListener listener() {
    return busListener;
  }

  void onBroadcast(Channels channels, String channel, byte[] message) {
    counters.received().increment();
    String room = channels.roomOf(channel);
    // Skips the own messages that come back, and rooms without sockets here, undecoded.
    if (isOwn(message)) {
      return;
    }
    if (room.isEmpty() || busListener.hasRoom(channels.namespace(), room)) {
      read(channel, message, () -> deliver(channels, format.decode(message)));
    }
  }

  void onRequest(Channels channels, String channel, byte[] message) {
    counters.received().increment();
    read(channel, message, () -> requestHandler.handle(channels, message));
  }

  void onResponse(String channel, byte[] message) {
    counters.received().increment();
    read(channel, message, () -> pendingRequests.onResponse(message));
  }

  private boolean isOwn(byte[] message) {
    int length = ownPrefix.length;
    return message.length > length && Arrays.equals(message, 0, length, ownPrefix, 0, length);
  }

  private void deliver(
      Channels channels, BroadcastFormat.@Nullable ReceivedBroadcast receivedBroadcast) {
    // The channel of a namespace with a # in its name looks like that of a room.
    if (receivedBroadcast != null
        && !receivedBroadcast.sender().equals(serverId)
        && receivedBroadcast.broadcast().namespace().equals(channels.namespace())) {
      onMessage.accept(receivedBroadcast.broadcast());
    }
  }

  private void read(String channel, byte[] message, MessageReader messageReader) {
    try {
      messageReader.read();
    } catch (IOException | RuntimeException malformed) {
      counters.malformed().increment();
      LOG.warnf(
          "event=malformed-message channel=%s bytes=%d reason=\"%s\"; dropped",
          LogText.safe(channel), message.length, LogText.safe(malformed.getMessage()));
    }
  }

  private interface MessageReader {
    void read() throws IOException;
  }
}
