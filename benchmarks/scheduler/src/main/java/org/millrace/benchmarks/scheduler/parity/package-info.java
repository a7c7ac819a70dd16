/** Whether Millrace's simulator grants what YARN's schedulers grant, on random workloads. */
package org.millrace.benchmarks.scheduler.parity;
