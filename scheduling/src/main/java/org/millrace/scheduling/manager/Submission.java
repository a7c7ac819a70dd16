package org.millrace.scheduling.manager;

import org.millrace.scheduling.resource.Resources;

/**
 * An application that wants to run.
 *
 * @param application its id: applications of a queue are served in this order
 * @param user whose it is; checked against the queue's and its ancestors' submit lists
 * @param queue path of a leaf, or of one that its parent's template lets be created
 * @param am what its application master takes of the queue's AM share (P4); no container is granted
 *     for it unless it is asked for
 */
public record Submission(long application, String user, String queue, Resources am) {}
