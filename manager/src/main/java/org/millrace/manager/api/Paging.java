package org.millrace.manager.api;

import java.util.List;
import java.util.function.ToLongFunction;

/**
 * How lists are paged: newest first, {@code limit} at a time; {@code next} of a page is {@code
 * before} of the one after it and null at the last. What comes meanwhile shifts nothing.
 */
final class Paging {
  private static final int MOST = 500;

  private Paging() {}

  static void check(int limit, long before) {
    if (limit < 1 || limit > MOST) {
      throw ApiException.refused(
          "limit", "must be from 1 to " + MOST, Integer.toString(limit), "page with before=");
    }
    if (before < 0) {
      throw ApiException.refused(
          "before", "must be next of the page before", Long.toString(before), "leave it out first");
    }
  }

  static <T> Long next(List<T> page, int limit, ToLongFunction<T> id) {
    return page.size() < limit ? null : Long.valueOf(id.applyAsLong(page.get(page.size() - 1)));
  }
}
