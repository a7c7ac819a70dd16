/** Millrace's resource manager beside YARN's schedulers, under the same churn. */
package org.millrace.benchmarks.scheduler;
