package io.wsfleet.gateway.net;

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
 *   <li>What is said, {@link #submit}, gets in line. On the loop itself, with nobody in line, it is
 *       said at once.
 *   <li>At the end of its turn, when all that came in has been read, or a little later if {@link
 *       FlushDelay} says so, the loop goes through the line, and then flushes each connection that
 *       was written to, once.
 *   <li>What is done, {@link #runOrSchedule}, is done at once on the loop, and as a task of its own
 *       from elsewhere; but what is in line is said before.
 * </ol>
 *
 * So what one thread says arrives in that order, and however much is said to one connection in a
 * turn leaves in one write.
 */
public class EventLoopQueue {
  /** Size of the array that the connections of an event loop share to read frames. */
  public static final int SCRATCH_BYTES = 64 * 1024;

  private static final Logger LOG = Logger.getLogger("io.wsfleet.connections");

  private final SingleThreadEventLoop eventLoop;
  private final ContextInternal context;
  private final long maxQueuedBytes;
  private final FlushDelay flushDelay;
  private final byte[] scratch = new byte[SCRATCH_BYTES];
  private final List<Flushable> unflushed = new ArrayList<>();
  private boolean flushing;
  private boolean writing;
  private boolean endOfTurnScheduled;
  private volatile boolean flushDelayed;

  private final Object lock = new Object();
  private ArrayDeque<WriteTask> queue = new ArrayDeque<>();
  private ArrayDeque<WriteTask> spareQueue = new ArrayDeque<>();
  private long queuedBytes;
  private boolean flushScheduled;
  private volatile boolean hasQueued;

  /**
   * @param context a Vert.x context of the event loop, in which actions run
   */
  public EventLoopQueue(EventLoop eventLoop, ContextInternal context, EventLoopSettings settings) {
    this.eventLoop = (SingleThreadEventLoop) eventLoop;
    this.context = context;
    this.maxQueuedBytes = settings.maxQueuedBytes();
    this.flushDelay = new FlushDelay(TimeUnit.MILLISECONDS.toNanos(settings.flushDelayMillis()));
  }

  /**
   * Something to be said to connections of this loop. What that causes to be said is said with it.
   */
  public interface WriteTask {
    void write();

    /**
     * Takes in what comes directly behind it in the line, if both can be said in one; not on the
     * loop, but never while it is said.
     */
    default boolean merge(WriteTask next) {
      return false;
    }

    /** How much memory it takes while it is in line. */
    default long bytes() {
      return 0;
    }
  }

  /** A connection that buffers what is written to it. */
  public interface Flushable {
    /** Sends what was written. On the event loop. */
    void flush();
  }

  public boolean inEventLoop() {
    return eventLoop.inEventLoop();
  }

  /** From any thread. */
  public void submit(WriteTask task) {
    if (!inEventLoop()) {
      enqueue(task);
    } else if (writing || !hasQueued) {
      writeNow(task);
    } else if (flushDelayed) {
      enqueue(task);
    } else {
      drainQueue();
      writeNow(task);
    }
  }

  /**
   * The same, always at the end of the turn: together with more of the kind. If more is in line
   * than may be, the loop says all of that first; for another thread nothing is done then.
   *
   * @return whether it is in line
   */
  public boolean enqueue(WriteTask task) {
    boolean first;
    if (inEventLoop() && queuedBytes() > maxQueuedBytes) {
      drainQueue();
    }
    synchronized (lock) {
      if (queuedBytes > maxQueuedBytes && task.bytes() > 0 && !inEventLoop()) {
        return false;
      }
      queuedBytes += task.bytes();
      WriteTask last = queue.peekLast();
      if (last == null || !last.merge(task)) {
        queue.add(task);
      }
      first = !flushScheduled;
      flushScheduled = true;
      hasQueued = true;
    }
    if (first) {
      scheduleFlush();
    }
    return true;
  }

  private long queuedBytes() {
    synchronized (lock) {
      return queuedBytes;
    }
  }

  /** Does something on the loop: now if this is it. From any thread. */
  public void runOrSchedule(Runnable action) {
    if (inEventLoop()) {
      drainQueue();
      action.run();
    } else {
      schedule(action);
    }
  }

  /** Does something on the loop, after all that is being done there now. From any thread. */
  public void schedule(Runnable action) {
    execute(
        () -> {
          drainQueue();
          action.run();
        });
  }

  /** The event loop beneath, for timers. */
  public EventLoop eventLoop() {
    return eventLoop;
  }

  /** Room for one frame, to be used at once. */
  public byte[] scratch() {
    return scratch;
  }

  /** Runs something on the loop as Vert.x would. */
  public void runInContext(Runnable action) {
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
  public void flushAtEndOfTurn(Flushable connection) {
    unflushed.add(connection);
    if (!endOfTurnScheduled && !flushing) {
      endOfTurnScheduled = true;
      scheduleEndOfTurn();
    }
  }

  private void scheduleFlush() {
    long nanos = flushDelay.delayNanos(System.nanoTime());
    if (nanos > 0) {
      flushDelayed = true;
      execute(() -> eventLoop.schedule(this::drainAndFlush, nanos, TimeUnit.NANOSECONDS));
    } else {
      scheduleEndOfTurn();
    }
  }

  private void scheduleEndOfTurn() {
    try {
      eventLoop.executeAfterEventLoopIteration(this::onEndOfTurn);
    } catch (RejectedExecutionException ending) {
      // The process ends, and all connections with it.
    }
  }

  private void execute(Runnable action) {
    try {
      eventLoop.execute(() -> runInContext(action));
    } catch (RejectedExecutionException ending) {
      // The process ends, and all connections with it.
    }
  }

  private void onEndOfTurn() {
    if (flushDelayed) {
      runInContext(this::flush);
    } else {
      drainAndFlush();
    }
  }

  private void drainAndFlush() {
    flushDelayed = false;
    runInContext(
        () -> {
          long from = System.nanoTime();
          drainQueue();
          flush();
          flushDelay.onFlushed(from, System.nanoTime());
        });
  }

  private void drainQueue() {
    if (writing || !hasQueued) {
      return;
    }
    ArrayDeque<WriteTask> now;
    synchronized (lock) {
      now = queue;
      queue = spareQueue;
      queuedBytes = 0;
      flushScheduled = false;
      hasQueued = false;
    }
    for (WriteTask next = now.poll(); next != null; next = now.poll()) {
      try {
        writeNow(next);
      } catch (RuntimeException | OutOfMemoryError failure) {
        // What went wrong with one connection is nothing to the others.
        LOG.error("event=failure", failure);
      }
    }
    spareQueue = now;
  }

  private void writeNow(WriteTask task) {
    boolean nested = writing;
    writing = true;
    try {
      task.write();
    } finally {
      writing = nested;
    }
  }

  private void flush() {
    endOfTurnScheduled = false;
    flushing = true;
    try {
      // Whose queue has room again may write at once, and come behind those that are here.
      for (int i = 0; i < unflushed.size(); i++) {
        unflushed.get(i).flush();
      }
    } finally {
      unflushed.clear();
      flushing = false;
    }
  }
}
