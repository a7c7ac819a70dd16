/** How soon the console and the API answer among very many, and what many who look cost. */
package org.millrace.benchmarks.console;
