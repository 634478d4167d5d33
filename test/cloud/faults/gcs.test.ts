import { onEmulator } from "../../support/emulators/on-emulator.ts";
import { faultTests } from "../../support/faults/fault-tests.ts";
import { faultyClouds } from "../../support/faults/faulty-clouds.ts";

onEmulator("gcs", (access) => faultTests(() => faultyClouds.gcs(access)));
