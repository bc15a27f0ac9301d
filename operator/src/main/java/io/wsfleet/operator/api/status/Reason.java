package io.wsfleet.operator.api.status;

import java.util.List;

/** The reasons of conditions and events. Programs may rely on them; docs/operator.md lists them. */
public enum Reason {
  Serving("All desired gateways serve, of any revision.", "Ready"),
  ScaledToZero("No gateways are desired.", "Ready"),
  NoService("The Service does not exist yet.", "Ready"),
  RedisNotReady(
      "Too few Redis pods are ready: the master and minInSyncReplicas replicas are required.",
      "Ready"),
  GatewaysNotReady("Fewer gateways serve than desired.", "Ready"),

  BusConnected("Every gateway receives the heartbeats of every gateway.", "BusReady"),
  NoReadyGateways("No gateway is ready.", "BusReady"),
  NoRedisMaster("Redis has no master at the moment.", "BusReady", "Ready"),
  GatewayStatusUnknown(
      "No gateway has reported yet which heartbeats it receives.", "BusReady", "Ready"),
  GatewayDisconnected(
      "A gateway does not receive the heartbeats of another gateway.", "BusReady", "Ready"),

  Settled("Everything is as the spec asks.", "Progressing"),
  RollingOut("Gateways of more than one revision exist.", "Progressing"),
  Scaling("Gateways are being added or removed.", "Progressing"),
  StartingRedis("Redis pods are being started or replaced.", "Progressing"),
  Blocked("The API server refuses an object; Degraded says which.", "Progressing"),
  WaitingForDeletion(
      "Objects of a deleted WebSocketCluster of the same name still exist.", "Progressing"),
  NamespaceTerminating("The namespace is being deleted.", "Progressing"),

  AsExpected("There is no problem.", "Degraded"),
  ImagePullFailed("An image cannot be pulled. The old gateways stay.", "Degraded", "event"),
  CrashLooping("A container exits again and again.", "Degraded", "event"),
  ContainerCannotStart("The kubelet cannot start a container.", "Degraded", "event"),
  Unschedulable("No node accepts a pod.", "Degraded", "event"),
  PodsRefused("An admission rule refuses pods.", "Degraded", "event"),
  QuotaExceeded("The quota of the namespace is used up.", "Degraded", "event"),
  NodePortTaken("Another Service has the node port.", "Degraded", "event"),
  NodePortOutOfRange("The node port is outside the range of the cluster.", "Degraded", "event"),
  NameTaken("An object with this name belongs to another owner.", "Degraded", "event"),
  TokenMissing(
      "The Secret of spec.api.tokenSecret does not exist, or has no token.", "Degraded", "event"),
  PasswordUnusable(
      "The text in the Secret of the Redis password is not a valid password.", "Degraded", "event"),
  CertificateUnusable(
      "The Secret of spec.tls does not exist, or its certificate is not valid.",
      "Degraded",
      "event"),
  CertificateNotServed(
      "A Redis still serves an old certificate long after the Secret has changed.",
      "Degraded",
      "event"),
  Forbidden("The operator has no permission for an object.", "Degraded", "event"),
  Refused("The API server refuses an object for another reason.", "Degraded", "event"),

  SecretCreated("A password or a token was generated.", "event"),
  PasswordGenerated("A new password was generated because an annotation asked for it.", "event"),
  PasswordChanging("Redis accepts the new password, and still accepts the former one.", "event"),
  PasswordChanged("Redis no longer accepts a former password.", "event"),
  Scaled("The desired number of gateways has changed.", "event"),
  RolloutStarted("Gateways of a new revision are being started.", "event"),
  RolloutFinished("No gateway of an old revision exists.", "event"),
  RedisFailedOver("The Redis master was lost, and another one was promoted.", "event"),
  RedisHandedOver("The Redis master has handed its role over as planned.", "event"),
  MessagesMayBeLost(
      "More Redis pods failed at the same time than acknowledged messages survive.", "event"),
  BusReady("Every gateway receives the heartbeats of every gateway again.", "event"),
  BusNotReady("A gateway no longer receives the heartbeats of every gateway.", "event"),
  Ready("The fleet has become ready.", "event"),
  NotReady("The fleet is no longer ready, and its spec has not changed.", "event"),
  Recovered("The problem of a degraded fleet is solved.", "event");

  private final String description;
  private final List<String> usedBy;

  Reason(String description, String... usedBy) {
    this.description = description;
    this.usedBy = List.of(usedBy);
  }

  public String description() {
    return description;
  }

  /** The conditions that have this reason, or "event". */
  public List<String> usedBy() {
    return usedBy;
  }
}
