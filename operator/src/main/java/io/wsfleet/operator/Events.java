package io.wsfleet.operator;

import io.fabric8.kubernetes.api.model.MicroTime;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.api.model.events.v1.EventBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.wsfleet.operator.api.WebSocketCluster;
import io.wsfleet.operator.status.News;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Tells news as events of the resource, where kubectl describe shows them, and in the log. */
final class Events {

  private static final Logger log = LoggerFactory.getLogger(Events.class);
  private static final String CONTROLLER = "wsfleet.io/operator";
  private static final int LONGEST_NOTE = 1024;
  private static final DateTimeFormatter MICROS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

  private final KubernetesClient client;
  private final String instance;
  private final Clock clock;

  Events(KubernetesClient client, String instance, Clock clock) {
    this.client = client;
    this.instance = instance;
    this.clock = clock;
  }

  void tell(WebSocketCluster cluster, List<News> news) {
    news.forEach(n -> tell(cluster, n));
  }

  /** An event that cannot be told is no reason to stop: it is in the status as well. */
  private void tell(WebSocketCluster cluster, News news) {
    log.atLevel(news.warning() ? Level.WARN : Level.INFO)
        .log("{}: {}: {}", name(cluster), news.reason(), news.sentence());
    try {
      client.events().v1().events().resource(event(cluster, news)).create();
    } catch (KubernetesClientException e) {
      log.warn("{}: event {} not written: {}", name(cluster), news.reason(), e.getMessage());
    }
  }

  private static String name(WebSocketCluster cluster) {
    return cluster.getMetadata().getNamespace() + "/" + cluster.getMetadata().getName();
  }

  private Event event(WebSocketCluster cluster, News news) {
    var note = news.sentence();
    return new EventBuilder()
        .withNewMetadata()
        .withGenerateName(cluster.getMetadata().getName() + "-")
        .withNamespace(cluster.getMetadata().getNamespace())
        .endMetadata()
        .withEventTime(new MicroTime(MICROS.format(clock.instant())))
        .withReportingController(CONTROLLER)
        .withReportingInstance(instance)
        .withType(news.warning() ? "Warning" : "Normal")
        .withReason(news.reason().name())
        .withAction("Reconcile")
        .withNote(note.length() > LONGEST_NOTE ? note.substring(0, LONGEST_NOTE) : note)
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
