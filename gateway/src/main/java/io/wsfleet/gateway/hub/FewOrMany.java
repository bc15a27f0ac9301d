package io.wsfleet.gateway.hub;

import java.util.AbstractSet;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A set that is an array while it has few elements and a hash table beyond. There is one for each
 * room and for each socket that is in rooms, and nearly all are small: a room of ten takes 104
 * bytes as an array and 464 as a {@link HashSet}.
 */
final class FewOrMany<T> extends AbstractSet<T> {
  private static final int FEW = 16;

  private @Nullable Object[] few = new @Nullable Object[2];
  private int size;
  private @Nullable Set<T> many;

  @Override
  public boolean add(T element) {
    if (many != null) {
      return many.add(element);
    }
    if (indexOf(element) >= 0) {
      return false;
    }
    if (size == FEW) {
      many = new HashSet<>(this);
      few = new @Nullable Object[0];
      size = 0;
      return many.add(element);
    }
    if (size == few.length) {
      few = Arrays.copyOf(few, Math.min(FEW, size * 2));
    }
    few[size++] = element;
    return true;
  }

  /** Once a hash table, it stays one. */
  @Override
  public boolean remove(@Nullable Object element) {
    if (many != null) {
      return many.remove(element);
    }
    int at = indexOf(element);
    if (at < 0) {
      return false;
    }
    few[at] = few[--size];
    few[size] = null;
    return true;
  }

  @Override
  public boolean contains(@Nullable Object element) {
    return many != null ? many.contains(element) : indexOf(element) >= 0;
  }

  @Override
  public int size() {
    return many != null ? many.size() : size;
  }

  @Override
  public Iterator<T> iterator() {
    return many != null ? many.iterator() : new OfFew();
  }

  private int indexOf(@Nullable Object element) {
    for (int i = 0; i < size; i++) {
      if (few[i] == element || (element != null && element.equals(few[i]))) {
        return i;
      }
    }
    return -1;
  }

  /** Reads only; the set must not change meanwhile. */
  private final class OfFew implements Iterator<T> {
    private int next;

    @Override
    public boolean hasNext() {
      return next < size;
    }

    @Override
    @SuppressWarnings("unchecked")
    public T next() {
      Object element = next < size ? few[next] : null;
      if (element == null) {
        throw new NoSuchElementException();
      }
      next++;
      return (T) element;
    }
  }
}
