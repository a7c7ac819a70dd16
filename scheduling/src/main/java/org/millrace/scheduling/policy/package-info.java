/** The three policies as pure functions: who goes first, and what each queue is due. */
package org.millrace.scheduling.policy;
