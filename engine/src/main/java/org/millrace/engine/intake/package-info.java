/** How messages from outside become tasks: windows, which are jobs, and receipts. */
package org.millrace.engine.intake;
