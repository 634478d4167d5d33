/** Whether an error says that the engine's stack is used up, as by code that is nested some thousand levels deep. */
export const isStackOverflow = (error: unknown): boolean => error instanceof RangeError && /call stack/i.test(error.message);
