package io.wsfleet.e2e.resource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.wsfleet.e2e.client.SocketIoClients;
import io.wsfleet.e2e.cluster.DeployedCluster;
import io.wsfleet.e2e.cluster.Kubectl;
import io.wsfleet.e2e.cluster.KubernetesCluster;
import io.wsfleet.e2e.cluster.OperatorInstall;
import io.wsfleet.e2e.cluster.OwnedObject;
import io.wsfleet.e2e.cluster.TestNamespace;
import io.wsfleet.e2e.nodejs.RedisEmitter;
import io.wsfleet.e2e.process.RedisEndpoint;
import io.wsfleet.e2e.run.Need;
import io.wsfleet.e2e.run.Needs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Manual changes of fields that the operator owns are reverted; other fields stay. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ManualChangesIT {

  private static final Duration FIVE_SECONDS = Duration.ofSeconds(5);

  @RegisterExtension static final OperatorInstall operator = OperatorInstall.allNamespaces();
  @RegisterExtension static final TestNamespace namespace = TestNamespace.fresh("hands");

  private static DeployedCluster deployedCluster;

  @BeforeAll
  static void aFleet() {
    deployedCluster =
        namespace
            .apply(
                "chat",
                """
                gateway: {replicas: 2}
                redis: {replicas: 2}
                events: [{on: say, broadcast: {event: said, to: Everyone}}]
                """)
            .awaitReady();
    Awaitility.await("the rollout is over")
        .atMost(Duration.ofSeconds(30))
        .until(() -> deployedCluster.condition("Progressing").is(false));
  }

  static Stream<OwnedObject> owned() {
    return OwnedObject.ownedBy(deployedCluster).stream();
  }

  @Test
  @Order(1)
  void ownsWhatTheContractNames() {
    assertEquals(
        List.of(
            "deployment/chat-gateway-*",
            "deployment/chat-redis-master",
            "deployment/chat-redis-replica",
            "poddisruptionbudget/chat-gateway",
            "poddisruptionbudget/chat-redis",
            "secret/chat-api",
            "secret/chat-redis",
            "secret/chat-redis-acl",
            "service/chat",
            "service/chat-api",
            "service/chat-redis-master",
            "service/chat-redis-replica",
            "serviceaccount/chat"),
        OwnedObject.ownedBy(deployedCluster).stream()
            .map(OwnedObject::nameWithoutHash)
            .sorted()
            .toList());
  }

  /** One owned field of each kind, as a merge patch, and where to read it back. */
  static Stream<Change> changes() {
    return owned().flatMap(ManualChangesIT::changesOf);
  }

  record Change(OwnedObject ownedObject, String patch, String pointer) {
    @Override
    public String toString() {
      return ownedObject + " " + pointer;
    }
  }

  private static Stream<Change> changesOf(OwnedObject ownedObject) {
    Change label =
        new Change(
            ownedObject,
            "{\"metadata\":{\"labels\":{\"app.kubernetes.io/managed-by\":\"hand\"}}}",
            "/metadata/labels/app.kubernetes.io~1managed-by");
    Change clusterLabel =
        new Change(
            ownedObject,
            "{\"metadata\":{\"labels\":{\"wsfleet.io/cluster\":null}}}",
            "/metadata/labels/wsfleet.io~1cluster");
    Stream<Change> own =
        switch (ownedObject.kind()) {
          case "deployment" ->
              Stream.of(new Change(ownedObject, "{\"spec\":{\"replicas\":7}}", "/spec/replicas"));
          case "poddisruptionbudget" ->
              Stream.of(
                  new Change(
                      ownedObject, "{\"spec\":{\"maxUnavailable\":2}}", "/spec/maxUnavailable"));
          case "service" ->
              ownedObject.name().equals("chat")
                  ? Stream.of(
                      new Change(
                          ownedObject,
                          "{\"spec\":{\"sessionAffinity\":\"None\",\"sessionAffinityConfig\":null}}",
                          "/spec/sessionAffinity"),
                      new Change(
                          ownedObject,
                          "{\"spec\":{\"selector\":{\"app.kubernetes.io/component\":\"nobody\"}}}",
                          "/spec/selector/app.kubernetes.io~1component"))
                  : Stream.of(
                      new Change(
                          ownedObject,
                          "{\"spec\":{\"selector\":{\"wsfleet.io/cluster\":\"nobody\"}}}",
                          "/spec/selector/wsfleet.io~1cluster"));
          case "serviceaccount" ->
              Stream.of(
                  new Change(
                      ownedObject,
                      "{\"automountServiceAccountToken\":true}",
                      "/automountServiceAccountToken"));
          default -> Stream.of();
        };
    return Stream.concat(Stream.of(label, clusterLabel), own);
  }

  @ParameterizedTest
  @MethodSource("changes")
  @Order(2)
  void putsBackAFieldThatItOwns(Change change) {
    JsonNode before = change.ownedObject().read().at(change.pointer());
    assertFalse(before.isMissingNode(), "nothing to put back: " + change.ownedObject().read());
    JsonNode password = password();

    change.ownedObject().patch(change.patch());

    Awaitility.await(change + " is " + before + " again")
        .atMost(FIVE_SECONDS)
        .pollInterval(Duration.ofMillis(200))
        .until(() -> change.ownedObject().read().at(change.pointer()), before::equals);
    assertEquals(password, password(), "the password was made anew");
  }

  @ParameterizedTest
  @MethodSource("owned")
  @Order(3)
  void leavesAloneWhatItDoesNotOwn(OwnedObject ownedObject) {
    ownedObject.patch(
        "{\"metadata\":{\"labels\":{\"team\":\"blue\"},\"annotations\":{\"example.com/note\":\"keep\"}}}");
    // Something of its own is changed as well, so that the operator applies this object again.
    ownedObject.patch("{\"metadata\":{\"labels\":{\"app.kubernetes.io/managed-by\":\"hand\"}}}");

    Awaitility.await(ownedObject + " was applied again")
        .atMost(FIVE_SECONDS)
        .until(
            () -> ownedObject.read().at("/metadata/labels/app.kubernetes.io~1managed-by").asText(),
            "wsfleet-operator"::equals);
    JsonNode metadata = ownedObject.read().path("metadata");
    assertEquals("blue", metadata.at("/labels/team").asText(), metadata.toString());
    assertEquals(
        "keep", metadata.at("/annotations/example.com~1note").asText(), metadata.toString());
  }

  /** The Secret last: with another password the gateways are of another revision. */
  static Stream<OwnedObject> ownedSecretLast() {
    return owned().sorted(Comparator.comparing(ownedObject -> ownedObject.kind().equals("secret")));
  }

  @ParameterizedTest
  @MethodSource("ownedSecretLast")
  @Order(4)
  void makesAnewWhatIsDeleted(OwnedObject ownedObject) {
    String before = ownedObject.uid();

    Kubectl.run("-n", namespace.name(), "delete", ownedObject.toString(), "--wait=false");

    Awaitility.await(ownedObject + " is there again")
        .atMost(FIVE_SECONDS)
        .pollInterval(Duration.ofMillis(200))
        .until(() -> !ownedObject.uid().isEmpty() && !ownedObject.uid().equals(before));
  }

  /** A Redis that starts meanwhile may have got its file when there was only the former one. */
  @Test
  @Order(5)
  void remembersWhatRedisTakesWhenTheRecordOfItIsDeleted() throws Exception {
    String former = hash(deployedCluster.redisPassword());
    makesAnewWhatIsDeleted(new OwnedObject(namespace.name(), "secret", "chat-redis"));
    String current = hash(deployedCluster.redisPassword());
    assertNotEquals(former, current);
    Awaitility.await("a Redis that starts takes another password")
        .atMost(FIVE_SECONDS)
        .until(() -> deployedCluster.redisConfiguration().contains(current));

    makesAnewWhatIsDeleted(new OwnedObject(namespace.name(), "secret", "chat-redis-acl"));

    String taken = deployedCluster.redisConfiguration();
    assertTrue(taken.contains(current), "the password is forgotten");
    assertTrue(taken.contains(former), "the former password is forgotten");
  }

  private static String hash(String password) throws NoSuchAlgorithmException {
    byte[] digest =
        MessageDigest.getInstance("SHA-256").digest(password.getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(digest);
  }

  @Test
  @Order(6)
  @Needs(Need.NODE)
  void isAWorkingFleetAfterAllThat() throws IOException {
    deployedCluster.awaitReady(Duration.ofSeconds(120));
    String master = deployedCluster.pods("redis-master").get(0).getMetadata().getName();
    try (var tunnel =
            KubernetesCluster.client()
                .pods()
                .inNamespace(namespace.name())
                .withName(master)
                .portForward(6379);
        var socketIoClients = new SocketIoClients();
        var redisEmitter =
            new RedisEmitter(
                new RedisEndpoint(
                    "127.0.0.1", tunnel.getLocalPort(), deployedCluster.redisPassword()))) {
      var one = socketIoClients.connect("one", 4, deployedCluster.url());
      // The way of this word is that of all: in at the master, out at a replica, to a gateway.
      Awaitility.await("the bus carries a word again")
          .atMost(Duration.ofSeconds(60))
          .pollInterval(Duration.ofMillis(500))
          .until(
              () -> {
                redisEmitter.broadcast("word", "still here");
                return one.count("word", "still here") > 0;
              });
    }
    assertTrue(
        deployedCluster.condition("Degraded").is(false),
        deployedCluster.condition("Degraded").message());
  }

  private static JsonNode password() {
    return KubernetesCluster.get(
            "/api/v1/namespaces/"
                + namespace.name()
                + "/secrets/"
                + deployedCluster.name()
                + "-redis")
        .path("data");
  }
}
