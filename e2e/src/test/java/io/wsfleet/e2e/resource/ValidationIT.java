package io.wsfleet.e2e.resource;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wsfleet.e2e.cluster.DeployedCluster;
import io.wsfleet.e2e.cluster.Kubectl;
import io.wsfleet.e2e.cluster.OperatorInstall;
import io.wsfleet.e2e.cluster.TestNamespace;
import io.wsfleet.e2e.run.SideBySide;
import io.wsfleet.e2e.run.SideBySide.Lane;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The API server refuses a wrong resource when it is applied, and names the field. */
@SideBySide(Lane.FLEET_B)
class ValidationIT {

  @RegisterExtension static final OperatorInstall operator = OperatorInstall.allNamespaces();
  @RegisterExtension static final TestNamespace namespace = TestNamespace.fresh("refusal");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          gateway: {replicas: -1}                                   | spec.gateway.replicas
          redis: {replicas: -1}                                     | spec.redis.replicas
          gateway: {port: 0}                                        | spec.gateway.port
          gateway: {port: 9000}                                     | spec.gateway.port
          gateway: {replicas: many}                                 | spec.gateway.replicas
          service: {port: 0}                                        | spec.service.port
          service: {port: 65536}                                    | spec.service.port
          service: {nodePort: 80}                                   | spec.service.nodePort
          service: {type: ClusterIP, nodePort: 30111}               | spec.service.nodePort
          service: {type: Magic}                                    | spec.service.type
          service: {affinityTimeoutSeconds: -1}                     | spec.service.affinityTimeoutSeconds
          protocol: {path: socket.io/}                              | spec.protocol.path
          protocol: {path: /socket.io}                              | spec.protocol.path
          protocol: {pingTimeoutSeconds: 0}                         | spec.protocol.pingTimeoutSeconds
          protocol: {pingIntervalSeconds: 0}                        | spec.protocol.pingIntervalSeconds
          protocol: {maxPayloadBytes: 0}                            | spec.protocol.maxPayloadBytes
          protocol: {corsOrigins: [example.com]}                    | spec.protocol.corsOrigins
          protocol: {namespaces: [chat]}                            | spec.protocol.namespaces
          protocol: {namespaces: ["/a,/b"]}                         | spec.protocol.namespaces
          protocol: {transports: []}                                | spec.protocol.transports
          protocol: {transports: [webtransport]}                    | spec.protocol.transports
          protocol: {cookie: "a=b"}                                 | spec.protocol.cookie
          bus: Kafka                                                | spec.bus
          recovery: {windowSeconds: 3601}                           | spec.recovery.windowSeconds
          recovery: {packets: 0}                                    | spec.recovery.packets
          limits: {connections: 0}                                  | spec.limits.connections
          limits: {bytesPerSecond: 1}                               | spec.limits.bytesPerSecond
          limits: {sockets: 5}                                      | spec.limits.sockets
          api: {port: 9000}                                         | spec.api.port
          api: {port: 5000}                                         | spec.api.port
          gateway: {port: 5001}                                     | spec.api.port
          api: {tokenSecret: My_Secret}                             | spec.api.tokenSecret
          plain: {path: ws}                                         | spec.plain.path
          plain: {enabled: true, path: /socket.io/ws}               | spec.plain.path
          plain: {rooms: ["a,b"]}                                   | spec.plain.rooms
          handlers: {timeoutSeconds: 0}                             | spec.handlers.timeoutSeconds
          service: {sessionAffinity: Cookie}                        | spec.service.sessionAffinity
          events: [{on: a, namespace: chat}]                        | events.namespace
          events: [{on: a, join: {}}]                               | events.join
          events: [{on: a, leave: {room: b, fromArgument: true}}]   | events.leave
          events: [{on: a, broadcast: {event: b, room: c, roomFromArgument: true}}] | spec.events[0].broadcast
          events: [{on: a, reply: {data: 1, echo: true}}]           | spec.events[0].reply
          events: [{on: a, namespace: /b}, {on: a}, {on: a}]        | spec.events
          colour: blue                                              | spec.colour
          gateway: {replica: 3}                                     | spec.gateway.replica
          events: [{on: a, log: true}, {on: a}]                     | spec.events
          events: [{on: disconnect}]                                | spec.events
          events: [{log: true}]                                     | events.on
          events: [{on: a, broadcast: {event: b, to: Nobody}}]      | spec.events[0].broadcast.to
          announcements: [{event: a, everySeconds: 0}]              | spec.announcements[0].everySeconds
          announcements: [{event: a, everySeconds: 1}, {event: a, everySeconds: 2}] | spec.announcements
          """)
  void refusesASpecThatIsWrongAndNamesItsField(String spec, String field) {
    var result = Kubectl.tryApply(namespace.name(), DeployedCluster.yaml("wrong", spec));

    String said = result.output();
    assertAll(
        () -> assertNotEquals(0, result.exit(), "it was accepted"),
        () -> assertTrue(said.contains(field), field + " is not named in: " + said));
  }

  /** What only looks like one of those above. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "events: [{on: a, namespace: /b}, {on: a}, {on: a, namespace: /c}]",
        "events: [{on: a, reply: {data: 1}}, {on: b, reply: {echo: true}}]",
        "events: [{on: a, join: {fromArgument: true}, broadcast: {event: b, roomFromArgument: true}}]",
        "protocol: {path: /ws/}",
        "protocol: {namespaces: [/chat, \"/tenant-*\"]}",
        "service: {sessionAffinity: None}",
        "limits: {}"
      })
  void takesWhatIsRight(String spec) {
    var result = Kubectl.tryDryRun(namespace.name(), DeployedCluster.yaml("right", spec));

    assertEquals(0, result.exit(), result.output());
  }

  @ParameterizedTest
  @CsvSource({"1chat", "chat.example", "a-name-of-more-than-forty-characters-is-too-long"})
  void refusesANameThatNoServiceCanHave(String name) {
    var result = Kubectl.tryApply(namespace.name(), DeployedCluster.yaml(name, "{}"));

    assertNotEquals(0, result.exit(), "it was accepted");
    assertTrue(result.output().contains("name"), result.output());
  }

  @Test
  void refusesANegativeScale() {
    Kubectl.apply(
        namespace.name(),
        DeployedCluster.yaml("scaled", "gateway: {replicas: 0}\nredis: {replicas: 0}"));

    var result =
        Kubectl.tryRun(
            "-n",
            namespace.name(),
            "patch",
            "wsc/scaled",
            "--subresource=scale",
            "--type=merge",
            "-p",
            "{\"spec\":{\"replicas\":-1}}");

    assertNotEquals(0, result.exit(), "it was accepted");
    assertTrue(
        result.output().contains("spec.gateway.replicas")
            || result.output().contains("spec.replicas"),
        result.output());
  }

  @Test
  void explainsEachFieldOfTheResource() {
    for (String field : Kubectl.run("explain", "wsc.spec", "--recursive").lines().toList()) {
      assertTrue(!field.contains("<no description>"), field);
    }
    String events = Kubectl.run("explain", "wsc.spec.events.broadcast.to");
    assertTrue(events.contains("Everyone"), events);
    assertEquals(-1, events.indexOf("<empty>"), events);
  }
}
