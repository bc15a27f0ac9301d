package io.wsfleet.operator.redis;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.wsfleet.operator.api.WebSocketCluster;
import io.wsfleet.operator.kube.Labels;
import io.wsfleet.operator.kube.ObjectTemplates;
import io.wsfleet.operator.redis.password.PasswordHash;
import io.wsfleet.operator.redis.password.PasswordSet;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The Secret with the passwords that Redis accepts, and since when. It belongs to the operator:
 * users write the password into {@link RedisSecret}, and pods mount this Secret, which gets a
 * password only after every Redis accepts it.
 */
public final class AclSecret {

  /** {@link PasswordSet} as JSON, for the operator only. No pod mounts it. */
  static final String PASSWORD_SET = "passwords";

  private static final ObjectMapper JSON = new ObjectMapper();

  private AclSecret() {}

  public static String name(WebSocketCluster cluster) {
    return RedisSecret.name(cluster) + "-acl";
  }

  /** The complete Secret, for its creation. */
  public static Secret create(WebSocketCluster cluster, PasswordSet passwordSet) {
    return new SecretBuilder(metadataOnly(cluster))
        .withType("Opaque")
        .withData(data(passwordSet))
        .build();
  }

  /**
   * The name, labels and owner. Never to be applied, since that would remove the data: see {@link
   * #restoreMetadata}.
   */
  public static Secret metadataOnly(WebSocketCluster cluster) {
    return new SecretBuilder()
        .withMetadata(
            ObjectTemplates.metadata(
                cluster, name(cluster), Labels.of(cluster.getMetadata().getName(), Labels.REDIS)))
        .build();
  }

  static Secret restoreMetadata(WebSocketCluster cluster, Secret found) {
    return ObjectTemplates.restoreMetadata(metadataOnly(cluster), found);
  }

  /** The record; empty if it cannot be read. */
  public static Optional<PasswordSet> passwordSet(Secret secret) {
    var data = secret.getData() == null ? Map.<String, String>of() : secret.getData();
    try {
      var json = JSON.readTree(Base64.getDecoder().decode(data.getOrDefault(PASSWORD_SET, "")));
      if (!json.hasNonNull("current") || !json.hasNonNull("told")) {
        return Optional.empty();
      }
      var former = new ArrayList<String>();
      json.path("former").forEach(f -> former.add(f.asText()));
      return Optional.of(
          new PasswordSet(
              json.path("current").asText(),
              former,
              json.path("told").asText(),
              json.hasNonNull("since") ? Instant.parse(json.path("since").asText()) : null));
    } catch (java.io.IOException | IllegalArgumentException | DateTimeParseException e) {
      return Optional.empty();
    }
  }

  /** Whether the Secret contains this record. Keys that others have added do not matter. */
  public static boolean contains(Secret secret, PasswordSet passwordSet) {
    var data = secret.getData() == null ? Map.<String, String>of() : secret.getData();
    return data.entrySet().containsAll(data(passwordSet).entrySet());
  }

  /** A merge patch, which the API server refuses if the Secret has changed meanwhile. */
  public static String patch(Secret found, PasswordSet passwordSet) {
    return json(
        Map.of(
            "metadata",
            Map.of("resourceVersion", found.getMetadata().getResourceVersion()),
            "data",
            data(passwordSet)));
  }

  private static Map<String, String> data(PasswordSet passwordSet) {
    var data = new TreeMap<String, String>();
    data.put(RedisSecret.PASSWORD, base64(passwordSet.active()));
    data.put(RedisSecret.REDIS_CONF, base64(redisConf(passwordSet)));
    data.put(PASSWORD_SET, base64(passwordSetJson(passwordSet)));
    return data;
  }

  /** Only hashes, except for the password that replicas send. */
  private static String redisConf(PasswordSet passwordSet) {
    var hashes =
        passwordSet.all().stream()
            .map(p -> "#" + PasswordHash.of(p))
            .collect(Collectors.joining(" "));
    return "user default on %s ~* &* +@all\nmasterauth \"%s\"\n"
        .formatted(hashes, escaped(passwordSet.active()));
  }

  /** In hexadecimal, so that no character has a meaning to the parser of Redis. */
  private static String escaped(String password) {
    return HexFormat.ofDelimiter("")
        .withPrefix("\\x")
        .formatHex(password.getBytes(StandardCharsets.UTF_8));
  }

  private static String passwordSetJson(PasswordSet passwordSet) {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("current", passwordSet.current());
    fields.put("former", passwordSet.former());
    fields.put("told", passwordSet.active());
    var since = passwordSet.acceptedEverywhereSince();
    if (since != null) {
      fields.put("since", since.toString());
    }
    return json(fields);
  }

  static String json(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A map is always valid JSON", e);
    }
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
