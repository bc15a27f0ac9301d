package io.wsfleet.operator.status;

import io.wsfleet.operator.api.Condition;
import io.wsfleet.operator.api.Reason;
import io.wsfleet.operator.api.RedisPhase;
import io.wsfleet.operator.api.RedisStatus;
import io.wsfleet.operator.api.WebSocketClusterStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What has changed from one status to the next that somebody would want to be told, for the
 * cluster's events. Each transition is news once, however often it is looked at.
 */
public record News(boolean warning, Reason reason, String sentence) {

  public static News secretCreated(String what, String name) {
    return new News(
        false, Reason.SecretCreated, "Made %s, in the Secret %s.".formatted(what, name));
  }

  public static News passwordMade(String asked, String secret) {
    return new News(
        false,
        Reason.PasswordMade,
        "Another password for Redis is in the Secret %s, as asked for by '%s'."
            .formatted(secret, asked));
  }

  public static News passwordChanging() {
    return new News(
        false,
        Reason.PasswordChanging,
        "Redis begins to take another password, and takes the former one for a while.");
  }

  public static News passwordChanged() {
    return new News(
        false, Reason.PasswordChanged, "Redis takes the current password, and no former one.");
  }

  public static List<News> between(
      @Nullable WebSocketClusterStatus former, WebSocketClusterStatus now) {
    var news = new ArrayList<News>();
    if (former != null) {
      scaled(former, now, news);
      rollout(former, now, news);
    }
    redis(former, now, news);
    bus(former, now, news);
    readiness(former, now, news);
    trouble(former, now, news);
    return news;
  }

  private static void scaled(
      WebSocketClusterStatus former, WebSocketClusterStatus now, List<News> news) {
    var before = desired(former);
    var after = desired(now);
    if (!before.isEmpty() && !before.equals(after)) {
      news.add(new News(false, Reason.Scaled, "From %s to %s gateways.".formatted(before, after)));
    }
  }

  private static void rollout(
      WebSocketClusterStatus former, WebSocketClusterStatus now, List<News> news) {
    boolean before = is(former, "Progressing", Reason.RollingOut);
    boolean after = is(now, "Progressing", Reason.RollingOut);
    var revision = now.revision();
    if (after && !(before && String.valueOf(revision).equals(former.revision()))) {
      news.add(
          new News(
              false, Reason.RolloutStarted, "To revision %s of the gateways.".formatted(revision)));
    }
    if (before && !after) {
      news.add(
          new News(
              false,
              Reason.RolloutFinished,
              "All gateways are of revision %s.".formatted(revision)));
    }
  }

  private static void redis(
      @Nullable WebSocketClusterStatus former, WebSocketClusterStatus now, List<News> news) {
    var before = former == null ? null : former.redis();
    var after = now.redis();
    if (before == null || after == null) {
      return;
    }
    if (after.lost() != null && !after.lost().equals(before.lost())) {
      news.add(new News(true, Reason.MessagesMayBeLost, after.lost()));
    }
    boolean isServing = after.phase() == RedisPhase.Serving;
    var isMaster = "%s is Redis' master in term %d.".formatted(after.master(), after.term());
    if (after.failedOverAt() != null && !after.failedOverAt().equals(before.failedOverAt())) {
      news.add(
          new News(
              true,
              Reason.RedisFailedOver,
              isServing
                  ? isMaster
                  : "Redis' master %s was lost; another is put in, in term %d."
                      .formatted(before.master(), after.term())));
    } else if (isServing && hasHandedOver(before, after)) {
      news.add(new News(false, Reason.RedisHandedOver, isMaster));
    }
  }

  /**
   * The next one is recorded as master before it is one; until then it is known whose role it is.
   */
  private static boolean hasHandedOver(RedisStatus before, RedisStatus after) {
    var former = before.phase() == RedisPhase.Serving ? before.master() : before.from();
    return former != null && !former.equals(after.master());
  }

  private static void bus(
      @Nullable WebSocketClusterStatus former, WebSocketClusterStatus now, List<News> news) {
    boolean before = former != null && holds(former, "BusReady");
    var bus = now.condition("BusReady");
    if (bus.isEmpty() || former == null || before == bus.get().holds()) {
      return;
    }
    news.add(
        bus.get().holds()
            ? new News(false, Reason.BusReady, bus.get().message())
            : new News(true, Reason.BusNotReady, bus.get().message()));
  }

  /** More gateways than before cannot be ready at once, of which nobody needs to be warned. */
  private static void readiness(
      @Nullable WebSocketClusterStatus former, WebSocketClusterStatus now, List<News> news) {
    boolean before = former != null && holds(former, "Ready");
    var ready = now.condition("Ready");
    if (ready.isEmpty() || before == ready.get().holds()) {
      return;
    }
    if (ready.get().holds()) {
      news.add(new News(false, Reason.Ready, said(ready.get(), now.url())));
    } else if (desired(former).equals(desired(now))) {
      news.add(new News(true, Reason.NotReady, ready.get().message()));
    }
  }

  private static void trouble(
      @Nullable WebSocketClusterStatus former, WebSocketClusterStatus now, List<News> news) {
    var before = degraded(former);
    var after = degraded(now);
    if (!after.isEmpty() && !after.equals(before)) {
      now.condition("Degraded")
          .ifPresent(c -> news.add(new News(true, Reason.valueOf(after), c.message())));
    }
    if (!before.isEmpty() && after.isEmpty()) {
      news.add(new News(false, Reason.Recovered, "%s is over.".formatted(before)));
    }
  }

  private static String degraded(@Nullable WebSocketClusterStatus status) {
    return Optional.ofNullable(status)
        .flatMap(s -> s.condition("Degraded"))
        .filter(Condition::holds)
        .map(Condition::reason)
        .orElse("");
  }

  private static String said(Condition ready, @Nullable String url) {
    return url == null ? ready.message() : ready.message() + " Clients connect to " + url + ".";
  }

  private static boolean holds(WebSocketClusterStatus status, String type) {
    return status.condition(type).filter(Condition::holds).isPresent();
  }

  private static boolean is(WebSocketClusterStatus status, String type, Reason reason) {
    return status
        .condition(type)
        .filter(c -> c.holds() && c.reason().equals(reason.name()))
        .isPresent();
  }

  private static String desired(@Nullable WebSocketClusterStatus status) {
    var gateways = status == null ? null : status.gateways();
    return gateways == null ? "" : gateways.substring(gateways.indexOf('/') + 1);
  }
}
