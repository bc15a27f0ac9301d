package io.wsfleet.local.api.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.jayway.jsonpath.Configuration;
import com.jayway.jsonpath.InvalidPathException;
import com.jayway.jsonpath.JsonPath;
import com.jayway.jsonpath.Option;
import com.jayway.jsonpath.spi.json.JacksonJsonNodeJsonProvider;
import com.jayway.jsonpath.spi.mapper.JacksonMappingProvider;
import io.wsfleet.local.api.ServedKind;
import io.wsfleet.local.model.Kind;
import io.wsfleet.local.model.Kinds;
import io.wsfleet.local.model.PodPhase;
import io.wsfleet.local.model.Resource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The columns that {@code kubectl get} shows for a kind: those of its definition, or the usual
 * ones.
 */
record PrinterColumns(List<Column> columns) {

  /** One column; {@code kubectl} shows priorities above 0 with {@code -o wide} only. */
  record Column(String name, String type, int priority, Cell cell) {}

  /** The value of a column. */
  interface Cell {
    String of(Resource resource, Instant now);
  }

  private static final Configuration PATHS =
      Configuration.builder()
          .jsonProvider(new JacksonJsonNodeJsonProvider())
          .mappingProvider(new JacksonMappingProvider())
          .options(Option.ALWAYS_RETURN_LIST, Option.SUPPRESS_EXCEPTIONS)
          .build();

  private static final Column NAME = column("Name", (resource, now) -> resource.name());
  private static final Column AGE =
      column("Age", (resource, now) -> Age.of(resource.text("/metadata/creationTimestamp"), now));

  private static final List<Column> EVENT =
      List.of(
          column("Last Seen", (event, now) -> Age.of(lastSeen(event), now)),
          text("Type", "/type"),
          text("Reason", "/reason"),
          column("Object", (event, now) -> regarding(event)),
          column("Message", (event, now) -> event.text("/message").strip()));

  static PrinterColumns of(ServedKind servedKind) {
    if (servedKind.kind().equals(Kinds.EVENT)) {
      return new PrinterColumns(EVENT);
    }
    List<Column> columns = new ArrayList<>();
    columns.add(NAME);
    if (servedKind.printerColumns().isEmpty()) {
      columns.addAll(builtIn(servedKind.kind()));
      columns.add(columns.size() > 1 ? columns.size() - wide(columns) : 1, AGE);
    } else {
      servedKind.printerColumns().forEach(column -> columns.add(declared(column)));
    }
    return new PrinterColumns(List.copyOf(columns));
  }

  private static int wide(List<Column> columns) {
    return (int) columns.stream().filter(column -> column.priority() > 0).count();
  }

  private static List<Column> builtIn(Kind kind) {
    if (kind.equals(Kinds.POD)) {
      return List.of(
          column("Ready", (pod, now) -> readyContainers(pod)),
          column("Status", (pod, now) -> PodPhase.of(pod)),
          column("Restarts", (pod, now) -> Long.toString(PodPhase.restarts(pod))),
          wide("IP", "/status/podIP"),
          wide("Node", "/spec/nodeName"),
          new Column("Readiness Gates", "string", 1, (pod, now) -> openGates(pod)));
    }
    if (kind.equals(Kinds.DEPLOYMENT)) {
      return List.of(
          column(
              "Ready",
              (it, now) ->
                  it.number("/status/readyReplicas", 0) + "/" + it.number("/spec/replicas", 0)),
          number("Up-to-date", "/status/updatedReplicas"),
          number("Available", "/status/availableReplicas"));
    }
    if (kind.equals(Kinds.REPLICA_SET)) {
      return List.of(
          number("Desired", "/spec/replicas"),
          number("Current", "/status/replicas"),
          number("Ready", "/status/readyReplicas"));
    }
    if (kind.equals(Kinds.SERVICE)) {
      return List.of(
          text("Type", "/spec/type"),
          text("Cluster-IP", "/spec/clusterIP"),
          column("External-IP", (service, now) -> "<none>"),
          column("Port(s)", (service, now) -> ports(service)));
    }
    if (kind.equals(Kinds.ENDPOINTS)) {
      return List.of(column("Endpoints", (endpoints, now) -> addresses(endpoints)));
    }
    if (kind.equals(Kinds.SECRET)) {
      return List.of(
          text("Type", "/type"),
          column("Data", (secret, now) -> Integer.toString(secret.at("/data").size())));
    }
    if (kind.equals(Kinds.CONFIG_MAP)) {
      return List.of(column("Data", (map, now) -> Integer.toString(map.at("/data").size())));
    }
    if (kind.equals(Kinds.PERSISTENT_VOLUME_CLAIM)) {
      return List.of(
          text("Status", "/status/phase"),
          text("Volume", "/spec/volumeName"),
          text("Capacity", "/status/capacity/storage"));
    }
    if (kind.equals(Kinds.POD_DISRUPTION_BUDGET)) {
      return List.of(
          text("Min Available", "/spec/minAvailable"),
          text("Max Unavailable", "/spec/maxUnavailable"));
    }
    if (kind.equals(Kinds.LEASE)) {
      return List.of(text("Holder", "/spec/holderIdentity"));
    }
    if (kind.equals(Kinds.NODE)) {
      return List.of(
          column(
              "Status",
              (node, now) -> node.condition("Ready").equals("True") ? "Ready" : "NotReady"));
    }
    return kind.equals(Kinds.NAMESPACE)
        ? List.of(column("Status", (namespace, now) -> "Active"))
        : List.of();
  }

  private static Column declared(JsonNode column) {
    JsonPath path = path(column.path("jsonPath").asText());
    boolean date = column.path("type").asText().equals("date");
    return new Column(
        column.path("name").asText(),
        column.path("type").asText("string"),
        column.path("priority").asInt(0),
        (resource, now) -> {
          JsonNode found = path.read(resource.json(), PATHS);
          List<String> values = new ArrayList<>();
          found.forEach(
              value -> values.add(value.isValueNode() ? value.asText() : value.toString()));
          String text = String.join(",", values);
          return date ? Age.of(text, now) : text;
        });
  }

  private static JsonPath path(String kubernetesPath) {
    try {
      return JsonPath.compile("$" + kubernetesPath);
    } catch (InvalidPathException e) {
      return JsonPath.compile("$.nothing");
    }
  }

  private static Column column(String name, Cell cell) {
    return new Column(name, "string", 0, cell);
  }

  private static Column text(String name, String pointer) {
    return column(name, (resource, now) -> orNone(resource.text(pointer)));
  }

  private static Column number(String name, String pointer) {
    return column(name, (resource, now) -> Long.toString(resource.number(pointer, 0)));
  }

  private static Column wide(String name, String pointer) {
    return new Column(name, "string", 1, (resource, now) -> orNone(resource.text(pointer)));
  }

  private static String orNone(String text) {
    return text.isEmpty() ? "<none>" : text;
  }

  private static String readyContainers(Resource pod) {
    int ready = 0;
    for (JsonNode container : pod.at("/status/containerStatuses")) {
      ready += container.path("ready").asBoolean() ? 1 : 0;
    }
    return ready + "/" + pod.at("/spec/containers").size();
  }

  private static String openGates(Resource pod) {
    JsonNode gates = pod.at("/spec/readinessGates");
    int open = 0;
    for (JsonNode gate : gates) {
      open += pod.condition(gate.path("conditionType").asText()).equals("True") ? 1 : 0;
    }
    return gates.isEmpty() ? "<none>" : open + "/" + gates.size();
  }

  private static String ports(Resource service) {
    List<String> ports = new ArrayList<>();
    for (JsonNode port : service.at("/spec/ports")) {
      String node = port.has("nodePort") ? ":" + port.get("nodePort").asText() : "";
      ports.add(port.path("port").asText() + node + "/" + port.path("protocol").asText());
    }
    return String.join(",", ports);
  }

  private static String addresses(Resource endpoints) {
    Set<String> addresses = new LinkedHashSet<>();
    for (JsonNode subset : endpoints.at("/subsets")) {
      for (JsonNode port : subset.path("ports")) {
        for (JsonNode address : subset.path("addresses")) {
          addresses.add(address.path("ip").asText() + ":" + port.path("port").asText());
        }
      }
    }
    return orNone(addresses.stream().collect(Collectors.joining(",")));
  }

  private static String lastSeen(Resource event) {
    String last = event.text("/lastTimestamp");
    return last.isEmpty() ? event.text("/metadata/creationTimestamp") : last;
  }

  private static String regarding(Resource event) {
    String kind = event.text("/involvedObject/kind").toLowerCase(Locale.ROOT);
    return kind + "/" + event.text("/involvedObject/name");
  }
}
