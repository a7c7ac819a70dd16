package org.millrace.processors.logs;

/** What ends a line. */
public enum LineEnd {
  /** LF or CRLF; a CR elsewhere is data. */
  LF,
  /** CR alone, as on old Macs; a LF is data. */
  CR
}
