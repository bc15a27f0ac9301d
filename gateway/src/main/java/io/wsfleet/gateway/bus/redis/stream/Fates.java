package io.wsfleet.gateway.bus.redis.stream;

import io.vertx.redis.client.Response;
import io.wsfleet.gateway.bus.ProducerSequence;
import io.wsfleet.gateway.bus.PublishResult;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/**
 * Which messages of a batch have a {@link ProducerSequence}, as {@link Scripts#PUBLISH} wants to
 * know it.
 *
 * @param keys one for each sender
 * @param turns for each such message its place in the batch, the place of its key, and its number
 */
record Fates(List<String> keys, String turns) {
  private static final Fates NONE = new Fates(List.of(), "");

  static Fates of(List<Submission> batch) {
    if (batch.stream().allMatch(each -> each.producerSequence == null)) {
      return NONE;
    }
    List<String> keys = new ArrayList<>();
    StringJoiner turns = new StringJoiner(" ");
    for (int i = 0; i < batch.size(); i++) {
      ProducerSequence producerSequence = batch.get(i).producerSequence;
      if (producerSequence != null) {
        String key = Scripts.SENDER + producerSequence.producer();
        if (!keys.contains(key)) {
          keys.add(key);
        }
        turns.add((i + 1) + " " + (keys.indexOf(key) + 1) + " " + producerSequence.number());
      }
    }
    return new Fates(keys, turns.toString());
  }

  /** Gives each such message what the script answered to it. */
  static void settle(List<Submission> batch, Response fates) {
    int next = 0;
    for (Submission each : batch) {
      if (each.producerSequence != null && next < fates.size()) {
        each.receipt(receipt(fates.get(next++).toString()));
      }
    }
  }

  static PublishResult receipt(String fate) {
    return switch (fate) {
      case "taken" -> new PublishResult.Published();
      case "known" -> new PublishResult.Duplicate();
      default -> new PublishResult.OutOfSequence(Long.parseLong(fate));
    };
  }
}
