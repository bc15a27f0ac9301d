package io.wsfleet.operator.api.status;

import java.util.List;

/** The reasons of conditions and events, which programs may rely on; docs/operator.md has all. */
public enum Reason {
  Serving("As many gateways as asked for serve, of whatever revision.", "Ready"),
  ScaledToZero("No gateways are asked for.", "Ready"),
  NoService("The Service is not there yet.", "Ready"),
  RedisNotReady("Fewer Redis pods are ready than a message is to be on.", "Ready"),
  GatewaysNotReady("Fewer gateways serve than are asked for.", "Ready"),

  BusConnected("Each gateway hears all of them through the bus.", "BusReady"),
  NoReadyGateways("No gateway is ready.", "BusReady"),
  NoRedisMaster("Redis has no master at the moment.", "BusReady", "Ready"),
  GatewayStatusUnknown("No gateway has said yet of whom it hears.", "BusReady", "Ready"),
  GatewayDisconnected("A gateway does not hear another through the bus.", "BusReady", "Ready"),

  Settled("Everything is as the spec asks.", "Progressing"),
  RollingOut("Gateways of more than one revision are there.", "Progressing"),
  Scaling("Gateways are being added or taken away.", "Progressing"),
  StartingRedis("Redis pods are being started or replaced.", "Progressing"),
  Blocked("The API server refuses something; Degraded says what.", "Progressing"),
  WaitingForDeletion(
      "Objects of a deleted WebSocketCluster of the same name are still going.", "Progressing"),
  NamespaceTerminating("The namespace is being deleted.", "Progressing"),

  AsExpected("Nothing stands in the way.", "Degraded"),
  ImagePullFailed("An image cannot be pulled. The old gateways stay.", "Degraded", "event"),
  CrashLooping("A container ends again and again.", "Degraded", "event"),
  ContainerCannotStart("The kubelet cannot start a container.", "Degraded", "event"),
  Unschedulable("No node takes a pod.", "Degraded", "event"),
  PodsRefused("Pods are refused by an admission rule.", "Degraded", "event"),
  QuotaExceeded("The namespace's quota is used up.", "Degraded", "event"),
  NodePortTaken("Another Service has the node port.", "Degraded", "event"),
  NodePortOutOfRange("The node port lies outside of the cluster's range.", "Degraded", "event"),
  NameTaken("An object of this name belongs to somebody else.", "Degraded", "event"),
  TokenMissing(
      "The Secret that spec.api.tokenSecret names is not there, or has no token.",
      "Degraded",
      "event"),
  PasswordUnusable(
      "What was written into the Secret as the password of Redis cannot be one.",
      "Degraded",
      "event"),
  CertificateUnusable(
      "The Secret that spec.tls names is not there, or cannot be used.", "Degraded", "event"),
  CertificateNotServed(
      "A Redis does not serve the certificate of the Secret long after it has changed.",
      "Degraded",
      "event"),
  Forbidden("The operator lacks a permission.", "Degraded", "event"),
  Refused("The API server refuses an object for another reason.", "Degraded", "event"),

  SecretCreated("A password or a token was made.", "event"),
  PasswordGenerated("Another password was made, because an annotation asked for it.", "event"),
  PasswordChanging("Redis takes another password, and the former one for a while.", "event"),
  PasswordChanged("Redis takes no former password any more.", "event"),
  Scaled("Another number of gateways is asked for.", "event"),
  RolloutStarted("Gateways of a new revision are being started.", "event"),
  RolloutFinished("No gateway of an old revision is left.", "event"),
  RedisFailedOver("Redis' master was lost, and another one put in.", "event"),
  RedisHandedOver("Redis' master has handed its role over as planned.", "event"),
  MessagesMayBeLost("More of Redis was lost at once than acknowledged messages survive.", "event"),
  BusReady("Each gateway hears all of them again.", "event"),
  BusNotReady("Not every gateway hears all of them any more.", "event"),
  Ready("The fleet has become ready.", "event"),
  NotReady("The fleet is no longer ready, though nobody asked for more of it.", "event"),
  Recovered("What made the fleet degraded is over.", "event");

  private final String description;
  private final List<String> usedBy;

  Reason(String description, String... usedBy) {
    this.description = description;
    this.usedBy = List.of(usedBy);
  }

  public String description() {
    return description;
  }

  /** The conditions that have it, or "event". */
  public List<String> usedBy() {
    return usedBy;
  }
}
