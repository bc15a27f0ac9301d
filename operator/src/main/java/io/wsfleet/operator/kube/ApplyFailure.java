package io.wsfleet.operator.kube;

import io.wsfleet.operator.api.status.Reason;
import java.util.regex.Pattern;

/**
 * Why an object could not be brought about, as a word for programs and a sentence for people.
 *
 * @param temporary whether it is in the nature of things and passes by itself
 */
public record ApplyFailure(Reason reason, String message, boolean temporary) {

  private static final Pattern INVALID_VALUE = Pattern.compile("Invalid value: (\\d+)");

  /** What the API server's answer means. Its own words are kept: they say what ours cannot. */
  public static ApplyFailure fromApiServer(
      String kind, String name, int code, String serverMessage) {
    var what = kind + " " + name;
    if (serverMessage.contains("provided port is already allocated")) {
      return failure(
          Reason.NodePortTaken,
          "Service %s cannot have %s, because another Service has it: choose another"
              + " spec.service.nodePort, or none, or free it. The API server says: %s",
          name,
          port(serverMessage),
          serverMessage);
    }
    if (serverMessage.contains("provided port is not in the valid range")) {
      return failure(
          Reason.NodePortOutOfRange,
          "Service %s cannot have %s: choose a spec.service.nodePort within the cluster's range."
              + " The API server says: %s",
          name,
          port(serverMessage),
          serverMessage);
    }
    if (serverMessage.contains("exceeded quota")) {
      return failure(
          Reason.QuotaExceeded, "%s exceeds the namespace's quota: %s", what, serverMessage);
    }
    if (serverMessage.contains("is being terminated")) {
      return new ApplyFailure(Reason.NamespaceTerminating, "The namespace is being deleted.", true);
    }
    if (code == 403) {
      return failure(Reason.Forbidden, "The operator may not write %s: %s", what, serverMessage);
    }
    return failure(Reason.Refused, "The API server refuses %s: %s", what, serverMessage);
  }

  public static ApplyFailure nameTaken(String kind, String name) {
    return failure(
        Reason.NameTaken,
        "%s %s exists and does not belong to this WebSocketCluster, so it is left alone: delete or"
            + " rename it, or give the WebSocketCluster another name.",
        kind,
        name);
  }

  /** A pod that mounts it waits; those that are there go on. */
  public static ApplyFailure tokenMissing(String secret, String key) {
    return failure(
        Reason.TokenMissing,
        "There is no Secret %s with a key %s, which spec.api.tokenSecret asks for: make it, or"
            + " leave out spec.api.tokenSecret. Until then no gateway can start.",
        secret,
        key);
  }

  /** Redis and the gateways go on with the one before. */
  public static ApplyFailure passwordUnusable(String secret, String why) {
    return failure(
        Reason.PasswordUnusable,
        "The key password of Secret %s %s, so that Redis stays with the password that it has:"
            + " write another one, or delete the Secret to have one made.",
        secret,
        why);
  }

  /** What runs goes on with the certificates that it has; who connects anew is not believed. */
  public static ApplyFailure certificateUnusable(String secret, String why) {
    return failure(
        Reason.CertificateUnusable,
        "Secret %s, which spec.tls names, %s: it must have tls.crt, tls.key and ca.crt, as"
            + " cert-manager writes them. Until then no pod of the fleet can start.",
        secret,
        why);
  }

  public static ApplyFailure certificateNotServed(String pod, String secret, String why) {
    return failure(
        Reason.CertificateNotServed,
        "The Redis of pod %s does not serve the certificate of Secret %s: %s. It is told so again"
            + " and again; if it stays, look at the files in the pod, or delete the pod.",
        pod,
        secret,
        why);
  }

  public static ApplyFailure stillTerminating(String kind, String name) {
    return new ApplyFailure(
        Reason.WaitingForDeletion,
        "%s %s, made for a former WebSocketCluster of this name, is still being deleted."
            .formatted(kind, name),
        true);
  }

  private static String port(String serverMessage) {
    var value = INVALID_VALUE.matcher(serverMessage);
    return value.find() ? "node port " + value.group(1) : "its node port";
  }

  private static ApplyFailure failure(Reason reason, String format, Object... arguments) {
    return new ApplyFailure(reason, format.formatted(arguments), false);
  }
}
