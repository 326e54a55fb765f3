// The key was moved to another stack, so this program doesn't declare it anymore.
export {};
