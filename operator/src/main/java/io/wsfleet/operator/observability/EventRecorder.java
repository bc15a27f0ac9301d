package io.wsfleet.operator.observability;

import io.fabric8.kubernetes.api.model.MicroTime;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.api.model.events.v1.EventBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.wsfleet.operator.api.WebSocketCluster;
import io.wsfleet.operator.status.StatusEvent;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Writes status events as Kubernetes events, which kubectl describe shows, and into the log. */
public final class EventRecorder {

  private static final Logger log = LoggerFactory.getLogger(EventRecorder.class);
  private static final String CONTROLLER = "wsfleet.io/operator";
  private static final int MAX_NOTE_LENGTH = 1024;
  private static final DateTimeFormatter MICROS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

  private final KubernetesClient client;
  private final String instanceName;
  private final Clock clock;

  public EventRecorder(KubernetesClient client, String instanceName, Clock clock) {
    this.client = client;
    this.instanceName = instanceName;
    this.clock = clock;
  }

  public void record(WebSocketCluster cluster, List<StatusEvent> events) {
    events.forEach(event -> record(cluster, event));
  }

  /** If it cannot be written the reconcile goes on: the status has the same. */
  private void record(WebSocketCluster cluster, StatusEvent statusEvent) {
    log.atLevel(statusEvent.warning() ? Level.WARN : Level.INFO)
        .log("{}: {}: {}", cluster.namespacedName(), statusEvent.reason(), statusEvent.message());
    try {
      client.events().v1().events().resource(event(cluster, statusEvent)).create();
    } catch (KubernetesClientException e) {
      log.warn(
          "{}: event {} not written: {}",
          cluster.namespacedName(),
          statusEvent.reason(),
          e.getMessage());
    }
  }

  private Event event(WebSocketCluster cluster, StatusEvent statusEvent) {
    var note = statusEvent.message();
    return new EventBuilder()
        .withNewMetadata()
        .withGenerateName(cluster.getMetadata().getName() + "-")
        .withNamespace(cluster.getMetadata().getNamespace())
        .endMetadata()
        .withEventTime(new MicroTime(MICROS.format(clock.instant())))
        .withReportingController(CONTROLLER)
        .withReportingInstance(instanceName)
        .withType(statusEvent.warning() ? "Warning" : "Normal")
        .withReason(statusEvent.reason().name())
        .withAction("Reconcile")
        .withNote(note.length() > MAX_NOTE_LENGTH ? note.substring(0, MAX_NOTE_LENGTH) : note)
        .withRegarding(
            new ObjectReferenceBuilder()
                .withApiVersion(cluster.getApiVersion())
                .withKind(cluster.getKind())
                .withName(cluster.getMetadata().getName())
                .withNamespace(cluster.getMetadata().getNamespace())
                .withUid(cluster.getMetadata().getUid())
                .build())
        .build();
  }
}
