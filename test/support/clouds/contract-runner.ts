import type { TestRunner } from "@glacier/core/testing";
import { describe, it } from "vitest";

/** Some tests of the contract store thousands of objects, on servers that are no faster for being small. In milliseconds. */
const PATIENCE = 120_000;

export const contractRunner: TestRunner = { describe, it: (name, test) => it(name, test, PATIENCE) };

/** An address at which nobody answers. */
export const NOBODY = "http://127.0.0.1:9";
