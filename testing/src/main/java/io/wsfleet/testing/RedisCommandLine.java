package io.wsfleet.testing;

import java.util.ArrayList;
import java.util.List;

/** The command that starts a redis-server. */
final class RedisCommandLine {

  private RedisCommandLine() {}

  static List<String> of(RedisProcess redis) {
    var command = new ArrayList<String>();
    command.add(RedisExecutable.path().toString());
    command.add(redis.file("redis.conf").toString());
    command.addAll(List.of("--bind", redis.address()));
    command.addAll(List.of("--replica-announce-ip", redis.address()));
    command.addAll(List.of("--port", redis.hasTls ? "0" : String.valueOf(redis.port())));
    command.addAll(List.of("--save", "", "--loglevel", "warning"));
    command.addAll(List.of("--repl-diskless-sync", "yes", "--repl-diskless-sync-delay", "0"));
    if (redis.hasTls) {
      command.addAll(List.of("--tls-port", String.valueOf(redis.port())));
      command.addAll(List.of("--tls-cert-file", redis.file("tls.crt").toString()));
      command.addAll(List.of("--tls-key-file", redis.file("tls.key").toString()));
      command.addAll(List.of("--tls-ca-cert-file", redis.file("ca.crt").toString()));
      command.addAll(List.of("--tls-replication", "yes", "--tls-auth-clients", "no"));
    }
    if (redis.master != null) {
      command.addAll(
          List.of("--replicaof", redis.master.address(), String.valueOf(redis.master.port())));
    }
    if (redis.isDetached) {
      command.addAll(List.of("--replicaof", "127.0.0.1", "1"));
      command.addAll(List.of("--repl-ping-replica-period", "1", "--repl-timeout", "5"));
    }
    command.addAll(redis.arguments());
    return command;
  }
}
