/** Reads workloads and writes what came of them; the simulator itself is in {@code scheduling}. */
package org.millrace.manager.simulate;
