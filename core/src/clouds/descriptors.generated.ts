// Written by `npm run generate` from the folders of core/src/clouds. Do not edit.

import { descriptor as aws } from "./aws/descriptor.ts";
import { descriptor as azure } from "./azure/descriptor.ts";
import type { CloudDescriptor } from "./descriptor.ts";
import { descriptor as gcp } from "./gcp/descriptor.ts";
import { descriptor as local } from "./local/descriptor.ts";

/** The clouds that Glacier brings, in the order of their folders. */
export const cloudDescriptors: readonly CloudDescriptor[] = [aws, azure, gcp, local];
