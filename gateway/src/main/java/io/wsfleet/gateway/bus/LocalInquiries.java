package io.wsfleet.gateway.bus;

import io.wsfleet.gateway.bus.BusMessage.Broadcast;
import io.wsfleet.gateway.socketio.protocol.Audience;
import io.wsfleet.gateway.socketio.protocol.Event;
import io.wsfleet.gateway.socketio.protocol.JsonPayload;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** What this gateway alone answers: all that there is where it is the whole fleet. */
public final class LocalInquiries implements Inquiries {
  private final Neighbour neighbour;

  public LocalInquiries(Neighbour neighbour) {
    this.neighbour = neighbour;
  }

  @Override
  public CompletionStage<Answers<Neighbour.Resident>> find(Audience audience) {
    return CompletableFuture.completedStage(Answers.all(neighbour.find(audience)));
  }

  @Override
  public CompletionStage<Answers<String>> rooms(String namespace) {
    return CompletableFuture.completedStage(Answers.all(List.copyOf(neighbour.rooms(namespace))));
  }

  @Override
  public CompletionStage<Answers<JsonPayload>> send(Broadcast question, long timeoutMillis) {
    Poll poll = new Poll();
    neighbour.ask(question, timeoutMillis, poll::expect, poll::add);
    return poll.ended
        .completeOnTimeout(poll, timeoutMillis, TimeUnit.MILLISECONDS)
        .thenApply(Poll::answers);
  }

  @Override
  public CompletionStage<Answers<JsonPayload>> askServers(
      String namespace, Event event, long timeoutMillis) {
    return CompletableFuture.completedStage(Answers.all(List.of()));
  }

  /** Collects the answers to a question until all are there. */
  private static final class Poll {
    private final CompletableFuture<Poll> ended = new CompletableFuture<>();
    private final List<JsonPayload> given = new ArrayList<>();
    private int expected;

    synchronized void expect(int receivers) {
      expected = receivers;
      endIfComplete();
    }

    synchronized void add(JsonPayload answer) {
      given.add(answer);
      endIfComplete();
    }

    synchronized Answers<JsonPayload> answers() {
      return new Answers<>(given, given.size() >= expected, expected);
    }

    private void endIfComplete() {
      if (given.size() >= expected) {
        ended.complete(this);
      }
    }
  }
}
