package io.wsfleet.gateway.bus.stream;

import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.wsfleet.contract.redis.LuaScript;
import io.wsfleet.contract.redis.StreamHead;
import io.wsfleet.contract.redis.StreamKeys;
import java.util.List;
import java.util.function.Supplier;

/** Creates the requests by which a gateway writes to the stream. */
final class PublishRequests {
  private final String producer;
  private final StreamSettings settings;
  private final Supplier<String> newEpoch;

  /**
   * @param producer the name under which this gateway publishes
   * @param newEpoch names that are not used twice
   */
  PublishRequests(String producer, StreamSettings settings, Supplier<String> newEpoch) {
    this.producer = producer;
    this.settings = settings;
    this.newEpoch = newEpoch;
  }

  /** Loads the script by which batches are published; the reply is its digest. */
  Request loadScript() {
    return Request.cmd(Command.SCRIPT).arg("LOAD").arg(LuaScript.PUBLISH.text());
  }

  /** Creates the stream if there is none; the reply is its epoch and the required replicas. */
  Request begin() {
    return Request.cmd(Command.EVAL)
        .arg(LuaScript.BEGIN_STREAM.text())
        .arg(3)
        .arg(StreamKeys.STREAM)
        .arg(StreamKeys.HEAD)
        .arg(StreamKeys.TERM)
        .arg(newEpoch.get());
  }

  /** Publishes a batch; the reply is an id, the required replicas and the sequence results. */
  Request publish(String scriptDigest, List<PendingPublish> batch) {
    SequenceResults sequenceResults = SequenceResults.of(batch);
    Request request =
        Request.cmd(Command.EVALSHA)
            .arg(scriptDigest)
            .arg(3 + sequenceResults.keys().size())
            .arg(StreamKeys.STREAM)
            .arg(StreamKeys.HEAD)
            .arg(StreamKeys.producer(producer));
    sequenceResults.keys().forEach(request::arg);
    request
        .arg(producer)
        .arg(batch.get(0).number())
        .arg(settings.maxEntries())
        .arg(settings.maxBytes())
        .arg(settings.producerTtlMillis())
        .arg(sequenceResults.sequences());
    batch.forEach(pending -> request.arg(pending.body()));
    return request;
  }

  /** Reads how many replicas are required. */
  Request requiredReplicas() {
    return Request.cmd(Command.HGET).arg(StreamKeys.HEAD).arg(StreamHead.MIN_IN_SYNC_REPLICAS);
  }
}
