/** Whether a text can be the last part of a path: URLs drop an empty part and one of dots, and then name something else. */
export const isPathPart = (text: string): boolean => !/^\.{0,2}$/.test(text);
