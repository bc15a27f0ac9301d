package io.wsfleet.gateway.recovery;

import io.wsfleet.gateway.bus.Bus;
import io.wsfleet.gateway.bus.SessionStore;
import io.wsfleet.gateway.bus.StreamPosition;
import io.wsfleet.gateway.engineio.protocol.CloseReason;
import io.wsfleet.gateway.socketio.protocol.Audience;
import io.wsfleet.gateway.socketio.server.Hub;
import io.wsfleet.gateway.socketio.server.Socket;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of the sockets here, kept up with the fleet:
 *
 * <ol>
 *   <li>A session is written when a socket comes and whenever its rooms or its data change, since a
 *       gateway that is killed has no last word.
 *   <li>Now and then those are written anew whose sockets were sent something since, and then the
 *       {@link Word} is said: up to here every socket was sent no more than its session says. So a
 *       socket that is sent nothing costs nothing.
 *   <li>The session of a socket that is gone stays for the window, and says so itself.
 * </ol>
 *
 * <p>Used between two messages of the bus only.
 */
final class Sessions {
  private static final int WRITTEN_AT_A_TIME = 200;

  private final RecoverySettings settings;
  private final Bus bus;
  private final SessionStore sessionStore;
  private final Hub hub;
  private final LongSupplier clock;
  private final Word word;
  private final LongAdder saved = new LongAdder();
  private final LongAdder tooMuch = new LongAdder();
  private final Deque<Stay> dirty = new ArrayDeque<>();
  private final Deque<Farewell> farewells = new ArrayDeque<>();
  private final Set<Stay> departing = ConcurrentHashMap.newKeySet();
  private volatile int beingWritten;
  private volatile long bytes;

  Sessions(
      RecoverySettings settings, Bus bus, SessionStore sessionStore, Hub hub, LongSupplier clock) {
    this.settings = settings;
    this.bus = bus;
    this.sessionStore = sessionStore;
    this.hub = hub;
    this.clock = clock;
    this.word = new Word(settings, bus, sessionStore);
  }

  void add(Stay stay) {
    stay.member().setChangeListener(stay);
    change(stay);
  }

  /** The rooms or the data of its socket have changed. From any thread. */
  void changed(Stay stay) {
    bus.serialize(
        () -> {
          if (stay.isOurs()) {
            change(stay);
          }
        });
  }

  @Nullable Stay of(Socket socket) {
    return socket.changeListener() instanceof Stay stay ? stay : null;
  }

  /** The socket is no longer ours to speak for. */
  void drop(Stay stay) {
    if (stay.isOurs()) {
      stay.member().removeChangeListener();
      count(stay, 0);
      word.pay(stay);
    }
  }

  /** The socket is about to be taken out of the hub; it has to {@link #leave}. From any thread. */
  @Nullable Stay departing(Socket socket) {
    Stay stay = of(socket);
    if (stay != null) {
      departing.add(stay);
    }
    return stay;
  }

  /**
   * The socket is gone; its client may come back to it, or not.
   *
   * @param at an offset up to which it was told everything
   */
  void leave(Stay stay, Set<String> rooms, StreamPosition at, boolean recoverable) {
    departing.remove(stay);
    if (!stay.isOurs()) {
      return;
    }
    String content = recoverable ? SessionFormat.encode(stay.session(rooms, at)) : "";
    if (!recoverable || !fits(content.length() - stay.bytes)) {
      drop(stay);
      sessionStore.release(stay.pid(), stay.claim(), 0);
      return;
    }
    long until = clock.getAsLong() + settings.windowMillis();
    Farewell farewell = new Farewell(stay.pid(), stay.claim(), content, until);
    Word.pass(stay, farewell);
    drop(stay);
    bytes += content.length();
    farewells.add(farewell);
    write(farewell);
  }

  /** All have to be written: Redis may have lost them. */
  void touchAll() {
    word.forget();
    stays().forEach(this::touch);
  }

  /** Writes what has to be written, as far as time and the number at a time allow. */
  void work() {
    long now = clock.getAsLong();
    for (Farewell each = farewells.peek();
        each != null && each.until <= now;
        each = farewells.peek()) {
      bytes -= farewells.remove().content.length();
      word.pay(each);
    }
    if (word.isDue(now)) {
      beginRound(now);
    }
    farewells.stream()
        .filter(Farewell::isToBeWritten)
        .limit(WRITTEN_AT_A_TIME)
        .forEach(this::write);
    write(now);
  }

  /** How many writes are on their way; from any thread. */
  int beingWritten() {
    return beingWritten;
  }

  /** How many bytes the sessions have; from any thread. */
  long bytes() {
    return bytes;
  }

  /** How often a session was written; from any thread. */
  long saved() {
    return saved.sum();
  }

  /** How often one was not, since all together were too large; from any thread. */
  long tooMuch() {
    return tooMuch.sum();
  }

  private List<Stay> stays() {
    List<Stay> stays = new ArrayList<>();
    for (String namespace : hub.namespaces()) {
      for (Socket socket : hub.find(Audience.all(namespace))) {
        Stay stay = of(socket);
        if (stay != null) {
          stays.add(stay);
        }
      }
    }
    return stays;
  }

  private void beginRound(long now) {
    Set<Word.Debtor> owing = new HashSet<>();
    for (Stay stay : stays()) {
      if (stay.wasSentSomething() || stay.writtenMillis + settings.rewriteMillis() <= now) {
        touch(stay);
      }
      if (stay.isDirty || stay.isBeingWritten) {
        owing.add(stay);
      }
    }
    owing.addAll(departing);
    farewells.stream().filter(each -> !each.isWritten).forEach(owing::add);
    word.begin(now, owing);
  }

  private void change(Stay stay) {
    touch(stay);
    write(clock.getAsLong());
  }

  private void touch(Stay stay) {
    if (!stay.isDirty && stay.isOurs()) {
      stay.isDirty = true;
      dirty.add(stay);
    }
  }

  private void write(long now) {
    StreamPosition at = bus.position();
    // Before them on the same way: what is held without a word is not found by anybody.
    word.sayFirst();
    while (at != null && beingWritten < WRITTEN_AT_A_TIME && !dirty.isEmpty()) {
      Stay next = dirty.remove();
      if (next.isDirty && !next.isBeingWritten && next.isOurs()) {
        write(next, at, now);
      }
    }
  }

  private void write(Stay stay, StreamPosition at, long now) {
    Session session = stay.session(hub.roomsOf(stay.member()), at);
    String content = SessionFormat.encode(session);
    stay.isDirty = false;
    stay.writtenMillis = now;
    if (!fits(content.length() - stay.bytes)) {
      count(stay, 0);
      sessionStore.release(stay.pid(), stay.claim(), 0);
      word.pay(stay);
      return;
    }
    count(stay, content.length());
    stay.isBeingWritten = true;
    beingWritten++;
    sessionStore
        .saveLive(stay.pid(), stay.claim(), content, settings.heldMillis())
        .whenComplete((ours, failure) -> bus.serialize(() -> written(stay, ours)));
  }

  /** Null if nobody can tell whether it is ours. */
  private void written(Stay stay, @Nullable Boolean ours) {
    beingWritten--;
    stay.isBeingWritten = false;
    if (ours == null) {
      // Tried again when it is looked for work the next time, and not at once.
      stay.isDirty = true;
      dirty.add(stay);
    } else if (!ours && stay.isOurs()) {
      drop(stay);
      stay.member().sender().disconnect(true, CloseReason.RECOVERED);
    } else {
      saved.increment();
      if (stay.isDirty) {
        dirty.add(stay);
      } else {
        word.pay(stay);
      }
      write(clock.getAsLong());
    }
  }

  private void write(Farewell farewell) {
    farewell.isBeingWritten = true;
    beingWritten++;
    sessionStore
        .save(farewell.pid, farewell.claim, farewell.content, settings.windowMillis())
        .whenComplete((ours, failure) -> bus.serialize(() -> written(farewell, ours)));
  }

  /** Null if nobody can tell whether it was ours; then it is tried again. */
  private void written(Farewell farewell, @Nullable Boolean ours) {
    beingWritten--;
    farewell.isBeingWritten = false;
    if (ours != null) {
      farewell.isWritten = true;
      word.pay(farewell);
    }
  }

  private boolean fits(int more) {
    boolean fits = bytes + more <= settings.sessionBytes();
    if (!fits) {
      tooMuch.increment();
    }
    return fits;
  }

  private void count(Stay stay, int now) {
    bytes += now - stay.bytes;
    stay.bytes = now;
  }
}
