/** The running program: its command line, its start and its end. */
package org.millrace.manager;
