import type { AzureAccess, GcsAccess, S3Access, S3FullAccess } from "./access.ts";
import { azurite } from "./azurite.ts";
import { fakeGcsServer } from "./fake-gcs-server.ts";
import { fauxqs } from "./fauxqs.ts";
import { radosgw } from "./radosgw.ts";
import type { Emulator } from "./server-process.ts";

/** Every emulator of the tests in test/cloud. A new one: its file, its kind of access, its line here. */
export const EMULATORS: { [Name in EmulatorName]: Emulator<EmulatorAccess[Name]> } = {
  s3Full: radosgw,
  s3Light: fauxqs,
  azure: azurite,
  gcs: fakeGcsServer,
};

export interface EmulatorAccess {
  s3Full: S3FullAccess;
  s3Light: S3Access;
  azure: AzureAccess;
  gcs: GcsAccess;
}

export type EmulatorName = keyof EmulatorAccess;

/** How to reach each emulator, or what it would take to start it. */
export type Reach = { [Name in EmulatorName]: EmulatorAccess[Name] | Missing };

export interface Missing {
  missing: string;
}
