package io.wsfleet.operator.kube;

import io.wsfleet.operator.api.status.Reason;
import java.util.regex.Pattern;

/**
 * Why an object cannot be applied: a reason for programs and a sentence for users.
 *
 * @param temporary whether it ends without anybody doing anything
 */
public record ApplyFailure(Reason reason, String message, boolean temporary) {

  private static final Pattern INVALID_VALUE = Pattern.compile("Invalid value: (\\d+)");

  /**
   * Whether an error of the API server is its answer to this object, and will be the same next
   * time. A webhook that fails answers for the API server, with any code.
   */
  public static boolean isRefusal(int code, String serverMessage) {
    return code == 400
        || code == 403
        || code == 422
        || isWebhookFailure(serverMessage)
        || isDenied(serverMessage);
  }

  private static boolean isWebhookFailure(String serverMessage) {
    return serverMessage.contains("failed calling webhook");
  }

  /** By a webhook or a ValidatingAdmissionPolicy. */
  private static boolean isDenied(String serverMessage) {
    return serverMessage.contains("denied the request") || serverMessage.contains("denied request");
  }

  /** Classifies an error of the API server. Its message is kept, since it has details. */
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
    if (isWebhookFailure(serverMessage)) {
      return failure(
          Reason.WebhookFailed,
          "%s cannot be written, because an admission webhook has failed: repair the webhook, or"
              + " have its configuration leave this namespace out. The API server says: %s",
          what,
          serverMessage);
    }
    if (isDenied(serverMessage)) {
      return failure(
          Reason.Refused, "An admission rule of the cluster refuses %s: %s", what, serverMessage);
    }
    if (code == 403) {
      return failure(
          Reason.Forbidden, "The operator has no permission to write %s: %s", what, serverMessage);
    }
    return failure(Reason.Refused, "The API server refuses %s: %s", what, serverMessage);
  }

  public static ApplyFailure nameTaken(String kind, String name) {
    return failure(
        Reason.NameTaken,
        "%s %s exists and does not belong to this WebSocketCluster: delete or rename it, or give"
            + " the WebSocketCluster another name.",
        kind,
        name);
  }

  public static ApplyFailure foreignPod(String pod) {
    return failure(
        Reason.ForeignPod,
        "Pod %s has the labels of this fleet, but no Deployment of this fleet has made it, and the"
            + " Services of the fleet may select it: delete it, or remove its label %s.",
        pod,
        Labels.CLUSTER);
  }

  /** What runs stays as it is, and nothing of the spec is applied. */
  public static ApplyFailure secretNotAllowed(String secret, String field, String label) {
    return failure(
        Reason.SecretNotAllowed,
        "Secret %s, which %s names, does not have the label %s=true: whoever may write the Secret"
            + " can allow fleets to mount it with kubectl label secret %s %s=true. Until then"
            + " nothing of this fleet is changed.",
        secret,
        field,
        label,
        secret,
        label);
  }

  public static ApplyFailure secretWithoutLabel(String secret, String field, String label) {
    return failure(
        Reason.SecretWithoutLabel,
        "Secret %s, which %s names, does not have the label %s=true. This fleet had it before the"
            + " label was required and goes on; a new fleet could not mount it. Label it: kubectl"
            + " label secret %s %s=true",
        secret,
        field,
        label,
        secret,
        label);
  }

  /** What runs stays as it is, and nothing of the spec is applied. */
  public static ApplyFailure imageNotAllowed(String image, String field, String allowed) {
    return failure(
        Reason.ImageNotAllowed,
        "Image %s, which %s names, is not allowed by the administrator of the operator; allowed"
            + " are %s. Until then nothing of this fleet is changed.",
        image,
        field,
        allowed);
  }

  /** Whether nothing of the spec may be applied, because it asks for what is not allowed. */
  public boolean isRefusal() {
    return reason == Reason.SecretNotAllowed || reason == Reason.ImageNotAllowed;
  }

  /** New gateways wait for the Secret; running ones continue. */
  public static ApplyFailure tokenMissing(String secret, String key) {
    return failure(
        Reason.TokenMissing,
        "There is no Secret %s with a key %s, which spec.api.tokenSecret names: create it, or"
            + " remove spec.api.tokenSecret. Until then no gateway can start.",
        secret,
        key);
  }

  /** Redis and the gateways continue with the former password. */
  public static ApplyFailure passwordUnusable(String secret, String why) {
    return failure(
        Reason.PasswordUnusable,
        "The key password of Secret %s %s. Redis keeps its present password: write another one, or"
            + " delete the Secret to have one generated.",
        secret,
        why);
  }

  /** Running pods continue with their certificates; new connections to them are not trusted. */
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
        "The Redis of pod %s does not serve the certificate of Secret %s: %s. The operator"
            + " continues to make Redis read its files; if the problem stays, check the files in"
            + " the pod, or delete the pod.",
        pod,
        secret,
        why);
  }

  /** For an error that was no answer to an object, and has come again and again. */
  public static ApplyFailure reconcileFailed(String why) {
    return failure(
        Reason.Refused,
        "The operator cannot bring the fleet to its spec, and tries again: %s",
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
