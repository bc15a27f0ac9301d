package io.wsfleet.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.wsfleet.local.network.NodePorts;
import io.wsfleet.local.screen.Screen;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What the script {@code ./wsfleet} starts. Its help is the script's. */
public final class Local {
  private static final int USAGE = 2;
  private static final Duration TIME_TO_END = Duration.ofSeconds(5);
  private static final Duration LONGEST_DOWN = Duration.ofSeconds(20);
  private static final Duration LONGEST_TRAINING = Duration.ofSeconds(90);

  private final Home home;
  private final State state;

  private Local(Home home, State state) {
    this.home = home;
    this.state = state;
  }

  public static void main(String[] arguments) throws InterruptedException {
    Home home = new Home(Path.of(setting("WSFLEET_HOME", ".")).toAbsolutePath().normalize());
    String folder = setting("WSFLEET_STATE", home.folder().resolve(".wsfleet").toString());
    State state = new State(Path.of(folder).toAbsolutePath().normalize());
    try {
      System.exit(new Local(home, state).run(List.of(arguments)));
    } catch (Refusal refusal) {
      System.err.println("wsfleet: " + refusal.sentence());
      System.exit(1);
    } catch (IOException e) {
      System.err.println("wsfleet: " + e);
      System.exit(1);
    }
  }

  private int run(List<String> arguments) throws IOException, InterruptedException, Refusal {
    String command = arguments.isEmpty() ? "" : arguments.get(0);
    if (command.equals("up") && arguments.size() <= 2) {
      return up(arguments.size() == 2 ? Path.of(arguments.get(1)) : home.chat());
    }
    if (command.equals("train") && arguments.size() == 1) {
      return train();
    }
    if (command.equals("down") && arguments.size() == 1) {
      return down();
    }
    System.err.println("wsfleet: this is started by ./wsfleet; see ./wsfleet --help");
    return USAGE;
  }

  private int up(Path file) throws IOException, InterruptedException, Refusal {
    home.check();
    Sample sample = Sample.read(file);
    FileLock lock = state.take();
    List<String> taken = sample.takenPorts(NodePorts::isFree);
    if (!taken.isEmpty()) {
      throw new Refusal(String.join("\nwsfleet: ", taken));
    }
    AddressRange range = AddressRange.free();
    RedisServer redis = redis();
    Screen screen = screen(System.out);
    screen.say(
        "Redis %s, %s; logs are in %s"
            .formatted(
                redis.version(),
                redis.installed() ? redis.program() : "which came along",
                state.logs()));
    Fleet fleet = new Fleet(home, state, screen, TIME_TO_END);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(fleet, screen), "shutdown"));
    fleet.up(sample, range, Images.programs(home, state, redis, false));
    new CountDownLatch(1).await();
    lock.release();
    return 0;
  }

  /** A small fleet, up and down again, so that each program leaves the archive of its classes. */
  private int train() throws IOException, InterruptedException, Refusal {
    home.check();
    FileLock lock = state.take();
    Screen screen = screen(new PrintStream(OutputStream.nullOutputStream(), true, UTF_8));
    Fleet fleet = new Fleet(home, state, screen, LONGEST_TRAINING);
    fleet.up(
        Sample.forTraining(), AddressRange.free(), Images.programs(home, state, redis(), true));
    boolean ready = fleet.awaitReady(LONGEST_TRAINING);
    fleet.down();
    lock.release();
    boolean archived = home.gateway().takeNextArchive() & home.operator().takeNextArchive();
    return ready && archived ? 0 : 1;
  }

  private int down() throws IOException, InterruptedException {
    Optional<ProcessHandle> running = state.running();
    if (running.isEmpty()) {
      System.out.println("no fleet is up in " + state.folder());
      return 0;
    }
    running.get().destroy();
    try {
      running.get().onExit().get(LONGEST_DOWN.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      System.err.println("wsfleet: process " + running.get().pid() + " does not end");
      return 1;
    }
    System.out.println("the fleet is down");
    return 0;
  }

  private RedisServer redis() throws Refusal {
    return RedisServer.find(setting("PATH", ""), home.folder().resolve("local/target/redis"));
  }

  private static Screen screen(PrintStream out) {
    boolean terminal = setting("WSFLEET_TERMINAL", "").equals("true");
    return new Screen(out, terminal, Integer.parseInt(setting("COLUMNS", "120")));
  }

  private static void end(Fleet fleet, Screen screen) {
    try {
      fleet.down();
      screen.say("the fleet is down");
    } catch (IOException | InterruptedException e) {
      screen.say("the fleet did not end well: " + e);
    }
  }

  private static String setting(String name, String otherwise) {
    String value = System.getenv(name);
    return value == null || value.isEmpty() ? otherwise : value;
  }
}
