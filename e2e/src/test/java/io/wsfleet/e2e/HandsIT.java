package io.wsfleet.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.wsfleet.e2e.cluster.Cluster;
import io.wsfleet.e2e.cluster.Fleet;
import io.wsfleet.e2e.cluster.Kubectl;
import io.wsfleet.e2e.cluster.OperatorInstall;
import io.wsfleet.e2e.cluster.Owned;
import io.wsfleet.e2e.cluster.TestNamespace;
import io.wsfleet.e2e.peer.Clients;
import io.wsfleet.e2e.peer.Emitter;
import io.wsfleet.e2e.peer.RedisAccess;
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

/**
 * What somebody changes by hand in what the operator owns is put back; what it does not own stays.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class HandsIT {

  private static final Duration FIVE_SECONDS = Duration.ofSeconds(5);

  @RegisterExtension static final OperatorInstall operator = OperatorInstall.everywhere();
  @RegisterExtension static final TestNamespace namespace = TestNamespace.fresh("hands");

  private static Fleet fleet;

  @BeforeAll
  static void aFleet() {
    fleet =
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
        .until(() -> fleet.condition("Progressing").is(false));
  }

  static Stream<Owned> owned() {
    return Owned.by(fleet).stream();
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
        Owned.by(fleet).stream().map(Owned::generalName).sorted().toList());
  }

  /** One owned field of each kind, as a merge patch, and where to read it back. */
  static Stream<Change> changes() {
    return owned().flatMap(HandsIT::changesOf);
  }

  record Change(Owned owned, String patch, String pointer) {
    @Override
    public String toString() {
      return owned + " " + pointer;
    }
  }

  private static Stream<Change> changesOf(Owned owned) {
    Change label =
        new Change(
            owned,
            "{\"metadata\":{\"labels\":{\"app.kubernetes.io/managed-by\":\"hand\"}}}",
            "/metadata/labels/app.kubernetes.io~1managed-by");
    Change clusterLabel =
        new Change(
            owned,
            "{\"metadata\":{\"labels\":{\"wsfleet.io/cluster\":null}}}",
            "/metadata/labels/wsfleet.io~1cluster");
    Stream<Change> own =
        switch (owned.kind()) {
          case "deployment" ->
              Stream.of(new Change(owned, "{\"spec\":{\"replicas\":7}}", "/spec/replicas"));
          case "poddisruptionbudget" ->
              Stream.of(
                  new Change(owned, "{\"spec\":{\"maxUnavailable\":2}}", "/spec/maxUnavailable"));
          case "service" ->
              owned.name().equals("chat")
                  ? Stream.of(
                      new Change(
                          owned,
                          "{\"spec\":{\"sessionAffinity\":\"None\",\"sessionAffinityConfig\":null}}",
                          "/spec/sessionAffinity"),
                      new Change(
                          owned,
                          "{\"spec\":{\"selector\":{\"app.kubernetes.io/component\":\"nobody\"}}}",
                          "/spec/selector/app.kubernetes.io~1component"))
                  : Stream.of(
                      new Change(
                          owned,
                          "{\"spec\":{\"selector\":{\"wsfleet.io/cluster\":\"nobody\"}}}",
                          "/spec/selector/wsfleet.io~1cluster"));
          case "serviceaccount" ->
              Stream.of(
                  new Change(
                      owned,
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
    JsonNode before = change.owned().read().at(change.pointer());
    assertFalse(before.isMissingNode(), "nothing to put back: " + change.owned().read());
    JsonNode password = password();

    change.owned().patch(change.patch());

    Awaitility.await(change + " is " + before + " again")
        .atMost(FIVE_SECONDS)
        .pollInterval(Duration.ofMillis(200))
        .until(() -> change.owned().read().at(change.pointer()), before::equals);
    assertEquals(password, password(), "the password was made anew");
  }

  @ParameterizedTest
  @MethodSource("owned")
  @Order(3)
  void leavesAloneWhatItDoesNotOwn(Owned owned) {
    owned.patch(
        "{\"metadata\":{\"labels\":{\"team\":\"blue\"},\"annotations\":{\"example.com/note\":\"keep\"}}}");
    // Something of its own is changed as well, so that the operator applies this object again.
    owned.patch("{\"metadata\":{\"labels\":{\"app.kubernetes.io/managed-by\":\"hand\"}}}");

    Awaitility.await(owned + " was applied again")
        .atMost(FIVE_SECONDS)
        .until(
            () -> owned.read().at("/metadata/labels/app.kubernetes.io~1managed-by").asText(),
            "wsfleet-operator"::equals);
    JsonNode metadata = owned.read().path("metadata");
    assertEquals("blue", metadata.at("/labels/team").asText(), metadata.toString());
    assertEquals(
        "keep", metadata.at("/annotations/example.com~1note").asText(), metadata.toString());
  }

  /** The Secret last: with another password the gateways are of another revision. */
  static Stream<Owned> ownedSecretLast() {
    return owned().sorted(Comparator.comparing(owned -> owned.kind().equals("secret")));
  }

  @ParameterizedTest
  @MethodSource("ownedSecretLast")
  @Order(4)
  void makesAnewWhatIsDeleted(Owned owned) {
    String before = owned.uid();

    Kubectl.run("-n", namespace.name(), "delete", owned.toString(), "--wait=false");

    Awaitility.await(owned + " is there again")
        .atMost(FIVE_SECONDS)
        .pollInterval(Duration.ofMillis(200))
        .until(() -> !owned.uid().isEmpty() && !owned.uid().equals(before));
  }

  /** A Redis that starts meanwhile may have got its file when there was only the former one. */
  @Test
  @Order(5)
  void remembersWhatRedisTakesWhenTheRecordOfItIsDeleted() throws Exception {
    String former = hash(fleet.redisPassword());
    makesAnewWhatIsDeleted(new Owned(namespace.name(), "secret", "chat-redis"));
    String current = hash(fleet.redisPassword());
    assertNotEquals(former, current);
    Awaitility.await("a Redis that starts takes another password")
        .atMost(FIVE_SECONDS)
        .until(() -> fleet.redisConfiguration().contains(current));

    makesAnewWhatIsDeleted(new Owned(namespace.name(), "secret", "chat-redis-acl"));

    String taken = fleet.redisConfiguration();
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
    fleet.awaitReady(Duration.ofSeconds(120));
    String master = fleet.pods("redis-master").get(0).getMetadata().getName();
    try (var tunnel =
            Cluster.client()
                .pods()
                .inNamespace(namespace.name())
                .withName(master)
                .portForward(6379);
        var clients = new Clients();
        var emitter =
            new Emitter(
                new RedisAccess("127.0.0.1", tunnel.getLocalPort(), fleet.redisPassword()))) {
      var one = clients.connect("one", 4, fleet.url());
      // The way of this word is that of all: in at the master, out at a replica, to a gateway.
      Awaitility.await("the bus carries a word again")
          .atMost(Duration.ofSeconds(60))
          .pollInterval(Duration.ofMillis(500))
          .until(
              () -> {
                emitter.broadcast("word", "still here");
                return one.times("word", "still here") > 0;
              });
    }
    assertTrue(fleet.condition("Degraded").is(false), fleet.condition("Degraded").message());
  }

  private static JsonNode password() {
    return Cluster.get(
            "/api/v1/namespaces/" + namespace.name() + "/secrets/" + fleet.name() + "-redis")
        .path("data");
  }
}
