/** The child's end of a pipe to its parent. It closes when the parent exits. */
export const PARENT_PIPE = 3;
