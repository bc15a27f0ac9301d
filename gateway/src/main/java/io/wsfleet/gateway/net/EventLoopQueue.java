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
 * Runs writes and actions of one event loop in order. Connections are touched only on their event
 * loop, so only the queue, to which other threads add, is locked:
 *
 * <ol>
 *   <li>A write, {@link #submit}, is queued. On the event loop itself it runs at once if nothing is
 *       queued.
 *   <li>At the end of its turn, when all input has been read, or a little later as {@link
 *       FlushDelay} decides, the event loop runs the queued writes and then flushes each connection
 *       that was written to, once.
 *   <li>An action, {@link #runOrSchedule}, runs at once on the event loop, and as a task from other
 *       threads; queued writes run before it.
 * </ol>
 *
 * Thus what one thread submits is written in that order, and everything for one connection in a
 * turn is flushed together.
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

  /** Writes to connections of this event loop. Writes that it submits run at once. */
  public interface WriteTask {
    void write();

    /**
     * Merges the write that follows directly in the queue, if both can be written as one. Called by
     * any thread, but never while this write runs.
     */
    default boolean merge(WriteTask next) {
      return false;
    }

    /** The memory that it takes while it is queued. */
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
   * Queues a write until the end of the turn, so that it can be merged with others. If the queue is
   * full, the event loop first runs what is queued; for another thread nothing is queued then.
   *
   * @return whether the write is queued
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

  /** Runs an action on the event loop: at once if this is it. From any thread. */
  public void runOrSchedule(Runnable action) {
    if (inEventLoop()) {
      drainQueue();
      action.run();
    } else {
      schedule(action);
    }
  }

  /** Runs an action on the event loop, after what is running there now. From any thread. */
  public void schedule(Runnable action) {
    execute(
        () -> {
          drainQueue();
          action.run();
        });
  }

  /** The Netty event loop, for timers. */
  public EventLoop eventLoop() {
    return eventLoop;
  }

  /** An array to read one frame; its content is valid until the next use. */
  public byte[] scratch() {
    return scratch;
  }

  /** Runs an action after some time. */
  public void scheduleAfter(long millis, Runnable action) {
    eventLoop.schedule(() -> runInContext(action), millis, TimeUnit.MILLISECONDS);
  }

  /** Runs an action in the Vert.x context of the event loop. */
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

  /**
   * Flushes a connection at the end of the turn. To be called at its first write since the last
   * flush.
   */
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
      // The process ends and closes all connections.
    }
  }

  private void execute(Runnable action) {
    try {
      eventLoop.execute(() -> runInContext(action));
    } catch (RejectedExecutionException ending) {
      // The process ends and closes all connections.
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
        // A failure of one connection must not affect the others.
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
      // A connection that is writable again may write at once and is appended here.
      for (int i = 0; i < unflushed.size(); i++) {
        unflushed.get(i).flush();
      }
    } finally {
      unflushed.clear();
      flushing = false;
    }
  }
}
