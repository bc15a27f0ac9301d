package io.wsfleet.operator.api;

import com.fasterxml.jackson.databind.node.BooleanNode;
import io.fabric8.crdv2.generator.CRDGenerator;
import io.fabric8.crdv2.generator.CRDPostProcessor;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceColumnDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaPropsBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.wsfleet.operator.api.spec.RedisSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The CRD as generated from the records, with what the generator leaves out. */
final class Crd {

  static final Path FILE = Path.of("../crds/websocketclusters.wsfleet.io.yaml");

  private static final List<String> COLUMNS =
      List.of(
          "Ready",
          "Gateways",
          "Connections",
          "Redis",
          "URL",
          "Degraded",
          "Master",
          "Revision",
          "Age");

  /** Fields of Kubernetes' own types, which bring no description to the generator. */
  private static final Map<String, String> FOREIGN_DESCRIPTIONS =
      Map.of(
          "requests", "What the scheduler sets aside for each pod.",
          "limits", "What each pod may use at most.");

  private static final String QUANTITY =
      "^([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([KMGTPE]i|[numkMGTPE]|[eE][+-]?[0-9]+)?$";

  /** The fields of status.redis that had another name before 0.1.0; read, and never written. */
  static final Map<String, String> FORMER_STATUS_FIELDS =
      new TreeMap<>(
          Map.of(
              "from", "handoverFrom",
              "chosenAt", "promotedAtOffset",
              "acknowledgedBy", "minInSyncReplicas",
              "lost", "dataLoss",
              "kept", "durability"));

  private Crd() {}

  static CustomResourceDefinition generate() {
    var generated = new ArrayList<CustomResourceDefinition>();
    new CRDGenerator()
        .customResourceClasses(WebSocketCluster.class)
        .withPostProcessor(
            new CRDPostProcessor() {
              @Override
              public HasMetadata process(HasMetadata crd, String version) {
                generated.add((CustomResourceDefinition) crd);
                return crd;
              }
            })
        .withOutput(new Discarded())
        .generate();
    var crd = generated.get(0);
    var version = crd.getSpec().getVersions().get(0);
    version.getAdditionalPrinterColumns().sort(Comparator.comparingInt(Crd::position));
    complete(version.getSchema().getOpenAPIV3Schema());
    return crd;
  }

  static String yaml() {
    return "# Generated from io.wsfleet.operator.api: ./mvnw -pl operator -am test -Dtest=CrdTest"
        + " -Dcrd.write=true\n"
        + quoted(new KubernetesSerialization().asYaml(generate()));
  }

  /** The generator writes YAML 1.2; to kubectl, which reads 1.1, a bare "on" is true. */
  private static String quoted(String yaml) {
    return yaml.replaceAll("(?m)^( *)on:", "$1\"on\":");
  }

  static JSONSchemaProps schema() {
    return generate().getSpec().getVersions().get(0).getSchema().getOpenAPIV3Schema();
  }

  private static int position(CustomResourceColumnDefinition column) {
    return COLUMNS.indexOf(column.getName());
  }

  private static void complete(JSONSchemaProps root) {
    root.setDescription("A fleet of Socket.IO gateways joined by Redis behind one Service.");
    var spec = root.getProperties().get("spec").getProperties();
    var rule = spec.get("events").getItems().getSchema();
    alias(rule);
    oneAnswer(rule.getProperties().get("reply"));
    keyed(spec.get("announcements"), "event");
    keyed(root.getProperties().get("status").getProperties().get("conditions"), "type");
    var protocol = spec.get("protocol").getProperties();
    names(protocol.get("corsOrigins"), 253);
    names(protocol.get("namespaces"), 128);
    names(spec.get("plain").getProperties().get("rooms"), 128);
    protocol.get("transports").setXKubernetesListType("set");
    resources(spec.get("gateway"));
    resources(spec.get("redis"));
    claim(spec.get("redis").getProperties().get("persistence").getProperties().get("claim"));
    former(spec.get("redis"), RedisSpec.FORMER_MIN_IN_SYNC_REPLICAS, "minInSyncReplicas");
    var redisStatus = root.getProperties().get("status").getProperties().get("redis");
    FORMER_STATUS_FIELDS.forEach((former, present) -> former(redisStatus, former, present));
    each(root);
  }

  /** A pod of the fleet has no resource claims; amounts are checked before a pod asks for them. */
  private static void resources(JSONSchemaProps of) {
    var resources = of.getProperties().get("resources").getProperties();
    resources.remove("claims");
    resources.values().stream()
        .map(amounts -> amounts.getAdditionalProperties().getSchema())
        .forEach(amount -> amount.setPattern(QUANTITY));
  }

  private static void claim(JSONSchemaProps claim) {
    claim.getProperties().get("size").setPattern(QUANTITY);
    claim.getProperties().get("accessModes").setXKubernetesListType("set");
  }

  /** The same field as "on", under the name that kubectl gives it without quotation marks. */
  private static void alias(JSONSchemaProps rule) {
    var on = rule.getProperties().get("on");
    rule.getProperties()
        .put(
            "true",
            new JSONSchemaPropsBuilder(on)
                .withDescription(
                    "The same as \"on\", which kubectl reads as true where it has no quotation"
                        + " marks.")
                .build());
  }

  /**
   * A field that has another name now. Without it in the schema the API server would drop it from
   * resources that were stored with it, before the operator has read it.
   */
  private static void former(JSONSchemaProps of, String name, String present) {
    of.getProperties()
        .put(
            name,
            new JSONSchemaPropsBuilder(of.getProperties().get(present))
                .withDescription("The name of %s before 0.1.0.".formatted(present))
                .build());
  }

  /** Any JSON cannot be read by a CEL rule, so that this is said to the schema. */
  private static void oneAnswer(JSONSchemaProps reply) {
    reply.setNot(
        new JSONSchemaPropsBuilder()
            .withRequired("data", "echo")
            .addToProperties(
                "echo", new JSONSchemaPropsBuilder().withEnum(List.of(BooleanNode.TRUE)).build())
            .build());
  }

  private static void names(JSONSchemaProps list, long longest) {
    list.setXKubernetesListType("set");
    list.getItems().getSchema().setMaxLength(longest);
  }

  /** A list whose entries are told apart by one field: the API server refuses two of one name. */
  private static void keyed(JSONSchemaProps list, String key) {
    list.setXKubernetesListType("map");
    list.setXKubernetesListMapKeys(List.of(key));
  }

  private static void each(JSONSchemaProps schema) {
    if (schema.getXKubernetesValidations() != null) {
      schema.setXKubernetesValidations(
          new ArrayList<>(new LinkedHashSet<>(schema.getXKubernetesValidations())));
    }
    if (schema.getProperties() != null) {
      schema
          .getProperties()
          .forEach(
              (name, property) -> {
                if (property.getDescription() == null) {
                  property.setDescription(FOREIGN_DESCRIPTIONS.get(name));
                }
                each(property);
              });
    }
    if (schema.getItems() != null && schema.getItems().getSchema() != null) {
      each(schema.getItems().getSchema());
    }
  }
}
