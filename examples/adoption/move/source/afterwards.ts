// The key has gone to another stack: this one declares it no more.
export {};
