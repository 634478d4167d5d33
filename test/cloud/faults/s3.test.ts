import { onEmulator } from "../../support/emulators/on-emulator.ts";
import { faultTests } from "../../support/faults/fault-tests.ts";
import { faultyClouds } from "../../support/faults/faulty-clouds.ts";

onEmulator("s3Full", (access) => faultTests(() => faultyClouds.s3Full(access)));
