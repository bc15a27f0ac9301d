package io.wsfleet.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Compares samples/alerts.yaml with the metrics and the sections of the documents. */
class AlertsTest {

  private static final Path ROOT = Path.of("..");

  @Test
  void everyMetricOfAnAlertIsDocumented() throws IOException {
    var documented =
        metrics(Files.readString(ROOT.resolve("docs/metrics.md")), "`(wsfleet_[a-z_]+)");
    for (var rule : rules()) {
      var used = metrics(rule.path("expr").asText(), "(wsfleet_[a-z_]+)");
      assertFalse(used.isEmpty(), rule.path("alert").asText());
      assertTrue(documented.containsAll(used), used.toString());
    }
  }

  @Test
  void everyAlertHasASummaryAndLinksToItsSection() throws IOException {
    for (var rule : rules()) {
      var name = rule.path("alert").asText();
      assertTrue(rule.at("/annotations/summary").asText().endsWith("."), name);
      var link = rule.at("/annotations/runbook_url").asText().split("#");
      var page = Files.readString(ROOT.resolve(link[0]));
      var section =
          page.lines()
              .filter(l -> l.startsWith("#"))
              .map(l -> l.replaceFirst("^#+ ", ""))
              .filter(l -> anchor(l).equals(link[1]))
              .findFirst();
      assertTrue(section.isPresent(), name + " links to " + link[1]);
      assertTrue(page.contains("`" + name + "`"), name);
    }
  }

  @Test
  void thereIsOneAlertForEachProblem() throws IOException {
    assertEquals(
        List.of(
            "WsfleetRedisHasNoMaster",
            "WsfleetRedisWaitsForAReplica",
            "WsfleetBusIsNotReady",
            "WsfleetAcknowledgedMayBeLost",
            "WsfleetRedisReplicasAreMissing",
            "WsfleetUnacknowledgedIsRising",
            "WsfleetRedisFailsOverInARow",
            "WsfleetFormerPasswordIsTaken",
            "WsfleetHasNoOperator"),
        rules().stream().map(r -> r.path("alert").asText()).toList());
  }

  private static List<JsonNode> rules() throws IOException {
    var rule =
        new KubernetesSerialization()
            .unmarshal(Files.readString(ROOT.resolve("samples/alerts.yaml")), JsonNode.class);
    var rules = new ArrayList<JsonNode>();
    rule.at("/spec/groups/0/rules").forEach(rules::add);
    assertFalse(rules.isEmpty());
    return rules;
  }

  private static String anchor(String heading) {
    return heading.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9 -]", "").replace(' ', '-');
  }

  private static TreeSet<String> metrics(String text, String pattern) {
    return Pattern.compile(pattern)
        .matcher(text)
        .results()
        .map(found -> found.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
