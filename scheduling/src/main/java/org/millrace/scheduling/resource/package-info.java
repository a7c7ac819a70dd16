/** Amounts of memory, vcores and network, and exact comparison of their ratios. */
package org.millrace.scheduling.resource;
