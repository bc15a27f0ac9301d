package io.wsfleet.local.api.patch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wsfleet.local.api.schema.BuiltInMergeSchema;
import io.wsfleet.local.model.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PatchTest {

  /** The examples of RFC 7386, appendix A, those that are about objects. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"a\":\"b\"} | {\"a\":\"c\"} | {\"a\":\"c\"}",
        "{\"a\":\"b\"} | {\"b\":\"c\"} | {\"a\":\"b\",\"b\":\"c\"}",
        "{\"a\":\"b\"} | {\"a\":null} | {}",
        "{\"a\":\"b\",\"b\":\"c\"} | {\"a\":null} | {\"b\":\"c\"}",
        "{\"a\":[\"b\"]} | {\"a\":\"c\"} | {\"a\":\"c\"}",
        "{\"a\":\"c\"} | {\"a\":[\"b\"]} | {\"a\":[\"b\"]}",
        "{\"a\":{\"b\":\"c\"}} | {\"a\":{\"b\":\"d\",\"c\":null}} | {\"a\":{\"b\":\"d\"}}",
        "{\"a\":[{\"b\":\"c\"}]} | {\"a\":[1]} | {\"a\":[1]}",
        "{\"e\":null} | {\"a\":1} | {\"e\":null,\"a\":1}",
        "{} | {\"a\":{\"bb\":{\"ccc\":null}}} | {\"a\":{\"bb\":{}}}"
      })
  void mergesAsTheRfcSays(String target, String patch, String expected) throws Exception {
    assertEquals(
        Json.parse(expected), MergePatch.apply((ObjectNode) Json.parse(target), Json.parse(patch)));
  }

  @Test
  void mergesContainersByNameAndTheirPortsByNumber() {
    assertEquals(
        yaml(
            """
            spec:
              containers:
                - {name: a, image: one}
                - {name: b, image: three, ports: [{containerPort: 1, name: x}, {containerPort: 2}]}
            """),
        strategic(
            """
            spec:
              containers:
                - {name: a, image: one}
                - {name: b, image: two, ports: [{containerPort: 1}]}
            """,
            """
            spec:
              $setElementOrder/containers: [{name: a}, {name: b}]
              containers:
                - {name: b, image: three, ports: [{containerPort: 1, name: x}, {containerPort: 2}]}
            """));
  }

  @Test
  void deletesItemsAndReplacesWhatAsksForIt() {
    assertEquals(
        yaml("{spec: {containers: [{name: a}], strategy: {type: Recreate}}}"),
        strategic(
            "{spec: {containers: [{name: a}, {name: b}], strategy: {type: RollingUpdate,"
                + " rollingUpdate: {maxSurge: 1}}}}",
            "{spec: {containers: [{name: b, $patch: delete}],"
                + " strategy: {$retainKeys: [type], type: Recreate}}}"));
  }

  @Test
  void replacesListsWithoutKeysAndJoinsSets() {
    assertEquals(
        yaml("{metadata: {finalizers: [a, b]}, spec: {containers: [{name: a, args: [z]}]}}"),
        strategic(
            "{metadata: {finalizers: [a]}, spec: {containers: [{name: a, args: [x, y]}]}}",
            "{metadata: {finalizers: [b]}, spec: {containers: [{name: a, args: [z]}]}}"));
  }

  private static ObjectNode strategic(String target, String patch) {
    return StrategicMerge.apply(yaml(target), yaml(patch), BuiltInMergeSchema.ROOT);
  }

  private static ObjectNode yaml(String text) {
    try {
      return (ObjectNode) Json.parseYaml(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
