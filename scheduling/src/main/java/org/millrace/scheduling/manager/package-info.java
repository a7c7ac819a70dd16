/**
 * The global resource manager (patent points P2 to P5): {@link
 * org.millrace.scheduling.manager.ResourceManager} is the way in, everything else is what it takes
 * and answers.
 *
 * <p>Inside, sort keys live in the elements. A queue stands in one {@code Contest} of its parent
 * for each container size for which it may get a container now; a grant or an end repositions the
 * queues on one path to the root, and nothing else. What a decision costs is waiting for memory, so
 * what it looks at lies together: contests and the node index copy the keys they compare into rows
 * of numbers, and containers are nothing but such rows.
 */
package org.millrace.scheduling.manager;
