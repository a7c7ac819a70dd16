package org.millrace.routes.intake;

import org.millrace.engine.control.RefusalException;
import org.millrace.engine.db.Database;
import org.millrace.engine.intake.NoPipelineException;
import org.millrace.engine.intake.RepeatConflictException;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.dao.NonTransientDataAccessResourceException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;

/** Why something from outside was not taken in, which says whether to try it again. */
public enum Blame {
  /** It can never be stored. */
  INPUT,
  /** Nothing can be stored just now. */
  SYSTEM,
  /** Not known: whether others are taken meanwhile will tell. */
  UNKNOWN;

  public static Blame of(RuntimeException failure) {
    if (failure instanceof RefusalException
        || failure instanceof NoPipelineException
        || failure instanceof TransientDataAccessException
        || failure instanceof RecoverableDataAccessException
        || failure instanceof NonTransientDataAccessResourceException
        || failure instanceof DuplicateKeyException
        || Database.unreachable(failure)) {
      return SYSTEM;
    }
    return failure instanceof DataIntegrityViolationException
            || failure instanceof IllegalArgumentException
            || failure instanceof RepeatConflictException
        ? INPUT
        : UNKNOWN;
  }

  /** What was wrong, without the statement that a database puts before it. */
  public static String reason(RuntimeException failure) {
    Throwable cause = failure;
    while (cause.getCause() != null && cause instanceof DataAccessException) {
      cause = cause.getCause();
    }
    return String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
  }
}
