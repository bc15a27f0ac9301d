package io.wsfleet.local.api.patch;

import static io.wsfleet.local.Yaml.yaml;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wsfleet.local.api.schema.BuiltInMergeSchema;
import org.junit.jupiter.api.Test;

class StrategicMergeTest {

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
}
