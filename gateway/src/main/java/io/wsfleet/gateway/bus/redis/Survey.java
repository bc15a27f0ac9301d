package io.wsfleet.gateway.bus.redis;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.wsfleet.gateway.bus.BusMessage.Broadcast;
import io.wsfleet.gateway.bus.Inquiries;
import io.wsfleet.gateway.bus.Neighbour;
import io.wsfleet.gateway.bus.redis.AnswerFormat.Answer;
import io.wsfleet.gateway.socketio.protocol.Audience;
import io.wsfleet.gateway.socketio.protocol.Event;
import io.wsfleet.gateway.socketio.protocol.JsonPayload;
import io.wsfleet.gateway.socketio.protocol.JsonText;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * Asks all members what they know, Node servers too:
 *
 * <ol>
 *   <li>hear the answers of the namespace, and ask this gateway itself;
 *   <li>ask Redis how many members hear requests: as many others will answer;
 *   <li>publish the request, and gather answers until all are there or the time is over.
 * </ol>
 *
 * Runs on the event loop of the bus; whoever asks may do so from any thread.
 */
final class Survey implements Inquiries {
  private final Vertx vertx;
  private final Context context;
  private final RedisSettings settings;
  private final RandomGenerator random;
  private final JsonText json;
  private final String uid;
  private final Neighbour neighbour;
  private final Members members;
  private final Map<String, Poll<?>> open = new LinkedHashMap<>();

  Survey(
      Vertx vertx,
      Context context,
      RedisSettings settings,
      RandomGenerator random,
      JsonText json,
      String uid,
      Neighbour neighbour,
      Members members) {
    this.vertx = vertx;
    this.context = context;
    this.settings = settings;
    this.random = random;
    this.json = json;
    this.uid = uid;
    this.neighbour = neighbour;
    this.members = members;
  }

  /** The way to the other members. */
  interface Members {
    /** Hears the namespace from now on, and tells how many other members do. */
    CompletionStage<Integer> others(String namespace);

    CompletionStage<Void> ask(String namespace, byte[] request);
  }

  @Override
  public CompletionStage<Answers<Neighbour.Resident>> find(Audience audience) {
    return ask(new Question.Find(audience), settings.answerMillis());
  }

  @Override
  public CompletionStage<Answers<String>> rooms(String namespace) {
    return ask(new Question.Rooms(namespace), settings.answerMillis()).thenApply(Answers::distinct);
  }

  @Override
  public CompletionStage<Answers<JsonPayload>> ask(Broadcast broadcast, long timeoutMillis) {
    return ask(new Question.AskClients(json, broadcast, timeoutMillis), timeoutMillis);
  }

  @Override
  public CompletionStage<Answers<JsonPayload>> askServers(
      String namespace, Event event, long timeoutMillis) {
    return ask(new Question.AskServers(namespace, event), timeoutMillis);
  }

  /** An answer to a question of this gateway or of another. */
  void receive(byte[] message) throws IOException {
    if (open.isEmpty()) {
      return;
    }
    Answer answer = Answer.parse(message, settings.maxJsonDepth());
    Poll<?> poll = open.get(answer.requestId());
    if (poll != null) {
      poll.hear(answer);
    }
  }

  /** The namespaces in which answers are awaited. */
  Set<String> namespaces() {
    return open.values().stream()
        .map(poll -> poll.question().namespace())
        .collect(Collectors.toSet());
  }

  private <T> CompletionStage<Answers<T>> ask(Question<T> question, long timeoutMillis) {
    // This gateway, and one more until it is known how many others there are.
    Poll<T> poll = new Poll<>(question, 2);
    context.runOnContext(go -> begin(poll, timeoutMillis));
    return poll.ended();
  }

  private <T> void begin(Poll<T> poll, long timeoutMillis) {
    String id = open(poll, timeoutMillis);
    Question<T> question = poll.question();
    question.askHere(neighbour, poll);
    members
        .others(question.namespace())
        .whenComplete(
            (others, failure) -> {
              if (others == null) {
                poll.lost(1);
              } else {
                poll.asked(others - 1);
                askOthers(id, poll, others);
              }
            });
  }

  private <T> String open(Poll<T> poll, long timeoutMillis) {
    if (open.size() >= settings.maxQuestions()) {
      open.values().iterator().next().end();
    }
    String id = Uid.next(random);
    open.put(id, poll);
    long timer = vertx.setTimer(Math.max(1, timeoutMillis), late -> poll.end());
    poll.ended().whenComplete((answers, failure) -> context.runOnContext(go -> close(id, timer)));
    return id;
  }

  private void close(String id, long timer) {
    open.remove(id);
    vertx.cancelTimer(timer);
  }

  private <T> void askOthers(String id, Poll<T> poll, int others) {
    if (others <= 0) {
      return;
    }
    try {
      members
          .ask(poll.question().namespace(), poll.question().request(uid, id))
          .exceptionally(
              notAsked -> {
                poll.lost(others);
                return null;
              });
    } catch (IOException unwritable) {
      poll.lost(others);
    }
  }
}
