package io.wsfleet.gateway.recovery;

import io.wsfleet.gateway.bus.Bus;
import io.wsfleet.gateway.bus.BusMessage;
import io.wsfleet.gateway.bus.InMemorySessionStore;
import io.wsfleet.gateway.bus.SessionStore;
import io.wsfleet.gateway.bus.StreamPosition;
import io.wsfleet.gateway.engineio.protocol.CloseReason;
import io.wsfleet.gateway.socketio.server.Hub;
import io.wsfleet.gateway.socketio.server.Socket;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Connection state recovery. A client that comes back, to this gateway from whichever it was at:
 *
 * <ol>
 *   <li>its session is taken over, which one gateway alone can do;
 *   <li>this gateway waits until it has heard all that the client has heard, and until an old
 *       connection of the client's to itself is gone;
 *   <li>between two messages of the bus it looks up what the client missed, makes it a member of
 *       the hub, and tells it that it is connected and then that: what comes next it gets like
 *       everybody;
 *   <li>the fleet is told, so that who still has the old connection drops it.
 * </ol>
 *
 * Where one of these is not possible the client gets a new session, and it is counted why.
 */
public final class Recovery {
  /** After these a client may come back. After the others it was meant to go, or misbehaved. */
  private static final Set<CloseReason> RECOVERABLE =
      EnumSet.of(
          CloseReason.TRANSPORT_CLOSE,
          CloseReason.TRANSPORT_ERROR,
          CloseReason.PING_TIMEOUT,
          CloseReason.SHUTTING_DOWN,
          CloseReason.SLOW_CLIENT,
          CloseReason.RECOVERED);

  private static final long PATIENCE_MILLIS = 3000;

  private final RecoverySettings settings;
  private final Bus bus;
  private final Hub hub;
  private final Supplier<String> ids;
  private final LongSupplier clock;
  private final boolean isOn;
  private final SessionStore sessionStore;
  private final History history;
  private final Sessions sessions;
  private final List<Attempt> attempts = new ArrayList<>();
  private final LongAdder recovered = new LongAdder();
  private volatile @Nullable Place lastPlace;
  private final Map<NotRecovered, LongAdder> failures = new EnumMap<>(NotRecovered.class);

  /**
   * @param ids names that nobody can guess
   * @param clock milliseconds that never go back
   */
  public Recovery(
      RecoverySettings settings, Bus bus, Hub hub, Supplier<String> ids, LongSupplier clock) {
    this.settings = settings;
    this.bus = bus;
    this.hub = hub;
    this.ids = ids;
    this.clock = clock;
    this.history = new History(settings);
    SessionStore fleets = bus.sessionStore();
    this.isOn = settings.isOn() && fleets != null;
    this.sessionStore = fleets == null ? new InMemorySessionStore(clock) : fleets;
    this.sessions = new Sessions(settings, bus, sessionStore, hub, clock);
    for (NotRecovered failure : NotRecovered.values()) {
      failures.put(failure, new LongAdder());
    }
  }

  /** Whether a client that says that it was here before is believed to have been. */
  public boolean isOn() {
    return isOn;
  }

  /** What a new socket needs to be recovered later. */
  public record Ticket(String pid, Place place) {
    /** The offset of the history when it came, as clients keep it. */
    public String since() {
      return place.text;
    }
  }

  /** An offset and how it is written. Sockets that come while nothing is said share one. */
  record Place(StreamPosition offset, String text) {}

  /** A ticket; null if sockets cannot be recovered now. To be had before the socket joins. */
  public @Nullable Ticket ticket() {
    StreamPosition here = bus.position();
    return !isOn || here == null ? null : new Ticket(ids.get(), place(here));
  }

  private Place place(StreamPosition here) {
    Place known = lastPlace;
    if (known == null || known.offset != here) {
      known = new Place(here, here.toString());
      lastPlace = known;
    }
    return known;
  }

  /** A new socket has joined. */
  public void enlist(Socket socket, Ticket ticket) {
    bus.serialize(
        () -> sessions.add(new Stay(sessions, socket, ticket.pid(), 1, ticket.place.offset)));
  }

  /** A socket goes: it is taken out of the hub, and can be recovered from here if it may be. */
  public void depart(Socket socket, CloseReason reason) {
    // Before it is removed: what comes afterwards it may not have got.
    StreamPosition at = bus.position();
    Set<String> rooms = hub.roomsOf(socket);
    Stay leaving = sessions.departing(socket);
    hub.remove(socket);
    if (!isOn) {
      return;
    }
    bus.serialize(
        () -> {
          if (leaving != null && at != null) {
            sessions.leave(leaving, rooms, at, RECOVERABLE.contains(reason));
          }
          advance();
        });
  }

  /** A client says that it was here before. */
  public void comeBack(String namespace, String pid, @Nullable String offset, Comeback comeback) {
    StreamPosition known = StreamPosition.parse(offset);
    if (!isId(pid) || (offset != null && known == null)) {
      refuse(comeback, NotRecovered.MALFORMED);
      return;
    }
    long deadline = clock.getAsLong() + PATIENCE_MILLIS;
    Attempt attempt = new Attempt(namespace, pid, known, comeback, deadline);
    bus.serialize(() -> attempts.add(attempt));
    bus.subscribe(namespace)
        .thenCompose(attended -> sessionStore.claim(pid, settings.sessionMillis()))
        .whenComplete(
            (claimedSession, failure) -> bus.serialize(() -> take(attempt, claimedSession)));
  }

  /** A message of the fleet has its place in the history. Told by the bus, like the next two. */
  public void remember(BusMessage message, StreamPosition streamPosition) {
    if (isOn) {
      history.add(streamPosition, message, clock.getAsLong());
      if (!attempts.isEmpty()) {
        bus.serialize(this::advance);
      }
    }
  }

  /** What was said up to this offset is not known. */
  public void forget(StreamPosition upTo) {
    history.startAt(upTo);
    sessions.touchAll();
  }

  /** A client has come back somewhere; what we have of it may be its old connection. */
  public void onRecovered(BusMessage.Recovered elsewhere) {
    Socket socket = hub.socket(elsewhere.namespace(), elsewhere.socketId());
    Stay stay = socket == null ? null : sessions.of(socket);
    if (stay != null && stay.claim() < elsewhere.fencingToken()) {
      evict(stay.member());
    }
  }

  /** Has to be called now and then. */
  public void look() {
    if (!isOn) {
      return;
    }
    bus.serialize(
        () -> {
          long now = clock.getAsLong();
          for (Attempt attempt : List.copyOf(attempts)) {
            if (attempt.deadline <= now) {
              end(
                  attempt,
                  attempt.session == null ? NotRecovered.UNAVAILABLE : NotRecovered.BEHIND);
            }
          }
          history.trim(now);
          sessions.work();
          advance();
        });
  }

  private void take(Attempt attempt, SessionStore.@Nullable ClaimedSession claimedSession) {
    String content = claimedSession == null ? null : claimedSession.content();
    if (attempt.isOver) {
      if (claimedSession != null && content != null) {
        sessionStore.release(attempt.pid, claimedSession.fencingToken(), 0);
      }
    } else if (claimedSession == null) {
      end(attempt, NotRecovered.UNAVAILABLE);
    } else if (content == null) {
      end(attempt, NotRecovered.UNKNOWN);
    } else {
      attempt.claim = claimedSession.fencingToken();
      took(attempt, content, claimedSession.watermark());
    }
  }

  private void took(Attempt attempt, String content, @Nullable String word) {
    try {
      attempt.session = SessionFormat.decode(content).quietUntil(word);
    } catch (IOException unreadable) {
      end(attempt, NotRecovered.UNKNOWN);
      return;
    }
    if (attempt.session.namespace().equals(attempt.namespace)) {
      proceed(attempt, attempt.session);
    } else {
      end(attempt, NotRecovered.NAMESPACE);
    }
  }

  /** Something has changed that an attempt may wait for. */
  private void advance() {
    for (Attempt attempt : List.copyOf(attempts)) {
      Session session = attempt.session;
      if (!attempt.isOver && session != null) {
        proceed(attempt, session);
      }
    }
  }

  private void proceed(Attempt attempt, Session session) {
    StreamPosition from = session.resumeAt(attempt.known);
    StreamPosition here = bus.position();
    if (here == null || here.isBefore(from)) {
      return;
    }
    Socket old = hub.socket(session.namespace(), session.id());
    if (old != null) {
      if (!attempt.hasEvicted) {
        attempt.hasEvicted = true;
        evict(old);
      }
      return;
    }
    Replay replay = history.since(from, session);
    if (replay instanceof Replay.Gone gone) {
      end(attempt, gone.why());
    } else if (replay instanceof Replay.Missed missed) {
      welcome(attempt, session, missed);
    }
  }

  private void welcome(Attempt attempt, Session session, Replay.Missed missed) {
    over(attempt);
    StreamPosition known = attempt.known == null ? session.since() : attempt.known;
    Comeback.Restored restored =
        new Comeback.Restored(
            session.id(),
            missed.rooms(),
            session.data(),
            attempt.pid,
            known.toString(),
            missed.deliveries());
    Socket socket = attempt.comeback.restore(restored);
    // Before it is greeted: from then on it may go, and its session has to be found.
    sessions.add(new Stay(sessions, socket, attempt.pid, attempt.claim, session.since()));
    attempt.comeback.greet(socket, restored);
    recovered.increment();
    bus.publish(new BusMessage.Recovered(session.namespace(), session.id(), attempt.claim));
  }

  /** Its client is not at the other end any more. */
  private void evict(Socket old) {
    Stay stay = sessions.of(old);
    if (stay != null) {
      sessions.drop(stay);
    }
    old.sender().disconnect(true, CloseReason.RECOVERED);
  }

  private void end(Attempt attempt, NotRecovered why) {
    over(attempt);
    if (attempt.claim > 0) {
      // Its client will not ask for it again; one that named a wrong namespace may.
      long keep = why == NotRecovered.NAMESPACE ? settings.windowMillis() : 0;
      sessionStore.release(attempt.pid, attempt.claim, keep);
    }
    refuse(attempt.comeback, why);
  }

  private void over(Attempt attempt) {
    attempt.isOver = true;
    attempts.remove(attempt);
  }

  private void refuse(Comeback comeback, NotRecovered why) {
    count(why).increment();
    comeback.refuse(why);
  }

  private LongAdder count(NotRecovered why) {
    return Objects.requireNonNull(failures.get(why));
  }

  private static boolean isId(String text) {
    return text.length() == 20
        && text.chars()
            .allMatch(c -> c < 128 && (Character.isLetterOrDigit(c) || c == '_' || c == '-'));
  }

  /** How many clients came back. */
  public long recovered() {
    return recovered.sum();
  }

  /** How many came back in vain, for this reason. */
  public long failures(NotRecovered why) {
    return count(why).sum();
  }

  /** How many messages a client could be told that missed them. */
  public int packets() {
    return history.size();
  }

  /** How much memory those take, about. */
  public long bytes() {
    return history.bytes();
  }

  /** How often a session was written. */
  public long saved() {
    return sessions.saved();
  }

  /** How often a session was not, since all together were too large. */
  public long unsaved() {
    return sessions.tooMuch();
  }

  /** How many bytes the sessions of this gateway have in Redis. */
  public long sessionBytes() {
    return sessions.bytes();
  }

  /** How many writes of sessions are on their way. */
  public int beingSaved() {
    return sessions.beingWritten();
  }
}
