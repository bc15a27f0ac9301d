package io.wsfleet.gateway.bus.redis;

import io.wsfleet.gateway.bus.BusCounters;
import io.wsfleet.gateway.bus.BusMessage;
import io.wsfleet.gateway.bus.Neighbour;
import io.wsfleet.gateway.log.LogText;
import java.io.IOException;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** What becomes of a message of another member, by the channel on which it came. */
final class Hearing {
  private static final Logger LOG = Logger.getLogger("io.wsfleet.bus");

  private final String uid;
  private final byte[] ownBeginning;
  private final Neighbour neighbour;
  private final Consumer<BusMessage> heard;
  private final BroadcastFormat format;
  private final Requests requests;
  private final Survey survey;
  private final BusCounters counters;

  Hearing(
      String uid,
      Neighbour neighbour,
      Consumer<BusMessage> heard,
      BroadcastFormat format,
      Requests requests,
      Survey survey,
      BusCounters counters) {
    this.uid = uid;
    this.ownBeginning = BroadcastFormat.beginning(uid);
    this.neighbour = neighbour;
    this.heard = heard;
    this.format = format;
    this.requests = requests;
    this.survey = survey;
    this.counters = counters;
  }

  Survey survey() {
    return survey;
  }

  Neighbour neighbour() {
    return neighbour;
  }

  void onBroadcast(Channels channels, String channel, byte[] message) {
    counters.received().increment();
    String room = channels.roomOf(channel);
    // What we have said comes back, and most rooms are somewhere else: no need to read either.
    if (isOwn(message)) {
      return;
    }
    if (room.isEmpty() || neighbour.hasRoom(channels.namespace(), room)) {
      read(channel, message, () -> broadcast(channels, format.decode(message)));
    }
  }

  void onRequest(Channels channels, String channel, byte[] message) {
    counters.received().increment();
    read(channel, message, () -> requests.receive(channels, message));
  }

  void onAnswer(String channel, byte[] message) {
    counters.received().increment();
    read(channel, message, () -> survey.receive(message));
  }

  private boolean isOwn(byte[] message) {
    int length = ownBeginning.length;
    return message.length > length && Arrays.equals(message, 0, length, ownBeginning, 0, length);
  }

  private void broadcast(Channels channels, BroadcastFormat.@Nullable Received received) {
    // The channels of namespaces whose names have a # in them look like those of rooms.
    if (received != null
        && !received.sender().equals(uid)
        && received.broadcast().namespace().equals(channels.namespace())) {
      heard.accept(received.broadcast());
    }
  }

  private void read(String channel, byte[] message, Reading reading) {
    try {
      reading.read();
    } catch (IOException | RuntimeException malformed) {
      counters.malformed().increment();
      LOG.warnf(
          "event=malformed-message channel=%s bytes=%d reason=\"%s\"; dropped",
          LogText.safe(channel), message.length, LogText.safe(malformed.getMessage()));
    }
  }

  private interface Reading {
    void read() throws IOException;
  }
}
