package org.millrace.processors.logs.format;

import java.time.Instant;
import java.time.ZoneId;

/**
 * What a format needs to know besides the line.
 *
 * @param zone of times that carry none
 * @param reference the moment from which a missing year is counted; fixed per job, so that the same
 *     line always gets the same time
 * @param header the header record of a {@linkplain LogFormat#headed headed} format; empty otherwise
 */
public record FormatSettings(ZoneId zone, Instant reference, String header) {}
