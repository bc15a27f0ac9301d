package io.wsfleet.local.api.admission;

import static io.wsfleet.local.Yaml.yaml;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.wsfleet.local.api.schema.Schema;
import io.wsfleet.local.model.Kind;
import io.wsfleet.local.model.Kinds;
import io.wsfleet.local.model.Resource;
import io.wsfleet.local.model.StatusException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AdmissionChainTest {
  private static final Schema SCHEMA =
      new Schema(
          yaml(
              """
              type: object
              properties:
                spec:
                  type: object
                  properties:
                    size: {type: integer, minimum: 1, default: 3}
              """));

  private final List<Resource> services = new ArrayList<>();
  private final AdmissionChain chain =
      new AdmissionChain("127.99.128.", port -> true, () -> services);

  @Test
  void reportsABadNameAndABadPortTogether() {
    Resource service =
        resource(
            Kinds.SERVICE,
            "{metadata: {name: Bad}, spec: {type: NodePort, ports: [{port: 80, nodePort: 80}]}}");
    assertEquals(
        "Service \"Bad\" is invalid: [metadata.name: Invalid value: \"Bad\": a lowercase name"
            + " consists of letters, digits, '-' and '.', and begins and ends with a letter or"
            + " digit, spec.ports[0].nodePort: Invalid value: 80: provided port is not in the"
            + " valid range. The range of valid ports is 30000-32767]",
        refused(422, service, null, false).getMessage());
  }

  @Test
  void refusesAStrictRequestForAnUnknownFieldBeforeItReportsViolations() {
    String wrong = "{metadata: {name: Bad}, spec: {size: 0, colour: blue}}";
    StatusException strict = refused(400, resource(Kinds.CONFIG_MAP, wrong), SCHEMA, true);
    assertEquals(
        "ConfigMap in version \"v1\" cannot be handled as a ConfigMap: strict decoding error:"
            + " unknown field \"spec.colour\"",
        strict.getMessage());
    refused(422, resource(Kinds.CONFIG_MAP, wrong), SCHEMA, false);
  }

  @Test
  void removesUnknownFieldsAndFillsInTheDefaultsOfTheSchema() {
    Resource custom = resource(Kinds.CONFIG_MAP, "{metadata: {name: a}, spec: {colour: blue}}");
    chain.admit(new AdmissionRequest(null, custom, SCHEMA, false, false));
    assertEquals(3, custom.number("/spec/size", 0));
    assertFalse(custom.json().path("spec").has("colour"));
  }

  @Test
  void allocatesPortsByTheDefaultsOfTheServiceAndTheOtherServices() {
    Resource first = nodePortService("first");
    chain.admit(new AdmissionRequest(null, first, null, false, false));
    services.add(first);
    Resource second = nodePortService("second");
    chain.admit(new AdmissionRequest(null, second, null, false, false));
    assertEquals(30000, first.number("/spec/ports/0/nodePort", 0));
    assertEquals(30001, second.number("/spec/ports/0/nodePort", 0));
    assertEquals("127.99.128.2", second.text("/spec/clusterIP"));
  }

  @Test
  void keepsTheAddressAndPortOfAServiceThatIsStored() {
    Resource stored = nodePortService("first");
    chain.admit(new AdmissionRequest(null, stored, null, false, false));
    services.add(stored);
    Resource changed = nodePortService("first");
    chain.admit(new AdmissionRequest(stored, changed, null, false, false));
    assertEquals(stored.json(), changed.json());
  }

  @Test
  void leavesAServiceAloneWhoseStatusIsWritten() {
    Resource service = nodePortService("first");
    chain.admit(new AdmissionRequest(null, service, null, false, true));
    assertEquals("", service.text("/spec/clusterIP"));
  }

  private StatusException refused(
      int code, Resource wanted, @Nullable Schema schema, boolean strict) {
    StatusException refused =
        assertThrows(
            StatusException.class,
            () -> chain.admit(new AdmissionRequest(null, wanted, schema, strict, false)));
    assertEquals(code, refused.code());
    return refused;
  }

  private static Resource nodePortService(String name) {
    return resource(
        Kinds.SERVICE,
        "{metadata: {name: %s}, spec: {type: NodePort, ports: [{port: 80}]}}".formatted(name));
  }

  private static Resource resource(Kind kind, String text) {
    return new Resource(kind, yaml(text));
  }
}
