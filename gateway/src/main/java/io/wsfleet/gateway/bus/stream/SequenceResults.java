package io.wsfleet.gateway.bus.stream;

import io.vertx.redis.client.Response;
import io.wsfleet.contract.redis.LuaScript;
import io.wsfleet.contract.redis.ScriptReplies;
import io.wsfleet.contract.redis.StreamKeys;
import io.wsfleet.gateway.bus.ProducerSequence;
import io.wsfleet.gateway.bus.PublishResult;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/**
 * The {@link ProducerSequence}s of a batch, as arguments of {@link LuaScript#PUBLISH}.
 *
 * @param keys one for each producer
 * @param sequences for each message that has one: its index in the batch, the index of its key, and
 *     its number
 */
record SequenceResults(List<String> keys, String sequences) {
  private static final SequenceResults NONE = new SequenceResults(List.of(), "");

  static SequenceResults of(List<PendingPublish> batch) {
    if (batch.stream().allMatch(each -> each.sequence == null)) {
      return NONE;
    }
    List<String> keys = new ArrayList<>();
    StringJoiner sequences = new StringJoiner(" ");
    for (int i = 0; i < batch.size(); i++) {
      ProducerSequence sequence = batch.get(i).sequence;
      if (sequence != null) {
        String key = StreamKeys.sender(sequence.producer());
        if (!keys.contains(key)) {
          keys.add(key);
        }
        sequences.add((i + 1) + " " + (keys.indexOf(key) + 1) + " " + sequence.number());
      }
    }
    return new SequenceResults(keys, sequences.toString());
  }

  /** Sets the result of each message that has a sequence from the reply of the script. */
  static void apply(List<PendingPublish> batch, Response results) {
    int next = 0;
    for (PendingPublish each : batch) {
      if (each.sequence != null && next < results.size()) {
        each.result(result(results.get(next++).toString()));
      }
    }
  }

  static PublishResult result(String result) {
    return switch (result) {
      case ScriptReplies.TAKEN -> new PublishResult.Published();
      case ScriptReplies.KNOWN -> new PublishResult.Duplicate();
      default -> new PublishResult.OutOfSequence(Long.parseLong(result));
    };
  }
}
