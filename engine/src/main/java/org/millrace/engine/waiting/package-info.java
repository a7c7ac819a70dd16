/** Why a job waits, and for how long about. */
package org.millrace.engine.waiting;
