package io.wsfleet.local.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wsfleet.local.model.Json;
import io.wsfleet.local.model.Kinds;
import io.wsfleet.local.model.Resource;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The deletion of objects that are not removed at once: pods that run, and objects with finalizers.
 */
final class Deletion {
  private Deletion() {}

  /** The grace period of an object; only a pod that runs has one. */
  static Duration grace(Resource object, @Nullable Duration asked) {
    if (!object.kind().equals(Kinds.POD) || object.text("/spec/nodeName").isEmpty()) {
      return Duration.ZERO;
    }
    return asked != null
        ? asked
        : Duration.ofSeconds(object.number("/spec/terminationGracePeriodSeconds", 30));
  }

  /** Whether a request shortens the grace period of an object that is being deleted. */
  static boolean isSooner(Resource object, Duration grace) {
    return object.kind().equals(Kinds.POD)
        && grace.toSeconds() < object.number("/metadata/deletionGracePeriodSeconds", 0);
  }

  static ObjectNode withDeletionTimestamp(Resource object, Instant now, Duration grace) {
    ObjectNode marked = object.copy();
    Instant begin =
        object.isDeleting()
            ? Instant.parse(object.text("/metadata/deletionTimestamp"))
                .minusSeconds(object.number("/metadata/deletionGracePeriodSeconds", 0))
            : now;
    Json.child(marked, "metadata")
        .put("deletionTimestamp", begin.plus(grace).toString())
        .put("deletionGracePeriodSeconds", grace.toSeconds());
    return marked;
  }

  /** Whether an object that is being deleted has lost its last finalizer. */
  static boolean isFinished(@Nullable Resource before, Resource after) {
    return before != null
        && before.isDeleting()
        && !before.at("/metadata/finalizers").isEmpty()
        && after.at("/metadata/finalizers").isEmpty();
  }
}
