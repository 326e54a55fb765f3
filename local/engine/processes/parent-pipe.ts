/** The child's end of the pipe that tells it when its parent is gone. */
export const PARENT_PIPE = 3;
