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

/** Tells news as events of the resource, where kubectl describe shows them, and in the log. */
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

  public void record(WebSocketCluster cluster, List<StatusEvent> news) {
    news.forEach(n -> record(cluster, n));
  }

  /** An event that cannot be told is no reason to stop: it is in the status as well. */
  private void record(WebSocketCluster cluster, StatusEvent statusEvent) {
    log.atLevel(statusEvent.warning() ? Level.WARN : Level.INFO)
        .log("{}: {}: {}", name(cluster), statusEvent.reason(), statusEvent.message());
    try {
      client.events().v1().events().resource(event(cluster, statusEvent)).create();
    } catch (KubernetesClientException e) {
      log.warn("{}: event {} not written: {}", name(cluster), statusEvent.reason(), e.getMessage());
    }
  }

  private static String name(WebSocketCluster cluster) {
    return cluster.getMetadata().getNamespace() + "/" + cluster.getMetadata().getName();
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
