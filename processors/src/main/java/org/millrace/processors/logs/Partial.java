package org.millrace.processors.logs;

/**
 * What one chunk came to.
 *
 * @param message number of the message that the chunk is of; 0 for an object's
 * @param index of the chunk
 * @param format by which it was read
 * @param lines line ends passed, so that the lines of later chunks can be numbered
 * @param records that parsed
 * @param rejects that did not
 * @param bytes sum of the records' bytes
 * @param flags records whose time had to be chosen
 * @param nanos time it took
 * @param groups sums by hour and outcome
 * @param rejected the rejects, their lines counted within the chunk
 */
public record Partial(
    long message,
    int index,
    String format,
    long lines,
    long records,
    long rejects,
    long bytes,
    Flags flags,
    long nanos,
    Spooled groups,
    Spooled rejected) {}
