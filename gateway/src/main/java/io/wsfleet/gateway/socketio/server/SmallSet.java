package io.wsfleet.gateway.socketio.server;

import java.util.AbstractSet;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A set that is an array while it is small and a hash table when it is larger. There is one for
 * each room and for each socket with rooms, and nearly all are small: a room of ten takes 104 bytes
 * as an array and 464 as a {@link HashSet}.
 */
final class SmallSet<T> extends AbstractSet<T> {
  private static final int MAX_ARRAY_SIZE = 16;

  private @Nullable Object[] array = new @Nullable Object[2];
  private int size;
  private @Nullable Set<T> table;

  @Override
  public boolean add(T element) {
    if (table != null) {
      return table.add(element);
    }
    if (indexOf(element) >= 0) {
      return false;
    }
    if (size == MAX_ARRAY_SIZE) {
      table = new HashSet<>(this);
      array = new @Nullable Object[0];
      size = 0;
      return table.add(element);
    }
    if (size == array.length) {
      array = Arrays.copyOf(array, Math.min(MAX_ARRAY_SIZE, size * 2));
    }
    array[size++] = element;
    return true;
  }

  /** It does not become an array again. */
  @Override
  public boolean remove(@Nullable Object element) {
    if (table != null) {
      return table.remove(element);
    }
    int at = indexOf(element);
    if (at < 0) {
      return false;
    }
    array[at] = array[--size];
    array[size] = null;
    return true;
  }

  @Override
  public boolean contains(@Nullable Object element) {
    return table != null ? table.contains(element) : indexOf(element) >= 0;
  }

  @Override
  public int size() {
    return table != null ? table.size() : size;
  }

  @Override
  public Iterator<T> iterator() {
    return table != null ? table.iterator() : new ArrayIterator();
  }

  private int indexOf(@Nullable Object element) {
    for (int i = 0; i < size; i++) {
      if (array[i] == element || (element != null && element.equals(array[i]))) {
        return i;
      }
    }
    return -1;
  }

  /** Read only; the set must not change meanwhile. */
  private final class ArrayIterator implements Iterator<T> {
    private int next;

    @Override
    public boolean hasNext() {
      return next < size;
    }

    @Override
    @SuppressWarnings("unchecked")
    public T next() {
      Object element = next < size ? array[next] : null;
      if (element == null) {
        throw new NoSuchElementException();
      }
      next++;
      return (T) element;
    }
  }
}
