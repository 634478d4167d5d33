import type { CloudDescriptor } from "@glacier/core/clouds";
import type { CommandContext } from "../context.ts";
import { visible } from "../terminal.ts";

/** The cloud that `--target` names; undefined, and said, where it names none. */
export async function readTarget({ stderr }: CommandContext, id: string): Promise<CloudDescriptor | undefined> {
  // Their tables are loaded only where somebody asks for one.
  const { cloudById, cloudDescriptors } = await import("@glacier/core/clouds");
  const cloud = cloudById(id);
  const known = cloudDescriptors.map((it) => it.id).join(", ");
  if (!cloud) stderr.write(`error: there is no cloud ${visible(JSON.stringify(id))}; --target takes one of ${known}.\n`);
  return cloud;
}
