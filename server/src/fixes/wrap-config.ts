import { configsThatFit } from "@glacier/core/clouds";
import type { Fix } from "../analysis/diagnostic.ts";
import type { FactoryCall } from "../analysis/flow/observations.ts";
import type { SourceView } from "../analysis/source-view.ts";
import type { TextPlace } from "../analysis/value-place.ts";
import { ImportPlan } from "./imports.ts";
import { toFixEdits } from "./text-edits.ts";

/** `{ versioning: true }` → `new S3Config({ versioning: true })`, where there is one class that it can be meant for. */
export function wrapConfig(source: SourceView, call: FactoryCall, { file, start, end }: TextPlace): Fix[] {
  const text = source.text(file);
  const clouds = new Set(call.receivers.map(({ cloud }) => cloud));
  const [cloud] = clouds;
  const [className, ...others] = (cloud !== undefined && configsThatFit(cloud, call.type)) || [];
  if (clouds.size !== 1 || className === undefined || others.length > 0 || !text.slice(start, end).startsWith("{")) return [];
  const imports = new ImportPlan(source, file);
  const name = imports.nameOf(className);
  if (name === undefined) return [];
  const around = [
    { file, start, end: start, newText: `new ${name}(` },
    { file, start: end, end, newText: ")" },
  ];
  return [{ title: `Make it a ${className}`, kind: "quickfix", edits: toFixEdits(source, [...around, ...imports.edits(undefined)]) }];
}
