import { bound } from "./bound.ts";
import { classes } from "./classes.ts";
import { collections } from "./collections.ts";
import { constants } from "./constants.ts";
import { control } from "./control.ts";
import { generators } from "./generators.ts";
import { indirectWrites } from "./indirect-writes.ts";
import { keys } from "./keys.ts";
import { outside } from "./outside.ts";
import type { Programs } from "./programs.ts";
import { settled } from "./settled-conditions.ts";

/** All programs that show how values flow, by construct. */
export const groups: Record<string, Programs> = {
  "conditions that the source settles": settled,
  "what the language makes of plain values": constants,
  "jumps, lists and recursion": control,
  "maps, sets and lists": collections,
  "code that runs without a call of it": indirectWrites,
  "what only a run decides": outside,
  "classes that extend Glacier's": classes,
  "methods that are handed on": bound,
  "keys and places": keys,
  generators,
};
