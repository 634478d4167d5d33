/**
 * Text of somebody else's, such as the key of an object, as part of a message of the editor's. There `[text](command:…)` is a link that runs a command, and
 * whoever may store an object in a bucket gives it a name.
 */
export const messageText = (text: string): string => text.replaceAll("](", "]\u{200b}(").replaceAll(/\p{Cc}+/gu, " ");
