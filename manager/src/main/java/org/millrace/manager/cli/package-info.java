/**
 * The thin client: finds a running system and asks it. Imports the JDK, picocli, jackson-jr and
 * progressbar only, since every further jar is start-up time; {@code parse} alone reaches for the
 * processors.
 */
package org.millrace.manager.cli;
