package io.wsfleet.contract.redis;

import io.wsfleet.testing.RedisProcess;
import io.wsfleet.testing.RedisTestClient;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A real redis-server for a test class, empty before each test. */
final class TestRedis implements BeforeAllCallback, BeforeEachCallback, AfterAllCallback {
  private RedisProcess process;
  private RedisTestClient client;

  @Override
  public void beforeAll(ExtensionContext context) throws IOException {
    process = RedisProcess.startMaster();
    client = process.client();
  }

  @Override
  public void beforeEach(ExtensionContext context) throws IOException {
    client.command("FLUSHALL");
  }

  @Override
  public void afterAll(ExtensionContext context) throws IOException {
    client.close();
    process.close();
  }

  RedisTestClient newClient() throws IOException {
    return process.client();
  }

  Object command(String... words) throws IOException {
    return client.command(words);
  }

  Object command(List<String> words) throws IOException {
    return client.command(words.toArray(String[]::new));
  }

  Map<String, String> hash(String key) throws IOException {
    return RedisTestClient.pairs(command("HGETALL", key));
  }

  List<?> entries() throws IOException {
    return (List<?>) command("XRANGE", StreamKeys.STREAM, "-", "+");
  }

  /** Whether a key is there for at most so long, and not forever. */
  boolean expiresWithin(String key, long millis) throws IOException {
    long left = (Long) command("PTTL", key);
    return left > 0 && left <= millis;
  }
}
