package io.wsfleet.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.wsfleet.operator.api.status.Reason;
import io.wsfleet.operator.bootstrap.Setting;
import io.wsfleet.operator.kube.ApplyFailure;
import io.wsfleet.operator.observability.OperatorMetrics;
import io.wsfleet.operator.redis.failover.FailoverStep;
import io.wsfleet.operator.redis.failover.PodRole;
import io.wsfleet.operator.redis.failover.RedisNode;
import io.wsfleet.operator.redis.failover.RedisState;
import io.wsfleet.operator.redis.password.RotationStep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Compares docs/operator.md and docs/metrics.md with the program. With -Dcrd.write=true it writes
 * the tables of docs/operator.md.
 */
class DocsTest {

  private static final Path FILE = Path.of("../docs/operator.md");

  private static final Path METRICS = Path.of("../docs/metrics.md");

  private static final RedisNode REDIS =
      new RedisNode("a", "", true, false, false, PodRole.NONE, new RedisState.NotStarted());

  @Test
  void listsTheVariables() throws Exception {
    assertTable(
        "variables",
        "| variable | default | meaning |\n|---|---|---|\n",
        Arrays.stream(Setting.values())
            .map(
                s ->
                    "| `%s` | %s | %s |"
                        .formatted(
                            s.variable(),
                            s.defaultValue().isEmpty() ? "" : "`" + s.defaultValue() + "`",
                            s.description())));
  }

  @Test
  void listsTheReasons() throws Exception {
    assertTable(
        "reasons",
        "| reason | said by | meaning |\n|---|---|---|\n",
        Arrays.stream(Reason.values())
            .map(
                r ->
                    "| `%s` | %s | %s |"
                        .formatted(r, String.join(", ", r.usedBy()), r.description())));
  }

  @Test
  void listsTheMetricsOfTheOperator() throws Exception {
    var operatorMetrics = new OperatorMetrics();
    operatorMetrics.recordApply(1, List.of(new ApplyFailure(Reason.Refused, "no", false)));
    operatorMetrics.recordSuccess(new FailoverStep.SetMinInSyncReplicas(REDIS, 1));
    assertEquals(
        matches("wsfleet_operator_[a-z_]+", operatorMetrics.scrape()),
        matches("wsfleet_operator_[a-z_]+", section("operator metrics")));
  }

  @Test
  void listsTheMetricsOfAFleet() throws Exception {
    var operatorMetrics = new OperatorMetrics();
    operatorMetrics.clusters().updatePasswords(ExampleClusters.reference(), 1);
    assertEquals(
        matches("wsfleet_(redis|bus)_[a-z_]+", operatorMetrics.scrape()),
        matches("wsfleet_(redis|bus)_[a-z_]+", section("fleet metrics")));
  }

  @Test
  void listsEveryStepUnderTheNameThatItHasAsALabel() throws Exception {
    var steps =
        Stream.of(FailoverStep.class, RotationStep.class)
            .flatMap(DocsTest::records)
            .map(step -> "`" + step.getSimpleName() + "`")
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(steps, matches("(?m)(?<=^\\| )`[A-Za-z]+`", section("steps")));
  }

  private static Stream<Class<?>> records(Class<?> type) {
    return type.isSealed()
        ? Arrays.stream(type.getPermittedSubclasses()).flatMap(DocsTest::records)
        : Stream.of(type);
  }

  private static String section(String name) throws IOException {
    var text = Files.readString(METRICS);
    return text.substring(
        text.indexOf("<!-- " + name + " -->"), text.indexOf("<!-- /" + name + " -->"));
  }

  private static TreeSet<String> matches(String pattern, String text) {
    return Pattern.compile(pattern)
        .matcher(text)
        .results()
        .map(MatchResult::group)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static void assertTable(String name, String head, Stream<String> rows) throws Exception {
    var begin = "<!-- " + name + " -->\n";
    var end = "<!-- /" + name + " -->";
    var table = head + rows.collect(Collectors.joining("\n")) + "\n";
    var text = Files.readString(FILE);
    int from = text.indexOf(begin) + begin.length();
    int to = text.indexOf(end);
    if (Boolean.getBoolean("crd.write")) {
      text = text.substring(0, from) + table + text.substring(to);
      Files.writeString(FILE, text);
      to = text.indexOf(end);
    }
    assertEquals(table, text.substring(from, to), "the table of " + name + " in docs/operator.md");
  }
}
