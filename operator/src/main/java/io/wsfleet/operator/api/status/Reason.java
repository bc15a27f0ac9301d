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
  NoReadyGateways("No gateway is ready.", "BusReady", "Ready"),
  NoRedisMaster("Redis has no master at the moment.", "BusReady", "Ready"),
  GatewayStatusUnknown(
      "No gateway has reported yet which heartbeats it receives.", "BusReady", "Ready"),
  AwaitingHeartbeats(
      "Gateways have just become ready, and have not yet received the heartbeats of the others.",
      "BusReady",
      "Ready",
      "Progressing",
      "Reconciling"),
  GatewayDisconnected(
      "A gateway does not receive the heartbeats of another gateway.", "BusReady", "Ready"),

  Settled("Everything is as the spec asks.", "Progressing", "Reconciling"),
  RollingOut("Gateways of more than one revision exist.", "Progressing", "Reconciling"),
  Scaling("Gateways are being added or removed.", "Progressing", "Reconciling"),
  StartingRedis("Redis pods are being started or replaced.", "Progressing", "Reconciling"),
  Blocked("The API server refuses an object; Degraded says which.", "Progressing", "Reconciling"),
  WaitingForDeletion(
      "Objects of a deleted WebSocketCluster of the same name still exist.",
      "Progressing",
      "Reconciling"),
  NamespaceTerminating("The namespace is being deleted.", "Progressing", "Reconciling"),

  Paused(
      "The annotation wsfleet.io/paused holds changes of the spec back.",
      "Progressing",
      "Reconciling"),

  AsExpected("There is no problem.", "Degraded", "Stalled"),
  ImagePullFailed(
      "An image cannot be pulled. The old gateways stay.", "Degraded", "Stalled", "event"),
  CrashLooping(
      "A container exits again and again. The message has the last sentence of its log, such as"
          + " which rule a gateway cannot read.",
      "Degraded",
      "Stalled",
      "event"),
  ContainerCannotStart("The kubelet cannot start a container.", "Degraded", "Stalled", "event"),
  PodNotReady(
      "A pod has not become ready within WSFLEET_PROGRESS_DEADLINE_SECONDS.",
      "Degraded",
      "Stalled",
      "event"),
  NoGatewayReady(
      "All gateways are lost: none of the desired ones is ready.", "Degraded", "Stalled", "event"),
  WebhookFailed(
      "An admission webhook that the API server must ask for an object has failed.",
      "Degraded",
      "Stalled",
      "event"),
  Unschedulable("No node accepts a pod.", "Degraded", "Stalled", "event"),
  PodsRefused("An admission rule refuses pods.", "Degraded", "Stalled", "event"),
  QuotaExceeded("The quota of the namespace is used up.", "Degraded", "Stalled", "event"),
  NodePortTaken("Another Service has the node port.", "Degraded", "Stalled", "event"),
  NodePortOutOfRange(
      "The node port is outside the range of the cluster.", "Degraded", "Stalled", "event"),
  NameTaken("An object with this name belongs to another owner.", "Degraded", "Stalled", "event"),
  ForeignPod(
      "A pod has the labels of the fleet and is not one of its pods.",
      "Degraded",
      "Stalled",
      "event"),
  SecretNotAllowed(
      "A Secret that the spec names does not have the label wsfleet.io/mountable=true. Nothing is"
          + " changed until it has.",
      "Degraded",
      "Stalled",
      "event"),
  SecretWithoutLabel(
      "A Secret that the fleet already mounts does not have the label wsfleet.io/mountable=true.",
      "Degraded",
      "Stalled",
      "event"),
  ImageNotAllowed(
      "The administrator does not allow an image that the spec names. Nothing is changed until the"
          + " spec names another.",
      "Degraded",
      "Stalled",
      "event"),
  TokenMissing(
      "The Secret of spec.api.tokenSecret does not exist, or has no token.",
      "Degraded",
      "Stalled",
      "event"),
  PasswordUnusable(
      "The text in the Secret of the Redis password is not a valid password.",
      "Degraded",
      "Stalled",
      "event"),
  CertificateUnusable(
      "The Secret of spec.tls does not exist, or its certificate is not valid.",
      "Degraded",
      "Stalled",
      "event"),
  CertificateNotServed(
      "A Redis still serves an old certificate long after the Secret has changed.",
      "Degraded",
      "Stalled",
      "event"),
  Forbidden("The operator has no permission for an object.", "Degraded", "Stalled", "event"),
  Refused("The API server refuses an object for another reason.", "Degraded", "Stalled", "event"),

  SecretCreated("A password or a token was generated.", "event"),
  PasswordGenerated("A new password was generated because an annotation asked for it.", "event"),
  PasswordChanging("Redis accepts the new password, and still accepts the former one.", "event"),
  PasswordChanged("Redis no longer accepts a former password.", "event"),
  Scaled("The desired number of gateways has changed.", "event"),
  RolloutStarted("Gateways of a new revision are being started.", "event"),
  RolloutFinished("No gateway of an old revision exists.", "event"),
  RedisFailedOver("The Redis master was lost, and another one was promoted.", "event"),
  RedisHandedOver("The Redis master has handed its role over as planned.", "event"),
  AnotherOperator(
      "Two operators act on the fleet; this one leaves it alone for a minute.", "event"),
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
