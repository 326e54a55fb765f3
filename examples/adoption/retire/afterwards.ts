// The key is retired: its webhook subscription was deactivated first.
export {};
