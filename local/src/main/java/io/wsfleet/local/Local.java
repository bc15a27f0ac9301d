package io.wsfleet.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.wsfleet.local.network.NodePorts;
import io.wsfleet.local.screen.StatusScreen;
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

/** The main class that the script {@code ./wsfleet} starts. The script prints its help. */
public final class Local {
  private static final int USAGE = 2;
  private static final Duration SHUTDOWN_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration DOWN_TIMEOUT = Duration.ofSeconds(20);
  private static final Duration TRAINING_TIMEOUT = Duration.ofSeconds(90);

  private final ProjectDirectory projectDirectory;
  private final StateDirectory stateDirectory;

  private Local(ProjectDirectory projectDirectory, StateDirectory stateDirectory) {
    this.projectDirectory = projectDirectory;
    this.stateDirectory = stateDirectory;
  }

  public static void main(String[] arguments) throws InterruptedException {
    ProjectDirectory projectDirectory =
        new ProjectDirectory(Path.of(setting("WSFLEET_HOME", ".")).toAbsolutePath().normalize());
    String folder =
        setting("WSFLEET_STATE", projectDirectory.folder().resolve(".wsfleet").toString());
    StateDirectory stateDirectory =
        new StateDirectory(Path.of(folder).toAbsolutePath().normalize());
    try {
      System.exit(new Local(projectDirectory, stateDirectory).run(List.of(arguments)));
    } catch (StartupException startupException) {
      System.err.println("wsfleet: " + startupException.userMessage());
      System.exit(1);
    } catch (IOException e) {
      System.err.println("wsfleet: " + e);
      System.exit(1);
    }
  }

  private int run(List<String> arguments)
      throws IOException, InterruptedException, StartupException {
    String command = arguments.isEmpty() ? "" : arguments.get(0);
    if (command.equals("up")) {
      return up(
          UpOptions.parse(arguments.subList(1, arguments.size()), projectDirectory.chatSample()));
    }
    if (command.equals("train") && arguments.size() == 1) {
      return trainClassArchives();
    }
    if (command.equals("down") && arguments.size() == 1) {
      return down();
    }
    System.err.println("wsfleet: this is started by ./wsfleet; see ./wsfleet --help");
    return USAGE;
  }

  private int up(UpOptions options) throws IOException, InterruptedException, StartupException {
    projectDirectory.requireBuilt();
    Manifest manifest = Manifest.read(options.file());
    FileLock lock = stateDirectory.acquire();
    manifest.requireFreePorts(NodePorts::isFree, PortOwner::of);
    AddressRange range = AddressRange.free();
    RedisExecutable redis = redis();
    boolean terminal = setting("WSFLEET_TERMINAL", "").equals("true");
    StatusScreen statusScreen =
        terminal ? StatusScreen.inTerminal(System.out) : StatusScreen.ofLines(System.out);
    statusScreen.printLine(
        "Redis %s, %s; logs are in %s"
            .formatted(
                redis.version(),
                redis.installed() ? redis.program() : "included",
                stateDirectory.logs()));
    LocalCluster localCluster =
        new LocalCluster(projectDirectory, stateDirectory, statusScreen, SHUTDOWN_TIMEOUT);
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> shutDown(localCluster, statusScreen), "shutdown"));
    localCluster.start(
        manifest,
        range,
        ImagePrograms.programs(
            projectDirectory, stateDirectory, redis, options.extensions(), false));
    options.extensions().ifPresent(localCluster::reloadOnChange);
    new CountDownLatch(1).await();
    lock.release();
    return 0;
  }

  /** Starts and stops a small fleet once, so that each program writes its class-data archive. */
  private int trainClassArchives() throws IOException, InterruptedException, StartupException {
    projectDirectory.requireBuilt();
    FileLock lock = stateDirectory.acquire();
    StatusScreen statusScreen =
        StatusScreen.ofLines(new PrintStream(OutputStream.nullOutputStream(), true, UTF_8));
    LocalCluster localCluster =
        new LocalCluster(projectDirectory, stateDirectory, statusScreen, TRAINING_TIMEOUT);
    localCluster.start(
        Manifest.forTraining(),
        AddressRange.free(),
        ImagePrograms.programs(projectDirectory, stateDirectory, redis(), Optional.empty(), true));
    boolean ready = localCluster.awaitReady(TRAINING_TIMEOUT);
    localCluster.stop();
    lock.release();
    boolean archived =
        projectDirectory.gateway().replaceCdsArchive()
            & projectDirectory.operator().replaceCdsArchive();
    return ready && archived ? 0 : 1;
  }

  private int down() throws IOException, InterruptedException {
    Optional<ProcessHandle> running = stateDirectory.runningProcess();
    if (running.isEmpty()) {
      System.out.println("no fleet is up in " + stateDirectory.folder());
      return 0;
    }
    running.get().destroy();
    try {
      running.get().onExit().get(DOWN_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      System.err.println("wsfleet: process " + running.get().pid() + " has not ended");
      return 1;
    }
    System.out.println("the fleet is down");
    return 0;
  }

  private RedisExecutable redis() throws StartupException {
    return RedisExecutable.find(
        setting("PATH", ""),
        List.of(
            projectDirectory.folder().resolve("local/target/redis"),
            stateDirectory.folder().resolve("redis")));
  }

  private static void shutDown(LocalCluster localCluster, StatusScreen statusScreen) {
    statusScreen.stop("stopping the fleet");
    try {
      localCluster.stop();
      statusScreen.printLine("the fleet is down");
    } catch (IOException | InterruptedException e) {
      statusScreen.printLine("the fleet did not stop cleanly: " + e);
    }
  }

  private static String setting(String name, String otherwise) {
    String value = System.getenv(name);
    return value == null || value.isEmpty() ? otherwise : value;
  }
}
