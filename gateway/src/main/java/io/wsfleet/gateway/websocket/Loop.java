package io.wsfleet.gateway.websocket;

import io.netty.channel.EventLoop;
import io.netty.channel.SingleThreadEventLoop;
import io.vertx.core.impl.ContextInternal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * An event loop with its connections, as those see it who have something to do with them. What
 * belongs to a connection is touched on its loop only, so nothing here is locked but the line in
 * which other threads put what they have to say:
 *
 * <ol>
 *   <li>What is said, {@link #say}, gets in line. On the loop itself, with nobody in line, it is
 *       said at once.
 *   <li>At the end of its turn, when all that came in has been read, or a little later if {@link
 *       Patience} says so, the loop goes through the line, and then flushes each connection that
 *       was written to, once.
 *   <li>What is done, {@link #run}, is done at once on the loop, and as a task of its own from
 *       elsewhere; but what is in line is said before.
 * </ol>
 *
 * So what one thread says arrives in that order, and however much is said to one connection in a
 * turn leaves in one write.
 */
public class Loop {
  private static final Logger LOG = Logger.getLogger("io.wsfleet.connections");

  private final SingleThreadEventLoop eventLoop;
  private final ContextInternal context;
  private final long maxLineBytes;
  private final Patience patience;
  private final byte[] scratch = new byte[FrameReader.SCRATCH_BYTES];
  private final List<WebSocket> written = new ArrayList<>();
  private boolean flushing;
  private boolean saying;
  private boolean endComes;
  private volatile boolean waiting;

  private final Object line = new Object();
  private ArrayDeque<Saying> sayings = new ArrayDeque<>();
  private ArrayDeque<Saying> spare = new ArrayDeque<>();
  private long lineBytes;
  private boolean awaited;
  private volatile boolean somebodyInLine;

  /**
   * @param context one of Vert.x that is on the event loop: whatever runs here runs in it
   * @param maxLineBytes how much of what is said may be in line
   * @param waitMillis how long what is said waits for more; 0 for as long as is good
   */
  public Loop(EventLoop eventLoop, ContextInternal context, long maxLineBytes, long waitMillis) {
    this.eventLoop = (SingleThreadEventLoop) eventLoop;
    this.context = context;
    this.maxLineBytes = maxLineBytes;
    this.patience = new Patience(TimeUnit.MILLISECONDS.toNanos(waitMillis));
  }

  /**
   * Something to be said to connections of this loop. What that causes to be said is said with it.
   */
  public interface Saying {
    void say();

    /**
     * Takes in what comes directly behind it in the line, if both can be said in one; not on the
     * loop, but never while it is said.
     */
    default boolean join(Saying next) {
      return false;
    }

    /** How much memory it takes while it is in line. */
    default long bytes() {
      return 0;
    }
  }

  public boolean isHere() {
    return eventLoop.inEventLoop();
  }

  /** From any thread. */
  public void say(Saying what) {
    if (!isHere()) {
      enqueue(what);
    } else if (saying || !somebodyInLine) {
      sayNow(what);
    } else if (waiting) {
      enqueue(what);
    } else {
      sayWhatIsInLine();
      sayNow(what);
    }
  }

  /**
   * The same, always at the end of the turn: together with more of the kind. If more is in line
   * than may be, the loop says all of that first; for another thread nothing is done then.
   *
   * @return whether it is in line
   */
  public boolean enqueue(Saying what) {
    boolean first;
    if (isHere() && lineBytes() > maxLineBytes) {
      sayWhatIsInLine();
    }
    synchronized (line) {
      if (lineBytes > maxLineBytes && what.bytes() > 0 && !isHere()) {
        return false;
      }
      lineBytes += what.bytes();
      Saying last = sayings.peekLast();
      if (last == null || !last.join(what)) {
        sayings.add(what);
      }
      first = !awaited;
      awaited = true;
      somebodyInLine = true;
    }
    if (first) {
      await();
    }
    return true;
  }

  private long lineBytes() {
    synchronized (line) {
      return lineBytes;
    }
  }

  /** Does something on the loop: now if this is it. From any thread. */
  public void run(Runnable action) {
    if (isHere()) {
      sayWhatIsInLine();
      action.run();
    } else {
      later(action);
    }
  }

  /** Does something on the loop, after all that is being done there now. From any thread. */
  public void later(Runnable action) {
    execute(
        () -> {
          sayWhatIsInLine();
          action.run();
        });
  }

  /** The event loop beneath, for timers. */
  public EventLoop eventLoop() {
    return eventLoop;
  }

  /** Room for one frame, to be used at once. */
  byte[] scratch() {
    return scratch;
  }

  /** Runs something on the loop as Vert.x would. */
  void inContext(Runnable action) {
    ContextInternal before = context.beginDispatch();
    try {
      action.run();
    } catch (RuntimeException failure) {
      LOG.error("event=failure", failure);
    } finally {
      context.endDispatch(before);
    }
  }

  /** A connection has been written to, for the first time since it was flushed. */
  void flushLater(WebSocket socket) {
    written.add(socket);
    if (!endComes && !flushing) {
      endComes = true;
      atEndOfTurn();
    }
  }

  private void await() {
    long nanos = patience.nanos(System.nanoTime());
    if (nanos > 0) {
      waiting = true;
      execute(() -> eventLoop.schedule(this::endWait, nanos, TimeUnit.NANOSECONDS));
    } else {
      atEndOfTurn();
    }
  }

  private void atEndOfTurn() {
    try {
      eventLoop.executeAfterEventLoopIteration(this::endTurn);
    } catch (RejectedExecutionException ending) {
      // The process ends, and all connections with it.
    }
  }

  private void execute(Runnable action) {
    try {
      eventLoop.execute(() -> inContext(action));
    } catch (RejectedExecutionException ending) {
      // The process ends, and all connections with it.
    }
  }

  private void endTurn() {
    if (waiting) {
      inContext(this::flush);
    } else {
      endWait();
    }
  }

  private void endWait() {
    waiting = false;
    inContext(
        () -> {
          long from = System.nanoTime();
          sayWhatIsInLine();
          flush();
          patience.wrote(from, System.nanoTime());
        });
  }

  private void sayWhatIsInLine() {
    if (saying || !somebodyInLine) {
      return;
    }
    ArrayDeque<Saying> now;
    synchronized (line) {
      now = sayings;
      sayings = spare;
      lineBytes = 0;
      awaited = false;
      somebodyInLine = false;
    }
    for (Saying next = now.poll(); next != null; next = now.poll()) {
      try {
        sayNow(next);
      } catch (RuntimeException | OutOfMemoryError failure) {
        // What went wrong with one connection is nothing to the others.
        LOG.error("event=failure", failure);
      }
    }
    spare = now;
  }

  private void sayNow(Saying what) {
    boolean within = saying;
    saying = true;
    try {
      what.say();
    } finally {
      saying = within;
    }
  }

  private void flush() {
    endComes = false;
    flushing = true;
    try {
      // Whose queue has room again may write at once, and come behind those that are here.
      for (int i = 0; i < written.size(); i++) {
        written.get(i).flush();
      }
    } finally {
      written.clear();
      flushing = false;
    }
  }
}
