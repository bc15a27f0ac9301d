package io.wsfleet.gateway.bus.redis;

import io.wsfleet.gateway.bus.Inquiries.Answers;
import io.wsfleet.gateway.bus.redis.AnswerFormat.Answer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * A question that is open: which values have come, and whether more are to come. Each member says
 * once how many values it is going to give. Any thread may use it.
 */
final class Poll<T> {
  private final CompletableFuture<Answers<T>> ended = new CompletableFuture<>();
  private final Question<T> question;
  private final List<T> given = new ArrayList<>();
  private int silentMembers;
  private int lostMembers;
  private int promised;

  /** So many members are asked. */
  Poll(Question<T> question, int members) {
    this.question = question;
    this.silentMembers = members;
  }

  Question<T> question() {
    return question;
  }

  CompletableFuture<Answers<T>> ended() {
    return ended;
  }

  void hear(Answer answer) throws IOException {
    question.hear(answer, this);
  }

  /** So many more members are asked, or fewer if negative. */
  void asked(int members) {
    synchronized (this) {
      silentMembers += members;
    }
    endIfComplete();
  }

  /** So many members that were asked are waited for no longer. */
  void lost(int members) {
    synchronized (this) {
      silentMembers -= members;
      lostMembers += members;
    }
    endIfComplete();
  }

  /** A member says how many values it is going to give. */
  void promise(int values) {
    synchronized (this) {
      silentMembers--;
      promised += Math.max(0, values);
    }
    endIfComplete();
  }

  void give(T value) {
    synchronized (this) {
      given.add(value);
    }
    endIfComplete();
  }

  /** A member gives all its values. */
  void giveAll(Collection<? extends T> values) {
    synchronized (this) {
      silentMembers--;
      promised += values.size();
      given.addAll(values);
    }
    endIfComplete();
  }

  /** Nobody is waited for any longer. */
  void end() {
    ended.complete(answers());
  }

  private void endIfComplete() {
    if (nobodyIsAwaited()) {
      end();
    }
  }

  private synchronized boolean nobodyIsAwaited() {
    return silentMembers <= 0 && given.size() >= promised;
  }

  private synchronized Answers<T> answers() {
    int missing = (lostMembers + Math.max(0, silentMembers)) * question.leastValuesOfAMember();
    return new Answers<>(
        given, lostMembers == 0 && nobodyIsAwaited(), Math.max(promised + missing, given.size()));
  }
}
