/** A text's SHA-256, in hexadecimal digits. `node:crypto` is loaded when it is first asked for: that takes longer than a check of most projects can spare. */
export const digest = (text: string): string => process.getBuiltinModule("node:crypto").createHash("sha256").update(text).digest("hex");
