package io.wsfleet.testing;

import io.wsfleet.testing.TestCertificateAuthority.IssuedCertificate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** The role, the address and the settings of a redis-server before its first start. */
public final class RedisProcessBuilder {
  String address = "127.0.0.1";
  int port;
  String password = RedisProcess.PASSWORD;
  @Nullable RedisProcess master;
  boolean isDetached;
  @Nullable IssuedCertificate issued;
  String authorities = "";
  List<String> arguments = List.of();

  RedisProcessBuilder() {}

  public RedisProcessBuilder address(String value) {
    address = value;
    return this;
  }

  public RedisProcessBuilder port(int value) {
    port = value;
    return this;
  }

  public RedisProcessBuilder withoutPassword() {
    password = "";
    return this;
  }

  /** A replica; {@link RedisProcess#restart} waits until it follows its master. */
  public RedisProcessBuilder replicaOf(RedisProcess value) {
    master = value;
    return this;
  }

  /** A replica of nothing until it gets another command, as the operator starts Redis. */
  public RedisProcessBuilder detached() {
    isDetached = true;
    return this;
  }

  public RedisProcessBuilder tls(IssuedCertificate certificate, String authoritiesPem) {
    issued = certificate;
    authorities = authoritiesPem;
    return this;
  }

  /** More arguments of redis-server. */
  public RedisProcessBuilder arguments(String... values) {
    arguments = List.of(values);
    return this;
  }

  /** Starts several, each at its own address of this machine and all at one port. */
  List<RedisProcess> buildAll(int count) {
    var random = ThreadLocalRandom.current();
    String net = "127.%d.%d.".formatted(random.nextInt(1, 255), random.nextInt(0, 255));
    port = FreePorts.free(net + "2");
    var all = new ArrayList<RedisProcess>();
    for (int i = 0; i < count; i++) {
      all.add(address(net + (2 + i)).build());
    }
    return all;
  }

  /** Starts the server. */
  public RedisProcess build() {
    try {
      var redis = new RedisProcess(this);
      redis.restart();
      return redis;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
