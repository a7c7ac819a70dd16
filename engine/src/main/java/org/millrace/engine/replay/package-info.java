/**
 * Jobs that begin at a stage of another one, with what that had received there: what is kept for
 * them, and how it becomes tasks again.
 */
package org.millrace.engine.replay;
